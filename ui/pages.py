"""The pages that the window has, in the order of the sidebar. Each is made when it is first turned to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.shell import Shell


@dataclass(frozen=True)
class PageEntry:
    """``number`` stands with Ctrl for the page, and stays the same when others come. ``sections`` are the screens that
    the palette leads to beside the page itself: for each what `open_at` knows it by, and its name."""

    key: str
    name: str
    icon: str
    number: int
    make: Callable[[Shell], QWidget]
    sections: Callable[[], Iterable[tuple[str, str]]] = tuple


def _today(shell: Shell) -> QWidget:
    from ui.today.page import TodayPage

    return TodayPage(shell)


def _practice(shell: Shell) -> QWidget:
    from ui.practice.page import PracticePage

    return PracticePage(shell)


def _practice_sections() -> Iterable[tuple[str, str]]:
    """Named here: their own module is loaded when the page is first opened."""
    yield "drills", tr("Drills")
    yield "history", tr("History")
    yield "progress", tr("Progress")
    yield "baseline", tr("How well it hears you")


def _settings(shell: Shell) -> QWidget:
    from ui.settings.page import SettingsPage

    return SettingsPage(shell)


def _settings_sections() -> Iterable[tuple[str, str]]:
    from ui.settings.sections import sections

    return ((key, name) for key, name, _icon in sections())


def pages() -> tuple[PageEntry, ...]:
    return (
        PageEntry("today", tr("Today"), "sun", 1, _today),
        PageEntry("practice", tr("Practice"), "microphone", 2, _practice, _practice_sections),
        PageEntry("settings", tr("Settings"), "gear-six", 8, _settings, _settings_sections),
    )


FIRST = "today"
"""The page that a start opens."""
