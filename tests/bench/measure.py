"""Ratios against a bare baseline in the same run: both are run in turn, several times, and the median is kept."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One comparison. ``ours`` and ``baseline`` are medians in ``unit``; ``spread`` is the range of the ratio."""

    bench: str
    what: str
    ours: float
    baseline: float
    unit: str
    ratio: float
    spread: tuple[float, float]
    bar: float | None
    note: str = ""

    @property
    def within(self) -> bool | None:
        return None if self.bar is None else self.ratio <= self.bar


@dataclass(frozen=True)
class Counted:
    """One figure against its bar, where there is nothing to compare it with."""

    bench: str
    what: str
    value: float
    unit: str
    bar: float | None
    note: str = ""

    @property
    def within(self) -> bool | None:
        return None if self.bar is None else self.value <= self.bar


@dataclass(frozen=True)
class Scored:
    """A share from 0 to 1 with its 95 % interval, against the least that it should be."""

    bench: str
    what: str
    value: float
    interval: tuple[float, float]
    bar: float | None
    note: str = ""

    @property
    def within(self) -> bool | None:
        return None if self.bar is None else self.value >= self.bar


Result = Measured | Counted | Scored


def compare(
    bench: str,
    what: str,
    ours: Callable[[], float | None],
    baseline: Callable[[], float | None],
    *,
    bar: float | None,
    repeat: int = 5,
    note: str = "",
) -> Measured:
    """Run both in turn. A callable that returns seconds measured them itself (a child process), else it is timed."""
    pairs = [(_seconds(ours), _seconds(baseline)) for _ in range(repeat)]
    ratios = [mine / theirs for mine, theirs in pairs]
    return Measured(
        bench,
        what,
        statistics.median(mine for mine, _ in pairs),
        statistics.median(theirs for _, theirs in pairs),
        "s",
        statistics.median(ratios),
        (min(ratios), max(ratios)),
        bar,
        note,
    )


def _seconds(run: Callable[[], float | None]) -> float:
    started = time.perf_counter()
    own = run()
    return own if own is not None else time.perf_counter() - started
