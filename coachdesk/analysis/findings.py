"""What was found in an answer: key points and red flags, each with the words that are its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from coachdesk.analysis.confidence import SPHINX, TYPED, Calibration
from coachdesk.analysis.cue_parser import CueError
from coachdesk.analysis.cues import Cue, CueBook
from coachdesk.analysis.heard import Heard
from coachdesk.analysis.readings import Place
from coachdesk.analysis.seen import Owner, Seen, look
from coachdesk.analysis.targets import Target, targets
from coachdesk.scenario.model import FindingKind, Move, Scenario, Step

Certainty = Literal["heard", "probably", "unsure"]
"""Heard: the evidence stands in the shown transcript. Probably: it stands in another reading of that stretch. Unsure:
a red flag that is too uncertain to be asserted, so that it is asked."""


class Lists(Protocol):
    """Where moves and word lists are looked up."""

    @property
    def moves(self) -> Mapping[str, Move]: ...

    @property
    def word_lists(self) -> Mapping[str, Sequence[str]]: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """A key point or red flag seen in an answer.

    ``evidence`` are the words read. ``words`` are the first and last (excluded) word of the shown transcript in whose
    place they stand; times are seconds from the start of the answer, None where it was typed. Confidence is 0 to 1
    (see `confidence`). ``cancelled``: what a "not" takes back, or what stands beside one of the move's ``unless`` cues.
    """

    kind: FindingKind
    name: str
    move: str | None
    evidence: str
    words: Place
    start_s: float | None
    end_s: float | None
    confidence: float
    cue: str
    certainty: Certainty = "heard"
    cancelled: bool = False

    @property
    def counts(self) -> bool:
        """Whether it steers the talk and is told of as a fact."""
        return not self.cancelled and self.certainty != "unsure"


@dataclass
class Finder:
    """Finds moves in answers. Compiles each cue once, each step's book when it is first asked for."""

    library: Lists
    _cues: dict[str, Cue | None] = field(default_factory=dict)
    _books: dict[tuple[Target, ...], CueBook[Owner]] = field(default_factory=dict)

    def find(self, step: Step, heard: Heard, calibration: Calibration | None = None) -> list[Finding]:
        """The best finding of each key point and red flag of the step, in the order of the file."""
        return self.find_targets(targets(step, self.library.moves), heard, calibration)

    def prepare(self, step: Step) -> None:
        """Compile a step's cues now, so that its first answer need not wait for them."""
        self._book(tuple(targets(step, self.library.moves)))

    def find_targets(
        self,
        wanted: Sequence[Target],
        heard: Heard,
        calibration: Calibration | None = None,
        *,
        with_cancelled: bool = False,
    ) -> list[Finding]:
        """The best finding of each target that is sure enough; one that is cancelled only ``with_cancelled``.

        ``calibration`` is that of the engine that heard the answer (default: PocketSphinx's, or that of typed words).
        """
        calibration = calibration or (TYPED if heard.sound is None else SPHINX)
        result = []
        for target, seen in self.look(wanted, heard).items():
            found = [_finding(target, one, heard, calibration) for one in seen if with_cancelled or not one.cancelled]
            if found and (best := max(found, key=_worth)).confidence >= _asserted_at(target, calibration)[1]:
                result.append(best)
        return result

    def look(self, wanted: Sequence[Target], heard: Heard) -> dict[Target, list[Seen]]:
        """Every place in every reading of an answer at which a target is seen, whatever speaks for it."""
        return look(self._book(tuple(wanted)), wanted, heard)

    def cue(self, text: str) -> Cue | None:
        """A compiled cue, None where it cannot be read (which `check` reports)."""
        if text not in self._cues:
            try:
                self._cues[text] = Cue(text, self.library.word_lists)
            except CueError:
                self._cues[text] = None
        return self._cues[text]

    def _book(self, wanted: tuple[Target, ...]) -> CueBook[Owner]:
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


def _asserted_at(target: Target, calibration: Calibration) -> tuple[float, float]:
    """From which confidence a target is asserted, and from which it is told of at all."""
    if target.kind == "red_flag":
        return calibration.red_flag_at, calibration.ask_at
    return calibration.key_point_at, calibration.key_point_at


def _finding(target: Target, seen: Seen, heard: Heard, calibration: Calibration) -> Finding:
    confidence = round(calibration.confidence(seen.clues), 3)
    certainty: Certainty = "heard" if seen.is_shown else "probably"
    if confidence < _asserted_at(target, calibration)[0]:
        certainty = "unsure"
    start_s, end_s = _times(seen.place, heard)
    return Finding(
        target.kind, target.name, target.move, seen.evidence, seen.place, start_s, end_s, confidence, seen.cue,
        certainty, seen.cancelled,
    )  # fmt: skip


def _times(place: Place, heard: Heard) -> tuple[float | None, float | None]:
    """When the words in a place were said; what stands between two words is as long as the gap between them."""
    if heard.sound is None:
        return None, None
    words, (first, end) = heard.words, place
    if first < end:
        return words[first].start_s, words[end - 1].end_s
    before = words[first - 1].end_s if first else 0.0
    after = words[first].start_s if first < len(words) else heard.sound.duration_s
    return before, after


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
