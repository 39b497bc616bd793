"""How sure a finding is: from where it was read, how exactly, and how sure the recognizer was of the words.

The weights and thresholds are fitted by `python -m tests.bench calibrate` on answers spoken for tuning, never on those
that are held out. A confidence is meant as a probability: of ten findings at 0.7, seven should be there.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Clues:
    """What speaks for a hit in one reading of an answer.

    ``rank`` is how far down the reading stands (0: it is shown), ``share`` of all readings have the finding (0 to 1),
    ``similarity`` is that of the least alike word (1: exact), ``words`` how many the hit has, ``sure`` the mean
    confidence of the shown words in its place (None: nothing measured it).
    """

    rank: int
    share: float
    similarity: float
    words: int
    sure: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the clues of one engine, and from which confidence on a finding is asserted.

    A red flag that is under ``red_flag_at`` but not under ``ask_at`` is asked, never asserted.
    """

    base: float
    per_log_rank: float
    per_share: float
    per_unlikeness: float
    per_log_words: float
    per_sure: float
    key_point_at: float
    red_flag_at: float
    ask_at: float

    def confidence(self, clues: Clues) -> float:
        """0 to 1. A word confidence that nobody measured counts as a middling one."""
        sure = 0.5 if clues.sure is None else clues.sure
        score = (
            self.base
            + self.per_log_rank * log(1 + clues.rank)
            + self.per_share * clues.share
            + self.per_unlikeness * (1 - clues.similarity)
            + self.per_log_words * log(clues.words)
            + self.per_sure * sure
        )
        return 1 / (1 + exp(-score))


TYPED = Calibration(6.0, 0.0, 0.0, -20.0, 0.0, 0.0, key_point_at=0.5, red_flag_at=0.5, ask_at=0.3)
"""Typed words are the words: only a misspelt one is less than certain."""

SPHINX = Calibration(-2.67, -0.41, 2.35, -8.0, 1.53, 0.0, key_point_at=0.3, red_flag_at=0.6, ask_at=0.4)
"""Fitted to 210 answers spoken for tuning, which no cue was written for; the words' own confidences said nothing.
Nearly right words were too few to fit. The thresholds are chosen on the same answers: from there on each move's own red
flags were all right, while over all moves nothing short of asserting none reached 0.95."""

VOSK = Calibration(0.5, 0.0, 0.0, -8.0, 0.3, 2.5, key_point_at=0.4, red_flag_at=0.75, ask_at=0.4)
"""Not fitted: no English Vosk model was there to fit it on. It has one reading of a stretch, and word confidences."""


def calibration(engine: str) -> Calibration:
    """The calibration of an engine by its name; what is typed has its own."""
    return {"typed": TYPED, "vosk": VOSK}.get(engine, SPHINX)
