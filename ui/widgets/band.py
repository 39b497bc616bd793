"""A figure on its scale, with the target as a band. The figure and its sentence stand beside it as text."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.theme import theme
from ui.widgets.mark import Mark, pill


class Band(Mark):
    """``most`` is the upper end where the figure is a range, shown as two points with a line between them."""

    def __init__(
        self,
        value: float | None,
        scale: tuple[float, float],
        target: tuple[float, float] | None,
        token: str = "text",
        most: float | None = None,
    ) -> None:
        super().__init__(height=14)
        self.value, self.most, self.scale, self.target, self.token = value, most, scale, target, token
        self.setMinimumWidth(80)

    def _x(self, value: float) -> float:
        low, high = self.scale
        share = (value - low) / (high - low) if high > low else 0.0
        return 5 + (self.width() - 10) * max(0.0, min(1.0, share))

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        pill(p, QRectF(0, 5, r.width(), 4), t.color("line"), 2)
        if self.target is not None:
            left, right = self._x(self.target[0]), self._x(self.target[1])
            pill(p, QRectF(left, 5, max(4.0, right - left), 4), t.target, 2)
        if self.value is not None:
            ends = (self._x(self.value), self._x(self.value if self.most is None else self.most))
            for x in ends:
                pill(p, QRectF(x - 7, 0, 14, 14), t.color("window"), 7)
            pill(p, QRectF(ends[0], 5, ends[1] - ends[0], 4), t.color(self.token), 0)
            for x in ends:
                pill(p, QRectF(x - 5, 2, 10, 10), t.color(self.token), 5)
