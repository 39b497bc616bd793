"""The Practice page: its sections, and the way from a scenario through brief and talk to the debrief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services.practice import attempt, choose, recover, talk
from coachdesk.services.practice.views import BriefView, Turn, WaitingAttempt
from coachdesk.services.practice.views import Choice as Choices
from ui.language import later, now, tr
from ui.practice.brief import BriefScreen
from ui.practice.choose import ChooseScreen, recovering
from ui.practice.debrief_run import DebriefRun
from ui.practice.interrupted import ask_to_discard
from ui.practice.microphone import MicrophoneTry
from ui.practice.talk import TalkScreen
from ui.practice.talk_actions import brief_actions, talk_actions
from ui.practice.talk_run import TOUCHES, TalkRun
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.banner import practice_strip
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.widgets.section_bar import SectionBar
from ui.work import Change, Control, Query

T = TypeVar("T")


class Section(Protocol):
    """A section that looks after itself: a QWidget made with the shell."""

    def open(self, subject: str = "") -> None: ...

    def close_down(self) -> None: ...


def _drills(shell: Shell) -> QWidget:
    from ui.practice.drills import DrillsSection

    return DrillsSection(shell)


def _history(shell: Shell) -> QWidget:
    from ui.practice.history import HistorySection

    return HistorySection(shell)


def _progress(shell: Shell) -> QWidget:
    from ui.practice.progress import ProgressSection

    return ProgressSection(shell)


SECTIONS: dict[str, tuple[str, Callable[[Shell], QWidget]]] = {
    "drills": (later("Drills"), _drills),
    "history": (later("History"), _history),
    "progress": (later("Progress"), _progress),
}
"""Beside the scenarios: the name of each and what makes it, when it is first wanted."""


def _baseline(shell: Shell) -> QWidget:
    """No section of its own in the bar: the brief and the settings lead to it."""
    from ui.practice.baseline import BaselineSection

    return BaselineSection(shell)


class PracticePage(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._desk, self._work, self._voice = shell, shell.desk, shell.work, shell.voice
        self._brief_shown: BriefView | None = None
        self._choose, self._brief, self._talk = ChooseScreen(), BriefScreen(), TalkScreen()
        self._looking_back = DebriefRun(shell)
        self._debrief = self._looking_back.screen
        self._failed: QWidget | None = None
        self._sections: dict[str, QWidget] = {}
        self._redoing: int | None = None
        self._journey = 0
        self._bar = SectionBar(
            ("choose", tr("Scenarios")), *((key, now(name)) for key, (name, _make) in SECTIONS.items())
        )
        self._stack = QStackedWidget()
        for screen in (self._choose, self._brief, self._talk, self._debrief):
            self._stack.addWidget(screen)
        self.setLayout(column(practice_strip(), self._bar, (self._stack, 1), spacing=0))
        self._bar.setVisible(bool(SECTIONS))  # with a parent: without one it would open as a window
        self._microphone = MicrophoneTry(self._desk, self._work)
        self._run = TalkRun(self._desk, self._work, self._voice, self._talk)
        self._connect()

    def _connect(self) -> None:
        self._bar.opened.connect(self.open_at)
        self._choose.opened.connect(self._open_brief)
        self._choose.go_on.connect(self._go_on)
        self._choose.keep.connect(self._keep)
        self._choose.discard.connect(self._ask_to_discard)
        self._brief.back.connect(self.open)
        self._brief.started.connect(self._begin)
        self._brief.microphone_chosen.connect(self._change_microphone)
        self._brief.mode_chosen.connect(lambda mode: self._remember(answer_mode=mode))
        self._brief.support_chosen.connect(lambda support: self._remember(support=support))
        self._brief.baseline.connect(self._open_baseline)
        self._microphone.heard.connect(self._brief.show_level)
        self._microphone.trouble.connect(self._brief.show_trouble)
        self._run.over.connect(self._talk_over)
        self._run.left.connect(self.open)
        self._run.said.connect(self._shell.say)
        self._looking_back.shown.connect(lambda: self._show(self._debrief))
        self._looking_back.failed.connect(self.open)
        self._looking_back.again.connect(self._open_brief)
        self._looking_back.redone.connect(self._redo)
        self._looking_back.back.connect(self.open)
        self._shell.actions.add(*brief_actions(self._brief), screen=self._brief)
        self._shell.actions.add(*talk_actions(self._talk), screen=self._talk)
        self._shell.busy.connect(lambda busy: self._bar.setVisible(bool(SECTIONS) and not busy))

    # -- moving between screens -------------------------------------------------------------------------------------

    def currentWidget(self) -> QWidget | None:
        """The screen or section that is shown."""
        return self._stack.currentWidget()

    def _show(self, screen: QWidget, section: str = "choose") -> None:
        if screen is not self._brief:
            self._microphone.stop()
        if screen is not self._debrief:
            self._looking_back.leave()
        self._bar.show_open(section)
        self._stack.setCurrentWidget(screen)
        screen.setFocus()
        self._shell.busy.emit(screen is self._talk)

    def _latest(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """``show``, unless the user has asked for something else by the time that the result comes."""
        self._journey += 1
        mine = self._journey

        def show_if_wanted(result: T) -> None:
            if mine == self._journey:
                show(result)

        return show_if_wanted

    def open(self) -> None:
        """The scenarios to choose from, with the newest results."""
        Query(lambda: choose.choices(self._desk)).done(self._latest(self._choices_came)).failed(
            self._cannot_open
        ).start(self._work, self)

    def open_at(self, screen: str, subject: str = "") -> None:
        """``choose``, ``brief`` of a scenario, ``debrief`` of an attempt, ``go on`` with an interrupted attempt or
        ``keep`` it, ``talk`` for the one that has begun, or one of the sections."""
        if screen == "brief":
            self._open_brief(subject)
        elif screen == "debrief":
            self._open_debrief(subject)
        elif screen in ("go on", "keep"):
            self._open_interrupted(self._go_on if screen == "go on" else self._keep, subject)
        elif screen == "talk":
            self._show(self._talk)
        elif screen in SECTIONS:
            self._open_section(screen, SECTIONS[screen][1], subject)
        elif screen == "baseline":
            self._open_section(screen, _baseline, subject)
        else:
            self.open()

    def _open_section(self, key: str, make: Callable[[Shell], QWidget], subject: str) -> None:
        self._journey += 1
        if key not in self._sections:
            self._sections[key] = make(self._shell)
            self._stack.addWidget(self._sections[key])
        section = self._sections[key]
        self._show(section, key if key in SECTIONS else "choose")
        section.open(subject)  # type: ignore[attr-defined]  # a Section

    def _choices_came(self, choice: Choices) -> None:
        self._choose.show_choice(choice)
        self._show(self._choose)

    def _cannot_open(self, error: CoachDeskError) -> None:
        if self._failed is not None:
            self._stack.removeWidget(self._failed)
            self._failed.deleteLater()
        again = Button(tr("Try again"), "arrow-counter-clockwise", kind="primary")
        again.clicked.connect(self.open)
        panel = ErrorPanel(error.sentence, error.remedy, "", again)
        self._failed = Page(column(SPACE.huge, row(panel), None))
        self._stack.addWidget(self._failed)
        self._show(self._failed)

    def _tell(self, error: CoachDeskError) -> None:
        self._shell.say(str(error))

    # -- brief ------------------------------------------------------------------------------------------------------

    def _open_brief(self, scenario_id: str) -> None:
        Query(lambda: choose.brief(self._desk, scenario_id)).done(self._latest(self._brief_came)).failed(
            self._tell
        ).start(self._work, self)

    def _brief_came(self, brief: BriefView) -> None:
        self._brief_shown = brief
        settings = self._desk.settings()
        microphone = settings.microphone
        self._brief.show_choices(settings.answer_mode, settings.support)
        known = microphone in {device.key for device in brief.microphones}
        self._brief.show_brief(brief, microphone if known else "")
        self._show(self._brief)
        if brief.microphones:
            self._microphone.start(microphone if known else "")
        self._warm_up_voice()
        Query(lambda: talk.warm_up(self._desk, brief.scenario_id)).failed(self._tell).start(self._work, self)

    def _warm_up_voice(self) -> None:
        if self._desk.settings().buyer_voice:
            self._voice.warm_up()

    def _remember(self, **chosen: str) -> None:
        """A choice for this talk is the choice for the next one too."""
        Change(lambda: self._desk.change_settings(**chosen), {"settings"}).failed(self._tell).start(self._work, self)

    def _open_baseline(self) -> None:
        if self._brief_shown is not None:
            self.open_at("baseline", self._brief_shown.scenario_id)

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
        support = self._brief.support

        def begin() -> Turn:
            engine = None if typed else self._desk.ear().name
            return attempt.begin(self._desk, brief.scenario_id, engine=engine, support=support)

        Change(begin, TOUCHES).done(lambda turn: self._begun(turn, typed)).failed(self._cannot_begin).start(
            self._work, self
        )

    def _begun(self, turn: Turn, typed: bool) -> None:
        self._journey += 1
        self._show(self._talk)
        if not self.isVisible():  # somebody turned to another page meanwhile, and the window is a talk's now
            self._shell.go("practice", "talk")
        self._run.begin(turn, typed, self._desk.settings().microphone)

    def _cannot_begin(self, error: CoachDeskError) -> None:
        self._brief.show_starting(False)
        self._brief.show_trouble(str(error))

    # -- interrupted attempts ---------------------------------------------------------------------------------------

    def _open_interrupted(self, then: Callable[[str], None], attempt_id: str) -> None:
        """Take up an attempt from elsewhere. How far that is, is said over the scenarios."""

        def came(choice: Choices) -> None:
            self._choices_came(choice)
            then(attempt_id)

        Query(lambda: choose.choices(self._desk)).done(self._latest(came)).failed(self._cannot_open).start(
            self._work, self
        )

    def _go_on(self, attempt_id: str) -> None:
        self._warm_up_voice()
        self._recover(recover.take_up, attempt_id, lambda turn: self._begun(turn, typed=False))

    def _keep(self, attempt_id: str) -> None:
        self._recover(recover.keep_interrupted, attempt_id, lambda _none: self._open_debrief(attempt_id))

    def _recover(self, save: Callable[..., T], attempt_id: str, then: Callable[[T], None]) -> None:
        control = Control()
        self._choose.show_recovery(control)

        def tell(share: float) -> None:
            control.reported.emit(recovering(), share)

        def recovered() -> T:
            return save(self._desk, attempt_id, tell, lambda: control.cancelled)

        Change(recovered, TOUCHES).done(then).failed(self._not_recovered).start(self._work, self)

    def _not_recovered(self, error: CoachDeskError) -> None:
        self._tell(error)
        self.open()

    def _ask_to_discard(self, waiting: WaitingAttempt) -> None:
        ask_to_discard(self.window(), waiting, self._discard)

    def _discard(self, attempt_id: str) -> None:
        Change(lambda: attempt.stop(self._desk, attempt_id, keep=False), TOUCHES).done(
            lambda _none: self.open()
        ).failed(self._tell).start(self._work, self)

    # -- debrief ----------------------------------------------------------------------------------------------------

    def _open_debrief(self, attempt_id: str) -> None:
        self._journey += 1
        self._looking_back.open(attempt_id)

    def _talk_over(self, attempt_id: str) -> None:
        self._journey += 1
        self._looking_back.open(attempt_id, self._redoing)
        self._redoing = None

    def _redo(self, attempt_id: str, position: int) -> None:
        """Answer one line of a talk that is over once more."""

        def again() -> Turn:
            return attempt.redo(self._desk, attempt_id, position)

        def begun(turn: Turn) -> None:
            self._redoing = position
            self._warm_up_voice()
            self._begun(turn, typed=self._types(position))

        Query(again).done(self._latest(begun)).failed(self._tell).start(self._work, self)

    def _types(self, position: int) -> bool:
        """Whether the answer at that position was typed, so that it is typed again."""
        answers = self._looking_back.of.answers if self._looking_back.of else ()
        return any(answer.position == position and answer.typed for answer in answers)

    def close_down(self) -> None:
        """The window goes."""
        self._microphone.stop()
        self._looking_back.leave()
        self._run.close()
        for section in self._sections.values():
            section.close_down()  # type: ignore[attr-defined]  # a Section
