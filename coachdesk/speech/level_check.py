"""The microphone heard before anybody is recorded: only its level, nothing is kept."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

from coachdesk.errors import CoachDeskError
from coachdesk.speech.capture import BlockSource
from coachdesk.speech.listen import FULL_SCALE, SILENCE_DBFS, dbfs

_READ_S = 0.05
_PEAKS_KEPT = 320


@dataclass(frozen=True, slots=True)
class Level:
    """``level_dbfs`` is the RMS of the last block, ``peaks`` those of the last blocks (32 ms each), 0 to 1."""

    level_dbfs: float = SILENCE_DBFS
    peaks: tuple[float, ...] = ()
    trouble: CoachDeskError | None = None


class LevelCheck:
    """Listens from ``start`` to ``stop``. Used once."""

    def __init__(self, source: BlockSource) -> None:
        self._source = source
        self._level = Level()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="level check", daemon=True)

    def start(self) -> None:
        """Open the microphone. Raises CoachDeskError where that cannot be."""
        self._source.open()
        self._thread.start()

    def level(self) -> Level:
        """The level now. Any thread may ask."""
        return self._level

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        peaks: deque[float] = deque(maxlen=_PEAKS_KEPT)
        try:
            while not self._stop.is_set():
                block = self._source.read(_READ_S)
                if block is not None and len(block):
                    amplitudes = block.astype(np.float64)
                    peaks.append(min(1.0, float(np.abs(amplitudes).max()) / FULL_SCALE))
                    level = dbfs(float(np.sqrt(np.mean(amplitudes * amplitudes))))
                    self._level = Level(level, tuple(peaks), self._source.trouble)
                elif self._source.lost:
                    gone = CoachDeskError("The microphone is gone.", "Plug it in again, or choose another.")
                    self._level = Level(SILENCE_DBFS, tuple(peaks), gone)
                    return
        finally:
            self._source.close()
