"""Measures CoachDesk: ``python -m tests.bench [NAME ...] [--json] [--minutes N]``. Never a test: nothing here fails."""

from __future__ import annotations

import argparse
import importlib
import json
from dataclasses import asdict

from coachdesk.errors import CoachDeskError
from tests.bench import answers
from tests.bench.measure import Measured, Result, Scored

BENCHES = (
    "start", "pages", "transcribe", "answer", "stall", "match", "capture", "memory", "findings", "branches", "words",
)  # fmt: skip
TOOLS = ("calibrate",)
"""Run only where they are named."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join((*BENCHES, *TOOLS))}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument(
        "--minutes", type=float, default=1.0, help="how long to record (the bars ask for: capture 30, stall 10)"
    )
    answers.options(parser)
    parser.add_argument("--table", action="store_true", help="findings: every move by itself too")
    parser.add_argument("--misses", action="store_true", help="findings: list what is missed or found wrongly")
    chosen = parser.parse_args()
    if unknown := sorted(set(chosen.names) - {*BENCHES, *TOOLS}):
        parser.error(f"there is no bench {', '.join(unknown)}; there are {', '.join((*BENCHES, *TOOLS))}")
    try:
        _run(chosen)
    except CoachDeskError as problem:
        parser.error(str(problem))


def _run(chosen: argparse.Namespace) -> None:
    results: list[Result] = []
    for name in chosen.names or BENCHES:
        bench = importlib.import_module(f"tests.bench.{name}")
        for result in bench.run(chosen):
            results.append(result)
            if not chosen.json:
                print(_line(result), flush=True)
    if chosen.json:
        print(json.dumps([{**asdict(result), "within": result.within} for result in results], indent=2))


def _line(result: Result) -> str:
    verdict = {True: "within the bar", False: "SHORT OF THE BAR", None: "no bar"}[result.within]
    bar = "" if result.bar is None else f" (bar {result.bar:g})"
    note = f"; {result.note}" if result.note else ""
    if isinstance(result, Measured):
        low, high = result.spread
        return (
            f"{result.bench}: {result.what}: {result.ratio:.2f} [{low:.2f} to {high:.2f}]{bar}, {verdict}; "
            f"ours {result.ours:.3f} {result.unit}, baseline {result.baseline:.3f} {result.unit}{note}"
        )
    if isinstance(result, Scored):
        low, high = result.interval
        return f"{result.bench}: {result.what}: {result.value:.3f} [{low:.3f} to {high:.3f}]{bar}, {verdict}{note}"
    return f"{result.bench}: {result.what}: {result.value:g} {result.unit}{bar}, {verdict}{note}"


if __name__ == "__main__":
    main()
