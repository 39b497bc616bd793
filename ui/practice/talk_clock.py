"""How long a talk has lasted, its pauses left out."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

TICK_MS = 250


class TalkClock(QObject):
    ticked = Signal(float)
    """Seconds so far, while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self._spent_ms = 0
        self._running = QElapsedTimer()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(lambda: self.ticked.emit(self.elapsed_s))

    def begin(self) -> None:
        """From nothing."""
        self._spent_ms = 0
        self._running.invalidate()
        self.go()

    def go(self) -> None:
        if not self._running.isValid():
            self._running.start()
        self._tick.start()

    def stop(self) -> None:
        self._spent_ms = round(self.elapsed_s * 1000)
        self._running.invalidate()
        self._tick.stop()

    @property
    def elapsed_s(self) -> float:
        return (self._spent_ms + (self._running.elapsed() if self._running.isValid() else 0)) / 1000
