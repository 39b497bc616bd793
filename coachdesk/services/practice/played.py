"""The version of a scenario that an attempt is played on, and how far the attempt has come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coachdesk.analysis.findings import Certainty, Coverage, Finder, coverage
from coachdesk.scenario.load import load_text
from coachdesk.scenario.model import Move, Scenario
from coachdesk.scenario.play import MOOD_AT_START
from coachdesk.services.library import Library
from coachdesk.store import digest

if TYPE_CHECKING:
    from coachdesk.store.kept import Answer, KeptAttempt, KeptFinding


@dataclass(frozen=True)
class Played:
    """A scenario with the finder that judges it, as they were when the attempt began."""

    scenario: Scenario
    finder: Finder

    @property
    def moves(self) -> dict[str, Move]:
        return dict(self.finder.library.moves)


@dataclass(frozen=True)
class _KeptLists:
    moves: dict[str, Move]
    word_lists: dict[str, tuple[str, ...]]


def moves_text(library: Library, scenario: Scenario) -> str:
    """The moves and word lists that a scenario uses, as one text to keep with an attempt."""
    named = [point.move for step in scenario.steps.values() for point in step.key_points.values()]
    named += [flag.move for step in scenario.steps.values() for flag in step.red_flags.values()]
    used = sorted({move for move in named if move is not None and move in library.moves})
    kept = {name: library.text_of("move", name) for name in used}
    return json.dumps({"moves": kept, "lists": library.word_lists}, sort_keys=True, ensure_ascii=False)


def played(library: Library, kept: KeptAttempt) -> Played:
    """The scenario of an attempt: the library's where it is still the same, else read from what was kept."""
    current = library.scenarios.get(kept.beginning.scenario_id)
    if current is not None and _is_unchanged(library, current, kept):
        return Played(current, library.finder)
    scenario = load_text(Scenario, kept.scenario_text, kept.beginning.scenario_id)
    value = json.loads(kept.moves_text or "{}")
    moves = {name: load_text(Move, text, name) for name, text in value.get("moves", {}).items()}
    lists = {name: tuple(words) for name, words in value.get("lists", {}).items()}
    return Played(scenario, Finder(_KeptLists(moves, lists)))


def _is_unchanged(library: Library, scenario: Scenario, kept: KeptAttempt) -> bool:
    beginning = kept.beginning
    return (
        digest.of_text(library.text_of("scenario", scenario.id)) == beginning.scenario_hash
        and digest.of_text(moves_text(library, scenario)) == beginning.moves_hash
    )


def made(answer: Answer) -> frozenset[str]:
    """Key points and red flags of an answer: what the machine found, with a person's word above it."""
    names = {f.name for f in answer.findings if f.source == "machine" and f.verdict == "present"}
    for finding in answer.findings:
        if finding.source == "person":
            (names.add if finding.verdict == "present" else names.discard)(finding.name)
    return frozenset(names)


def certainty(answer: Answer, finding: KeptFinding) -> Certainty:
    """How certain the machine was: its evidence is shown, or stands in another reading only, or it has to ask."""
    if finding.verdict == "unsure":
        return "unsure"
    return "heard" if is_shown(answer, finding) else "probably"


def is_shown(answer: Answer, finding: KeptFinding) -> bool:
    """Whether the evidence stands in the transcript, and not only in another reading of that stretch."""
    if finding.first_word is None or finding.end_word is None:
        return False
    return finding.evidence.split() == [w.text for w in answer.heard.words[finding.first_word : finding.end_word]]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an attempt stands: the step or ending it has come to, and what was found on the way."""

    at: str
    position: int
    mood: int
    mood_change: int
    found: dict[str, frozenset[str]]
    visits: dict[str, int]
    coverage: Coverage


def progress(scenario: Scenario, kept: KeptAttempt) -> Progress:
    found: dict[str, frozenset[str]] = {}
    visits: dict[str, int] = {}
    moods = [MOOD_AT_START, *(answer.mood for answer in kept.answers)]
    for answer in kept.answers:
        found[answer.step] = made(answer)
        visits[answer.step] = visits.get(answer.step, 0) + 1
    at = kept.answers[-1].next if kept.answers else None
    return Progress(
        at or kept.beginning.only_step or scenario.start,
        len(kept.answers) + 1,
        moods[-1],
        moods[-1] - moods[-2] if len(moods) > 1 else 0,
        found,
        visits,
        coverage(scenario, [(answer.step, made(answer)) for answer in kept.answers]),
    )
