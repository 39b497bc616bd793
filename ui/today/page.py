"""The Today page: looks at the data, shows it, and goes where the user wants to. Before that, the first start."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services.practice.views import WaitingAttempt
from coachdesk.services.today import Today, today
from ui.actions import Action
from ui.language import tr
from ui.practice.interrupted import ask_to_discard
from ui.shell import Shell
from ui.theme import SPACE
from ui.today.screen import TodayScreen
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.widgets.progress import Progress
from ui.work import Change, Query

if TYPE_CHECKING:
    from ui.welcome.fetch import Fetch
    from ui.welcome.page import WelcomePage

SHOWS = frozenset({"attempts", "drills", "people", "settings", "library"})
"""What Today is made of: a change of any of it is looked at again."""
WAIT_MS = 1000
"""After so long the page says that it is being made."""
AHEAD_MS = 300
"""Once Today is there, what the next step needs is imported, away from the window's own thread."""


class TodayPage(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._desk, self._work = shell, shell.desk, shell.work
        self._screen = TodayScreen()
        self._welcome: WelcomePage | None = None
        self._fetching: Fetch | None = None  # outlives the first start, and goes on while somebody practises
        self._failed: QWidget | None = None
        self._asked = 0
        self._is_ahead = False
        self._waiting = Page(column(SPACE.huge, row(None, Progress(tr("Looking at what is due")), None), None))
        self._stack = QStackedWidget()
        blank = QWidget()
        for each in (blank, self._screen, self._waiting):
            self._stack.addWidget(each)
        self.setLayout(column((self._stack, 1), spacing=0))
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(lambda: self._stack.setCurrentWidget(self._waiting))
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_MS)
        self._ahead.timeout.connect(self._load_ahead)
        self._connect()

    def _connect(self) -> None:
        screen, shell = self._screen, self._shell
        screen.drill.connect(lambda: shell.go("practice", "drills", "start"))
        screen.opened.connect(lambda scenario: shell.go("practice", "brief" if scenario else "choose", scenario))
        screen.looked_back.connect(lambda attempt: shell.go("practice", "debrief", attempt))
        screen.go_on.connect(lambda attempt: shell.go("practice", "go on", attempt))
        screen.keep.connect(lambda attempt: shell.go("practice", "keep", attempt))
        screen.discard.connect(self._ask_to_discard)
        shell.actions.add(
            Action(tr("Start the one thing of today"), screen.begin, "Space", "play-fill", tr("drills due suggestion")),
            screen=screen,
        )
        self._work.changed.connect(self._changed)

    def open(self) -> None:
        """Look at the data again; what is shown stays until that is done."""
        self._asked += 1
        asked = self._asked
        if self._stack.currentIndex() == 0:
            self._wait.start()
        Query(lambda: today(self._desk, clock.now())).done(lambda seen: self._came(seen, asked)).failed(
            self._cannot
        ).start(self._work, self)

    def open_at(self, _screen: str, _subject: str = "") -> None:
        self.open()

    def _changed(self, touched: frozenset[str]) -> None:
        if touched & SHOWS and self.isVisible() and self._stack.currentWidget() is not self._welcome:
            self.open()

    def _came(self, seen: Today | None, asked: int) -> None:
        if asked != self._asked:
            return
        self._wait.stop()
        if seen is None:
            self._show_welcome()
            return
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else True
        self._screen.show_today(seen)
        self._stack.setCurrentWidget(self._screen)
        if self.isVisible() and had_focus:
            self._screen.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._is_ahead:
            self._is_ahead = True
            self._ahead.start()

    def _load_ahead(self) -> None:
        Query(lambda: importlib.import_module("ui.practice.page")).start(self._work, self)

    def _show_welcome(self) -> None:
        if self._welcome is None:
            from ui.welcome.fetch import Fetch
            from ui.welcome.page import WelcomePage

            self._fetching = self._fetching or Fetch(self._shell)
            welcome = WelcomePage(self._shell, self._fetching)
            welcome.over.connect(self._welcomed)
            self._welcome = welcome
            self._stack.addWidget(welcome)
            welcome.open()
        self._stack.setCurrentWidget(self._welcome)
        self._welcome.setFocus()

    def _welcomed(self, scenario_id: str) -> None:
        """The first start is over: on to the first buyer, or to Today."""
        self._leave_welcome()
        self.open()
        if scenario_id:
            self._shell.go("practice", "brief", scenario_id)

    def _leave_welcome(self) -> None:
        if (welcome := self._welcome) is not None:
            self._welcome = None
            welcome.close_down()
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(welcome)
            welcome.deleteLater()

    def _cannot(self, error: CoachDeskError) -> None:
        self._wait.stop()
        if self._failed is not None:
            self._stack.removeWidget(self._failed)
            self._failed.deleteLater()
        again = Button(tr("Try again"), "arrow-counter-clockwise", kind="primary")
        again.clicked.connect(self.open)
        panel = ErrorPanel(error.sentence, error.remedy, "", again)
        self._failed = Page(column(SPACE.huge, row(panel), None))
        self._stack.addWidget(self._failed)
        self._stack.setCurrentWidget(self._failed)

    def _ask_to_discard(self, waiting: WaitingAttempt) -> None:
        ask_to_discard(self.window(), waiting, self._discard)

    def _discard(self, attempt_id: str) -> None:
        def discard() -> None:
            from coachdesk.services.practice import attempt

            attempt.stop(self._desk, attempt_id, keep=False)

        Change(discard, ("attempts", "drills")).failed(lambda error: self._shell.say(str(error))).start(
            self._work, self
        )

    def close_down(self) -> None:
        self._ahead.stop()
        if self._welcome is not None:
            self._welcome.close_down()
        if self._fetching is not None:
            self._fetching.stop()
