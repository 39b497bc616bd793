"""On or off, for a setting that is one or the other. Space and Enter turn it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from ui.theme import theme
from ui.widgets.button import ENTER, keeps_space
from ui.widgets.mark import pill

TRACK = QSize(36, 20)
RING_PX = 3
KNOB_PX = 14


class Switch(QAbstractButton):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFixedSize(TRACK.width() + 2 * RING_PX, TRACK.height() + 2 * RING_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def event(self, event: QEvent) -> bool:
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            pill(p, r, None, r.height() / 2, t.color("accent"), 2)
        track = r.adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
        half, gap = track.height() / 2, (track.height() - KNOB_PX) / 2
        pill(p, track, t.color("accent" if on else "raised"), half, None if on else t.color("outline"))
        left = track.right() - gap - KNOB_PX if on else track.left() + gap
        knob = QRectF(left, track.top() + gap, KNOB_PX, KNOB_PX)
        pill(p, knob, t.color("on_accent" if on else "muted"), KNOB_PX / 2)
        p.end()
