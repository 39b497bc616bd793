"""A talk as it is written down: the plain values that every export is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word as the machine heard it, or as it was typed. Seconds from the start of the answer; confidence 0 to 1."""

    text: str
    start_s: float | None
    end_s: float | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as it reads with its corrections. ``finding``: the number of the finding that it is evidence for."""

    text: str
    start_s: float | None
    end_s: float | None
    finding: int | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wrote in the place of the machine's words from ``first_word`` to ``end_word`` (excluded)."""

    first_word: int
    end_word: int
    heard: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """A key point or red flag. ``by_hand``: a person said so, or said that it was not there."""

    number: int
    kind: Literal["covered", "missed", "flag", "question", "rejected"]
    title: str
    evidence: str
    note: str
    start_s: float | None
    end_s: float | None
    confidence: float | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A delivery figure, in words and as numbers. One that cannot be trusted says why."""

    id: str
    label: str
    value: float | None
    most: float | None
    unit: str
    sentence: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """One answer. ``starts_at_s`` is where it begins in the recording of the whole talk, None where it is not in it."""

    position: int
    take: int
    takes: int
    step: str
    buyer_says: str
    kind: Literal["spoken", "typed", "skipped"]
    text: str
    heard: str
    words: tuple[SaidWord, ...]
    reads: tuple[ReadWord, ...]
    corrections: tuple[Correction, ...]
    points: tuple[Point, ...]
    measures: tuple[Measure, ...]
    did_well: str
    work_on: str
    self_rating: int | None
    model_answer: str | None
    duration_s: float
    starts_at_s: float | None


@dataclass(frozen=True, slots=True)
class Talk:
    """A whole attempt. ``answers`` are those that count, ``earlier_takes`` those that were answered again."""

    id: str
    scenario: str
    title: str
    buyer: str
    buyer_role: str
    rep: str
    started_at: datetime
    attempt_number: int
    outcome: str | None
    ending_says: str
    ending_means: str
    made: int
    possible: int
    red_flags: int
    self_score: float | None
    recognizer: str
    next_says: str
    next_why: str
    shared_at: datetime | None
    answers: tuple[SaidAnswer, ...]
    earlier_takes: tuple[SaidAnswer, ...] = ()
