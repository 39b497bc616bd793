"""Where in an answer somebody spoke, and where between it they paused: what every figure of time rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coachdesk.analysis.heard import Span, Word

PAUSE_S = 0.25
"""Shortest silence inside an answer that counts as a pause: the usual floor in studies of fluency, below which lie the
closures of stop consonants (Goldman-Eisler 1968; de Jong and Bosker 2013 find 0.25 to 0.3 s the best threshold)."""

_CLICK_S = 0.1
"""A sound apart from all speech and shorter than this is a click or a chord's onset, not a word."""


@dataclass(frozen=True, slots=True)
class Speech:
    """An answer as runs of speech with pauses between them. There is at least one run."""

    runs: tuple[Span, ...]

    @property
    def pauses(self) -> tuple[Span, ...]:
        return tuple(Span(before.end_s, after.start_s) for before, after in pairwise(self.runs))

    @property
    def paused_s(self) -> float:
        return sum(pause.length_s for pause in self.pauses)

    @property
    def from_first_to_last_s(self) -> float:
        return self.runs[-1].end_s - self.runs[0].start_s

    @property
    def spoken_s(self) -> float:
        """Time spoken with pauses left out ("phonation time"); silences too short for a pause belong to it."""
        return self.from_first_to_last_s - self.paused_s


def speech(voiced: Sequence[Span]) -> Speech | None:
    """Voiced stretches joined over silences too short for a pause; None where nothing of them is speech."""
    joined: list[Span] = []
    for span in voiced:
        if joined and span.start_s - joined[-1].end_s < PAUSE_S:
            joined[-1] = Span(joined[-1].start_s, span.end_s)
        else:
            joined.append(span)
    runs = tuple(run for run in joined if run.length_s >= _CLICK_S)
    return Speech(runs) if runs else None


def is_before_pause(word: Word, after: Word) -> bool:
    """Whether a pause lies between two words that follow each other."""
    return word.end_s is not None and after.start_s is not None and after.start_s - word.end_s >= PAUSE_S
