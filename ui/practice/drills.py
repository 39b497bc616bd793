"""Drills, a section of Practice: from what is due through one objection after another to how the session went.

    overview -> talk -> result -> talk -> result ... -> summary -> overview
    overview -> lesson -> talk -> result -> summary -> overview

Every answer is kept when it is given: a session that is left has lost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import drills
from coachdesk.services.drills import DrillResult, DrillView, Lesson, Overview
from coachdesk.services.practice import attempt
from coachdesk.services.practice.views import Turn
from ui.actions import Action
from ui.language import tr
from ui.practice.drill_lesson import LessonScreen
from ui.practice.drill_overview import OverviewScreen
from ui.practice.drill_result import ResultScreen
from ui.practice.drill_summary import SummaryScreen
from ui.practice.player import Player
from ui.practice.talk import TalkScreen
from ui.practice.talk_actions import talk_actions
from ui.practice.talk_run import TalkRun
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.work import Change, Query

T = TypeVar("T")

TOUCHES = ("drills", "attempts")
AGAIN = 1
START = "start"
"""The subject with which a session begins at once."""


class DrillsSection(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Drills"))
        self._shell, self._desk, self._work = shell, shell.desk, shell.work
        self._overview, self._talk, self._result = OverviewScreen(), TalkScreen(), ResultScreen()
        self._lesson, self._summary = LessonScreen(), SummaryScreen()
        self._failed: QWidget | None = None
        self._queue: tuple[DrillView, ...] = ()
        self._at = 0
        self._typed = False
        self._begun: str | None = None  # the attempt that is being answered
        self._done: dict[str, DrillResult] = {}  # by attempt, in order
        self._shown: DrillResult | None = None
        self._learning: Lesson | None = None
        self._journey = 0
        self._player = Player(self._desk, self._work)
        self._run = TalkRun(self._desk, self._work, shell.voice, self._talk)
        self._stack = QStackedWidget()
        for screen in (self._overview, self._talk, self._result, self._lesson, self._summary):
            self._stack.addWidget(screen)
        self.setLayout(column(self._stack, spacing=0))
        self._connect()

    def _connect(self) -> None:
        self._overview.started.connect(self._start)
        self._overview.lesson.connect(self._open_lesson)
        self._overview.brought_back.connect(self._bring_back)
        self._overview.scenarios.connect(lambda: self._shell.go("practice", "choose"))
        self._run.over.connect(self._answered)
        self._run.left.connect(self._left)
        self._run.said.connect(self._shell.say)
        self._result.rated.connect(self._rate)
        self._result.judged.connect(self._judge)
        self._result.play_from.connect(self._play)
        self._result.gone_on.connect(self._go_on)
        self._result.put_aside.connect(lambda: self._set_aside(self._shown.card if self._shown else None))
        self._result.ended.connect(self._end)
        self._lesson.tried.connect(self._try)
        self._lesson.put_aside.connect(lambda: self._set_aside(self._learning.card if self._learning else None))
        self._lesson.back.connect(self.open)
        self._summary.closed.connect(self.open)
        self._summary.debrief.connect(lambda attempt_id: self._shell.go("practice", "debrief", attempt_id))
        self._player.trouble.connect(self._shell.say)
        self._work.changed.connect(self._changed)
        start = Action(
            tr("Start drills"), lambda: self._start("", False), "Space", "cards",
            is_possible=lambda: self._overview.can_start,
        )  # fmt: skip
        typed = Action(
            tr("Start drills, typing the answers"), lambda: self._start("", True), "T", "keyboard",
            is_possible=lambda: self._overview.can_start,
        )  # fmt: skip
        self._shell.actions.add(start, typed, screen=self._overview)
        self._shell.actions.add(*talk_actions(self._talk), screen=self._talk)
        self._shell.actions.add(Action(tr("End this session of drills"), self._end, "Esc", "x"), screen=self._result)

    # -- moving between screens -------------------------------------------------------------------------------------

    def currentWidget(self) -> QWidget | None:
        return self._stack.currentWidget()

    def _show(self, screen: QWidget) -> None:
        self._player.stop()
        self._stack.setCurrentWidget(screen)
        self.setFocusProxy(screen)
        screen.setFocus()
        # Between two talks too, so that the window stays as it is until the session ends.
        self._shell.busy.emit(screen in (self._talk, self._result))

    def _latest(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """``show``, unless the user has asked for something else by the time that the result comes."""
        self._journey += 1
        mine = self._journey

        def show_if_wanted(result: T) -> None:
            if mine == self._journey:
                show(result)

        return show_if_wanted

    def _tell(self, error: CoachDeskError) -> None:
        self._shell.say(str(error))

    def open(self, subject: str = "") -> None:
        """What is due; with the subject ``start`` a session begins at once."""
        if self.currentWidget() in (self._talk, self._result) and self._begun is not None:
            self._show(self._stack.currentWidget() or self._talk)  # back in the middle of a session
            return
        then = self._opened_to_start if subject == START else self._overview_came
        Query(lambda: drills.overview(self._desk, clock.now())).done(self._latest(then)).failed(
            self._cannot_open
        ).start(self._work, self)

    def _overview_came(self, seen: Overview) -> None:
        self._overview.show_overview(seen, clock.now())
        self._overview.show_starting(False)
        self._show(self._overview)

    def _opened_to_start(self, seen: Overview) -> None:
        self._overview_came(seen)
        if self._overview.can_start:
            self._start("", typed=False)

    def _cannot_open(self, error: CoachDeskError) -> None:
        if self._failed is not None:
            self._stack.removeWidget(self._failed)
            self._failed.deleteLater()
        again = Button(tr("Try again"), "arrow-counter-clockwise", kind="primary")
        again.clicked.connect(lambda: self.open())
        self._failed = Page(column(SPACE.huge, row(ErrorPanel(error.sentence, error.remedy, "", again)), None))
        self._stack.addWidget(self._failed)
        self._show(self._failed)

    def _changed(self, touched: frozenset[str]) -> None:
        """Somebody practised, or changed how many new ones a day brings, while the overview is looked at."""
        if touched & {"drills", "attempts", "settings", "people"} and self._overview.isVisible():
            Query(lambda: drills.overview(self._desk, clock.now())).done(self._renew).start(self._work, self)

    def _renew(self, seen: Overview) -> None:
        if self._overview.isVisible():
            self._overview.show_overview(seen, clock.now())

    # -- a session --------------------------------------------------------------------------------------------------

    def _start(self, skill: str, typed: bool) -> None:
        self._overview.show_starting(True)
        self._shell.voice.warm_up()
        Query(lambda: drills.session(self._desk, clock.now(), skill or None)).done(
            self._latest(lambda cards: self._session_came(cards, typed))
        ).failed(self._cannot_start).start(self._work, self)

    def _cannot_start(self, error: CoachDeskError) -> None:
        self._overview.show_starting(False)
        self._tell(error)

    def _session_came(self, cards: Sequence[DrillView], typed: bool) -> None:
        self._queue, self._at, self._typed = tuple(cards), 0, typed
        self._done = {}
        self._ask()

    def _ask(self) -> None:
        """The next drill of the session, or how it went."""
        if self._at >= len(self._queue):
            self._sum_up()
            return
        card, typed = self._queue[self._at], self._typed

        def begin() -> Turn:
            return drills.begin(self._desk, card.card_id, None if typed else self._desk.ear().name)

        Change(begin, TOUCHES).done(self._latest(self._asked)).failed(self._cannot_ask).start(self._work, self)

    def _asked(self, turn: Turn) -> None:
        self._begun = turn.attempt_id
        self._show(self._talk)
        if not self.isVisible():  # somebody turned to another page meanwhile, and the window is a talk's now
            self._shell.go("practice", "drills")
        self._run.begin(turn, self._typed, self._desk.settings().microphone)
        at, of = self._at + 1, len(self._queue)
        self._talk.show_place(tr("drill {at} of {of}").format(at=at, of=of), at, of)

    def _cannot_ask(self, error: CoachDeskError) -> None:
        self._tell(error)
        self._overview.show_starting(False)
        self._sum_up()

    def _answered(self, attempt_id: str) -> None:
        Query(lambda: drills.result(self._desk, attempt_id)).done(self._latest(self._result_came)).failed(
            self._cannot_ask
        ).start(self._work, self)

    def _result_came(self, result: DrillResult) -> None:
        self._show_result(result)
        self._result.show_place(self._at + 1, len(self._queue))
        self._show(self._result)
        if result.answer.skipped and not result.is_rated:
            self._rate(AGAIN)  # there is nothing to choose, so the model answer is open at once

    def _show_result(self, result: DrillResult) -> None:
        self._shown = self._done[result.attempt_id] = result
        self._result.show_result(result, clock.now())
        self._result.show_saving(False)

    def _left(self) -> None:
        """The one that was asked was not answered: it was never asked."""
        if (begun := self._begun) is not None:
            self._begun = None
            Change(lambda: attempt.stop(self._desk, begun, keep=False), TOUCHES).failed(self._tell).start(
                self._work, self
            )
        self._sum_up()

    def _go_on(self) -> None:
        self._begun = None
        self._at += 1
        self._player.stop()
        self._ask()

    def _end(self) -> None:
        self._begun = None
        self._at += 1
        self._sum_up()

    def _sum_up(self) -> None:
        self._journey += 1
        self._begun = None
        if not self._done:
            self.open()
            return
        results = tuple(self._done.values())
        self._summary.show_summary(results, max(0, len(self._queue) - self._at), clock.now())
        self._show(self._summary)

    # -- an answer --------------------------------------------------------------------------------------------------

    def _rate(self, rating: int) -> None:
        self._improve(lambda attempt_id: drills.grade(self._desk, attempt_id, rating))

    def _judge(self, name: str, said: bool) -> None:
        def judge(attempt_id: str) -> DrillResult:
            attempt.judge(self._desk, attempt_id, 1, name, said=said)
            return drills.result(self._desk, attempt_id)

        self._improve(judge)

    def _improve(self, change: Callable[[str], DrillResult]) -> None:
        """Keep what the rep says of the answer that is shown, and show what it comes to."""
        if (shown := self._shown) is None:
            return
        self._result.show_saving(True)

        def kept(result: DrillResult) -> None:
            if self._shown is not None and self._shown.attempt_id == result.attempt_id:
                self._show_result(result)

        def failed(error: CoachDeskError) -> None:
            self._result.show_saving(False)
            self._tell(error)

        Change(lambda: change(shown.attempt_id), TOUCHES).done(kept).failed(failed).start(self._work, self)

    def _play(self, from_s: float) -> None:
        if self._shown is not None and self._shown.answer.audio is not None:
            self._player.play(self._shown.answer.audio, from_s)

    # -- lessons, and what is set aside -----------------------------------------------------------------------------

    def _open_lesson(self, card_id: str) -> None:
        Query(lambda: drills.lesson(self._desk, card_id)).done(self._latest(self._lesson_came)).failed(
            self._tell
        ).start(self._work, self)

    def _lesson_came(self, lesson: Lesson) -> None:
        self._learning = lesson
        self._lesson.show_lesson(lesson)
        self._show(self._lesson)

    def _try(self, typed: bool) -> None:
        if self._learning is not None:
            self._shell.voice.warm_up()
            self._session_came([self._learning.card], typed)

    def _set_aside(self, card: DrillView | None) -> None:
        if card is None:
            return
        said = tr("“{title}” is not asked any more.").format(title=card.title)

        def done(_none: None) -> None:
            self._shell.say(said, lambda: self._bring_back(card.card_id))
            if self.currentWidget() is self._result:
                self._go_on()
            elif self.currentWidget() is self._lesson:
                self.open()

        Change(lambda: drills.set_aside(self._desk, card.card_id), TOUCHES).done(done).failed(self._tell).start(
            self._work, self
        )

    def _bring_back(self, card_id: str) -> None:
        Change(lambda: drills.bring_back(self._desk, card_id), TOUCHES).failed(self._tell).start(self._work, self)

    def close_down(self) -> None:
        """The window goes."""
        self._player.stop()
        self._run.close()
