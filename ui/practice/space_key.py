"""Space on the Talk screen, which can be tapped or held."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

HOLD_MS = 500
"""A key that is down for longer is held, and not tapped."""


class SpaceKey(QObject):
    """``tapped`` comes at once, or where the key may be meant to be held, when it goes up soon. ``held`` comes again
    and again while it is down, ``let_go`` when it goes up after that."""

    tapped = Signal()
    held = Signal()
    let_go = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waits = self._is_held = False
        self._timer = QTimer(self, interval=HOLD_MS)
        self._timer.timeout.connect(self._hold)

    def press(self, may_be_held: bool) -> None:
        self._waits, self._is_held = may_be_held, False
        self._timer.start()
        if not may_be_held:
            self.tapped.emit()

    def release(self) -> None:
        if not self._timer.isActive():
            return
        self._timer.stop()
        if self._is_held:
            self.let_go.emit()
        elif self._waits:
            self.tapped.emit()

    def forget(self) -> None:
        """The window was left with the key down: where it goes up is never known."""
        self._timer.stop()

    def _hold(self) -> None:
        self._is_held = True
        self.held.emit()
