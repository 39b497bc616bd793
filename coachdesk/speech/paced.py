"""An audio file that plays into the program as if it were a microphone: for measurements, tests and demonstrations."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from coachdesk.errors import CoachDeskError
from coachdesk.speech.decode import blocks
from coachdesk.speech.recognize import RATE_HZ, Block

_BLOCK = 512


class PacedFile:
    """A ``BlockSource`` that gives a file in real time, ``speed`` times as fast, and silence after its end."""

    def __init__(self, path: Path, speed: float = 1.0) -> None:
        self.overflows = 0
        self._audio = np.concatenate([block for block, _ in blocks(path)])
        self._per_second = RATE_HZ * speed
        self._given = 0
        self._lead = 0.0  # the clock's reading at which the first sample would have been given

    def open(self) -> None:
        self._lead = time.monotonic() - self._given / self._per_second

    def read(self, timeout_s: float) -> Block | None:
        wait = self._lead + (self._given + _BLOCK) / self._per_second - time.monotonic()
        if wait > timeout_s:
            time.sleep(timeout_s)
            return None
        time.sleep(max(0.0, wait))
        block = self._audio[self._given : self._given + _BLOCK]
        self._given += _BLOCK
        return np.pad(block, (0, _BLOCK - len(block)))

    @property
    def lost(self) -> bool:
        return False

    @property
    def trouble(self) -> CoachDeskError | None:
        return None

    @property
    def ended(self) -> bool:
        """Whether the file has been given whole."""
        return self._given >= len(self._audio)

    def close(self) -> None:
        """Nothing to let go of."""
