"""The figures by which findings are judged, against published values and cases that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coachdesk.analysis.confidence import SPHINX, Clues
from coachdesk.analysis.findings import Certainty, Finding
from coachdesk.analysis.heard import typed
from coachdesk.analysis.targets import Target
from coachdesk.scenario.model import FindingKind
from tests.bench.answers import Answer
from tests.bench.calibrate import Pair, fit
from tests.bench.scores import Outcome, bins, calibration_error, score, wilson


def outcome(name: str, is_there: bool, certainty: Certainty | None, kind: FindingKind = "key_point") -> Outcome:
    answer = Answer(name, "move", frozenset({"move"} if is_there else ()), frozenset(), None, "words")
    found = None
    if certainty is not None:
        found = Finding(kind, "move", "move", "words", (0, 1), None, None, 0.5, "words", certainty)
    return Outcome(answer, typed("words"), "move", kind, is_there, found)


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_newcombe_1998(hits: int, tries: int, low: float, high: float) -> None:
    assert wilson(hits, tries) == pytest.approx((low, high), abs=0.0001)


def test_what_is_asked_is_no_hit_and_no_false_alarm_and_missed_where_it_was_there() -> None:
    outcomes = [
        outcome("a", True, "heard"),
        outcome("b", True, "probably"),
        outcome("c", False, "heard"),
        outcome("d", True, None),
        outcome("e", False, None),
        outcome("f", True, "unsure", "red_flag"),
        outcome("g", False, "unsure", "red_flag"),
    ]
    found = score(outcomes)
    assert (found.right, found.wrong, found.missed, found.asked, found.asked_rightly) == (2, 1, 2, 2, 1)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 1 / 2, 4 / 7))
    assert found.f1_interval[0] < found.f1 < found.f1_interval[1]
    assert score(outcomes) == found


def test_the_calibration_error_is_the_mean_distance_of_what_was_said_from_what_is_right() -> None:
    table = bins([(0.95, True), (0.95, True), (0.55, False), (0.55, True)])
    assert [(each.count, each.right) for each in table] == [(2, 0.5), (2, 1.0)]
    assert calibration_error(table) == pytest.approx((0.05 + 0.05) / 2)


def test_a_fit_finds_the_curve_that_the_examples_were_drawn_from_and_drops_what_can_only_be_noise() -> None:
    draw = np.random.default_rng(3)
    drawn_from = replace(SPHINX, base=-1.0, per_log_rank=-0.7, per_share=3.0, per_unlikeness=0.0, per_sure=0.0)
    target = Target("key_point", "move", "move", "", "", 1.0, ())
    answer = Answer("a", "move", frozenset(), frozenset(), None, "")
    pairs = []
    for _ in range(6000):
        rank, share, words = int(draw.integers(0, 30)), float(draw.random()), int(draw.integers(1, 8))
        clues = Clues(rank, share, 1.0, words, float(draw.random()))
        said = drawn_from.confidence(clues)
        for is_own in (True, False):
            pairs.append(Pair(answer, target, is_own, bool(draw.random() < said), (clues,)))
    found = fit(pairs, SPHINX)
    assert found.base == pytest.approx(-1.0, abs=0.2)
    assert found.per_log_rank == pytest.approx(-0.7, abs=0.1)
    assert found.per_share == pytest.approx(3.0, abs=0.2)
    assert found.per_unlikeness == 0.0
    turned = [replace(pair, is_there=not pair.is_there) for pair in pairs]
    assert fit(turned, SPHINX).per_share == 0.0
