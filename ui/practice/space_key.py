"""Space on the Talk screen, which can be tapped or held."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

HOLD_MS = 500
"""A key that is down for longer is held, and not tapped."""
REPEAT_MS = 50
"""X11 repeats a key that is held by letting it go and pressing it again at once, and Qt does not always recognise that
(of 30 repeats under Xvfb 22 came as presses of their own). A finger is slower."""


class SpaceKey(QObject):
    """``tapped`` comes at once, or where the key may be meant to be held, when it goes up soon. ``held`` comes again
    and again while it is down, ``let_go`` when it goes up after that."""

    tapped = Signal()
    held = Signal()
    let_go = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waits = self.is_held = False
        self._holds = QTimer(self, interval=HOLD_MS)
        self._holds.timeout.connect(self._hold)
        self._goes_up = QTimer(self, singleShot=True, interval=REPEAT_MS)
        self._goes_up.timeout.connect(self._up)

    def press(self, may_be_held: bool) -> None:
        self._goes_up.stop()
        if self._holds.isActive():  # it never went up
            return
        self._waits, self.is_held = may_be_held, False
        self._holds.start()
        if not may_be_held:
            self.tapped.emit()

    def release(self) -> None:
        if self._holds.isActive():
            self._goes_up.start()

    def forget(self) -> None:
        """The window was left with the key down: where it goes up is never known."""
        self._holds.stop()
        self._goes_up.stop()

    def _hold(self) -> None:
        self.is_held = True
        self.held.emit()

    def _up(self) -> None:
        self._holds.stop()
        if self.is_held:
            self.let_go.emit()
        elif self._waits:
            self.tapped.emit()
