"""The days to come as small bars, each with its number of drills over it and its day under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.services.drills import DayAhead
from ui.language import counted
from ui.theme import TYPE, font, theme
from ui.widgets.label import CENTRE
from ui.widgets.mark import Mark, pill

HEIGHT_PX, BARS_PX, BAR_PX = 116, 68, 24


class DaysAhead(Mark):
    def __init__(self) -> None:
        super().__init__(height=HEIGHT_PX)
        self.days: Sequence[DayAhead] = ()

    def show_days(self, days: Sequence[DayAhead]) -> None:
        self.days = days
        words = ", ".join(f"{day.day:%A}: " + counted(day.due, "{n} drill", "{n} drills") for day in days)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        if not self.days:
            return
        t, room = theme(), r.width() / len(self.days)
        most = max(1, *(day.due for day in self.days))
        floor = r.top() + 20 + BARS_PX
        for i, day in enumerate(self.days):
            x = r.left() + i * room
            height = BARS_PX * day.due / most
            bar = QRectF(x + (room - BAR_PX) / 2, floor - height, BAR_PX, height)
            if day.due:
                pill(p, bar, t.color("accent"), 2)
                p.setPen(t.color("text"))
                p.setFont(font(TYPE.caption, tabular=True))
                p.drawText(QRectF(x, bar.top() - 20, room, 18), CENTRE, f"{day.due:,}")
            p.fillRect(QRectF(x + 3, floor, room - 6, 1), t.color("edge"))
            p.setPen(t.color("muted"))
            p.setFont(font(TYPE.caption))
            p.drawText(QRectF(x, floor + 5, room, 18), Qt.AlignmentFlag.AlignCenter, f"{day.day:%a}")
