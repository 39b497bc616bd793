"""The pages that the window has, in the order of the sidebar. Each is made when it is first turned to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.shell import Shell


@dataclass(frozen=True)
class PageEntry:
    """``number`` stands with Ctrl for the page, and stays the same when others come."""

    key: str
    name: str
    icon: str
    number: int
    make: Callable[[Shell], QWidget]


def _practice(shell: Shell) -> QWidget:
    from ui.practice.page import PracticePage

    return PracticePage(shell)


def pages() -> tuple[PageEntry, ...]:
    return (PageEntry("practice", tr("Practice"), "microphone", 2, _practice),)


FIRST = "practice"
"""The page that a start opens."""
