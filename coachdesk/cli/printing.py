"""How results are printed: as tables that align, as JSON, as lists of problems."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from coachdesk.scenario.load import Problem
from coachdesk.services.desk import Desk, open_desk


def as_json(value: object) -> None:
    """Print a value as JSON; dataclasses become objects, dates and times ISO 8601, paths text."""
    typer.echo(json_text(value))


def json_text(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def table(rows: Iterable[Sequence[object]], heading: Sequence[str]) -> None:
    """Print rows in columns as wide as their widest cell."""
    cells = [[*map(str, heading)], *([*map(str, row)] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heading))]
    for row in cells:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def delivery(measured: Mapping[str, Any]) -> Iterator[str]:
    """How an answer sounded, in lines; a figure that can't be trusted is followed by the reason, said once for all."""
    doubts: Mapping[str, str] = measured["doubts"]
    if measured["monologue_s"] is not None:
        if measured["rate_wpm"] is not None:
            rate, overall = measured["rate_wpm"], measured["overall_wpm"]
            yield f"pace: {overall:.0f} words a minute, {rate:.0f} without the pauses"
        longest = f", the longest {measured['longest_pause_s']:.1f} s" if measured["pauses"] else ""
        yield f"pauses: {len(measured['pauses'])}{longest}, {measured['pause_share']:.0%} of the time"
        yield f"began after {measured['latency_s']:.1f} s, talked for {measured['monologue_s']:.1f} s"
    asked = measured["questions"]
    yield f"questions: {asked['open']} open, {asked['closed']} closed, {asked['tag']} at the end of a statement"
    hedges = ", ".join(hedge["text"] for hedge in measured["hedges"])
    yield f"softening words: {len(measured['hedges'])}" + (f" ({hedges})" if hedges else "")
    if (fillers := measured["fillers"]) is not None:
        yield f"um and uh: {fillers['least']} written down, up to {fillers['most']} with what sounds like one"
    for reason in dict.fromkeys(doubts.values()):
        names = ", ".join(name for name, each in doubts.items() if each == reason)
        yield f"not certain ({names}): {reason}"


def problems(found: Sequence[Problem], what: str) -> bool:
    """Print problems and a closing line on standard output. True where there is no error among them."""
    for problem in found:
        typer.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in found)
    typer.echo(f"{what}: {_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}.")
    return errors == 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def progress(what: str) -> Callable[[float], None] | None:
    """A line that is written over as a share grows from 0 to 1; None where nobody looks at standard error."""
    if not sys.stderr.isatty():
        return None

    def told(share: float) -> None:
        print(f"\r{what}: {share:4.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)

    return told


def warn(sentence: str) -> None:
    """Say something beside the result, on standard error."""
    print(sentence, file=sys.stderr)


@dataclass(frozen=True)
class Invocation:
    """What the command line was called with."""

    data_dir: Path | None
    words: tuple[str, ...]


def desk_of(context: typer.Context) -> Desk:
    """The desk for the data folder that the command line named, closed when the command has ended."""
    desk = open_desk(_invocation(context).data_dir)
    context.call_on_close(desk.close)
    return desk


def words_of(context: typer.Context) -> tuple[str, ...]:
    """The words of the command line as they were given."""
    return _invocation(context).words


def _invocation(context: typer.Context) -> Invocation:
    invocation = context.obj
    assert isinstance(invocation, Invocation)
    return invocation
