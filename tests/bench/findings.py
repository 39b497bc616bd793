"""How well moves are found in labelled answers, as they are typed and as they are heard.

Own: each move in its own answers. Cross: every move in every answer. Step: in play, the moves that a step of a
scenario looks for, in every answer of one of them. Pairs about which the labellers disagree are left out of all three.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from coachdesk.analysis.confidence import Calibration, calibration
from coachdesk.analysis.findings import Finding
from coachdesk.analysis.heard import Heard
from coachdesk.analysis.targets import Target, of_move, targets
from coachdesk.errors import WrongUse
from coachdesk.services.library import Library, load_library
from tests.bench import answers
from tests.bench.answers import Answer, Given, Material
from tests.bench.measure import Counted, Result, Scored
from tests.bench.scores import Outcome, Score, bins, calibration_error, score

BARS = {("text", "own"): 0.92, ("text", "cross"): 0.86, ("speech", "own"): 0.88, ("speech", "cross"): 0.82}
LEAST_F1_OF_A_MOVE = 0.75
RED_FLAG_PRECISION = 0.95

Way = Callable[[Library, Sequence[Given], Calibration], list[Outcome]]


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    material = answers.material(chosen)
    if chosen.misses and material.is_held_out:
        raise WrongUse("What is held out may be measured, not read.", "Name tables with --answers.")
    if not all(table.exists() for table in material.tables):
        yield Counted("findings", "F1", float("nan"), "", None, "not measured: the answers are not here")
        return
    library = load_library()
    text = material.typed()
    known(library, text)
    yield from _measure("text", material, library, text, "typed", chosen)
    if material.speech is None:
        return
    recognizer = answers.recognizer(chosen)
    speech = material.heard(recognizer)
    name = recognizer.name
    what = f"answers heard by {name.engine} ({name.model}, language {name.language_hash}), {material.says}"
    yield Counted("findings", what, answers.ids(speech), f"of {len(text)} answers", None)
    yield from _measure("speech", material, library, speech, name.engine, chosen)


def known(library: Library, given: Sequence[Given]) -> None:
    """Raises WrongUse where the answers are of moves that the library does not have."""
    if unknown := sorted({answer.move for answer, _ in given} - library.moves.keys()):
        raise WrongUse(f"The library has no moves {', '.join(unknown)}, of which there are answers.")


def _measure(
    medium: str, material: Material, library: Library, given: Sequence[Given], engine: str, chosen: argparse.Namespace
) -> Iterator[Result]:
    for way, find in WAYS.items():
        outcomes = find(library, given, calibration(engine))
        what = f"{material.says}: {medium}, {way}"
        yield _f1(what, outcomes, BARS.get((medium, way)))
        yield _red_flags(what, outcomes, RED_FLAG_PRECISION if medium == "speech" else None)
        if way == "own":
            yield _weak_moves(what, outcomes, bar=0.0 if medium == "text" else None)
        if medium == "speech":
            yield _calibration(what, outcomes)
        if chosen.table or chosen.json:
            for move, of_it in by_move(outcomes).items():
                yield _f1(f"{what}: {move}", of_it, None)
        if chosen.misses:
            _list_misses(what, outcomes)


def own(library: Library, given: Sequence[Given], calibrated: Calibration) -> list[Outcome]:
    finds = library.finder.find_targets
    outcomes: list[Outcome] = []
    for answer, heard in given:
        target = of_move(library.moves[answer.move])
        outcomes += _outcomes(answer, heard, [target], finds([target], heard, calibrated))
    return outcomes


def cross(library: Library, given: Sequence[Given], calibrated: Calibration) -> list[Outcome]:
    every = [of_move(move) for move in library.moves.values()]
    return [
        outcome
        for answer, heard in given
        for outcome in _outcomes(answer, heard, every, library.finder.find_targets(every, heard, calibrated))
    ]


def step(library: Library, given: Sequence[Given], calibrated: Calibration) -> list[Outcome]:
    steps = [targets(step, library.moves) for each in library.scenarios.values() for step in each.steps.values()]
    outcomes: list[Outcome] = []
    for answer, heard in given:
        for wanted in steps:
            if any(target.move == answer.move for target in wanted):
                outcomes += _outcomes(answer, heard, wanted, library.finder.find_targets(wanted, heard, calibrated))
    return outcomes


WAYS: dict[str, Way] = {"own": own, "cross": cross, "step": step}


def _outcomes(answer: Answer, heard: Heard, wanted: Sequence[Target], found: Sequence[Finding]) -> Iterator[Outcome]:
    by_name = {finding.name: finding for finding in found}
    for target in wanted:
        if target.move is not None and (truth := answer.truth(target.move)) is not None:
            yield Outcome(answer, heard, target.move, target.kind, truth, by_name.get(target.name))


def by_move(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    def move(outcome: Outcome) -> str:
        return outcome.move

    return {name: list(of_it) for name, of_it in groupby(sorted(outcomes, key=move), key=move)}


def _f1(what: str, outcomes: Sequence[Outcome], bar: float | None) -> Result:
    found = score(outcomes)
    note = f"{found.says_precision}, {found.says_recall}; {_counts(found, outcomes)}"
    return Scored("findings", f"{what}: F1", found.f1, found.f1_interval, bar, note)


def _counts(found: Score, outcomes: Sequence[Outcome]) -> str:
    of = f"{len(outcomes)} pairs of {len({outcome.answer.id for outcome in outcomes})} answers"
    return f"{found.right} right, {found.wrong} wrong, {found.missed} missed in {of}"


def _red_flags(what: str, outcomes: Sequence[Outcome], bar: float | None) -> Result:
    flags = [outcome for outcome in outcomes if outcome.kind == "red_flag"]
    found = score(flags)
    note = f"{found.says_recall}, F1 {found.f1:.3f}; {_counts(found, flags)}; {found.says_asked}"
    return Scored("findings", f"{what}: red flags: precision", found.precision, found.precision_interval, bar, note)


def _weak_moves(what: str, outcomes: Sequence[Outcome], bar: float | None) -> Result:
    f1 = {move: score(of_it).f1 for move, of_it in by_move(outcomes).items()}
    weak = [f"{move} {value:.2f}" for move, value in sorted(f1.items()) if value < LEAST_F1_OF_A_MOVE]
    return Counted("findings", f"{what}: F1 under {LEAST_F1_OF_A_MOVE}", len(weak), "moves", bar, ", ".join(weak))


def _calibration(what: str, outcomes: Sequence[Outcome]) -> Result:
    found = bins((each.finding.confidence, each.is_there) for each in outcomes if each.finding is not None)
    note = "confidence/share right/findings: " + ", ".join(f"{b.said:.2f}/{b.right:.2f}/{b.count}" for b in found)
    error = round(calibration_error(found), 3)
    return Counted("findings", f"{what}: calibration error", error, "", None, note)


def _list_misses(what: str, outcomes: Sequence[Outcome]) -> None:
    """What is missed and what is found wrongly, on standard error: it is not a figure."""
    for each in outcomes:
        if each.is_said == each.is_there:
            continue
        verdict = "MISSED" if each.is_there else "WRONG"
        if each.is_asked:
            verdict = "ASKED"
        print(f"{verdict} {what}: {each.move} in {each.answer.id}: {each.answer.text}", file=sys.stderr)
        if each.heard.sound is not None:
            print(f"    heard: {each.heard.text}", file=sys.stderr)
        if (found := each.finding) is not None:
            says = f"{found.confidence:.2f} {found.certainty}: '{found.evidence}', cue: {found.cue}"
            print(f"    {says}", file=sys.stderr)
