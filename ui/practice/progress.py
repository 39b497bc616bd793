"""Progress: what was practised, how each skill area goes, which moves to work on, and the days of practice."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services import progress as sums
from coachdesk.services.progress import FEW, SHOWN, ProgressView
from ui.actions import Action
from ui.language import counted, tr
from ui.practice.progress_parts import (
    AreaCard,
    AreaGrid,
    best_row,
    criteria_by_skill,
    listed,
    minutes_words,
    move_row,
    record_rows,
    week_lines,
    weeks_table,
)
from ui.shell import Shell
from ui.theme import SKILLS, SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.calendar import CalendarKey, PracticeCalendar
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.label import Label, heading
from ui.widgets.layout import Part, box, column, row
from ui.widgets.page import Page, PageHeader
from ui.widgets.stat import Stat
from ui.work import Query

BESTS_SHOWN = 6
TABLE_PX = 320
_SHORTEST = timedelta(weeks=12)
"""A trend is drawn over this long at least, so that two weeks do not look like a history."""


class ProgressSection(QWidget):
    """A section of Practice. Everything on it is the person's own."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._journey = 0
        self._as_table = False
        self._turner = Button("", key="T", kind="quiet")
        self._table: QWidget | None = None
        self._charts: QWidget | None = None
        self.page: Page | None = None
        self._screens = QStackedWidget()
        wait = Label(tr("Adding up your attempts …"), tone="muted")
        self._screens.addWidget(box(column(None, row(None, wait, None), None)))
        self.setLayout(column(self._screens, spacing=0))
        QShortcut(QKeySequence(Qt.Key.Key_T), self, self.turn_table)
        shell.work.changed.connect(self._refresh)
        shell.actions.add(
            Action(tr("Show the numbers behind the charts"), self.turn_table, "T", "info",
                   is_possible=lambda: self._table is not None),
            screen=self,
        )  # fmt: skip

    # -- reading ----------------------------------------------------------------------------------------------------

    def open(self, subject: str = "") -> None:
        self._journey += 1
        mine = self._journey

        def came(view: ProgressView) -> None:
            if mine == self._journey:
                self.show_progress(view)

        Query(lambda: sums.progress(self._shell.desk)).done(came).failed(self._cannot_read).start(
            self._shell.work, self
        )

    def _refresh(self, touched: frozenset[str]) -> None:
        if touched & {"attempts", "people"} and self.isVisible():
            self.open()

    def _cannot_read(self, error: CoachDeskError) -> None:
        again = Button(tr("Try again"), "arrow-counter-clockwise", kind="primary")
        again.clicked.connect(self.open)
        panel = ErrorPanel(error.sentence, error.remedy, "", again)
        self._show(Page(column(SPACE.huge, row(panel), None)))

    def _show(self, screen: QWidget) -> None:
        """In the place of what was there, at the same height where it is the same page again."""
        before = self._screens.currentWidget()
        assert before is not None  # there is one from the beginning
        height = before.verticalScrollBar().value() if isinstance(before, Page) else 0
        self._screens.addWidget(screen)
        self._screens.setCurrentWidget(screen)
        self._screens.removeWidget(before)
        before.deleteLater()
        if isinstance(screen, Page):
            QTimer.singleShot(0, screen, lambda: screen.verticalScrollBar().setValue(height))  # once it is laid out

    # -- showing ----------------------------------------------------------------------------------------------------

    def show_progress(self, view: ProgressView) -> None:
        self._table = self._charts = self.page = None
        if not view.attempts:
            start = Button(tr("Choose a scenario"), "microphone", kind="primary")
            start.clicked.connect(lambda: self._shell.go("practice", "choose"))
            words = tr("After your first talk you see here how it goes, and after a few what to work on.")
            self._show(EmptyState("trend-up", tr("Nothing to add up yet"), words, start))
            return
        header = PageHeader(tr("Progress"), tr("From your own attempts. What you practise alone stays with you."))
        parts: list[Part] = [header, SPACE.s, self._stats(view)]
        if max(view.talks, view.drills) < FEW:
            parts.append(
                Banner("accent", tr("Too few to see a trend"), tr("Figures begin to mean something after three talks."))
            )
        parts += [SPACE.s, self._trends(view), SPACE.s, self._moves(view), SPACE.s, self._own_scores(view), SPACE.s]
        parts += [self._calendar(view), None]
        self.page = Page(column(*parts, spacing=SPACE.m))
        self._show(self.page)
        self._turn()

    def _stats(self, view: ProgressView) -> QWidget:
        talks = counted(view.talks, "{n} talk", "{n} talks")
        drills = counted(view.drills, "{n} drill", "{n} drills")
        streak = tr("{n} in a row now").format(n=view.streak) if view.streak else tr("none today or yesterday")
        stats = (
            Stat(f"{view.attempts:,}", tr("Attempts"), f"{talks}, {drills}"),
            Stat(minutes_words(view.spoken_s), tr("Minutes spoken"), tr("typed answers are not counted")),
            Stat(f"{view.practice_days:,}", tr("Days of practice"), streak, "good" if view.streak > 1 else "muted"),
            Stat(f"{view.this_week:,}", tr("Attempts this week"), tr("since Monday")),
        )
        return box(row(*((stat, 1) for stat in stats), spacing=SPACE.xl))

    def _trends(self, view: ProgressView) -> QWidget:
        practised = [area for area in view.areas if area.attempts]
        self._turner = Button("", key="T", kind="quiet")
        self._turner.clicked.connect(self.turn_table)
        turner: list[Part] = [self._turner] if practised else []
        note = tr("How much of the key points you made, by weight, in talks that came to their end")
        title = row(heading(tr("By skill area")), Label(note, "caption", "muted"), None, *turner)
        if not practised:
            words = tr("A talk that comes to its end shows here. Drills and talks that you stopped do not.")
            return box(column(title, Label(words, tone="muted"), spacing=SPACE.s))
        days = [day.day for day in view.calendar]
        first = min(week.monday for area in practised for week in area.weeks) if _weeks(view) else days[0]
        first = max(days[-1] - SHOWN, min(first, days[-1] - _SHORTEST))
        self._charts = AreaGrid([AreaCard(area, first, days[-1]) for area in practised])
        table = weeks_table()
        table.show_rows(week_lines(view))
        table.setFixedHeight(TABLE_PX)
        table.copied.connect(lambda n: self._shell.say(counted(n, "{n} row copied.", "{n} rows copied.")))
        self._table = table
        missing = [SKILLS[area.skill].name for area in view.areas if not area.attempts]
        parts: list[Part] = [title, self._charts, table]
        if missing:
            parts.append(
                Label(tr("Not practised yet: {skills}.").format(skills=", ".join(missing)), "caption", "muted")
            )
        return box(column(*parts, spacing=SPACE.s))

    def _moves(self, view: ProgressView) -> QWidget:
        few = tr("A move shows here once you were asked for it three times.")
        lists = [
            (listed(tr("Work on these moves"), [move_row(move) for move in view.weak],
                    few if not view.strong else tr("None. Try a harder level.")), 1),
            (listed(tr("Strong moves"), [move_row(move) for move in view.strong],
                    few if not view.weak else tr("Not yet: three times out of four makes a move strong.")), 1),
        ]  # fmt: skip
        parts: list[Part] = [row(*lists, spacing=SPACE.m)]
        if view.slips:
            parts.append(listed(tr("Better left out"), [move_row(move) for move in view.slips], ""))
        return box(column(*parts, spacing=SPACE.m))

    def _own_scores(self, view: ProgressView) -> QWidget:
        unscored = tr("Score a whole talk at the end of its debrief, and it shows here, criterion by criterion.")
        unended = tr("Your best talk in each scenario shows here, once one has come to its end.")
        own = listed(tr("How you scored yourself, 1 to 5"), criteria_by_skill(view.criteria), unscored)
        bests = [best_row(best) for best in view.bests[:BESTS_SHOWN]]
        left: list[Part] = [own]
        if records := record_rows(view):
            left.append(listed(tr("Streaks and pace"), records, ""))
        right = listed(tr("Personal bests"), bests, unended)
        columns = (column(*left, None, spacing=SPACE.m), 1), (column(right, None, spacing=0), 1)
        return box(row(*columns, spacing=SPACE.m))

    def _calendar(self, view: ProgressView) -> QWidget:
        calendar, said = PracticeCalendar(), Label("", "caption", "muted")
        calendar.show_days([(day.day, day.attempts) for day in view.calendar])
        usual = counted(view.practice_days, "{n} day of practice", "{n} days of practice")
        said.setText(usual)
        calendar.pointed.connect(lambda words: said.setText(words or usual))
        foot = row(said, None, CalendarKey())
        return Card(column(heading(tr("Days of practice")), SPACE.s, calendar, foot, spacing=SPACE.s))

    # -- the table behind the charts --------------------------------------------------------------------------------

    def turn_table(self) -> None:
        """From the charts to their numbers, and back."""
        if self._table is not None:
            self._as_table = not self._as_table
            self._turn()
            if self._as_table:
                self._table.setFocus()

    def _turn(self) -> None:
        if self._table is not None and self._charts is not None:
            self._turner.rename(tr("As charts") if self._as_table else tr("As a table"))
            self._table.setVisible(self._as_table)
            self._charts.setVisible(not self._as_table)

    def close_down(self) -> None:
        """Nothing goes on here."""


def _weeks(view: ProgressView) -> bool:
    return any(area.weeks for area in view.areas)
