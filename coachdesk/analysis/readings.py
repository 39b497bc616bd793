"""The ways an answer may be read: as it is shown, and with one stretch of it as the recognizer thought second best.

A move that the best reading garbles often stands whole in one of the others, so moves are looked for in all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from coachdesk.analysis.heard import Heard, Segment
from coachdesk.analysis.normalise import Normal, normalise

CONTEXT_WORDS = 12
"""Words on both sides of a stretch that are read with it: a cue may reach over a pause, and a "not" stand before it."""

Place = tuple[int, int]
"""First and last (excluded) word of the shown transcript; twice the same where something stands between two words."""


@dataclass(frozen=True, slots=True)
class Version:
    """One way to read (a part of) an answer.

    ``rank`` is 0 for what is shown, else how far down the recognizer's list the stretch stands. ``texts`` are the
    words read, ``places`` where each stands in the shown transcript, ``differs`` which of them are not shown there.
    ``normal.source`` counts in ``texts``; ``ends`` are the normalised words before a pause or full stop.
    """

    rank: int
    segment: int | None
    texts: tuple[str, ...]
    places: tuple[Place, ...]
    differs: tuple[bool, ...]
    normal: Normal
    ends: frozenset[int]

    def place(self, first: int, last: int) -> Place:
        """Where the words from ``first`` to ``last`` (included) stand in the shown transcript."""
        spanned = self.places[first : last + 1]
        return min(start for start, _ in spanned), max(end for _, end in spanned)


def shown(heard: Heard) -> Version:
    """The answer as it is shown."""
    texts = tuple(word.text for word in heard.words)
    places = tuple((i, i + 1) for i in range(len(texts)))
    return _version(0, None, texts, places, (False,) * len(texts), _starts(heard.segments))


def others(heard: Heard) -> Iterator[Version]:
    """Every other reading of every segment, each between the words shown around it; one that changes nothing never."""
    texts = [word.text for word in heard.words]
    starts = [0, *_starts(heard.segments), len(texts)]
    for number, segment in enumerate(heard.segments):
        begin, end = starts[number], starts[number + 1]
        before, after = max(0, begin - CONTEXT_WORDS), min(len(texts), end + CONTEXT_WORDS)
        known = {normalise(texts[begin:end]).words}
        for rank, alternative in enumerate(segment.alternatives, 1):
            read = alternative.split()
            spelled = normalise(read).words
            if spelled in known:
                continue
            known.add(spelled)
            places, differs = _aligned(texts[begin:end], read, begin)
            pauses = [start - before for start in starts if before < start <= begin]
            pauses += [start - end + begin - before + len(read) for start in starts if end <= start < after]
            yield _version(
                rank,
                number,
                (*texts[before:begin], *read, *texts[end:after]),
                (*((i, i + 1) for i in range(before, begin)), *places, *((i, i + 1) for i in range(end, after))),
                (*(False,) * (begin - before), *differs, *(False,) * (after - end)),
                pauses,
            )


def _starts(segments: Sequence[Segment]) -> list[int]:
    """The first word of every segment but the first."""
    starts, at = [], 0
    for segment in segments[:-1]:
        at += len(segment.words)
        starts.append(at)
    return starts


def _version(
    rank: int,
    segment: int | None,
    texts: tuple[str, ...],
    places: tuple[Place, ...],
    differs: tuple[bool, ...],
    starts: Sequence[int],
) -> Version:
    normal = normalise(texts)
    pauses = {bisect_right(normal.source, start - 1) - 1 for start in [*starts, len(texts)]}
    return Version(rank, segment, texts, places, differs, normal, normal.ends | pauses)


def _aligned(best: Sequence[str], read: Sequence[str], begin: int) -> tuple[list[Place], list[bool]]:
    """Where each word read stands in the best reading, by the fewest words changed, added and left out."""
    places: list[Place] = []
    differs: list[bool] = []
    for step in Levenshtein.opcodes(best, read):
        for i in range(step.dest_end - step.dest_start):
            first = begin + min(step.src_start + i, step.src_end)
            places.append((first, min(first + 1, begin + step.src_end)))
            differs.append(step.tag != "equal")
    return places, differs
