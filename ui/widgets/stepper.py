"""Where we are in a role-play: passed steps full, this one long, the rest open."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.language import tr
from ui.theme import theme
from ui.widgets.mark import Mark, pill

MOST = 12
"""Beyond this many the words beside the stepper say it alone."""


class Stepper(Mark):
    def __init__(self) -> None:
        super().__init__(0, 8)
        self.at, self.of = 1, 1

    def show_step(self, at: int, of: int) -> None:
        self.at, self.of = min(at, MOST), min(max(at, of), MOST)
        self.setFixedWidth((self.of - 1) * 14 + 24)
        self.setAccessibleName(tr("Step {at} of about {of}").format(at=at, of=of))
        self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        t, x = theme(), 0.0
        for i in range(1, self.of + 1):
            width = 24 if i == self.at else 8
            token = "accent" if i == self.at else "muted" if i < self.at else "edge"
            pill(p, QRectF(x, 1, width, 6), t.color(token), 3)
            x += width + 6
