"""A person by initials. The name stands beside it, so a screen reader skips it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.theme import TYPE, font, mix, theme
from ui.widgets.label import CENTRE
from ui.widgets.mark import Mark, pill


def initials(name: str) -> str:
    parts = name.split()
    return (parts[0][0] + parts[-1][0]).upper() if len(parts) > 1 else name[:2].upper()


def paint_avatar(p: QPainter, r: QRectF, letters: str, token: str = "muted") -> None:
    t = theme()
    pill(p, r, mix(t.color("surface"), t.color(token), 0.18), r.width() / 2)
    p.setPen(t.color("text"))
    p.setFont(font(TYPE.lead if r.width() > 36 else TYPE.caption, True))
    p.drawText(r, CENTRE, letters)


class Avatar(Mark):
    def __init__(self, letters: str, px: int = 28, token: str = "muted") -> None:
        super().__init__(px, px)
        self.letters, self.token = letters, token

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_avatar(p, r, self.letters, self.token)
