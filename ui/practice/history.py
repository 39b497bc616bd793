"""History: every attempt in a table, found by what was said, narrowed, opened in the debrief, and erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QStackedWidget, QWidget

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import history as attempts
from coachdesk.services.history import AttemptLine, HistoryView
from ui.actions import Action
from ui.language import counted, tr
from ui.practice.history_table import attempts_table, exactly, outcomes
from ui.shell import Shell
from ui.theme import CONTENT_PX, SKILLS, SPACE, TYPE, font
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.filter_chip import FilterChip
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Label
from ui.widgets.layout import box, column, row
from ui.widgets.page import PageHeader
from ui.widgets.question import Choice, Question
from ui.widgets.select import Select
from ui.work import Change, Query

TABLE = "history"
"""What the settings call the arrangement of this table."""

TYPING_MS = 150
"""A search waits so long for the next letter."""

SEARCH_PX, SELECT_PX = 240, 140
ALL = 100_000
"""More attempts than anybody makes; sorting by a figure needs them all."""

ANY = ""


class HistorySection(QWidget):
    """A section of Practice. It is opened with words to search for, or with none."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._journey = 0
        self._next: HistoryView | None = None
        self._search, self._outcome, self._since = QLineEdit(), Select(tr("Ended")), Select(tr("Since"))
        self._chips = QButtonGroup(self)
        self._count = Label("", "caption", "muted")
        self.table = attempts_table()
        self.table.arrange(shell.desk.settings().tables.get(TABLE, ""))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._build()
        self._bind()
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        self._search.setFixedSize(SEARCH_PX, 32)
        self._search.setFont(font(TYPE.body))
        self._search.setPlaceholderText(tr("Search what you said"))
        self._search.setAccessibleName(tr("Search what you said"))
        self._search.setClearButtonEnabled(True)
        for key, words in ((ANY, tr("Any ending")), *outcomes().items()):
            self._outcome.addItem(words, key)
        for days, words in ((0, tr("Any time")), (7, tr("Last 7 days")), (30, tr("Last 30 days")),
                            (365, tr("Last 12 months"))):  # fmt: skip
            self._since.addItem(words, days)
        for select in (self._outcome, self._since):
            select.setFixedWidth(SELECT_PX)
        chips = [FilterChip(tr("All")), *(FilterChip(area.name, area.key) for area in SKILLS.values())]
        for i, chip in enumerate(chips):
            self._chips.addButton(chip, i)
        chips[0].setChecked(True)
        sentence = tr("Every attempt you kept, and the words you said in it.")
        header = PageHeader(tr("History"), sentence, self._search, self._outcome, self._since)
        filters = row(*chips, None, spacing=6)
        hints = row(
            KeyHint("↵", tr("open the debrief")), KeyHint("/", tr("search")), KeyHint(tr("Ctrl C"), tr("copy as CSV")),
            KeyHint("Del", tr("erase")), None, self._count, self.table.columns_button, spacing=SPACE.m,
        )  # fmt: skip
        self._filled = box(column(header, SPACE.xs, filters, (self._places(), 1), hints, spacing=SPACE.s))
        self._filled.setMaximumWidth(CONTENT_PX - 2 * SPACE.xxl)
        start = Button(tr("Choose a scenario"), "microphone", kind="primary")
        start.clicked.connect(lambda: self._shell.go("practice", "choose"))
        never = EmptyState(
            "hourglass", tr("Nothing here yet"),
            tr("After your first talk you find it here, with every word you said."), start,
        )  # fmt: skip
        self._failed = column()
        self._screens = QStackedWidget()
        wait = row(None, Label(tr("Looking through your attempts …"), tone="muted"), None)
        for screen in (box(column(None, wait, None)), box(row(self._filled)), never, box(self._failed)):
            self._screens.addWidget(screen)
        self.setLayout(column(self._screens, margins=(SPACE.xxl, SPACE.l, SPACE.xxl, SPACE.m)))

    def _places(self) -> QStackedWidget:
        clear = Button(tr("Show all attempts"))
        clear.clicked.connect(self.show_all)
        nothing = EmptyState(
            "magnifying-glass", tr("Nothing was found"),
            tr("Try fewer words, another skill area, or a longer time."), clear,
        )  # fmt: skip
        self._found = QStackedWidget()
        self._found.addWidget(self.table)
        self._found.addWidget(nothing)
        return self._found

    def _bind(self) -> None:
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._search.returnPressed.connect(self._to_table)
        self._typing.timeout.connect(self.look)
        self._chips.idToggled.connect(lambda _id, on: self.look() if on else None)
        self._outcome.currentIndexChanged.connect(lambda _i: self.look())
        self._since.currentIndexChanged.connect(lambda _i: self.look())
        self.table.opened.connect(lambda line: self._shell.go("practice", "debrief", line.attempt_id))
        self.table.more_wanted.connect(self._read_on)
        self.table.all_wanted.connect(lambda: self._read_on(ALL))
        self.table.arranged.connect(self._keep_arrangement)
        self.table.copied.connect(self._tell_copied)
        self._shell.work.changed.connect(self._refresh)
        for i in range(len(SKILLS) + 1):
            QShortcut(QKeySequence(str(i)), self, lambda i=i: self._chips.button(i).click())
        QShortcut(QKeySequence("/"), self, self._search.setFocus)
        for owner, key, do in (
            (self._search, Qt.Key.Key_Escape, self._leave_search),
            (self._search, Qt.Key.Key_Down, self._to_table),
            (self.table.view, Qt.Key.Key_Delete, self.ask_to_erase),
        ):
            QShortcut(QKeySequence(key), owner, do).setContext(Qt.ShortcutContext.WidgetShortcut)
        on_a_row = lambda: self.table.current() is not None  # noqa: E731
        self._shell.actions.add(
            Action(tr("Search what I said"), self._search.setFocus, "/", "magnifying-glass"),
            Action(tr("Choose columns"), self.table.choose_columns, "", "caret-down"),
            Action(tr("Copy attempts as CSV"), self._copy, tr("Ctrl C"), "copy", is_possible=on_a_row),
            Action(tr("Erase this attempt"), self.ask_to_erase, "Del", "x", is_possible=on_a_row),
            screen=self,
        )

    # -- reading ----------------------------------------------------------------------------------------------------

    def open(self, subject: str = "") -> None:
        if subject:
            self._search.setText(subject)
        self.look()

    def look(self) -> None:
        """The first page of what is wanted now. What was asked before is no longer waited for."""
        self._typing.stop()
        self._read(None, attempts.PAGE, self._show)

    def _read_on(self, limit: int = attempts.PAGE) -> None:
        if self._next is not None and self._next.before is not None:
            self._read(self._next, limit, self._add)

    def _read(self, after: HistoryView | None, limit: int, then: Callable[[HistoryView], None]) -> None:
        self._journey += 1
        mine, search = self._journey, self._search.text()
        chip = self._chips.checkedButton()
        skill = chip.skill if isinstance(chip, FilterChip) else ANY
        outcome, days = self._outcome.currentData(), self._since.currentData()
        since = clock.now() - timedelta(days=days) if days else None
        before = after.before if after else None

        def read() -> HistoryView:
            return attempts.history(
                self._shell.desk, search=search, skill=skill, outcome=outcome, since=since, limit=limit, before=before
            )

        def came(view: HistoryView) -> None:
            if mine == self._journey:
                self._next = view
                then(view)

        Query(read).done(came).failed(self._cannot_read).start(self._shell.work, self)

    def _show(self, view: HistoryView) -> None:
        if not view.ever:
            self._screens.setCurrentIndex(2)
            return
        had_focus = self._search.hasFocus() or not self._screens.currentIndex()
        self._screens.setCurrentIndex(1)
        self._found.setCurrentIndex(0 if view.lines else 1)
        self._count.setText(counted(view.total, "{n} attempt", "{n} attempts"))
        self.table.show_rows(view.lines, has_more=view.before is not None)
        if self.table.rows.has_more and (self.table.rows.sorted_by, self.table.rows.falls) != ("when", True):
            self._read_on(ALL)
        if not self._search.hasFocus() and had_focus:
            self.table.setFocus()

    def _add(self, view: HistoryView) -> None:
        self.table.add_rows(view.lines, view.before is not None)

    def _cannot_read(self, error: CoachDeskError) -> None:
        while (item := self._failed.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        again = Button(tr("Try again"), "arrow-counter-clockwise", kind="primary")
        again.clicked.connect(self.look)
        self._failed.addWidget(box(row(ErrorPanel(error.sentence, error.remedy, "", again), margins=SPACE.huge)))
        self._failed.addStretch(1)
        self._screens.setCurrentIndex(3)

    def _refresh(self, touched: frozenset[str]) -> None:
        if "attempts" in touched and self.isVisible():
            self.look()

    # -- moving -----------------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        self._search.clear()
        self._outcome.setCurrentIndex(0)
        self._since.setCurrentIndex(0)
        self._chips.button(0).click()
        self.look()
        self.table.setFocus()

    def _to_table(self) -> None:
        self.table.setFocus()

    def _leave_search(self) -> None:
        self._search.clear()
        self.table.setFocus()

    # -- what is done -----------------------------------------------------------------------------------------------

    def _keep_arrangement(self, words: str) -> None:
        desk = self._shell.desk
        Change(lambda: desk.change_settings(tables={**desk.settings().tables, TABLE: words})).failed(
            lambda error: self._shell.say(str(error))
        ).start(self._shell.work, self)

    def _copy(self) -> None:
        self.table.copy()

    def _tell_copied(self, rows: int) -> None:
        self._shell.say(counted(rows, "{n} attempt copied as CSV.", "{n} attempts copied as CSV."))

    def ask_to_erase(self) -> None:
        line = self.table.current()
        if line is None:
            return
        question = Question(
            self.window(),
            tr("Erase this attempt?"),
            tr(
                "“{title}” of {when} is erased with its words, findings and recordings. It leaves your progress too, "
                "and this cannot be undone."
            ).format(title=line.title, when=exactly(line.started_at)),
            Choice("erase", tr("Erase it")),
            Choice("stay", tr("Keep it"), "primary"),
        )
        question.answered.connect(lambda key: self._erase(line) if key == "erase" else None)
        question.open()

    def _erase(self, line: AttemptLine) -> None:
        Change(lambda: attempts.erase(self._shell.desk, line.attempt_id), {"attempts"}).done(
            lambda _none: self._shell.say(tr("The attempt is erased."))
        ).failed(lambda error: self._shell.say(str(error))).start(self._shell.work, self)

    def close_down(self) -> None:
        self._typing.stop()
