"""A recorded answer: bars on a time axis, pauses shaded and timed, findings as flags. A click plays from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from coachdesk.services.practice.views import FindingView, PauseView
from ui.language import tr
from ui.theme import RADIUS, TYPE, font, mix, theme
from ui.widgets.finding import SIGNS, paint_finding
from ui.widgets.label import CENTRE
from ui.widgets.mark import Mark, pill

FLAG_PX, AXIS_PX = 26, 20
BAR_PX, BAR_STEP_PX = 3, 5
HUSH = 0.06
"""Loudness under which a bar is nobody's: drawn in the colour of an outline."""
QUIETEST_PEAK = 0.05
"""A recording that never gets louder than this is not drawn larger: it is noise."""
TIMED_PAUSE_PX = 30
"""A narrower pause is shaded, but has no room for its figure."""
SEEK_S = 1.0
TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300)
TICK_ROOM_PX = 120


class Waveform(Mark):
    sought = Signal(float)

    def __init__(self, height: int = 116) -> None:
        super().__init__(height=height, name=tr("Recording"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription(tr("Left and right arrow move by a second"))
        self.peaks: Sequence[float] = ()
        self.duration_s, self.position_s = 0.0, 0.0
        self.pauses: Sequence[PauseView] = ()
        self.findings: Sequence[FindingView] = ()

    def show_answer(
        self,
        peaks: Sequence[float],
        duration_s: float,
        pauses: Sequence[PauseView],
        findings: Sequence[FindingView],
    ) -> None:
        loudest = max(QUIETEST_PEAK, max(peaks, default=0.0))
        self.peaks = [peak / loudest for peak in peaks]  # a quiet recording has a shape too
        self.duration_s, self.pauses, self.findings = duration_s, pauses, findings
        self.position_s = 0.0
        self.update()

    def show_position(self, position_s: float) -> None:
        self.position_s = position_s
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.width() and self.duration_s:
            self.sought.emit(max(0.0, min(1.0, event.position().x() / self.width())) * self.duration_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -SEEK_S, Qt.Key.Key_Right: SEEK_S}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.sought.emit(max(0.0, min(self.duration_s, self.position_s + step)))

    def _x(self, at_s: float) -> float:
        return self.width() * at_s / self.duration_s

    def paint(self, p: QPainter, r: QRectF) -> None:
        if self.duration_s <= 0:
            return
        t = theme()
        body = r.adjusted(0, FLAG_PX, 0, -AXIS_PX)
        if self.hasFocus():
            pill(p, body, None, RADIUS.mark, t.color("accent"), 2)
        for pause in self.pauses:
            self._paint_pause(p, body, pause)
        self._paint_bars(p, body)
        self._paint_axis(p, body)
        for finding in self.findings:
            if finding.start_s is None:
                continue
            x = self._x(finding.start_s)
            p.setPen(QPen(t.color(SIGNS[finding.kind].tone), 1.5))
            p.drawLine(QPointF(x, 19), QPointF(x, body.bottom()))
            left = min(max(0.0, x - 9), r.width() - 18)
            paint_finding(p, QRectF(left, 1, 18, 18), finding.kind, finding.number)
        if self.position_s > 0:
            x = self._x(self.position_s)
            p.setPen(QPen(t.color("text"), 1.5))
            p.drawLine(QPointF(x, body.top() - 2), QPointF(x, body.bottom() + 2))
            pill(p, QRectF(x - 4, body.bottom() - 1, 8, 8), t.color("text"), 4)

    def _paint_pause(self, p: QPainter, body: QRectF, pause: PauseView) -> None:
        left, right = self._x(pause.start_s), self._x(pause.end_s)
        shade = QRectF(left, body.top(), right - left, body.height())
        pill(p, shade, theme().shade, RADIUS.mark)
        if shade.width() >= TIMED_PAUSE_PX and not any(
            left - 30 < self._x(f.start_s) < right + 30 for f in self.findings if f.start_s is not None
        ):  # a flag would stand on the figure
            p.setPen(theme().color("muted"))
            p.setFont(font(TYPE.caption, tabular=True))
            figure = tr("{seconds:.1f} s").format(seconds=pause.end_s - pause.start_s)
            p.drawText(QRectF(shade.center().x() - 24, 2, 48, 16), CENTRE, figure)

    def _paint_bars(self, p: QPainter, body: QRectF) -> None:
        t, middle = theme(), body.center().y()
        played, ahead, hush = t.color("accent"), mix(t.color("surface"), t.color("accent"), 0.55), t.color("outline")
        count = int(body.width() // BAR_STEP_PX)
        p.setPen(Qt.PenStyle.NoPen)
        for i in range(count):
            loud = self._loudest(i, count)
            reached = self.position_s <= 0 or self.duration_s * i / count <= self.position_s
            p.setBrush(hush if loud < HUSH else played if reached else ahead)
            height = max(2.0, loud * body.height() * 0.92)
            p.drawRoundedRect(QRectF(i * BAR_STEP_PX + 1, middle - height / 2, BAR_PX, height), 1.5, 1.5)

    def _loudest(self, i: int, count: int) -> float:
        if not self.peaks:
            return 0.0
        start = i * len(self.peaks) // count
        return max(self.peaks[start : max(start + 1, (i + 1) * len(self.peaks) // count)])

    def _paint_axis(self, p: QPainter, body: QRectF) -> None:
        t, y = theme(), body.bottom() + 2.5
        p.setPen(QPen(t.color("line"), 1))
        p.drawLine(QPointF(0, y), QPointF(body.width(), y))
        p.setFont(font(TYPE.caption, tabular=True))
        p.setPen(t.color("muted"))
        room = body.width() / self.duration_s
        step = next((tick for tick in TICKS_S if tick * room >= TICK_ROOM_PX), TICKS_S[-1])
        for at in range(0, int(self.duration_s) + 1, step):
            x = self._x(at)
            at_end = x + 20 > body.right()
            side = Qt.AlignmentFlag.AlignLeft if at == 0 else Qt.AlignmentFlag.AlignRight if at_end else CENTRE
            left = 0.0 if at == 0 else body.right() - 40 if at_end else x - 20
            p.drawText(QRectF(left, y + 4, 40, 16), side, f"{at // 60}:{at % 60:02d}")
