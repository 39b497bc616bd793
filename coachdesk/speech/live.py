"""One spoken answer from the microphone: recorded first, recognized beside it, watched by the page."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from coachdesk.analysis.heard import Heard
from coachdesk.errors import CoachDeskError
from coachdesk.speech.capture import BlockSource
from coachdesk.speech.ear import Ear
from coachdesk.speech.listen import FULL_SCALE, SILENCE_DBFS, dbfs
from coachdesk.speech.recognize import RATE_HZ, Block
from coachdesk.speech.recording import Recording

_READ_S = 0.05
_REOPENS_EVERY_S = 1.0
_TAIL_S = 0.15
"""A block is so long on its way, so an answer that is stopped in the middle of a word is listened to so much longer."""
_PEAKS_KEPT = 320
"""About ten seconds of the microphone's blocks, for the live waveform."""


@dataclass(frozen=True, slots=True)
class LiveState:
    """An answer under way, at one moment.

    ``peaks`` are those of the last blocks (32 ms each), 0 to 1, the newest last; ``peak_count`` is how many there have
    been in all. ``behind_s`` is how much of the recording the recognizer has not heard yet. ``trouble`` is what is
    wrong now; ``lost`` says that there is no sound because the device is gone, and is being looked for. ``deaf``: the
    recognizer has stopped, and the recording goes on without it. ``broken``: the recording itself cannot go on.
    """

    elapsed_s: float = 0.0
    level_dbfs: float = SILENCE_DBFS
    peaks: tuple[float, ...] = ()
    peak_count: int = 0
    partial: str = ""
    speaking: bool = False
    silence_s: float = 0.0
    heard_speech: bool = False
    overflows: int = 0
    behind_s: float = 0.0
    paused: bool = False
    trouble: CoachDeskError | None = None
    lost: bool = False
    deaf: bool = False
    broken: bool = False


class LiveAnswer:
    """Records one answer into ``wav`` and has it recognized meanwhile. Used once.

    When the device goes away, what was recorded is kept, and the recording goes on when it is back. ``spare`` gives
    another ear for the case that this one fails for good, such as when its model was removed meanwhile.
    """

    def __init__(self, wav: Path, source: BlockSource, ear: Ear, spare: Callable[[], Ear] | None = None) -> None:
        self._wav = wav
        self._source = source
        self._ear = ear
        self._spare = spare
        self._heard: Heard | None = None
        self._flac: Path | None = None
        self.by_spare = False
        """Whether the spare ear has written the answer down."""
        self._state = LiveState()
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._ear_trouble: CoachDeskError | None = None
        self._peaks: deque[float] = deque(maxlen=_PEAKS_KEPT)
        self._recording: Recording | None = None
        self._thread = threading.Thread(target=self._run, name="live answer", daemon=True)

    def start(self) -> None:
        """Open the microphone and begin; raises where that cannot be."""
        self._source.open()
        try:
            self._recording = Recording(self._wav)
        except CoachDeskError:
            self._source.close()
            raise
        try:
            self._ear.follow(self._wav)
        except CoachDeskError as problem:  # its process ended just now; the file is transcribed in the end
            self._ear_trouble = problem
            self._show(deaf=True)
        self._thread.start()

    def state(self) -> LiveState:
        """How it stands. Any thread may ask."""
        return self._state

    def pause(self) -> None:
        """Let go of the microphone for a while."""
        self._paused.set()

    def resume(self) -> None:
        self._paused.clear()

    def stop(self) -> tuple[Heard, Path]:
        """End the answer: what was heard, and the recording as FLAC.

        Raises where no sound came, where the recognizer failed for good (the FLAC lies where the WAV was, even then),
        and where the FLAC cannot be written: the WAV is kept, and ``stop`` may be tried again.
        """
        recording = self._ended()
        if self._heard is None:
            self._heard = self._finish_hearing(recording.samples)
        flac = self._flac or recording.finish()
        self._flac = flac
        if self._heard is None:
            self._heard = self._hear(flac)
        return self._heard, flac

    @property
    def is_kept(self) -> bool:
        """Whether there is a recording of it on the disk."""
        return self._wav.exists() or self._wav.with_suffix(".flac").exists()

    def _hear(self, flac: Path) -> Heard:
        """A fresh process, and where it fails too the spare ear, gets a second chance from the file."""
        try:
            return self._ear.hear(flac)
        except CoachDeskError:
            if self._spare is None:
                raise
            heard = self._spare().hear(flac)
            self.by_spare = True
            return heard

    def discard(self) -> None:
        """End the answer and drop it, sound and all."""
        recording = self._ended()
        try:
            if self._heard is None and self._ear_trouble is None:
                self._ear.drop()
        except CoachDeskError as problem:  # it has stopped: nothing left to drop
            self._ear_trouble = problem
        recording.discard()
        if self._flac is not None:
            self._flac.unlink(missing_ok=True)

    def _ended(self) -> Recording:
        assert self._recording is not None, "started"
        self._stop.set()
        self._thread.join()
        return self._recording

    def _finish_hearing(self, samples: int) -> Heard | None:
        if self._ear_trouble is not None:
            return None
        try:
            return self._ear.finish(samples)
        except CoachDeskError as problem:  # it is heard again, from the file
            self._ear_trouble = problem
            return None

    def _run(self) -> None:
        assert self._recording is not None
        opened = True
        try:
            while not self._stop.is_set():
                if self._paused.is_set():
                    if opened:
                        self._take_rest(self._recording)
                        self._source.close()
                        opened = False
                    self._show(paused=True, speaking=False, level_dbfs=SILENCE_DBFS)
                    self._stop.wait(_READ_S)
                elif not opened:
                    opened = self._reopened()
                else:
                    opened = self._took_block(self._recording)
                self._watch_ear()
            if opened:
                self._take_rest(self._recording)
        except CoachDeskError as problem:  # the disk: what is there is kept, and there is no going on
            self._show(trouble=problem, broken=True)
        finally:
            self._source.close()

    def _took_block(self, recording: Recording) -> bool:
        """Record the next block; False where the device is lost."""
        block = self._source.read(_READ_S)
        if block is not None:
            recording.write(block)
            self._measure(block, recording)
            return True
        if not self._source.lost:
            return True
        self._source.close()
        self._show(lost=True, trouble=_lost(), level_dbfs=SILENCE_DBFS)
        return False

    def _take_rest(self, recording: Recording) -> None:
        """What was said before the microphone is let go, but is still on its way through the sound system."""
        until = time.monotonic() + (_TAIL_S if self._state.silence_s < _TAIL_S else 0.0)
        while (block := self._source.read(max(0.0, until - time.monotonic()))) is not None:
            recording.write(block)

    def _reopened(self) -> bool:
        try:
            self._source.open()
        except CoachDeskError as problem:
            self._show(paused=False, lost=True, trouble=self._state.trouble if self._state.lost else problem)
            self._stop.wait(_REOPENS_EVERY_S)
            return False
        self._show(paused=False, lost=False, trouble=None)
        return True

    def _measure(self, block: Block, recording: Recording) -> None:
        if len(block) == 0:
            return
        amplitudes = block.astype(np.float64)
        self._peaks.append(min(1.0, float(np.abs(amplitudes).max()) / FULL_SCALE))
        self._show(
            elapsed_s=recording.duration_s,
            level_dbfs=dbfs(float(np.sqrt(np.mean(amplitudes * amplitudes)))),
            peaks=tuple(self._peaks),
            peak_count=self._state.peak_count + 1,
            overflows=self._source.overflows,
            trouble=self._source.trouble or self._ear_trouble,
        )

    def _watch_ear(self) -> None:
        if self._ear_trouble is not None:
            return
        try:
            hearing = self._ear.hearing()
        except CoachDeskError as problem:  # recording goes on: the file is transcribed in the end
            self._ear_trouble = problem
            self._show(deaf=True, speaking=False, behind_s=0.0)
            return
        assert self._recording is not None
        self._show(
            partial=hearing.partial,
            speaking=hearing.speaking and not self._state.paused,
            silence_s=hearing.silence_s,
            heard_speech=hearing.heard_speech,
            behind_s=(self._recording.samples - hearing.samples) / RATE_HZ,
        )

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]


def _lost() -> CoachDeskError:
    return CoachDeskError(
        "The microphone is gone. What was said so far is kept.", "Plug it in again: the answer goes on by itself."
    )
