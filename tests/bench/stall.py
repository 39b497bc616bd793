"""How long the window stands still while answers are recorded, drawn and understood: gaps of its event loop."""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from tests.bench import talking
from tests.bench.measure import Counted, Result
from ui.practice.page import PracticePage
from ui.practice.talk import Phase

BAR_P99_MS, BAR_WORST_MS = 16.0, 50.0
IDLE_S = 10
"""Of the same loop with nothing to do, before the first talk."""
SETTLES_S = 10


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    load = talking.load()
    with tempfile.TemporaryDirectory() as folder:
        found = talking.apart(__name__, folder=folder, minutes=chosen.minutes)
    idle = _p99_and_worst(found["idle"])
    where = f"idle for {IDLE_S} s: 99th percentile {idle[0]:.1f}, worst {idle[1]:.1f}; {load}"
    for what, gaps in (("recording", found["recording"]), ("the whole talk, answers judged", found["talk"])):
        p99, worst = _p99_and_worst(gaps)
        told = f"{chosen.minutes:g} minutes, {what}, median {statistics.median(gaps):.1f} ms"
        yield Counted(
            "stall", f"gap of the event loop, 99th percentile of {told}", round(p99, 1), "ms", BAR_P99_MS, where
        )
        over = sum(gap > BAR_WORST_MS for gap in gaps)
        yield Counted("stall", f"gap of the event loop, worst of {told}", round(worst, 1), "ms", BAR_WORST_MS,
                      f"{over} of {len(gaps):,} over the bar; {where}")  # fmt: skip


def _p99_and_worst(gaps: list[float]) -> tuple[float, float]:
    return statistics.quantiles(gaps, n=100)[-1], max(gaps)


class Ticks(QObject):
    """A timer of a millisecond in the window's thread, and how long after each other it really comes."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps = array("d")
        self._last = time.perf_counter()
        timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


def measure(folder: str, minutes: float) -> dict[str, object]:
    count = int(minutes * 60 / talking.LONGEST_S) + 2
    files = itertools.cycle(talking.answers(Path(folder), [float(talking.LONGEST_S)] * min(count, 5)))
    application, app = talking.window(Path(folder) / "data")
    recording, talk = array("d"), array("d")
    idle: list[float] = []

    def begin() -> None:
        talking.listen_to(files)
        talking.Rep(app, began)

    def began(page: PracticePage) -> None:
        idle.extend(ticks.gaps)
        del ticks.gaps[:]
        since: list[float] = []

        def sort() -> None:
            """What came since the last look belongs to what the talk did then."""
            gaps, listening = ticks.gaps[:], page._talk.isVisible() and page._talk.phase is Phase.LISTENING
            del ticks.gaps[:]
            if not since and listening:
                since.append(time.monotonic())
            if not since:
                return
            talk.extend(gaps)
            if listening:
                recording.extend(gaps)
            if time.monotonic() - since[0] >= minutes * 60:
                application.quit()

        looks = QTimer(ticks, interval=100)
        looks.timeout.connect(sort)
        looks.start()

    ticks = Ticks()
    QTimer.singleShot(SETTLES_S * 1000, app.window, lambda: ticks.gaps.__delitem__(slice(None)))
    QTimer.singleShot((SETTLES_S + IDLE_S) * 1000, app.window, begin)
    application.exec()
    app.window.close()
    return {"idle": idle, "recording": list(recording), "talk": list(talk)}
