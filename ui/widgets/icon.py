"""Icons: the Phosphor family, at 16 or 20 px, in the colour of the text they stand beside.

The glyphs come straight from the bundled font. (qtawesome carries the same font, but importing it costs 0.24 s,
more than an empty window takes to start.) A new icon is one line here; its code point is in Phosphor 1.3's charmap.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.theme import theme
from ui.widgets.mark import Mark

GLYPHS = {
    "arrow-counter-clockwise": 0xF021, "caret-down": 0xF0C2, "caret-left": 0xF0C3, "caret-right": 0xF0C4,
    "check": 0xF0E7, "check-circle": 0xF0E8, "copy": 0xF114, "ear": 0xF150, "flag-fill": 0xF8E7,
    "hourglass": 0xF1D0, "info": 0xF1E0, "keyboard": 0xF1E5, "lightbulb": 0xF1ED, "lock-simple": 0xF205,
    "magnifying-glass": 0xF20A, "medal": 0xF213, "microphone": 0xF218, "microphone-fill": 0xF982,
    "microphone-slash": 0xF219, "minus": 0xF21A, "monitor-play": 0xF21E, "pause-fill": 0xF9C9, "phone-call": 0xF26F,
    "play-fill": 0xF9E7, "scales": 0xF2AA, "skip-forward": 0xF2CC, "speaker-high": 0xF2E0, "speaker-slash": 0xF2E8,
    "question": 0xF293, "target": 0xF308, "timer": 0xF329, "trend-down": 0xF33A, "trend-up": 0xF33B, "trophy": 0xF33D,
    "user-focus": 0xF34B, "warning-circle": 0xF35D, "x": 0xF36D, "x-circle": 0xF36E,
    "circle-half": 0xF0EE, "sun": 0xF2FE, "moon": 0xF21F, "text-aa": 0xF310, "folder-open": 0xF18A,
    "sign-out": 0xF2C7, "gear-six": 0xF19C, "bell": 0xF082, "cards": 0xF0B5, "floppy-disk": 0xF181,
    "arrow-clockwise": 0xF020,
    "stop": 0xF2F7, "download-simple": 0xF14C, "trash": 0xF334, "circle": 0xF0EC, "export": 0xF15A,
    "user-minus": 0xF34E,
}  # fmt: skip


def paint_icon(p: QPainter, name: str, r: QRectF, token: str) -> None:
    face = QFont("Phosphor")
    face.setPixelSize(round(r.height()))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    p.setFont(face)
    p.setPen(theme().color(token))
    p.drawText(r, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), chr(GLYPHS[name]))


class Icon(Mark):
    """One icon that follows the theme. Give it a ``name`` where no words beside it say the same."""

    def __init__(self, glyph: str, token: str = "muted", px: int = 16, name: str = "") -> None:
        super().__init__(px, px, name)
        self.glyph, self.token = glyph, token

    def change(self, glyph: str, token: str) -> None:
        self.glyph, self.token = glyph, token
        self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_icon(p, self.glyph, r, self.token)
