"""A recognizer in a process of its own, which listens to a recording while it grows.

Apart, because PocketSphinx holds Python's lock while it works (0.2 s at the end of a segment of 8 s): in one process
the window would freeze and the microphone overflow. Apart too, because it then reads what was recorded, not what a
queue holds: recording never waits for it, it can fall behind without using memory, and a crash of an engine written
in C++ costs a transcript, which can be had again, and not the recording.
"""

from __future__ import annotations

import multiprocessing
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from coachdesk.analysis.heard import Heard
from coachdesk.errors import CoachDeskError
from coachdesk.speech.cancel import Cancelled, Progress, Stop
from coachdesk.speech.decode import hear
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.listen import Listener
from coachdesk.speech.recognize import RATE_HZ, Recognizer
from coachdesk.speech.recording import read_samples

_LOOKS_EVERY_S = 0.03
"""How often the growing recording is looked at: about once for every block of the microphone."""
_ENDS_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far the recognizer is in the answer, and what it makes of it so far."""

    samples: int = 0
    partial: str = ""
    speaking: bool = False
    silence_s: float = 0.0
    heard_speech: bool = False


class Ear:
    """Keeps one recognizer ready; ``recognizer`` must not have been used yet. Used by one thread at a time.

    Its process starts with ``start`` (or the first answer) and loads the model at once; it ends with ``close``, or
    with the program, however that ends.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.name: EngineName = recognizer.name
        self._recognizer = recognizer
        self._process: Any = None
        self._connection: Connection | None = None
        self._hearing = Hearing()

    def start(self) -> None:
        """Start the process, without waiting until it is ready."""
        if self._process is not None and self._process.is_alive():
            return
        self.close()
        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(far_end, self._recognizer), name="recognizer", daemon=True)
        self._process.start()
        far_end.close()

    def follow(self, recording: Path) -> None:
        """Listen to a recording from its start, as it grows."""
        self.start()
        self._hearing = Hearing()
        self._send("follow", recording)

    def hearing(self) -> Hearing:
        """How far it is. Does not wait."""
        while (message := self._received(0.0)) is not None:
            self._hearing = message
        return self._hearing

    def finish(self, samples: int) -> Heard:
        """The recording has so many samples and grows no more: what was heard in it."""
        self._send("end", samples)
        return self._result()

    def drop(self) -> None:
        """Forget the recording that is listened to."""
        self._send("drop", None)
        self._result()

    def hear(self, path: Path, progress: Progress | None = None, cancelled: Stop | None = None) -> Heard:
        """What is said in a file of any kind."""
        self.start()
        self._send("hear", path)
        return self._result(progress, cancelled)

    def close(self) -> None:
        """End the process."""
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.join(_ENDS_WITHIN_S)
            if process.is_alive():
                process.kill()
                process.join()

    def _result(self, progress: Progress | None = None, cancelled: Stop | None = None) -> Heard:
        while True:
            message = self._received(_LOOKS_EVERY_S)
            if isinstance(message, Heard):
                return message
            if isinstance(message, float) and progress is not None:
                progress(message)
            if cancelled is not None and cancelled():
                self.close()
                raise Cancelled

    def _send(self, command: str, about: Any) -> None:
        try:
            assert self._connection is not None
            self._connection.send((command, about))
        except OSError as problem:
            raise self._stopped() from problem

    def _received(self, timeout_s: float) -> Any:
        if self._connection is None:
            raise self._stopped()
        try:
            message = self._connection.recv() if self._connection.poll(timeout_s) else None
        except (EOFError, OSError) as problem:
            raise self._stopped() from problem
        if isinstance(message, CoachDeskError):
            raise message
        return message

    def _stopped(self) -> CoachDeskError:
        self.close()
        return CoachDeskError(
            f"The recognizer {self.name.engine} ({self.name.model}) stopped working.",
            "The recording is kept: it can be transcribed again.",
        )


def _serve(connection: Connection, recognizer: Recognizer) -> None:
    """The other process: one command after another, until the first one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches both; the first decides
    try:
        while True:
            recognizer.begin_answer()  # loads the model, before the first command comes
            command, about = connection.recv()
            try:
                if command == "follow":
                    connection.send(_follow(connection, Listener(recognizer), about))
                elif command == "hear":
                    connection.send(hear(about, recognizer, connection.send))
            except CoachDeskError as problem:
                connection.send(problem)
    except CoachDeskError as problem:  # no model to begin with, and trying again here would go on for ever
        with suppress(OSError):
            connection.send(problem)
    except (EOFError, OSError):
        return


def _follow(connection: Connection, listener: Listener, recording: Path) -> Heard:
    """Feed the recording to the listener until it is said to have ended, and all of it has been fed."""
    position = 0
    end: int | None = None
    while end is None or position < end:
        block = read_samples(recording, position, RATE_HZ)
        if len(block) == 0 and end is not None:
            break
        if len(block):
            listener.feed(block)
            position += len(block)
        if end is None:
            connection.send(_hearing(listener, position))
            if connection.poll(0.0 if len(block) else _LOOKS_EVERY_S):
                command, end = connection.recv()
                if command == "drop":
                    break
    return listener.finish()


def _hearing(listener: Listener, samples: int) -> Hearing:
    return Hearing(samples, listener.partial, listener.speaking, listener.silence_s, listener.heard_speech)
