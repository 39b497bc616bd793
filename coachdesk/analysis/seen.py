"""Where targets are seen in an answer: in what is shown and in the recognizer's other readings of each stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachdesk.analysis.confidence import Clues
from coachdesk.analysis.cues import CueBook, Hit
from coachdesk.analysis.heard import Heard, Segment
from coachdesk.analysis.readings import Place, Version, others, shown
from coachdesk.analysis.targets import Target

_ASKING = frozenset(
    "what how why who where when which whose do does did is are was can could would will should have has may help tell "
    "walk".split()
)
"""A key point that begins with one of these is asked, and no "not" before it takes that back."""

UNLESS_REACH = 12
"""Words between a finding and an ``unless`` cue that cancels it: about one sentence of speech."""


Owner = tuple[Target, bool]
"""A target, and whether the cue is one of its ``unless``."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A cue's words in one reading: ``place`` is where they stand in the shown transcript, ``is_shown`` whether there
    too. ``cancelled``: what a "not" takes back, or what stands beside one of the target's ``unless`` cues."""

    evidence: str
    place: Place
    is_shown: bool
    clues: Clues
    cue: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class _Match:
    hit: Hit
    version: Version
    first: int
    last: int
    cancelled: bool

    @property
    def place(self) -> Place:
        return self.version.place(self.first, self.last)

    @property
    def differs(self) -> bool:
        return any(self.version.differs[self.first : self.last + 1])


def look(book: CueBook[Owner], wanted: Sequence[Target], heard: Heard) -> dict[Target, list[Seen]]:
    """Every place at which a target is seen, with what speaks for it; targets in the order given."""
    best = shown(heard)
    matches = {target: [*found] for target, found in _matches(book, wanted, best).items()}
    stretches = _stretches(heard.segments)
    readings = [1] * len(stretches)
    votes: dict[Target, list[int]] = {target: [0] * len(stretches) for target in wanted}
    for target, found in matches.items():
        _vote(votes[target], found, stretches, range(len(stretches)))
    for version in others(heard):
        assert version.segment is not None
        readings[version.segment] += 1
        for target, found in _matches(book, wanted, version).items():
            _vote(votes[target], found, stretches, (version.segment,))
            matches[target] += [match for match in found if match.differs]
    shares = {target: [vote / all_ for vote, all_ in zip(votes[target], readings, strict=True)] for target in wanted}
    return {
        target: [_seen(match, shares[target], stretches, heard) for match in found] for target, found in matches.items()
    }


def _matches(book: CueBook[Owner], wanted: Sequence[Target], version: Version) -> dict[Target, list[_Match]]:
    hits = book.search(version.normal.words, version.ends)
    result = {}
    for target in wanted:
        cancelling = hits.get((target, True), [])
        result[target] = [
            _Match(
                hit,
                version,
                version.normal.source[hit.start],
                version.normal.source[hit.end - 1],
                _is_negated(target, hit, version.normal.words) or any(_is_near(hit, other) for other in cancelling),
            )
            for hit in hits.get((target, False), ())
        ]
    return result


def _stretches(segments: Sequence[Segment]) -> list[Place]:
    """First and last (excluded) word of every segment."""
    result, at = [], 0
    for segment in segments:
        result.append((at, at + len(segment.words)))
        at += len(segment.words)
    return result


def _vote(votes: list[int], found: Sequence[_Match], stretches: Sequence[Place], segments: Sequence[int]) -> None:
    """One reading speaks once for each segment in which it has the target."""
    places = [match.place for match in found if not match.cancelled]
    for number in segments:
        votes[number] += any(_touches(place, stretches[number]) for place in places)


def _touches(place: Place, stretch: Place) -> bool:
    first, end = place
    if first == end:
        return stretch[0] <= first <= stretch[1]
    return first < stretch[1] and stretch[0] < end


def _seen(match: _Match, shares: Sequence[float], stretches: Sequence[Place], heard: Heard) -> Seen:
    place = match.place
    words = heard.words[place[0] : place[1]]
    sure = [word.confidence for word in words if word.confidence is not None]
    version = match.version
    return Seen(
        " ".join(version.texts[match.first : match.last + 1]),
        place,
        version.rank == 0,
        Clues(
            version.rank,
            max((share for share, each in zip(shares, stretches, strict=True) if _touches(place, each)), default=0.0),
            match.hit.similarity,
            match.hit.end - match.hit.start,
            sum(sure) / len(sure) if sure else None,
        ),
        match.hit.cue,
        match.cancelled,
    )


def _is_negated(target: Target, hit: Hit, words: Sequence[str]) -> bool:
    """A "not" cancels a red flag that follows it closely, and a key point that follows at once and is no question."""
    if hit.negation is None:
        return False
    if target.kind == "red_flag":
        return True
    return hit.negation == 0 and words[hit.start] not in _ASKING


def _is_near(hit: Hit, other: Hit) -> bool:
    return other.start - hit.end <= UNLESS_REACH and hit.start - other.end <= UNLESS_REACH
