"""The parts of the progress screen: a skill area with its trend, lists of moves and bests, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from coachdesk.services.progress import FEW, Area, Best, CriterionLine, MoveLine, Pace, ProgressView
from ui.language import counted, tr
from ui.theme import SKILLS, SPACE, theme
from ui.widgets.card import Card
from ui.widgets.chart import Dot, TrendChart
from ui.widgets.chip import Chip
from ui.widgets.data_table import RIGHT, DataTable
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label, Tone, heading
from ui.widgets.layout import box, column, row, ruled
from ui.widgets.mark import Mark, pill
from ui.widgets.table_rows import Column

POINTS = 100
"""Percentage points in a share."""

STEADY_POINTS = 2
"""A smaller change than this is none."""

CARDS_IN_ROW, NARROWEST_PX = 3, 300

BAR_PX = 72
LEVELS = 5


def day_name(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def change_words(area: Area) -> tuple[str, Tone]:
    """What has changed since the 30 days before, and its tone."""
    if area.change is None:
        return "", "muted"
    points = round(area.change.by * POINTS)
    if abs(points) < STEADY_POINTS:
        return tr("steady since the 30 days before"), "muted"
    words = tr("up {n} points") if points > 0 else tr("down {n} points")
    since = tr("{change} since the 30 days before").format(change=words.format(n=abs(points)))
    return since, "good" if points > 0 else "caution"


def area_words(area: Area) -> str:
    """A skill area as a sentence, for a screen reader."""
    talks = counted(area.attempts, "{n} talk", "{n} talks")
    name = SKILLS[area.skill].name
    said = tr("{skill}: {share} of the key points by weight on average, in {talks}.").format(
        skill=name, share=f"{area.coverage or 0:.0%}", talks=talks
    )
    change, _tone = change_words(area)
    return f"{said} {change}".strip()


class AreaCard(Card):
    """One skill area: its mean, what is behind it, its weeks. While one points at a week, the line tells of that."""

    def __init__(self, area: Area, first: date, last: date) -> None:
        self.chart = TrendChart(SKILLS[area.skill].token)
        mean = Label(f"{area.coverage or 0:.0%}", "title", semibold=True, tabular=True)
        talks = counted(area.attempts, "{n} talk", "{n} talks")
        points = tr("{made} of {possible} key points").format(made=f"{area.made:,}", possible=f"{area.possible:,}")
        self.said = Elided(f"{talks} · {points}", "caption", "muted")
        self._usual = self.said.text()
        change, tone = change_words(area)
        if area.attempts < FEW:
            change = tr("too few talks to see a trend")
        head = row(Chip(area.skill), None, Label(tr("average"), "caption", "muted"), mean)
        parts = column(head, self.chart, self.said, Label(change, "caption", tone), spacing=SPACE.xs)
        super().__init__(parts, SPACE.m)
        dots = tuple(Dot(week.monday, week.coverage, week.attempts, _week_words(week.monday, week.coverage,
                     week.attempts)) for week in area.weeks)  # fmt: skip
        self.chart.show_dots(area_words(area), dots, first, last)
        self.chart.pointed.connect(self._point)

    def _point(self, words: str) -> None:
        self.said.setText(words or self._usual)
        self.said.set_tone("text" if words else "muted")


def _week_words(monday: date, share: float, talks: int) -> str:
    return tr("Week of {day}: {share} in {talks}").format(
        day=f"{monday.day} {monday:%B}", share=f"{share:.0%}", talks=counted(talks, "{n} talk", "{n} talks")
    )


class AreaGrid(QWidget):
    """Cards side by side, as many as there is room for."""

    def __init__(self, cards: Sequence[AreaCard]) -> None:
        super().__init__()
        self._cards = tuple(cards)
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE.m)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._grid)
        self._place(1)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        for i, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(i, columns))
        for place in range(CARDS_IN_ROW):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(max(1, min(CARDS_IN_ROW, (self.width() + SPACE.m) // (NARROWEST_PX + SPACE.m))))

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_PX, super().minimumSizeHint().height())


@dataclass(frozen=True)
class WeekLine:
    """A row of the table behind the charts."""

    skill: str
    monday: date
    share: float
    talks: int


def weeks_table() -> DataTable:
    columns = (
        Column("week", tr("Week of"), lambda w: day_name(w.monday), lambda w: w.monday, 200, falls_first=True),
        Column("skill", tr("Skill area"), lambda w: SKILLS[w.skill].name),
        Column("share", tr("Coverage"), lambda w: f"{w.share:.0%}", lambda w: w.share, 140, is_number=True),
        Column("talks", tr("Talks"), lambda w: f"{w.talks:,}", lambda w: w.talks, 120, is_number=True),
    )
    table = DataTable(tr("Coverage by skill area and week"), columns, _line_words)
    table.rows.sorted_by, table.rows.falls = "week", True
    return table


def _line_words(line: WeekLine) -> str:
    return f"{SKILLS[line.skill].name}. {_week_words(line.monday, line.share, line.talks)}."


def week_lines(view: ProgressView) -> list[WeekLine]:
    return [
        WeekLine(area.skill, week.monday, week.coverage, week.attempts) for area in view.areas for week in area.weeks
    ]


class ShareBar(Mark):
    """A share as a bar. The figure stands beside it."""

    def __init__(self, share: float, token: str) -> None:
        super().__init__(BAR_PX, 14)
        self._share, self._token = share, token

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        pill(p, QRectF(0, 5, r.width(), 4), t.color("line"), 2)
        if self._share > 0:
            pill(p, QRectF(0, 5, max(4.0, r.width() * self._share), 4), t.color(self._token), 2)


def listed(title: str, rows: Sequence[QWidget], nothing: str) -> Card:
    """A card with a heading and its rows, or a sentence where there are none yet."""
    shown = list(rows) or [Label(nothing, tone="muted", wrap=True)]
    return Card(column(heading(title), SPACE.m, *ruled(shown, SPACE.s), None, spacing=0))


def _named(layout: QWidget, words: str) -> QWidget:
    layout.setAccessibleName(words)
    return layout


def move_row(move: MoveLine) -> QWidget:
    icon = Icon(SKILLS[move.skill].icon, SKILLS[move.skill].token) if move.skill in SKILLS else Icon("target")
    figure = tr("{made} of {asked}").format(made=move.made, asked=move.asked)
    token = "bad" if move.kind == "red_flag" else "accent"
    says = Elided(move.says)
    parts = row(icon, (says, 1), ShareBar(move.share, token), _figure(figure), spacing=SPACE.s)
    return _named(box(parts), f"{move.says}: {figure}")


def _figure(text: str) -> Label:
    label = Label(text, tabular=True, align=RIGHT)
    label.setMinimumWidth(64)
    return label


def criterion_row(line: CriterionLine) -> QWidget:
    cards = counted(line.attempts, "{n} talk", "{n} talks")
    words = tr("last {level}, in {cards}").format(level=line.last, cards=cards)
    token = SKILLS[line.skill].token if line.skill in SKILLS else "accent"
    parts = row(
        (Elided(line.name), 1), Label(words, "caption", "muted"), ShareBar((line.mean - 1) / (LEVELS - 1), token),
        _figure(f"{line.mean:.1f}"), spacing=SPACE.s,
    )  # fmt: skip
    return _named(box(parts), f"{line.name}: {line.mean:.1f}, {words}")


def criteria_by_skill(lines: Sequence[CriterionLine]) -> list[QWidget]:
    """Rows under the name of their skill area."""
    found: list[QWidget] = []
    for skill in dict.fromkeys(line.skill for line in lines):
        rows: list[QWidget] = [criterion_row(line) for line in lines if line.skill == skill]
        title: list[QWidget | int] = [box(row(Chip(skill), None)), SPACE.xs] if skill in SKILLS else []
        found.append(box(column(*title, *rows, spacing=SPACE.xs)))
    return found


def best_row(best: Best) -> QWidget:
    icon = Icon(SKILLS[best.skill].icon, SKILLS[best.skill].token) if best.skill in SKILLS else Icon("trophy")
    at = best.at.astimezone()
    points = tr("{made} of {possible}").format(made=best.made, possible=best.possible)
    words = tr("{day}, best of {talks}").format(
        day=f"{at.day} {at:%B}", talks=counted(best.attempts, "{n} talk", "{n} talks")
    )
    if best.attempts == 1:
        words = tr("{day}, the only talk").format(day=f"{at.day} {at:%B}")
    lines = column(Elided(best.title), Label(words, "caption", "muted"), spacing=1)
    parts = row(icon, (lines, 1), _figure(points), spacing=SPACE.s)
    return _named(box(parts), f"{best.title}: {points}. {words}")


def pace_words(pace: Pace) -> str:
    low, high = pace.target_wpm
    return tr(
        "{within} of your last {answers} spoken answers were at a pace of {low} to {high} words a minute."
    ).format(within=pace.within, answers=pace.answers, low=f"{low:.0f}", high=f"{high:.0f}")


def record_rows(view: ProgressView) -> list[QWidget]:
    """What is the most so far, in sentences."""
    sentences = []
    if view.longest_streak > 1:
        sentences.append(tr("{n} days in a row with practice is your longest run.").format(n=view.longest_streak))
    if view.most_in_a_day is not None and view.most_in_a_day.attempts > 1:
        sentences.append(
            tr("{attempts} on {day}, your fullest day.").format(
                attempts=counted(view.most_in_a_day.attempts, "{n} attempt", "{n} attempts"),
                day=day_name(view.most_in_a_day.day),
            )
        )
    if view.pace is not None:
        sentences.append(pace_words(view.pace))
    return [Label(sentence, wrap=True) for sentence in sentences]


def minutes_words(seconds: float) -> str:
    return f"{seconds / 60:,.0f}" if seconds >= 60 or not seconds else "1"
