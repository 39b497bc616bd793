"""Plays an answer's recording and says where it is, thirty times a second."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import talk
from coachdesk.services.practice.talk import Playing
from ui.work import Query, Work

LOOK_MS = 33


class Player(QObject):
    """One recording at a time. ``moved`` carries seconds, or None where it is not played any more; ``ended`` comes
    where it was played to its end."""

    moved = Signal(object)
    ended = Signal()
    trouble = Signal(str)

    def __init__(self, desk: Desk, work: Work) -> None:
        super().__init__()
        self._desk, self._work = desk, work
        self._playing: Playing | None = None
        self._asked = 0
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)

    def play(self, audio: Path, from_s: float) -> None:
        self.stop()
        asked = self._asked
        Query(lambda: talk.play(self._desk, audio, from_s)).done(lambda playing: self._began(playing, asked)).failed(
            lambda error: self._failed(error, asked)
        ).start(self._work, self)

    def stop(self) -> None:
        self._asked += 1
        self._look.stop()
        if (playing := self._playing) is not None:
            self._playing = None
            Query(playing.stop).start(self._work, self)
            self.moved.emit(None)

    def _began(self, playing: Playing, asked: int) -> None:
        if asked != self._asked:  # another was asked for, or none, while this one was being opened
            Query(playing.stop).start(self._work, self)
            return
        self._playing = playing
        self._look.start()

    def _see(self) -> None:
        playing = self._playing
        if playing is None:
            return
        if not playing.finished:
            self.moved.emit(playing.position_s)
            return
        self._look.stop()
        self._playing = None
        self.moved.emit(None)
        if playing.trouble:
            self.trouble.emit(playing.trouble)
        else:
            self.ended.emit()

    def _failed(self, error: CoachDeskError, asked: int) -> None:
        if asked == self._asked:
            self.trouble.emit(str(error))
