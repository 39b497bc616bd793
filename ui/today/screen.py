"""What Today shows: one thing to begin with, what was begun, what is due, how the week went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QWidget

from coachdesk.services.today import DueDrill, DueDrills, LastTalk, SkillMonth, Today
from ui.language import counted, tr
from ui.practice.interrupted import SHOWN, interrupted_banner
from ui.theme import SKILLS, SPACE
from ui.today.lines import Line, lines
from ui.today.skill_bar import SkillBar
from ui.today.week import WeekBars, streak_words, week_words
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label, heading
from ui.widgets.layout import Part, box, column, empty, row
from ui.widgets.page import Page

SIDE_PX = 280
DUE_SHOWN = 4
NOON, EVENING = 12, 18
DAWN = 5


def greeting(name: str, now: datetime) -> str:
    """By the time of day where the user is, with the first name alone."""
    hour = now.astimezone().hour
    first = name.split()[0] if name.split() else ""
    if DAWN <= hour < NOON:
        words, nameless = tr("Good morning, {name}"), tr("Good morning")
    elif NOON <= hour < EVENING:
        words, nameless = tr("Good afternoon, {name}"), tr("Good afternoon")
    else:
        words, nameless = tr("Good evening, {name}"), tr("Good evening")
    return words.format(name=first) if first else nameless


def when_words(at: datetime, now: datetime) -> str:
    """How long ago, in days."""
    days = (now.astimezone().date() - at.astimezone().date()).days
    if days <= 0:
        return tr("today")
    return tr("yesterday") if days == 1 else tr("{n} days ago").format(n=days)


class TodayScreen(QWidget):
    """``drill`` begins the due drills, ``opened`` carries a scenario, ``looked_back`` an attempt."""

    drill = Signal()
    opened = Signal(str)
    looked_back = Signal(str)
    go_on = Signal(str)
    keep = Signal(str)
    discard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Today"))
        self.shown: Today | None = None
        self._start: Button | None = None
        self._body = column(spacing=SPACE.xl)
        self.page = Page(column(self._body, None))
        self.setLayout(column((self.page, 1), spacing=0))
        QShortcut(QKeySequence(Qt.Key.Key_Space), self, self.begin)

    def begin(self) -> None:
        """The one thing."""
        if self._start is not None:
            self._start.click()

    def begin_words(self) -> str:
        return self._start.text() if self._start is not None else ""

    def show_today(self, today: Today) -> None:
        self.shown = today
        empty(self._body)
        head = row(
            (Elided(greeting(today.name, today.now), "page", semibold=True), 1),
            Label(today.now.astimezone().strftime(tr("%A, %d %B")), tone="muted"),
        )
        self._body.addLayout(column(head, self._one_thing(today), *self._interrupted(today), spacing=SPACE.l))
        if today.first is not None:
            after = tr("After it, this page says what to practise next: your drills, what went well, and your week.")
            self._body.addWidget(Label(after, tone="muted", wrap=True))
        else:
            left = column(*self._left(today), None, spacing=SPACE.xl)
            side = box(column(*self._side(today), None, spacing=SPACE.xl), width=SIDE_PX)
            self._body.addLayout(row((left, 1), side, spacing=SPACE.xxl))
            if today.skills:
                self._body.addLayout(self._skills(today.skills))

    def _interrupted(self, today: Today) -> Iterator[QWidget]:
        for waiting in today.waiting[:SHOWN]:
            yield interrupted_banner(waiting, self.go_on.emit, self.keep.emit, self.discard.emit)

    # -- the one thing ----------------------------------------------------------------------------------------------

    def _one_thing(self, today: Today) -> QWidget:
        if today.drills is not None:
            return self._drills_first(today.drills, today.skills)
        if today.suggestion is not None:
            it = today.suggestion
            minutes = counted(it.minutes, "{n} minute at most", "{n} minutes at most")
            words = f"{it.reason} {minutes[:1].upper()}{minutes[1:]}."
            return self._hero(it.skill, it.title, words, tr("Start"), lambda: self.opened.emit(it.scenario_id))
        if today.first is not None:
            first = today.first
            words = tr(
                "A first talk, about two minutes: {buyer}, {role}, speaks, you answer aloud, and then you see what "
                "worked. Only you see it."
            ).format(buyer=first.buyer, role=first.role)
            return self._hero(first.skill, first.title, words, tr("Meet your first buyer"),
                              lambda: self.opened.emit(first.id))  # fmt: skip
        return self._hero("", tr("Nothing is due"), tr("Pick a buyer, or take the day off."), tr("Choose a scenario"),
                          lambda: self.opened.emit(""))  # fmt: skip

    def _drills_first(self, due: DueDrills, skills: tuple[SkillMonth, ...]) -> QWidget:
        count = counted(due.count, "{n} drill", "{n} drills")
        minutes = counted(due.minutes, "about {n} minute", "about {n} minutes")
        if due.focus_missed > 1:
            why = tr("You left it out in {n} answers last time.").format(n=due.focus_missed)
        elif due.focus_missed:
            why = tr("You left it out last time.")
        else:
            why = ""
        if any(each.is_lowest and each.skill == due.skill for each in skills):
            why = tr("{skill} is your lowest skill in the last 30 days.").format(skill=SKILLS[due.skill].name)
        words = tr("{count}, {minutes}.").format(count=count, minutes=minutes)
        title = due.focus or tr("Answer before it gets cold")
        return self._hero(due.skill, title, f"{why} {words}".strip(), tr("Start drills"), self.drill.emit)

    def _hero(self, skill: str, title: str, words: str, verb: str, do: object) -> QWidget:
        start = self._start = Button(verb, "play-fill", "Space", "primary", tall=True)
        start.clicked.connect(do)
        above: list[Part] = [Chip(skill)] if skill else []
        text = column(
            row(*above, Label(tr("One thing today"), "caption", "muted"), None),
            Label(title, "page", semibold=True, wrap=True),
            Label(words, tone="muted", wrap=True),
        )
        return Card(row((text, 1), start, spacing=SPACE.xl), (SPACE.xl, SPACE.l, SPACE.xl, SPACE.l))

    # -- columns ----------------------------------------------------------------------------------------------------

    def _left(self, today: Today) -> Iterator[Part]:
        if today.drills is not None:
            due = today.drills
            each = [self._due_line(drill, today.now) for drill in due.drills[:DUE_SHOWN]]
            more = due.count - len(each)
            count = counted(due.count, "{n} drill", "{n} drills")
            if more and each:
                count = tr("{count}, the first {n} of them").format(count=count, n=len(each))
            if each:
                yield _titled(tr("Due"), count, lines(*each))
            if today.suggestion is not None:
                it = today.suggestion
                right = tr("{n} min").format(n=it.minutes)
                line = Line(it.skill, it.title, it.reason, right, lambda: self.opened.emit(it.scenario_id))
                yield _titled(tr("Then"), tr("a whole talk"), lines(line))

    def _due_line(self, drill: DueDrill, now: datetime) -> Line:
        second = f"“{drill.says}”"
        if drill.missed and drill.answered_at is not None:
            missed = drill.missed[0][:1].lower() + drill.missed[0][1:]
            second = tr("Left out {when}: {what}").format(when=when_words(drill.answered_at, now), what=missed)
        right = tr("New") if drill.answered_at is None else tr("Due")
        return Line(drill.skill, drill.title, second, right, self.drill.emit)

    def _last_line(self, last: LastTalk, now: datetime) -> Line:
        made = last.made
        result = tr("Stopped before its end")
        if made is not None:
            result = tr("{made} of {possible} key points").format(made=made.made, possible=made.possible)
        second = f"{result} · {when_words(last.at, now)}"
        return Line(last.skill, last.title, second, "", lambda: self.looked_back.emit(last.attempt_id))

    def _side(self, today: Today) -> Iterator[Part]:
        week = today.week
        words = Label(week_words(week), "caption", "muted", wrap=True)
        parts: list[Part] = [heading(tr("Your week")), WeekBars(week), words]
        if streak := streak_words(week):
            parts.append(row(Icon("trend-up", "good"), Label(streak, "caption", "good"), None))
        yield column(*parts, spacing=SPACE.s)
        if today.last is not None:
            yield _titled(tr("Look back"), tr("your last talk"), lines(self._last_line(today.last, today.now)))

    def _skills(self, skills: tuple[SkillMonth, ...]) -> QLayout:
        each: list[Part] = [(box(_skill(skill)), 1) for skill in skills]
        return _titled(tr("Your skills"), tr("key points in the last 30 days"), box(row(*each, spacing=SPACE.xl)))


def _skill(each: SkillMonth) -> QLayout:
    area = SKILLS[each.skill]
    figure = Label(f"{each.made.made}", "title", semibold=True, tabular=True)
    of = Label(tr("of {n}").format(n=each.made.possible), "caption", "muted")
    tail: list[Part] = []
    if each.is_lowest:
        tail = [Label(tr("lowest"), "caption", "caution")]
    elif not each.is_enough:
        tail = [Label(counted(each.talks, "from {n} talk", "from {n} talks"), "caption", "muted")]
    name = row(Icon(area.icon, area.token), (Elided(area.name, tone="muted"), 1))
    return column(name, row(figure, of, *tail, None, spacing=6), SkillBar(each), spacing=SPACE.xs)


def _titled(title: str, more: str, body: QWidget) -> QLayout:
    return column(row(heading(title), Label(more, tone="muted"), None), body, spacing=SPACE.s)
