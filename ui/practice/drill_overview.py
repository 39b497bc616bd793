"""Drills, looked at from above: what is due now, by skill area, in the days to come, and what wants a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.drills import SESSION_MOST, DrillView, Overview, SkillDrills
from ui.language import counted, tr
from ui.practice.drill_days import DaysAhead
from ui.practice.drill_words import buyer_words, exact_words, waiting_words, when_words
from ui.theme import SKILLS, SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label, heading
from ui.widgets.layout import box, column, empty, pair, row, ruled
from ui.widgets.page import Page, PageHeader

SIDE_PX, UNTRIED_PX = (220, 320), 84


class OverviewScreen(QWidget):
    """``started`` carries a skill area, or nothing for all, and whether to type."""

    started = Signal(str, bool)
    lesson = Signal(str)
    brought_back = Signal(str)
    scenarios = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seen: Overview | None = None
        self._title, self._more = Label("", "page", semibold=True, wrap=True), Label("", tone="muted", wrap=True)
        self._start = Button("", "microphone", "Space", "primary", tall=True)
        self._type = Button(tr("Type instead"), "keyboard", "T", "quiet")
        self._talk = Button(tr("Choose a role-play"), "microphone", "Space", "primary", tall=True)
        self._start.clicked.connect(lambda: self._begin("", typed=False))
        self._type.clicked.connect(lambda: self._begin("", typed=True))
        self._talk.clicked.connect(self.scenarios)
        QShortcut(QKeySequence("Space"), self, self._big)
        QShortcut(QKeySequence("T"), self, self._type.click)
        words = column(self._title, self._more, spacing=SPACE.xs)
        now = Card(row((words, 1), self._type, self._start, self._talk, spacing=SPACE.m), SPACE.xl)
        self._days, self._learnt = DaysAhead(), Label("", tone="muted", wrap=True)
        side = box(column(heading(tr("Next 7 days")), Card(column(self._days, self._learnt, spacing=SPACE.s)), None))
        side.setMinimumWidth(SIDE_PX[0])
        side.setMaximumWidth(SIDE_PX[1])
        self._skills, self._below = column(), column(spacing=SPACE.l)
        skills = column(heading(tr("By skill area")), self._skills, None)
        sentence = tr("One objection, one answer, under a minute. Each comes again just before you would forget it.")
        below = row((skills, 2), (side, 1), spacing=SPACE.xl)
        parts = (PageHeader(tr("Drills"), sentence), SPACE.m, now, SPACE.xl, below, SPACE.xl, self._below, None)
        self.setLayout(column(Page(column(*parts, spacing=0)), spacing=0))
        self._talk.hide()

    @property
    def can_start(self) -> bool:
        return self._seen is not None and self._seen.waiting > 0 and self._start.isEnabled()

    def _begin(self, skill: str, typed: bool) -> None:
        if self.can_start:
            self.started.emit(skill, typed)

    def _big(self) -> None:
        (self._talk if self._start.isHidden() else self._start).click()

    def show_overview(self, seen: Overview, now: datetime) -> None:
        self._seen = seen
        title, more = due_words(seen, now)
        self._title.setText(title)
        self._more.setText(more)
        self._more.setToolTip(exact_words(seen.next_due) if seen.next_due and not seen.waiting else "")
        first = tr("Do today's {n} new ones").format(n=seen.new)
        self._start.rename(tr("Start drills") if seen.answered else first)
        for button, shown in ((self._start, seen.waiting), (self._type, seen.waiting), (self._talk, not seen.waiting)):
            button.setVisible(bool(shown))
        self._days.show_days(seen.ahead)
        self._learnt.setText(_learnt_words(seen))
        empty(self._skills)
        self._skills.addWidget(self._by_skill(seen.by_skill))
        empty(self._below)
        if seen.leeches:
            why = tr("Failed again and again. Read what works first, then try once more.")
            lines = [self._line(card, tr("Open lesson"), "lightbulb", self.lesson) for card in seen.leeches]
            self._below.addLayout(_listed(tr("Learn these anew"), why, lines))
        if seen.aside:
            why = tr("Not asked until you bring them back.")
            back = tr("Bring back")
            lines = [self._line(card, back, "arrow-counter-clockwise", self.brought_back) for card in seen.aside]
            self._below.addLayout(_listed(tr("Set aside"), why, lines))

    def show_starting(self, starting: bool) -> None:
        """A session is being put together, which may take a moment: said, and not asked for twice."""
        for button in (self._start, self._type):
            button.setEnabled(not starting)

    def _by_skill(self, skills: Sequence[SkillDrills]) -> Card:
        order = list(SKILLS)
        rows: list[QWidget] = [self._skill(each) for each in sorted(skills, key=lambda each: order.index(each.skill))]
        return Card(column(*ruled(rows, SPACE.xs), spacing=0), (SPACE.l, SPACE.s, SPACE.s, SPACE.s))

    def _skill(self, skill: SkillDrills) -> QWidget:
        due = tr("{n} due").format(n=f"{skill.due:,}") if skill.due else tr("nothing due")
        new = tr("{n} untried").format(n=f"{skill.new:,}") if skill.new else tr("all tried")
        start = Button(tr("Start"), "microphone", kind="quiet")
        start.setAccessibleName(tr("Start {skill}").format(skill=SKILLS[skill.skill].name))
        start.setEnabled(skill.asks > 0)
        start.clicked.connect(lambda: self._begin(skill.skill, typed=False))
        said = Label(due, tone="text" if skill.due else "muted", semibold=skill.due > 0, tabular=True)
        untried = Label(new, tone="muted", tabular=True)
        untried.setMinimumWidth(UNTRIED_PX)
        untried.setToolTip(tr("{n} in all").format(n=f"{skill.cards:,}"))
        return box(row(Chip(skill.skill), None, said, SPACE.l, untried, start, spacing=SPACE.s))

    def _line(self, card: DrillView, verb: str, icon: str, wish: SignalInstance) -> QWidget:
        area = SKILLS[card.skill]
        button = Button(verb, icon)
        button.setAccessibleName(f"{verb}: {card.title}")
        button.clicked.connect(lambda: wish.emit(card.card_id))
        who = Elided(f"{card.title} · {buyer_words(card)}", "caption", "muted")
        words = pair(Elided(f"“{card.says}”", semibold=True), who)
        return box(row(Icon(area.icon, area.token, 20, area.name), (words, 1), button, spacing=SPACE.m))


def due_words(seen: Overview, now: datetime) -> tuple[str, str]:
    """What there is to do, and one sentence about it."""
    if seen.waiting and not seen.answered:
        n = counted(seen.new, "{n} objection", "{n} objections")
        return tr("Begin with {n}").format(n=n), tr(
            "The buyer says one line and you answer it. What you miss comes back soon, what you know comes back later."
            " About {n} minutes."
        ).format(n=seen.minutes)
    if seen.waiting > SESSION_MOST:
        more = tr("The {n} that have waited longest come first. All of them take about {minutes} minutes.")
        return waiting_words(seen.due, seen.new), more.format(n=SESSION_MOST, minutes=seen.minutes)
    if seen.waiting:
        return waiting_words(seen.due, seen.new), counted(seen.minutes, "About {n} minute.", "About {n} minutes.")
    if seen.next_due is not None:
        more = tr("The next one comes {when}. Until then, a whole role-play keeps you warm.")
        return tr("Nothing is due"), more.format(when=when_words(seen.next_due, now))
    return tr("Nothing is due"), tr("Every line that you answer in a role-play comes back here as a drill.")


def _learnt_words(seen: Overview) -> str:
    words = tr("{learnt} learnt of {cards}.").format(learnt=f"{seen.learnt:,}", cards=f"{seen.cards:,}")
    return words if any(day.due for day in seen.ahead) else f"{words} {tr('Nothing comes back in these days yet.')}"


def _listed(title: str, why: str, lines: list[QWidget]) -> QVBoxLayout:
    card = Card(column(*ruled(lines, SPACE.s), spacing=0), (SPACE.l, SPACE.m, SPACE.m, SPACE.m))
    return column(row(heading(title), Label(why, tone="muted"), None), card)
