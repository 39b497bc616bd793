"""The debrief joined to what the program does: opens an attempt, plays it, and keeps what the rep says of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services.practice import attempt, compare, correct, debrief, self_score
from coachdesk.services.practice.correct import Corrected
from coachdesk.services.practice.export import FORMS
from coachdesk.services.practice.views import BuyerView, Debrief
from ui.actions import Action
from ui.language import tr
from ui.practice.debrief import DebriefScreen
from ui.practice.debrief_files import DebriefFiles
from ui.practice.debrief_head import export_choices
from ui.practice.player import Player
from ui.practice.talk_run import TOUCHES
from ui.shell import Shell
from ui.work import Change, Query

COACH = BuyerView("", "", "", "", (), "female", "us", 0.0, 0.0)
"""Whose voice says a model answer: nobody's in particular."""


class DebriefRun(QObject):
    """``shown``: the screen is filled and wants to be seen. ``failed``: it could not be. ``redone`` asks for a turn
    again."""

    shown = Signal()
    failed = Signal()
    again = Signal(str)
    redone = Signal(str, int)
    back = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._desk, self._work = shell, shell.desk, shell.work
        self.screen = DebriefScreen()
        self.of: Debrief | None = None
        self._asked = 0
        self._speaks = False
        self._player = Player(self._desk, self._work)
        self.files = DebriefFiles(shell, self.screen)
        self._connect()
        self._name_actions()

    def _connect(self) -> None:
        screen = self.screen
        for signal, do in (
            (screen.play_from, self._play), (screen.play_stopped, self._player.stop), (screen.rated, self._rate),
            (screen.judged, self._judge), (screen.scored, self._score), (screen.corrected, self._correct),
            (screen.taken_back, self._take_back), (screen.pointed, self._point), (screen.redo, self._redo),
            (screen.compared, self._compare), (screen.opened, self.open), (screen.model_heard, self._say),
            (screen.next_wanted, self._begin_next), (screen.share_wanted, self._share),
            (screen.export_wanted, self._export), (screen.again, self.again), (screen.back, self.back),
            (self.files.changed, self._came_again),
        ):  # fmt: skip
            signal.connect(do)
        self._player.moved.connect(screen.show_playing)
        self._player.trouble.connect(screen.show_play_trouble)
        self._shell.voice.ended.connect(self._said)

    def _name_actions(self) -> None:
        """For the palette, with the keys that the screen shows."""
        screen, head, panel = self.screen, self.screen.head, self.screen.panel
        named: tuple[tuple[str, Callable[[], object], str, str], ...] = (
            (tr("Redo this answer"), panel.redo_button.click, "A", "arrow-counter-clockwise"),
            (tr("Begin with the one thing to work on"), head.next_button.click, "N", "target"),
            (tr("Compare with earlier answers"), screen.compare.toggle, "C", "caret-right"),
            (tr("Practise this talk again"), head.again_button.click, "R", "arrow-counter-clockwise"),
            (tr("Share this talk, or take it back"), head.share_button.click, "S", "caret-right"),
        )
        actions = [Action(title, do, keys, icon) for title, do, keys, icon in named]
        for form, name in export_choices():
            title = tr("Export: {what}").format(what=name.rstrip("…"))
            actions.append(Action(title, partial(self._export, form), "E", "export"))
        self._shell.actions.add(*actions, screen=screen)

    # -- opening ----------------------------------------------------------------------------------------------------

    def open(self, attempt_id: str, position: int | None = None) -> None:
        """Bring up an attempt, at one of its answers."""
        self._asked += 1
        asked = self._asked

        def came(shown: Debrief) -> None:
            if asked == self._asked:
                self.of = shown
                self.screen.show_debrief(shown, clock.now())
                if position is not None:
                    self.screen.show_answer(position)
                self.shown.emit()

        def failed(error: CoachDeskError) -> None:
            self._tell(error)
            self.failed.emit()

        Query(lambda: debrief.debrief(self._desk, attempt_id)).done(came).failed(failed).start(self._work, self)

    def leave(self) -> None:
        """Another screen is shown, or the window goes: nothing plays on, and what was asked for is not wanted."""
        self._asked += 1
        self._player.stop()
        self.screen.panel.model.stop()

    def _tell(self, error: CoachDeskError) -> None:
        self._shell.say(str(error))

    def _is_shown(self, attempt_id: str) -> bool:
        return self.of is not None and self.of.attempt_id == attempt_id

    def _came_again(self, after: Debrief) -> None:
        """What holds for the whole talk is another now."""
        if self._is_shown(after.attempt_id):
            self.of = after
            self.screen.show_facts(after)

    def _change(self, do: Callable[[str], object], then: Callable[[Debrief], object]) -> None:
        """Keep something about the shown attempt, and show it as it is then."""
        if (shown := self.of) is None:
            return

        def change() -> Debrief:
            do(shown.attempt_id)
            return debrief.debrief(self._desk, shown.attempt_id)

        def changed(after: Debrief) -> None:
            if self._is_shown(after.attempt_id):
                self.of = after
                then(after)

        Change(change, TOUCHES).done(changed).failed(self._tell).start(self._work, self)

    # -- hearing ----------------------------------------------------------------------------------------------------

    def _play(self, _position: int, from_s: float) -> None:
        self.screen.panel.model.stop()
        if (answer := self.screen.answer) is not None and answer.audio is not None:
            self._player.play(answer.audio, from_s)

    def _say(self, text: str) -> None:
        """Say a model answer; nothing: be silent."""
        if text:
            self._player.stop()
            self._speaks = True
            self._shell.voice.say(text, COACH)
        elif self._speaks:
            self._speaks = False
            self._shell.voice.stop()

    def _said(self) -> None:
        if self._speaks:
            self._speaks = False
            trouble = tr("This machine has no voice to read it aloud.") if self._shell.voice.trouble else ""
            self.screen.show_voice(trouble)

    # -- what the rep says of it ------------------------------------------------------------------------------------

    def _rate(self, position: int, rating: int) -> None:
        def rated(after: Debrief) -> None:
            self.screen.show_facts(after)
            for answer in after.answers:
                if answer.position == position:
                    self.screen.replace_answer(answer)

        self._change(lambda attempt_id: attempt.rate(self._desk, attempt_id, position, rating), rated)

    def _judge(self, position: int, name: str, said: bool) -> None:
        self._change(
            lambda attempt_id: attempt.judge(self._desk, attempt_id, position, name, said=said),
            lambda after: self.screen.show_judged(after, position, name),
        )

    def _correct(self, position: int, first: int, end: int, text: str) -> None:
        kept: list[Corrected] = []

        def corrected(after: Debrief) -> None:
            self.screen.show_corrected(after, position, kept[0].offers)
            made = kept[0].id
            self._shell.say(
                tr("Corrected. What the machine heard is kept beside it.") if text else tr("Removed."),
                lambda: self._take_back(made),
            )

        self._change(
            lambda attempt_id: kept.append(correct.correct_words(self._desk, attempt_id, position, first, end, text)),
            corrected,
        )

    def _take_back(self, correction_id: str) -> None:
        position = self.screen.answer.position if self.screen.answer else 1
        self._change(
            lambda attempt_id: correct.take_back(self._desk, attempt_id, correction_id),
            lambda after: self.screen.show_corrected(after, position, ()),
        )

    def _point(self, position: int, name: str, first: int, end: int) -> None:
        self._change(
            lambda attempt_id: correct.propose_cue(self._desk, attempt_id, position, name, first, end),
            lambda _after: self._shell.say(tr("Noted. These words are proposed to the library.")),
        )

    def _score(self, levels: dict[str, int | None]) -> None:
        if (shown := self.of) is None:
            return
        Change(lambda: self_score.score_yourself(self._desk, shown.attempt_id, levels), TOUCHES).done(
            lambda score: self._scored(shown.attempt_id, score)
        ).failed(lambda error: self._not_scored(shown.attempt_id, error)).start(self._work, self)

    def _scored(self, attempt_id: str, score: float | None) -> None:
        if self._is_shown(attempt_id) and score is not None:
            self.screen.show_score(score)

    def _not_scored(self, attempt_id: str, error: CoachDeskError) -> None:
        self._tell(error)
        if self._is_shown(attempt_id):
            self.screen.show_score_not_kept()

    # -- going on ---------------------------------------------------------------------------------------------------

    def _redo(self, position: int) -> None:
        if self.of is not None:
            self.redone.emit(self.of.attempt_id, position)

    def _begin_next(self) -> None:
        if self.of is None or (following := self.of.next) is None:
            return
        if following.kind == "redo" and following.position is not None:
            self._redo(following.position)
        elif following.kind == "drill":
            self._shell.go("practice", "drills")
        else:
            self.again.emit(self.of.scenario_id)

    def _compare(self, position: int, take: int) -> None:
        if (shown := self.of) is None:
            return
        Query(lambda: compare.side_by_side(self._desk, shown.attempt_id, position, take)).done(
            self.screen.show_compared
        ).failed(lambda error: self.screen.compare.show_failed(str(error))).start(self._work, self)

    def _share(self) -> None:
        if self.of is not None:
            self.files.share(self.of)

    def _export(self, form: str) -> None:
        if self.of is not None:
            self.files.export(self.of, next(each for each in FORMS if each == form))
