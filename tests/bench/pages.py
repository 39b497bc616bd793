"""How long each page takes to be filled, on a data folder of 500 attempts and 5,000 drill cards."""

from __future__ import annotations

import argparse
import importlib
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import talking
from tests.bench.measure import Counted, Result

ATTEMPTS, CARDS = 500, 5_000
ATTEMPT = "the attempt that was spoken"
REPEATS = 5
BAR_S = 0.2
"""A wait over 200 ms is seen."""
PLACES = {
    "Today": (("today", "", ""), "ui.today.screen", "TodayScreen", "show_today"),
    "Scenarios": (("practice", "choose", ""), "ui.practice.choose", "ChooseScreen", "show_choice"),
    "Debrief": (("practice", "debrief", ATTEMPT), "ui.practice.debrief", "DebriefScreen", "show_debrief"),
    "Drills": (("practice", "drills", ""), "ui.practice.drill_overview", "OverviewScreen", "show_overview"),
    "History": (("practice", "history", ""), "ui.practice.history", "HistorySection", "_show"),
    "Progress": (("practice", "progress", ""), "ui.practice.progress", "ProgressSection", "show_progress"),
    "Settings": (("settings", "privacy", ""), "ui.settings.privacy", "PrivacySection", "_came"),
}
"""For each page how to get there, and what is called when its data has come."""


def run(_: argparse.Namespace) -> Iterator[Result]:
    load = talking.load()
    with tempfile.TemporaryDirectory() as folder:
        found = talking.apart(__name__, folder=folder)
    for page, seconds in found.items():
        later = sorted(seconds[1:])
        note = f"{later[0]:.3f} to {later[-1]:.3f}; the first time, with its imports, {seconds[0]:.3f}; {load}"
        what = f"{page} turned to and filled, {ATTEMPTS} attempts and {CARDS:,} cards, median of {len(later)}"
        yield Counted("pages", what, round(statistics.median(later), 3), "s", BAR_S, note)


def measure(folder: str) -> dict[str, list[float]]:
    from PySide6.QtWidgets import QApplication

    from coachdesk import clock
    from coachdesk.services.desk import open_desk
    from tests.practised import many_cards, multiply, practise
    from ui import theme
    from ui.app import App

    desk = open_desk(Path(folder))
    spoken = practise(desk)
    multiply(desk, ATTEMPTS, clock.now())
    many_cards(desk, CARDS, clock.now())
    desk.change_settings(welcomed=True)
    desk.close()
    application = QApplication([])
    theme.follow_system(application)
    app = App(Path(folder))
    filled: list[str] = []
    for page, (_place, module, kind, method) in PLACES.items():
        _tell_when_called(getattr(importlib.import_module(module), kind), method, page, filled)

    app.window.show()
    app.open()

    def wait(page: str) -> None:
        while page not in filled:
            application.processEvents()
        application.processEvents()  # painted too

    wait("Today")
    taken: dict[str, list[float]] = {page: [] for page in PLACES}
    for _ in range(REPEATS + 1):
        for page, (place, *_how) in PLACES.items():
            filled.clear()
            begun = time.perf_counter()
            app._go(*(spoken if part == ATTEMPT else part for part in place))
            wait(page)
            taken[page].append(time.perf_counter() - begun)
    app.window.close()
    return taken


def _tell_when_called(kind: type, method: str, page: str, filled: list[str]) -> None:
    real = getattr(kind, method)

    def called(self: object, *values: object) -> object:
        result = real(self, *values)
        filled.append(page)
        return result

    setattr(kind, method, called)
