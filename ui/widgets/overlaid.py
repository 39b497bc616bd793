"""Recordings laid over each other on one time axis: the first as bars, the others as lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from ui.language import tr
from ui.theme import TYPE, font, mix, theme
from ui.widgets.label import CENTRE
from ui.widgets.mark import Mark
from ui.widgets.waveform import BAR_PX, BAR_STEP_PX, QUIETEST_PEAK, TICK_ROOM_PX, TICKS_S

AXIS_PX = 20
STROKES = (Qt.PenStyle.SolidLine, Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine)
TOKENS = ("accent", "text", "caution")
LINE_STEP_PX = 6


def stroke(number: int) -> QPen:
    """How the recording of that number is drawn, as a line."""
    return QPen(theme().color(TOKENS[number]), 1.75, STROKES[number])


class Stroke(Mark):
    """A sample of it, beside its name."""

    def __init__(self, number: int) -> None:
        super().__init__(20, 14)
        self._number = number

    def paint(self, p: QPainter, r: QRectF) -> None:
        if self._number == 0:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme().color(TOKENS[0]))
            for i, height in enumerate((6, 12, 8, 10)):
                p.drawRoundedRect(QRectF(i * BAR_STEP_PX, 7 - height / 2, BAR_PX, height), 1.5, 1.5)
        else:
            p.setPen(stroke(self._number))
            p.drawLine(QPointF(0, 7), QPointF(20, 7))


class OverlaidWaveforms(Mark):
    def __init__(self, height: int = 96) -> None:
        super().__init__(height=height, name=tr("Recordings laid over each other"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._sounds: list[tuple[list[float], float]] = []

    def show_sounds(self, sounds: Sequence[tuple[Sequence[float], float]]) -> None:
        """Peaks from 0 to 1 and seconds of each recording; one that was typed has neither and is not drawn."""
        self._sounds = [
            ([peak / max(QUIETEST_PEAK, max(peaks, default=0.0)) for peak in peaks], seconds)
            for peaks, seconds in sounds[: len(TOKENS)]
        ]
        lengths = [tr("{seconds:.0f} s").format(seconds=seconds) for _, seconds in self._sounds if seconds]
        self.setAccessibleDescription(", ".join(lengths))
        self.update()

    @property
    def longest_s(self) -> float:
        return max((seconds for _, seconds in self._sounds), default=0.0)

    def paint(self, p: QPainter, r: QRectF) -> None:
        if self.longest_s <= 0:
            return
        body = r.adjusted(0, 4, 0, -AXIS_PX)
        for number, (peaks, seconds) in reversed([*enumerate(self._sounds)]):
            if peaks and seconds > 0 and number:
                self._paint_line(p, body, number, peaks, seconds)
            elif peaks and seconds > 0:
                self._paint_bars(p, body, peaks, seconds)
        self._paint_axis(p, body)

    def _paint_bars(self, p: QPainter, body: QRectF, peaks: list[float], seconds: float) -> None:
        t = theme()
        width = body.width() * seconds / self.longest_s
        count = max(1, int(width // BAR_STEP_PX))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(mix(t.color("window"), t.color("accent"), 0.55))
        for i in range(count):
            height = max(2.0, _loudest(peaks, i, count) * body.height() * 0.92)
            p.drawRoundedRect(QRectF(i * BAR_STEP_PX, body.center().y() - height / 2, BAR_PX, height), 1.5, 1.5)

    def _paint_line(self, p: QPainter, body: QRectF, number: int, peaks: list[float], seconds: float) -> None:
        """The upper edge of a recording. (Both edges of two lines and the bars could not be told apart.)"""
        width = body.width() * seconds / self.longest_s
        count = max(2, int(width // LINE_STEP_PX))
        middle, reach = body.center().y(), body.height() * 0.46
        points = [QPointF(i * width / (count - 1), middle - _loudest(peaks, i, count) * reach) for i in range(count)]
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(stroke(number))
        p.drawPolyline(QPolygonF(points))

    def _paint_axis(self, p: QPainter, body: QRectF) -> None:
        t, y = theme(), body.bottom() + 2.5
        p.setPen(QPen(t.color("line"), 1))
        p.drawLine(QPointF(0, y), QPointF(body.width(), y))
        p.setFont(font(TYPE.caption, tabular=True))
        p.setPen(t.color("muted"))
        room = body.width() / self.longest_s
        step = next((tick for tick in TICKS_S if tick * room >= TICK_ROOM_PX), TICKS_S[-1])
        for at in range(0, int(self.longest_s) + 1, step):
            x = min(max(20.0, at * room), body.width() - 20)
            p.drawText(QRectF(x - 20, y + 4, 40, 16), CENTRE, f"{at // 60}:{at % 60:02d}")


def _loudest(peaks: list[float], i: int, count: int) -> float:
    start = i * len(peaks) // count
    return max(peaks[start : max(start + 1, (i + 1) * len(peaks) // count)])
