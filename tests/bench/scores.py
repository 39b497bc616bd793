"""Precision, recall and F1 with 95 % intervals, and how far confidences can be believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from coachdesk.analysis.findings import Finding
from coachdesk.analysis.heard import Heard
from coachdesk.scenario.model import FindingKind
from tests.bench.answers import Answer

_Z = 1.959964
"""Of a 95 % interval."""
_RESAMPLES = 2000
_SEED = 1
BINS = 10

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One move looked for in one answer: whether it is there, and what was found."""

    answer: Answer
    heard: Heard
    move: str
    kind: FindingKind
    is_there: bool
    finding: Finding | None

    @property
    def is_said(self) -> bool:
        return self.finding is not None and self.finding.counts

    @property
    def is_asked(self) -> bool:
        return self.finding is not None and self.finding.certainty == "unsure"


@dataclass(frozen=True, slots=True)
class Score:
    """What is asked instead of said is neither right nor wrong for precision, and missed for recall.

    Wilson's intervals (1927) take pairs for independent, which those of one answer are not quite; that of F1 draws
    whole answers anew (percentile bootstrap, Efron 1979).
    """

    right: int
    wrong: int
    missed: int
    asked: int
    asked_rightly: int
    f1_interval: Interval

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def precision_interval(self) -> Interval:
        return wilson(self.right, self.right + self.wrong)

    @property
    def recall_interval(self) -> Interval:
        return wilson(self.right, self.right + self.missed)

    @property
    def says_precision(self) -> str:
        return f"precision {self.precision:.3f} {_shown(self.precision_interval)}"

    @property
    def says_recall(self) -> str:
        return f"recall {self.recall:.3f} {_shown(self.recall_interval)}"

    @property
    def says_asked(self) -> str:
        return f"{self.asked} asked, of which {self.asked_rightly} would be answered yes"


def score(outcomes: Sequence[Outcome]) -> Score:
    by_answer: dict[str, list[int]] = {}
    asked = asked_rightly = 0
    for each in outcomes:
        counts = by_answer.setdefault(each.answer.id, [0, 0, 0])
        if each.is_said:
            counts[0 if each.is_there else 1] += 1
        elif each.is_there:
            counts[2] += 1
        asked += each.is_asked
        asked_rightly += each.is_asked and each.is_there
    table = np.array([*by_answer.values()] or [[0, 0, 0]])
    right, wrong, missed = (int(count) for count in table.sum(axis=0))
    return Score(right, wrong, missed, asked, asked_rightly, _f1_interval(table))


def wilson(hits: int, tries: int) -> Interval:
    if not tries:
        return 0.0, 1.0
    share, z2 = hits / tries, _Z * _Z
    middle = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    half = _Z / (1 + z2 / tries) * sqrt(share * (1 - share) / tries + z2 / (4 * tries * tries))
    return max(0.0, middle - half), min(1.0, middle + half)


def _f1_interval(table: np.ndarray) -> Interval:
    draw = np.random.default_rng(_SEED)
    times = draw.multinomial(len(table), np.full(len(table), 1 / len(table)), size=_RESAMPLES)
    right, wrong, missed = (times @ table).T
    f1 = 2 * right / np.maximum(1, 2 * right + wrong + missed)
    low, high = np.quantile(f1, (0.025, 0.975))
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings of about one confidence: the mean of what was said, and the share that is right."""

    said: float
    right: float
    count: int


def bins(pairs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """(confidence, right) in tenths; empty tenths left out."""
    tenths: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        tenths[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return [
        Bin(sum(said for said, _ in each) / len(each), sum(right for _, right in each) / len(each), len(each))
        for each in tenths
        if each
    ]


def calibration_error(table: Sequence[Bin]) -> float:
    """The expected calibration error (Naeini 2015): how far off a confidence is in the mean, 0 to 1."""
    total = sum(each.count for each in table)
    return sum(each.count * abs(each.said - each.right) for each in table) / total if total else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _shown(interval: Interval) -> str:
    return f"[{interval[0]:.3f} to {interval[1]:.3f}]"
