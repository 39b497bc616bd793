"""What can be done, by name: the palette lists these, and each screen's keys are told from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import shiboken6
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Action:
    """``title`` begins with a verb. ``keys`` as they are written on the screen; they are told, not bound."""

    title: str
    do: Callable[[], object]
    keys: str = ""
    icon: str = "caret-right"
    also: str = ""  # other words under which it is looked for
    is_possible: Callable[[], bool] = lambda: True


class Actions:
    """Those of the whole program, and those of each screen, which are there while the screen is seen."""

    def __init__(self) -> None:
        self._everywhere: list[Action] = []
        self._of_screens: list[tuple[QWidget, tuple[Action, ...]]] = []

    def add(self, *actions: Action, screen: QWidget | None = None) -> None:
        if screen is None:
            self._everywhere += actions
        else:
            self._of_screens.append((screen, actions))

    def now(self) -> Iterator[Action]:
        """What can be done at this moment, the screen's own first."""
        yield from self.of_screen()
        yield from self.everywhere()

    def everywhere(self) -> Iterator[Action]:
        yield from (action for action in self._everywhere if action.is_possible())

    def of_screen(self) -> Iterator[Action]:
        """Only what the screen that is seen can do."""
        self._of_screens = [(screen, own) for screen, own in self._of_screens if shiboken6.isValid(screen)]
        for screen, own in self._of_screens:
            if screen.isVisible():
                yield from (action for action in own if action.is_possible())
