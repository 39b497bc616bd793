"""Listens to the level of a microphone while the brief is read; nothing is recorded."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import talk
from coachdesk.services.practice.talk import MicrophoneCheck
from ui.work import Query, Work

LOOK_MS = 33


class MicrophoneTry(QObject):
    heard = Signal(object)
    trouble = Signal(str)
    stopped = Signal()

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__()
        self._desk, self._work = desk, work
        self._check: MicrophoneCheck | None = None
        self._asked = 0
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)

    def start(self, microphone: str) -> None:
        self.stop()
        asked = self._asked
        Query(lambda: talk.check_microphone(self._desk, microphone)).done(
            lambda check: self._began(check, asked)
        ).failed(self._failed).start(self._work, self)

    def stop(self) -> None:
        """Let go of the microphone; ``stopped`` comes when it is free."""
        self._asked += 1
        self._look.stop()
        if (check := self._check) is None:
            QTimer.singleShot(0, self, self.stopped.emit)
        else:
            self._check = None
            Query(check.stop).done(lambda _none: self.stopped.emit()).start(self._work, self)

    def _began(self, check: MicrophoneCheck, asked: int) -> None:
        if asked != self._asked:
            Query(check.stop).start(self._work, self)
            return
        self._check = check
        self._look.start()

    def _see(self) -> None:
        if self._check is not None:
            self.heard.emit(self._check.state())

    def _failed(self, error: CoachDeskError) -> None:
        self.trouble.emit(str(error))
