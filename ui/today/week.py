"""The week's practice as seven small bars, today last. What they add up to stands beside them in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from coachdesk.services.today import Week
from ui.language import counted, tr
from ui.theme import RADIUS, TYPE, font, theme
from ui.widgets.label import CENTRE
from ui.widgets.mark import Mark, pill

HEIGHT_PX = 92
BAR_PX, FOOT_PX, HEAD_PX = 16, 20, 16
LEAST_PX = 3


def _initials() -> tuple[str, ...]:
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))


def week_words(week: Week) -> str:
    """The sum in a sentence."""
    if not week.answers:
        return tr("Nothing in the last seven days.")
    answers = counted(week.answers, "{n} answer", "{n} answers")
    minutes = round(week.spoken_s / 60)
    if not minutes:
        return tr("{answers} in seven days.").format(answers=answers)
    spoken = counted(minutes, "{n} minute spoken", "{n} minutes spoken")
    return tr("{answers} in seven days, {spoken}.").format(answers=answers, spoken=spoken)


def streak_words(week: Week) -> str:
    """Only what is worth saying: a day alone is no streak."""
    return tr("{n} days in a row").format(n=week.streak_days) if week.streak_days > 1 else ""


class WeekBars(Mark):
    def __init__(self, week: Week) -> None:
        names = _initials()
        days = ", ".join(f"{names[day.day.weekday()]} {day.answers}" for day in week.days)
        super().__init__(height=HEIGHT_PX, name=tr("Answers a day: {days}").format(days=days))
        self.setToolTip(days)
        self.week = week

    def paint(self, p: QPainter, r: QRectF) -> None:
        t, names = theme(), _initials()
        most = max((day.answers for day in self.week.days), default=0) or 1
        step = r.width() / len(self.week.days)
        room = r.height() - FOOT_PX - HEAD_PX
        p.setFont(font(TYPE.caption, tabular=True))
        for i, day in enumerate(self.week.days):
            middle, is_today = (i + 0.5) * step, i == len(self.week.days) - 1
            height = max(LEAST_PX, room * day.answers / most) if day.answers else LEAST_PX
            bar = QRectF(middle - BAR_PX / 2, HEAD_PX + room - height, BAR_PX, height)
            pill(p, bar, t.color("accent" if day.answers else "edge"), min(RADIUS.mark, height / 2))
            if day.answers:
                p.setPen(t.color("muted"))
                p.drawText(QRectF(middle - step / 2, bar.top() - HEAD_PX, step, HEAD_PX), CENTRE, f"{day.answers}")
            p.setPen(t.color("text" if is_today else "muted"))
            foot = QRectF(middle - step / 2, r.height() - FOOT_PX, step, FOOT_PX)
            p.drawText(foot, CENTRE, names[day.day.weekday()])
