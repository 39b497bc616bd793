"""Memory of the window's process: at rest, and how it grows while one talk after another is recorded."""

from __future__ import annotations

import argparse
import itertools
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from PySide6.QtCore import QTimer

from coachdesk.services.desk import open_desk
from tests.bench import talking
from tests.bench.measure import Counted, Result
from ui.practice.page import PracticePage
from ui.practice.talk import Phase

BAR_MB_AN_HOUR, BAR_IDLE_MB = 5.0, 250.0
IDLE_S = 60
SAMPLED_EVERY_S = 1.0
LOOKS_EVERY_MS = 50
WARM_TALKS = 2
"""The first talks and debriefs load what later ones use again."""
MB = 1024 * 1024


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        peak, children = _idle(Path(folder))
    note = f"as the program starts, without a model; its child processes apart: {children}"
    yield Counted("memory", f"peak of the open window within {IDLE_S} s", round(peak, 1), "MB", BAR_IDLE_MB, note)
    with tempfile.TemporaryDirectory() as folder:
        found = talking.apart(__name__, folder=folder, minutes=chosen.minutes)
    times, sizes = zip(*found["sizes"], strict=True)
    slope, error = _slope(times, sizes)
    note = (
        f"standard error {error * 3600:.1f}; from {min(sizes):.1f} to {max(sizes):.1f} MB, in {found['answers']} "
        f"answers and {found['talks']} talks with their debriefs, after {WARM_TALKS} more; the recognizer's process "
        f"apart: {found['recognizer']:.0f} MB"
    )
    what = f"growth an hour of recording, by {chosen.minutes:g} minutes"
    yield Counted("memory", what, round(slope * 3600, 2), "MB", BAR_MB_AN_HOUR, note)


def _idle(folder: Path) -> tuple[float, str]:
    """The most that the real program takes, and what its child processes take at the end."""
    desk = open_desk(folder / "data")
    desk.change_settings(welcomed=True)
    desk.close()
    environment = dict(os.environ)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "coachdesk", "--data-dir", str(folder / "data")]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        seen, peak, until = psutil.Process(process.pid), 0.0, time.monotonic() + IDLE_S
        while time.monotonic() < until:
            time.sleep(SAMPLED_EVERY_S)
            peak = max(peak, seen.memory_info().rss / MB)
        children = ", ".join(f"{child.memory_info().rss / MB:.0f} MB" for child in seen.children(recursive=True))
        process.terminate()
    return peak, children or "none"


def _slope(times: tuple[float, ...], sizes: tuple[float, ...]) -> tuple[float, float]:
    """Megabytes a second by least squares, and the standard error of that."""
    slope, start = statistics.linear_regression(times, sizes)
    left = sum((size - start - slope * at) ** 2 for at, size in zip(times, sizes, strict=True))
    middle = statistics.fmean(times)
    return slope, (left / (len(times) - 2) / sum((at - middle) ** 2 for at in times)) ** 0.5


def measure(folder: str, minutes: float) -> dict[str, object]:
    files = itertools.cycle(talking.answers(Path(folder), [30.0, 15.0, 45.0, 10.0, 20.0, 38.0, 25.0]))
    application, app = talking.window(Path(folder) / "data")
    process = psutil.Process()
    sizes: list[tuple[float, float]] = []
    recognizer: list[float] = []
    counts = {"answers": 0, "talks": 0}

    def began(page: PracticePage) -> None:
        page._run.over.connect(lambda _id: counts.update(talks=counts["talks"] + 1))
        before, since = [page._talk.phase], [math.inf]

        def look() -> None:
            phase, now = page._talk.phase, time.monotonic()
            if counts["talks"] < WARM_TALKS:
                return
            if phase is Phase.LISTENING and before[0] is not Phase.LISTENING:
                since[0] = min(since[0], now)
                counts["answers"] += 1
            before[0] = phase
            if now - since[0] >= len(sizes) * SAMPLED_EVERY_S:
                sizes.append((now, process.memory_info().rss / MB))
            if now - since[0] > minutes * 60:
                recognizer.append(max(child.memory_info().rss for child in process.children(recursive=True)) / MB)
                application.quit()

        looks = QTimer(page, interval=LOOKS_EVERY_MS)
        looks.timeout.connect(look)
        looks.start()

    talking.listen_to(files)
    talking.Rep(app, began)
    application.exec()
    app.window.close()
    counts["talks"] -= WARM_TALKS
    return {"sizes": sizes, "recognizer": recognizer[0], **counts}
