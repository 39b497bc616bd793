"""From the decision that an answer has ended to the buyer's reaction on the page, for answers spoken in real time."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer

from coachdesk.settings import Settings
from tests.bench import talking
from tests.bench.measure import Counted, Result
from ui.practice.page import PracticePage

ANSWERS = 20
SHORTEST_S = 5
BAR_S = 1.0


def run(_: argparse.Namespace) -> Iterator[Result]:
    load = talking.load()
    with tempfile.TemporaryDirectory() as folder:
        found = talking.apart(__name__, folder=folder)
    reactions, waits = sorted(found["reactions"]), sorted(found["waits"])
    worst = max(zip(found["reactions"], found["lengths"], strict=True))
    note = (
        f"median {statistics.median(reactions):.2f} [{reactions[0]:.2f} to {reactions[-1]:.2f}], the worst after an "
        f"answer of {worst[1]:.0f} s; {load}"
    )
    what = f"end decided to reaction shown, 95th percentile of {len(reactions)} answers of 5 to 45 s"
    yield Counted("answer", what, round(_percentile(reactions), 3), "s", BAR_S, note)
    what = f"wait before that, from the last voiced sound to the decision, median; the setting is {found['silence']} s"
    spread = f"{waits[0]:.2f} to {waits[-1]:.2f}"
    yield Counted("answer", what, round(statistics.median(waits), 3), "s", None, spread)


def _percentile(ordered: list[float]) -> float:
    return statistics.quantiles(ordered, n=20, method="inclusive")[-1]


def measure(folder: str) -> dict[str, object]:
    step = (talking.LONGEST_S - SHORTEST_S) / (ANSWERS - 1)
    lengths = [SHORTEST_S + i * step for i in range(ANSWERS)]
    random.Random(5).shuffle(lengths)
    files = talking.answers(Path(folder), [*lengths, SHORTEST_S])  # the last one is begun, and not waited for
    ends_s = {file: talking.speech_ends_s(file) for file in files}
    application, app = talking.window(Path(folder) / "data")
    spoken: list[talking.Spoken] = []
    reactions: list[float] = []
    waits: list[float] = []

    def began(page: PracticePage) -> None:
        run, screen = page._run, page._talk
        finish, show_turn = run._finish, screen.show_turn
        decided: list[float] = []

        def finishing() -> None:
            decided[:] = [time.perf_counter()]
            waits.append(decided[0] - spoken[-1].opened - ends_s[spoken[-1].path])
            finish()

        def shown() -> None:
            app.window.repaint()  # what was asked to be painted is now
            if decided:
                reactions.append(time.perf_counter() - decided.pop())
            if len(reactions) == ANSWERS:
                application.quit()

        def showing(turn: object) -> None:
            show_turn(turn)
            QTimer.singleShot(0, screen, shown)

        run._finish, screen.show_turn = finishing, showing

    talking.listen_to(iter(files), spoken.append)
    rep = talking.Rep(app, began)
    application.exec()
    rep.deleteLater()
    app.window.close()
    return {"reactions": reactions, "waits": waits, "lengths": lengths, "silence": Settings().silence_s}
