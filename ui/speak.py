"""The buyer's voice: says a line aloud where this machine can, and says in words where it cannot.

    voice.ended.connect(listen)
    voice.say(turn.says, turn.buyer)

``ended`` comes for each line exactly once, also where there is no voice (at once), where it breaks, and where it
does not come to an end: the talk goes on by itself in every case.
"""

from __future__ import annotations

import json
import logging
import sys

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from coachdesk.services.practice.views import BuyerView
from ui.language import later, now

log = logging.getLogger(__name__)

START_MS = 8_000
"""How long a speech service may take to answer before the talk goes on without it; a cold one took 2.2 s."""
LINE_MS = 4_000
LETTER_MS = 120
"""A line that takes longer than LINE_MS and this much for each letter (100 words a minute) will not end any more."""

NO_VOICE = later("This machine has no voice for the buyer. Read the line, then answer.")
LOST_VOICE = later("The voice of this machine does not answer. Read the line, then answer.")


class Voice(QObject):
    """One for the window. ``warm_up`` while the brief is read makes the first line start at once."""

    ended = Signal()
    trouble_changed = Signal()

    def __init__(self, command: list[str] | None = None) -> None:
        super().__init__()
        self.trouble = ""
        self._command = command or [sys.executable, "-m", "ui.voice_process"]
        self._process: QProcess | None = None
        self._ready = False
        self._waiting: str | None = None
        self._saying = False
        self._number = 0
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(lambda: self._give_up(LOST_VOICE))

    def warm_up(self) -> None:
        if self._process is not None or self.trouble:
            return
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._hear)
        self._process.errorOccurred.connect(lambda _error: self._give_up(LOST_VOICE))
        self._process.finished.connect(lambda _code, _status: self._give_up(LOST_VOICE))
        self._process.start(self._command[0], self._command[1:])
        self._limit.start(START_MS)

    def say(self, text: str, buyer: BuyerView) -> None:
        self.warm_up()
        self._saying = True
        if self._process is None:
            QTimer.singleShot(0, self, self._end)
            return
        self._number += 1
        wish = {"say": text, "number": self._number}
        voice = {"gender": buyer.gender, "accent": buyer.accent, "rate": buyer.rate, "pitch": buyer.pitch}
        line = json.dumps(wish | voice)
        if self._ready:
            self._send(line)
        else:
            self._waiting = line

    def stop(self) -> None:
        """Be silent; ``ended`` does not come for a line that was stopped."""
        self._saying, self._waiting = False, None
        if self._ready and self._process is not None:
            self._limit.stop()
            self._process.write(b'{"stop": 1}\n')

    def close(self) -> None:
        self._saying = False
        self._drop_process()

    def _send(self, line: str) -> None:
        if self._process is not None:
            self._process.write(line.encode() + b"\n")
            self._limit.start(LINE_MS + LETTER_MS * len(line))

    def _hear(self) -> None:
        while self._process is not None and self._process.canReadLine():
            word = self._process.readLine().toStdString().strip()
            if word == "ready":
                self._ready = True
                self._limit.stop()
                if self._waiting is not None:
                    self._send(self._waiting)
                    self._waiting = None
            elif word == f"ended {self._number}":
                self._limit.stop()
                self._end()
            elif word == "none":
                self._give_up(NO_VOICE)
            elif word == "failed":
                self._give_up(LOST_VOICE)

    def _give_up(self, sentence: str) -> None:
        if self._process is None:
            return
        log.warning("no voice: %s", sentence)
        self._drop_process()
        self.trouble = now(sentence)
        self.trouble_changed.emit()
        self._end()

    def _drop_process(self) -> None:
        self._limit.stop()
        process, self._process, self._ready = self._process, None, False
        if process is not None:
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _end(self) -> None:
        if self._saying:
            self._saying = False
            self.ended.emit()
