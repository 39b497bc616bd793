"""So many of five, for a mood. Put the word beside it: the dots only show the direction."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.language import tr
from ui.theme import theme
from ui.widgets.mark import Mark, pill


class Dots(Mark):
    def __init__(self, on: int, of: int = 5) -> None:
        super().__init__(of * 12 - 4, 16, tr("{count} of {all}").format(count=on, all=of))
        self.on, self.of = on, of

    def show_value(self, on: int) -> None:
        self.on = on
        self.setAccessibleName(tr("{count} of {all}").format(count=on, all=self.of))
        self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        for i in range(self.of):
            dot, full = QRectF(i * 12, 4, 8, 8), i < self.on
            pill(p, dot, t.color("text") if full else None, 4, None if full else t.color("outline"), 1.25)
