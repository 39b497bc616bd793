"""A figure over weeks, drawn by pyqtgraph: a point for each week, its size by how much is behind it.

Use it where a direction is asked for; a single figure is a `Stat`, a target a `Band`. Give every chart a table of the
same numbers, behind the key T. pyqtgraph and numpy take half a second to import, so the first chart that is seen does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.layout import column
from ui.widgets.mark import pill

HEIGHT_PX = 132
_LEAST_POINT_PX, _MOST_POINT_PX = 6.0, 11.0
_ROOM = 0.1
"""Of the height, over and under the scale, so that a point on its end is seen whole."""

_AXIS_PX, _POINT_ROOM_PX, _FIGURE_PX = 44, 8, 48
"""What the scale takes, and what is left free before the first week and after the last."""

_MONTHS_APART = 3


@dataclass(frozen=True)
class Dot:
    """A week by its Monday: a share from 0 to 1, how many are behind it, and what is said when one points at it."""

    day: date
    share: float
    count: int
    words: str


class TrendChart(QWidget):
    """``token`` is the colour, read when painting. ``pointed`` carries the words of the week that one points at, with
    the mouse or with Left and Right, or nothing. ``name`` says the whole of it to a screen reader."""

    pointed = Signal(str)

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token
        self.dots: tuple[Dot, ...] = ()
        self.at: int | None = None
        self._span = (date.min, date.min)
        self._plot: Any = None  # pyqtgraph has no types
        self._layout = column(spacing=0, margins=2)
        self.setLayout(self._layout)
        self.setFixedHeight(HEIGHT_PX)
        self.setMinimumWidth(180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_dots(self, name: str, dots: tuple[Dot, ...], first: date, last: date) -> None:
        """Weeks from ``first`` to ``last``, whether or not there is something in them."""
        self.dots, self.at, self._span = dots, None, (first, last)
        self.setAccessibleName(name)
        if self._plot is not None:
            self._draw()

    # -- drawing ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is None:
            self._plot = _plot()
            self._layout.addWidget(self._plot)
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._plot is not None:
            self._draw()

    def _draw(self) -> None:
        import pyqtgraph as pg

        t, item = theme(), self._plot.getPlotItem()
        item.clear()
        self._plot.setBackground(t.color("surface"))
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setStyle(
                tickFont=font(TYPE.caption, tabular=True), tickLength=0, tickAlpha=0, tickTextOffset=SPACE.s,
                hideOverlappingLabels=False,
            )  # fmt: skip
            axis.setTextPen(t.color("muted"))
            axis.setPen(QPen(Qt.PenStyle.NoPen))
        item.getAxis("left").setWidth(_AXIS_PX)
        item.getAxis("left").setTicks([[(0.0, "0%"), (0.5, "50%"), (1.0, "100%")]])
        item.getAxis("bottom").setTicks([_months(*self._span)])
        for share in (0.0, 0.5, 1.0):  # the zero line is the strong one
            pen = pg.mkPen(t.color("outline" if share == 0.0 else "line"), width=1)
            item.addItem(pg.InfiniteLine(share, angle=0, pen=pen))
        hue = t.color(self.token)
        xs, ys = [dot.day.toordinal() for dot in self.dots], [dot.share for dot in self.dots]
        item.addItem(pg.PlotCurveItem(xs, ys, pen=pg.mkPen(hue, width=2), antialias=True))
        most = max((dot.count for dot in self.dots), default=1)
        sizes = [
            _LEAST_POINT_PX + (_MOST_POINT_PX - _LEAST_POINT_PX) * (dot.count / most) ** 0.5 if most > 1 else 8.0
            for dot in self.dots
        ]
        edges = [pg.mkPen(t.color("text" if i == self.at else "surface"), width=2) for i in range(len(xs))]
        item.addItem(pg.ScatterPlotItem(xs, ys, size=sizes, brush=hue, pen=edges, antialias=True))
        if self.dots:
            last = pg.TextItem(f"{ys[-1]:.0%}", color=t.color("text"), anchor=(-0.2, 0.5))
            last.setFont(font(TYPE.caption, semibold=True, tabular=True))
            last.setPos(xs[-1], ys[-1])
            item.addItem(last)
        item.setYRange(-_ROOM, 1 + _ROOM, padding=0)
        self._fit()

    def _fit(self) -> None:
        """The weeks side by side, with room for a whole point on the left and for the last figure on the right."""
        first, end = self._span
        days = max(7, (end - first).days)
        room = max(1.0, self.width() - _AXIS_PX - _POINT_ROOM_PX - _FIGURE_PX)
        a_day_px = room / days
        left, right = first.toordinal() - _POINT_ROOM_PX / a_day_px, end.toordinal() + _FIGURE_PX / a_day_px
        self._plot.getPlotItem().setXRange(left, right, padding=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._plot is not None:
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            with QPainter(self) as p:
                p.setRenderHint(QPainter.RenderHint.Antialiasing)
                pill(p, QRectF(self.rect()), None, RADIUS.control, theme().color("accent"), 2)

    # -- pointing ---------------------------------------------------------------------------------------------------

    def go_to(self, place: int | None) -> None:
        if place is not None:
            place = max(0, min(len(self.dots) - 1, place))
        if place == self.at:
            return
        self.at = place
        words = self.dots[place].words if place is not None else ""
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.pointed.emit(words)
        if self._plot is not None:
            self._draw()

    def nearest(self, at: QPointF) -> int | None:
        """The week that is nearest to a place on the chart, to its left or right."""
        if self._plot is None or not self.dots:
            return None
        scene = self._plot.mapToScene(self._plot.mapFromParent(at.toPoint()))
        x = self._plot.getPlotItem().vb.mapSceneToView(scene).x()
        return min(range(len(self.dots)), key=lambda i: abs(self.dots[i].day.toordinal() - x))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self.dots:
            super().keyPressEvent(event)
        else:
            self.go_to(len(self.dots) - 1 if self.at is None else self.at + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.go_to(None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.go_to(self.nearest(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.go_to(None)


def _plot() -> Any:
    """A plot that neither zooms nor takes the wheel from the page: the mouse is the chart's own."""
    import pyqtgraph as pg

    plot = pg.PlotWidget()
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
    plot.getPlotItem().getViewBox().setMouseEnabled(False, False)
    return plot


def _months(first: date, last: date) -> list[tuple[float, str]]:
    """The beginnings of months, as many as have room."""
    found, day = [], first.replace(day=1)
    while day <= last:
        if day >= first:
            found.append((float(day.toordinal()), f"{day:%b}"))
        day = (day + timedelta(days=32)).replace(day=1)
    return found[:: _MONTHS_APART if len(found) > 6 else 1]
