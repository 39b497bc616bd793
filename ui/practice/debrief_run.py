"""The debrief joined to what the program does: opens an attempt, plays it, and keeps what the rep says of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services.practice import attempt, debrief, self_score
from coachdesk.services.practice.views import Debrief
from ui.practice.debrief import DebriefScreen
from ui.practice.player import Player
from ui.practice.talk_run import TOUCHES
from ui.shell import Shell
from ui.work import Change, Query


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
        self._player = Player(self._desk, self._work)
        self.screen.play_from.connect(self._play)
        self.screen.play_stopped.connect(self._player.stop)
        self.screen.rated.connect(self._rate)
        self.screen.judged.connect(self._judge)
        self.screen.scored.connect(self._score)
        self.screen.again.connect(self.again)
        self.screen.back.connect(self.back)
        self._player.moved.connect(self.screen.show_playing)
        self._player.trouble.connect(self.screen.show_play_trouble)

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

    def _tell(self, error: CoachDeskError) -> None:
        self._shell.say(str(error))

    def _play(self, position: int, from_s: float) -> None:
        for answer in self.of.answers if self.of else ():
            if answer.position == position and answer.audio is not None:
                self._player.play(answer.audio, from_s)

    def _rate(self, position: int, rating: int) -> None:
        if (shown := self.of) is None:
            return

        def rate() -> Debrief:
            attempt.rate(self._desk, shown.attempt_id, position, rating)
            return debrief.debrief(self._desk, shown.attempt_id)

        Change(rate, TOUCHES).done(lambda after: self._rated(after, position)).failed(self._tell).start(
            self._work, self
        )

    def _rated(self, after: Debrief, position: int) -> None:
        if not self._is_shown(after.attempt_id):
            return
        self.of = after
        for answer in after.answers:
            if answer.position == position:
                self.screen.replace_answer(answer)

    def _judge(self, position: int, name: str, said: bool) -> None:
        if (shown := self.of) is None:
            return

        def judge() -> Debrief:
            attempt.judge(self._desk, shown.attempt_id, position, name, said=said)
            return debrief.debrief(self._desk, shown.attempt_id)

        def judged(after: Debrief) -> None:
            if self._is_shown(after.attempt_id):
                self.of = after
                self.screen.show_judged(after, position, name)

        Change(judge, TOUCHES).done(judged).failed(self._tell).start(self._work, self)

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

    def _is_shown(self, attempt_id: str) -> bool:
        return self.of is not None and self.of.attempt_id == attempt_id
