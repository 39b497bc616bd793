"""The Practice page: joins its four screens to what the program does, and to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, choose, debrief, recover, self_score, talk
from coachdesk.services.practice.views import BriefView, Debrief, Turn, WaitingAttempt
from coachdesk.services.practice.views import Choice as Choices
from ui.practice.brief import BriefScreen
from ui.practice.choose import RECOVERING, ChooseScreen
from ui.practice.debrief import DebriefScreen
from ui.practice.microphone import MicrophoneTry
from ui.practice.player import Player
from ui.practice.talk import TalkScreen
from ui.practice.talk_run import TOUCHES, TalkRun
from ui.speak import Voice
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.widgets.question import Choice, Question
from ui.work import Change, Control, Query, Work

T = TypeVar("T")


class PracticePage(QStackedWidget):
    """``talking`` hides the sidebar; ``said`` is for the window's toast."""

    talking = Signal(bool)
    said = Signal(str)

    def __init__(self, desk: Desk, work: Work, voice: Voice) -> None:
        super().__init__()
        self._desk, self._work, self._voice = desk, work, voice
        self._brief_shown: BriefView | None = None
        self._debrief_shown: Debrief | None = None
        self._choose, self._brief = ChooseScreen(), BriefScreen()
        self._talk, self._debrief = TalkScreen(), DebriefScreen()
        self._failed: QWidget | None = None
        self._journey = 0
        for screen in (self._choose, self._brief, self._talk, self._debrief):
            self.addWidget(screen)
        self._microphone = MicrophoneTry(desk, work)
        self._player = Player(desk, work)
        self._run = TalkRun(desk, work, voice, self._talk)
        self._connect()

    def _connect(self) -> None:
        self._choose.opened.connect(self._open_brief)
        self._choose.go_on.connect(self._go_on)
        self._choose.keep.connect(self._keep)
        self._choose.discard.connect(self._ask_to_discard)
        self._brief.back.connect(self.open)
        self._brief.started.connect(self._begin)
        self._brief.microphone_chosen.connect(self._change_microphone)
        self._microphone.heard.connect(self._brief.show_level)
        self._microphone.trouble.connect(self._brief.show_trouble)
        self._run.over.connect(self._open_debrief)
        self._run.left.connect(self.open)
        self._run.said.connect(self.said)
        self._debrief.play_from.connect(self._play)
        self._debrief.play_stopped.connect(self._player.stop)
        self._debrief.rated.connect(self._rate)
        self._debrief.judged.connect(self._judge)
        self._debrief.scored.connect(self._score)
        self._debrief.again.connect(self._open_brief)
        self._debrief.back.connect(self.open)
        self._player.moved.connect(self._debrief.show_playing)
        self._player.trouble.connect(self._debrief.show_play_trouble)

    # -- moving between screens -------------------------------------------------------------------------------------

    def _show(self, screen: QWidget) -> None:
        if screen is not self._brief:
            self._microphone.stop()
        if screen is not self._debrief:
            self._player.stop()
        self.setCurrentWidget(screen)
        screen.setFocus()
        self.talking.emit(screen is self._talk)

    def _latest(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """``show``, unless the user has asked for something else by the time that the result comes."""
        self._journey += 1
        mine = self._journey

        def show_if_wanted(result: T) -> None:
            if mine == self._journey:
                show(result)

        return show_if_wanted

    def open(self) -> None:
        """The first screen, with the newest results."""
        Query(lambda: choose.choices(self._desk)).done(self._latest(self._choices_came)).failed(
            self._cannot_open
        ).start(self._work, self)

    def _choices_came(self, choice: Choices) -> None:
        self._choose.show_choice(choice)
        self._show(self._choose)

    def _cannot_open(self, error: CoachDeskError) -> None:
        if self._failed is not None:
            self.removeWidget(self._failed)
            self._failed.deleteLater()
        again = Button("Try again", "arrow-counter-clockwise", kind="primary")
        again.clicked.connect(self.open)
        panel = ErrorPanel(error.sentence, error.remedy, "", again)
        self._failed = Page(column(SPACE.huge, row(panel), None))
        self.addWidget(self._failed)
        self._show(self._failed)

    def _tell(self, error: CoachDeskError) -> None:
        self.said.emit(str(error))

    # -- brief ------------------------------------------------------------------------------------------------------

    def _open_brief(self, scenario_id: str) -> None:
        Query(lambda: choose.brief(self._desk, scenario_id)).done(self._latest(self._brief_came)).failed(
            self._tell
        ).start(self._work, self)

    def _brief_came(self, brief: BriefView) -> None:
        self._brief_shown = brief
        microphone = self._desk.settings().microphone
        known = microphone in {device.key for device in brief.microphones}
        self._brief.show_brief(brief, microphone if known else "")
        self._show(self._brief)
        if brief.microphones:
            self._microphone.start(microphone if known else "")
        self._voice.warm_up()
        Query(lambda: talk.warm_up(self._desk, brief.scenario_id)).failed(self._tell).start(self._work, self)

    def _change_microphone(self, key: str) -> None:
        Change(lambda: self._desk.change_settings(microphone=key)).failed(self._tell).done(
            lambda _settings: self._microphone.start(key)
        ).start(self._work, self)

    # -- talk -------------------------------------------------------------------------------------------------------

    def _begin(self, typed: bool) -> None:
        brief = self._brief_shown
        if brief is None:
            return
        self._brief.show_starting(True)
        self._microphone.stop()

        def begin() -> Turn:
            engine = None if typed else self._desk.ear().name
            return attempt.begin(self._desk, brief.scenario_id, engine=engine)

        Change(begin, TOUCHES).done(lambda turn: self._begun(turn, typed)).failed(self._cannot_begin).start(
            self._work, self
        )

    def _begun(self, turn: Turn, typed: bool) -> None:
        self._show(self._talk)
        self._run.begin(turn, typed, self._desk.settings().microphone)

    def _cannot_begin(self, error: CoachDeskError) -> None:
        self._brief.show_starting(False)
        self._brief.show_trouble(str(error))

    # -- interrupted attempts ---------------------------------------------------------------------------------------

    def _go_on(self, attempt_id: str) -> None:
        self._voice.warm_up()
        self._recover(recover.take_up, attempt_id, lambda turn: self._begun(turn, typed=False))

    def _keep(self, attempt_id: str) -> None:
        self._recover(recover.keep_interrupted, attempt_id, lambda _none: self._open_debrief(attempt_id))

    def _recover(self, save: Callable[..., T], attempt_id: str, then: Callable[[T], None]) -> None:
        control = Control()
        self._choose.show_recovery(control)

        def tell(share: float) -> None:
            control.reported.emit(RECOVERING, share)

        def recovered() -> T:
            return save(self._desk, attempt_id, tell, lambda: control.cancelled)

        Change(recovered, TOUCHES).done(then).failed(self._not_recovered).start(self._work, self)

    def _not_recovered(self, error: CoachDeskError) -> None:
        self._tell(error)
        self.open()

    def _ask_to_discard(self, waiting: WaitingAttempt) -> None:
        question = Question(
            self.window(),
            "Discard this attempt?",
            f"What was said in “{waiting.title}” is erased, recordings included. This cannot be undone.",
            Choice("discard", "Discard"),
            Choice("stay", "Leave it there", "primary"),
        )
        question.answered.connect(lambda key: self._discard(waiting.attempt_id) if key == "discard" else None)
        question.open()

    def _discard(self, attempt_id: str) -> None:
        Change(lambda: attempt.stop(self._desk, attempt_id, keep=False), TOUCHES).done(
            lambda _none: self.open()
        ).failed(self._tell).start(self._work, self)

    # -- debrief ----------------------------------------------------------------------------------------------------

    def _open_debrief(self, attempt_id: str) -> None:
        Query(lambda: debrief.debrief(self._desk, attempt_id)).done(self._latest(self._debrief_came)).failed(
            self._no_debrief
        ).start(self._work, self)

    def _debrief_came(self, shown: Debrief) -> None:
        self._debrief_shown = shown
        self._debrief.show_debrief(shown, clock.now())
        self._show(self._debrief)

    def _no_debrief(self, error: CoachDeskError) -> None:
        self._tell(error)
        self.open()

    def _play(self, position: int, from_s: float) -> None:
        answers = self._debrief_shown.answers if self._debrief_shown else ()
        for answer in answers:
            if answer.position == position and answer.audio is not None:
                self._player.play(answer.audio, from_s)

    def _rate(self, position: int, rating: int) -> None:
        shown = self._debrief_shown
        if shown is None:
            return

        def rate() -> Debrief:
            attempt.rate(self._desk, shown.attempt_id, position, rating)
            return debrief.debrief(self._desk, shown.attempt_id)

        Change(rate, TOUCHES).done(lambda after: self._rated(after, position)).failed(self._tell).start(
            self._work, self
        )

    def _rated(self, after: Debrief, position: int) -> None:
        self._debrief_shown = after
        for answer in after.answers:
            if answer.position == position:
                self._debrief.replace_answer(answer)

    def _judge(self, position: int, name: str, said: bool) -> None:
        shown = self._debrief_shown
        if shown is None:
            return

        def judge() -> Debrief:
            attempt.judge(self._desk, shown.attempt_id, position, name, said=said)
            return debrief.debrief(self._desk, shown.attempt_id)

        def judged(after: Debrief) -> None:
            if self._is_shown(after.attempt_id):
                self._debrief_shown = after
                self._debrief.show_judged(after, position, name)

        Change(judge, TOUCHES).done(judged).failed(self._tell).start(self._work, self)

    def _score(self, levels: dict[str, int | None]) -> None:
        shown = self._debrief_shown
        if shown is None:
            return
        Change(lambda: self_score.score_yourself(self._desk, shown.attempt_id, levels), TOUCHES).done(
            lambda score: self._scored(shown.attempt_id, score)
        ).failed(lambda error: self._not_scored(shown.attempt_id, error)).start(self._work, self)

    def _scored(self, attempt_id: str, score: float | None) -> None:
        if self._is_shown(attempt_id) and score is not None:
            self._debrief.show_score(score)

    def _not_scored(self, attempt_id: str, error: CoachDeskError) -> None:
        self._tell(error)
        if self._is_shown(attempt_id):
            self._debrief.show_score_not_kept()

    def _is_shown(self, attempt_id: str) -> bool:
        return self._debrief_shown is not None and self._debrief_shown.attempt_id == attempt_id

    def close_down(self) -> None:
        """The window goes."""
        self._microphone.stop()
        self._player.stop()
        self._run.close()
