"""What was found in an answer: key points and red flags, each with the words that are its evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from coachdesk.analysis.cue_parser import CueError
from coachdesk.analysis.cues import Cue, CueBook, Hit
from coachdesk.analysis.heard import Heard, Word
from coachdesk.analysis.normalise import Normal, normalise
from coachdesk.scenario.model import FindingKind, KeyPoint, Move, RedFlag, Scenario, Step

_ASKING = frozenset(
    "what how why who where when which whose do does did is are was can could would will should have has may help tell "
    "walk".split()
)
"""A key point that begins with one of these is asked, and no "not" before it takes that back."""

NEAR_SHARE = 0.75
"""What is left of a finding's confidence where a word was only nearly right, before its likeness is counted."""


UNLESS_REACH = 12
"""Words between a finding and an ``unless`` cue that cancels it: about one sentence of speech."""


class Lists(Protocol):
    """Where moves and word lists are looked up."""

    @property
    def moves(self) -> Mapping[str, Move]: ...

    @property
    def word_lists(self) -> Mapping[str, Sequence[str]]: ...


@dataclass(frozen=True, slots=True)
class Target:
    """A key point or red flag of one step, with all that is needed to find it and to speak of it."""

    kind: FindingKind
    name: str
    move: str | None
    says: str
    why: str
    weight: float
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A key point or red flag seen in an answer.

    ``words`` are the first and last (excluded) word of the transcript that are its evidence; times are seconds from
    the start of the answer, None where it was typed. Confidence is 0 to 1 and not yet calibrated: the mean confidence
    of the words, less where a word was only nearly right. ``cancelled``: what a "not" takes back, or what stands beside
    one of the move's ``unless`` cues.
    """

    kind: FindingKind
    name: str
    move: str | None
    evidence: str
    words: tuple[int, int]
    start_s: float | None
    end_s: float | None
    confidence: float
    cue: str
    cancelled: bool = False


def of_move(move: Move) -> Target:
    """A move by itself, outside any scenario."""
    return Target(move.kind, move.id, move.id, move.says, move.why, 1.0, move.cues, move.unless)


def targets(step: Step, moves: Mapping[str, Move]) -> list[Target]:
    """The key points, then the red flags, of a step, in the order of the file. Unknown moves are left out."""
    result: list[Target] = []
    kinds: tuple[tuple[FindingKind, Mapping[str, KeyPoint | RedFlag]], ...] = (
        ("key_point", step.key_points),
        ("red_flag", step.red_flags),
    )
    for kind, entries in kinds:
        for name, entry in entries.items():
            move = moves.get(entry.move) if entry.move else None
            cues = (*(move.cues if move else ()), *entry.cues, *entry.also)
            says = entry.says or (move.says if move else name)
            why = (entry.why if isinstance(entry, RedFlag) else None) or (move.why if move else "")
            weight = entry.weight if isinstance(entry, KeyPoint) else 0.0
            unless = move.unless if move else ()
            result.append(Target(kind, name, entry.move, says, why, weight, cues, unless))
    return result


_Owner = tuple[Target, bool]
"""A target, and whether the cue is one of its ``unless``."""


@dataclass
class Finder:
    """Finds moves in answers. Compiles each cue once, each step's book when it is first asked for."""

    library: Lists
    _cues: dict[str, Cue | None] = field(default_factory=dict)
    _books: dict[tuple[Target, ...], CueBook[_Owner]] = field(default_factory=dict)

    def find(self, step: Step, heard: Heard) -> list[Finding]:
        """The best finding of each key point and red flag of the step, in the order of the file."""
        return self.find_targets(targets(step, self.library.moves), heard)

    def prepare(self, step: Step) -> None:
        """Compile a step's cues now, so that its first answer need not wait for them."""
        self._book(tuple(targets(step, self.library.moves)))

    def find_targets(self, wanted: Sequence[Target], heard: Heard, *, with_cancelled: bool = False) -> list[Finding]:
        """The best finding of each target. One that is cancelled is left out, unless ``with_cancelled``."""
        words = heard.words
        normal = normalise(word.text for word in words)
        hits = self._book(tuple(wanted)).search(normal.words, normal.ends | _pauses(heard, normal))
        result = []
        for target in wanted:
            cancelling = hits.get((target, True), [])
            findings = [_finding(target, hit, cancelling, normal, words) for hit in hits.get((target, False), ())]
            if not with_cancelled:
                findings = [finding for finding in findings if not finding.cancelled]
            if findings:
                result.append(max(findings, key=_worth))
        return result

    def cue(self, text: str) -> Cue | None:
        """A compiled cue, None where it cannot be read (which `check` reports)."""
        if text not in self._cues:
            try:
                self._cues[text] = Cue(text, self.library.word_lists)
            except CueError:
                self._cues[text] = None
        return self._cues[text]

    def _book(self, wanted: tuple[Target, ...]) -> CueBook[_Owner]:
        book = self._books.get(wanted)
        if book is None:
            owned = [((target, False), text) for target in wanted for text in target.cues]
            owned += [((target, True), text) for target in wanted for text in target.unless]
            pairs = ((owner, self.cue(text)) for owner, text in owned)
            book = self._books[wanted] = CueBook((owner, cue) for owner, cue in pairs if cue is not None)
        return book


def _worth(finding: Finding) -> tuple[bool, float, int, int]:
    """What makes one finding better evidence than another: that it counts, is sure, comes early, says much."""
    first, end = finding.words
    return not finding.cancelled, finding.confidence, -first, end - first


def _pauses(heard: Heard, normal: Normal) -> frozenset[int]:
    """Words before a pause, over which a "not" does not reach either; in speech there are no full stops."""
    last, ends = -1, set()
    for segment in heard.segments:
        last += len(segment.words)
        ends.add(bisect_right(normal.source, last) - 1)
    return frozenset(ends)


def _finding(target: Target, hit: Hit, cancelling: Sequence[Hit], normal: Normal, words: Sequence[Word]) -> Finding:
    first, last = normal.source[hit.start], normal.source[hit.end - 1]
    evidence = words[first : last + 1]
    sure = [word.confidence for word in evidence if word.confidence is not None]
    confidence = sum(sure) / len(sure) if sure else 1.0
    if hit.similarity < 1:
        confidence *= NEAR_SHARE * hit.similarity
    return Finding(
        target.kind,
        target.name,
        target.move,
        " ".join(word.text for word in evidence),
        (first, last + 1),
        evidence[0].start_s,
        evidence[-1].end_s,
        round(confidence, 3),
        hit.cue,
        _is_negated(target, hit, normal.words) or any(_is_near(hit, other) for other in cancelling),
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """Key points made and possible on the way taken: by count, and by weight as a share from 0 to 1."""

    made: int
    possible: int
    share: float | None


def coverage(scenario: Scenario, found_by_step: Sequence[tuple[str, frozenset[str]]]) -> Coverage:
    """How much of what could be said was said, over the answers given; a step answered twice counts twice."""
    made = possible = 0
    made_weight = possible_weight = 0.0
    for step, found in found_by_step:
        for name, point in scenario.steps[step].key_points.items():
            possible += 1
            possible_weight += point.weight
            if name in found:
                made += 1
                made_weight += point.weight
    return Coverage(made, possible, round(made_weight / possible_weight, 4) if possible else None)
