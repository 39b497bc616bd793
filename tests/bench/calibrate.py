"""Fits the confidence of findings, and from where on they are asserted, to answers spoken for tuning.

Prints numbers for `coachdesk/analysis/confidence.py`, and what they are worth on moves that they were not fitted on.
The example is the best candidate of a move in an answer: own (each move in its own answers) with weight 1, cross (every
move in every answer) with the weight that gives all of cross as much say as all of own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from coachdesk.analysis.confidence import Calibration, Clues, calibration
from coachdesk.analysis.targets import Target, of_move
from coachdesk.errors import WrongUse
from coachdesk.services.library import Library, load_library
from tests.bench import answers
from tests.bench.answers import Answer, Given
from tests.bench.findings import RED_FLAG_PRECISION, known
from tests.bench.measure import Counted, Result, Scored
from tests.bench.scores import Bin, bins, calibration_error, wilson

FOLDS = 5
_RIDGE = 1.0
"""On standardised clues: as if a few examples had said that a clue tells nothing."""
_ROUNDS = 8
_NEWTON_STEPS = 50
_SIGNS = {"per_log_rank": -1, "per_share": 1, "per_unlikeness": -1, "per_log_words": 1, "per_sure": 1}
"""What each clue can only mean; one that comes out the other way is noise, and is left out."""
ASKED_RIGHTLY = 0.5
"""A question that is more often answered no than yes accuses; so it is not asked. Nor is one about what is less than
half as sure as what is asserted: few likely ones would carry along many unlikely ones."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A move looked for in an answer, with the clues of all candidates; without any it cannot be found."""

    answer: Answer
    target: Target
    is_own: bool
    is_there: bool
    candidates: tuple[Clues, ...]


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    material = answers.material(chosen)
    if material.is_held_out or material.speech is None:
        raise WrongUse("What is held out is not for tuning.", "Name tables with --answers and speech with --speech.")
    recognizer = answers.recognizer(chosen)
    library = load_library()
    given = material.heard(recognizer)
    known(library, given)
    start = calibration(recognizer.name.engine)
    pairs = _pairs(library, given)
    fitted = fit(pairs, start)
    if not chosen.json:
        print(f"calibrate: {recognizer.name.engine}, language {recognizer.name.language_hash}: {_call(fitted)}")
    yield from _report("all answers, seen in fitting", [(pair, fitted) for pair in pairs])
    yield from _report(
        f"each fifth of the moves by a fit on the others ({FOLDS} folds)", _cross_validated(pairs, start)
    )
    yield from _report("as it is now", [(pair, start) for pair in pairs])


def _pairs(library: Library, given: Sequence[Given]) -> list[Pair]:
    every = [of_move(move) for move in library.moves.values()]
    pairs = []
    for answer, heard in given:
        own = of_move(library.moves[answer.move])
        for wanted in ([own], every):
            for target, seen in library.finder.look(wanted, heard).items():
                if (truth := answer.truth(target.name)) is not None:
                    candidates = tuple(each.clues for each in seen if not each.cancelled)
                    pairs.append(Pair(answer, target, wanted is not every, truth, candidates))
    return pairs


def fit(pairs: Sequence[Pair], start: Calibration) -> Calibration:
    """Weights and thresholds. Which candidate is the best depends on the weights, so both are found in turn."""
    with_any = [pair for pair in pairs if pair.candidates]
    own = sum(pair.is_own for pair in with_any)
    cross_weight = own / max(1, len(with_any) - own)
    weights = np.array([1.0 if pair.is_own else cross_weight for pair in with_any])
    there = np.array([pair.is_there for pair in with_any], float)
    fitted = start
    chosen: list[Clues] = []
    for _ in range(_ROUNDS):
        best = [max(pair.candidates, key=fitted.confidence) for pair in with_any]
        if best == chosen:
            break
        chosen = best
        fitted = replace(fitted, **_fit_weights(np.array([_row(clues) for clues in best]), there, weights))
    return _with_thresholds(pairs, fitted)


def _row(clues: Clues) -> list[float]:
    """In the order of ``_SIGNS``, and as `Calibration.confidence` takes them."""
    sure = 0.5 if clues.sure is None else clues.sure
    return [log(1 + clues.rank), clues.share, 1 - clues.similarity, log(clues.words), sure]


def _fit_weights(clues: np.ndarray, there: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    kept = [i for i in range(len(_SIGNS)) if clues[:, i].std() > 0]
    names, signs = [*_SIGNS], [*_SIGNS.values()]
    while True:
        base, slopes = _logistic(clues[:, kept], there, weights)
        wrong = [(slopes[k] * signs[i], i) for k, i in enumerate(kept) if slopes[k] * signs[i] < 0]
        if not wrong:
            break
        kept.remove(min(wrong)[1])
    result = dict.fromkeys(names, 0.0) | {names[i]: float(slopes[k]) for k, i in enumerate(kept)}
    return {"base": base} | result


def _logistic(clues: np.ndarray, there: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Base and slopes by iteratively reweighted least squares with a ridge on the standardised slopes."""
    middle, spread = clues.mean(axis=0), clues.std(axis=0)
    rows = np.column_stack([np.ones(len(clues)), (clues - middle) / spread])
    ridge = np.diag([0.0, *[_RIDGE] * clues.shape[1]])
    found = np.zeros(rows.shape[1])
    for _ in range(_NEWTON_STEPS):
        said = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weights * (there - said)) - ridge @ found
        curve = (rows.T * (weights * np.maximum(said * (1 - said), 1e-6))) @ rows + ridge
        step = np.linalg.solve(curve, slope)
        found = found + step
        if np.abs(step).max() < 1e-8:
            break
    slopes = found[1:] / spread
    return float(found[0] - slopes @ middle), slopes


def _with_thresholds(pairs: Sequence[Pair], fitted: Calibration) -> Calibration:
    """Key points from where the mean of own and cross F1 is the highest. Red flags from the lowest confidence from
    which on enough of them are right, own and cross each; asked from the lowest from which on enough questions are
    answered yes."""
    points = [pair for pair in pairs if pair.target.kind == "key_point"]
    flags = [pair for pair in pairs if pair.target.kind == "red_flag"]
    marks = [round(mark, 2) for mark in np.arange(0.05, 1.0, 0.01)]
    point_at = max(marks, key=lambda mark: _mean_f1(points, fitted, mark))
    flag_at = next((mark for mark in marks if _least_precision(flags, fitted, mark) >= RED_FLAG_PRECISION), marks[-1])
    below = [
        mark
        for mark in marks
        if flag_at / 2 <= mark < flag_at and _share_right(flags, fitted, mark, flag_at) >= ASKED_RIGHTLY
    ]
    return replace(fitted, key_point_at=point_at, red_flag_at=flag_at, ask_at=min(below, default=flag_at))


def _confidence(pair: Pair, fitted: Calibration) -> float:
    return max(map(fitted.confidence, pair.candidates), default=0.0)


def _mean_f1(pairs: Sequence[Pair], fitted: Calibration, mark: float) -> float:
    halves = [[pair for pair in pairs if pair.is_own is own] for own in (True, False)]
    return sum(_f1([(pair, _confidence(pair, fitted) >= mark) for pair in half]) for half in halves) / len(halves)


def _f1(said: Sequence[tuple[Pair, bool]]) -> float:
    right = sum(pair.is_there and is_said for pair, is_said in said)
    return 2 * right / max(1, sum(int(pair.is_there) + int(is_said) for pair, is_said in said))


def _least_precision(pairs: Sequence[Pair], fitted: Calibration, mark: float) -> float:
    return min(
        _share_right([pair for pair in pairs if pair.is_own is own], fitted, mark, float("inf"))
        for own in (True, False)
    )


def _share_right(pairs: Sequence[Pair], fitted: Calibration, low: float, high: float) -> float:
    there = [pair.is_there for pair in pairs if low <= _confidence(pair, fitted) < high]
    return sum(there) / len(there) if there else 0.0


def _cross_validated(pairs: Sequence[Pair], start: Calibration) -> list[tuple[Pair, Calibration]]:
    """Every pair of an answer with a fit that saw no answer written for that answer's move."""
    moves = sorted({pair.answer.move for pair in pairs})
    fold = {move: i % FOLDS for i, move in enumerate(moves)}
    fits = [fit([pair for pair in pairs if fold[pair.answer.move] != i], start) for i in range(FOLDS)]
    return [(pair, fits[fold[pair.answer.move]]) for pair in pairs]


def _report(what: str, pairs: Sequence[tuple[Pair, Calibration]]) -> Iterator[Result]:
    for way, is_own in (("own", True), ("cross", False)):
        said, confidences, asked = [], [], []
        for pair, fitted in pairs:
            if pair.is_own is not is_own:
                continue
            confidence = _confidence(pair, fitted)
            is_flag = pair.target.kind == "red_flag"
            is_said = confidence >= (fitted.red_flag_at if is_flag else fitted.key_point_at)
            said.append((pair, is_said))
            if is_flag and fitted.ask_at <= confidence < fitted.red_flag_at:
                asked.append(pair.is_there)
            if pair.candidates:
                confidences.append((confidence, pair.is_there))
        flags = [pair.is_there for pair, is_said in said if is_said and pair.target.kind == "red_flag"]
        yield Counted("calibrate", f"TUNING data, {what}: {way}: F1", round(_f1(said), 3), "", None)
        note = f"{len(flags)} asserted; {len(asked)} asked, {sum(asked)} rightly"
        precision = sum(flags) / len(flags) if flags else float("nan")
        yield Scored(
            "calibrate", f"TUNING data, {what}: {way}: red flags: precision", precision,
            wilson(sum(flags), len(flags)), RED_FLAG_PRECISION, note,
        )  # fmt: skip
        table = bins(confidences)
        error = round(calibration_error(table), 3)
        yield Counted("calibrate", f"TUNING data, {what}: {way}: calibration error", error, "", None, _shown(table))


def _shown(table: Sequence[Bin]) -> str:
    return "confidence/share right/candidates: " + ", ".join(f"{b.said:.2f}/{b.right:.2f}/{b.count}" for b in table)


def _call(fitted: Calibration) -> str:
    weights = [f"{each:.2f}" for each in (fitted.base, *(getattr(fitted, name) for name in _SIGNS))]
    marks = [f"{name}={getattr(fitted, name):g}" for name in ("key_point_at", "red_flag_at", "ask_at")]
    return f"Calibration({', '.join([*weights, *marks])})"
