import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.assessment.rubric import Criterion, Rubric
from coachdesk.assessment.scorecard import LEFT_OUT, Scorecard, problems, score, standing
from coachdesk.assessment.track import PassRules, TrackLevel

ANCHORS = {str(level): f"does it like a {level}" for level in range(1, 6)}


def rubric() -> Rubric:
    return Rubric(
        id="negotiation",
        name="Negotiation",
        skill="negotiation",
        criteria=(
            Criterion(id="listens", name="Listens", about="x", weight=2, anchors=ANCHORS, critical_below=2),
            Criterion(id="trades", name="Trades", about="x", anchors=ANCHORS, may_be_left_out=True),
        ),
    )


@pytest.mark.parametrize(
    ("levels", "percent"),
    [
        ({"listens": 5, "trades": 5}, 100.0),
        ({"listens": 1, "trades": 1}, 0.0),
        ({"listens": 3, "trades": 3}, 50.0),
        ({"listens": 4, "trades": 1}, 50.0),
        ({"listens": 4, "trades": LEFT_OUT}, 75.0),
    ],
)
def test_a_score_is_the_weighted_share_of_the_way_from_one_to_five(levels: dict[str, int], percent: float) -> None:
    counted = score(rubric(), levels)
    assert counted is not None
    assert counted.percent == percent


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_higher_level_never_lowers_the_score(listens: int, trades: int) -> None:
    low = score(rubric(), {"listens": listens, "trades": trades})
    high = score(rubric(), {"listens": min(5, listens + 1), "trades": trades})
    assert low is not None
    assert high is not None
    assert 0 <= low.percent <= high.percent <= 100


def test_a_critical_criterion_fails_below_its_level() -> None:
    failed = score(rubric(), {"listens": 1, "trades": 5})
    assert failed is not None
    assert failed.critical_fails == ("listens",)


def test_with_every_criterion_left_out_there_is_no_score() -> None:
    assert score(rubric(), {"listens": LEFT_OUT, "trades": LEFT_OUT}) is None


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (Scorecard(rubric="negotiation", levels={"listens": 3, "trades": "left out"}), []),
        (
            Scorecard(rubric="negotiation", levels={"listens": "left out", "trades": 3}),
            ["'listens' may not be left out"],
        ),
        (Scorecard(rubric="negotiation", levels={"listens": 3}), ["'trades' is not scored"]),
        (
            Scorecard(rubric="demo", levels={"listens": 3, "trades": 3, "smiles": 5}),
            [
                "the card is for the rubric 'demo', the scenario is scored by 'negotiation'",
                "'smiles' is no criterion of the rubric 'negotiation'",
            ],
        ),
    ],
)
def test_a_card_that_does_not_fit_its_rubric_says_why(card: Scorecard, expected: list[str]) -> None:
    assert problems(card, rubric()) == expected


LEVEL = TrackLevel(
    level="beginner", scenarios=("too-high",), rules=PassRules(score_at_least=60, every_criterion_at_least=2)
)


@pytest.mark.parametrize(
    ("scenario", "levels", "failing"),
    [
        ("too-high", {"listens": 4, "trades": 3}, []),
        ("too-high", {"listens": 3, "trades": 3}, ["the score is at least 60"]),
        ("too-high", {"listens": 5, "trades": 1}, ["every criterion is at least 2"]),
        ("other", {"listens": 5, "trades": 5}, ["the scenario belongs to this level"]),
        ("too-high", {"listens": 1, "trades": 5}, [
            "the score is at least 60", "every criterion is at least 2", "no critical criterion is failed",
        ]),
        ("too-high", None, ["one evaluator has scored it"]),
    ],
)  # fmt: skip
def test_each_rule_of_a_level_is_shown_with_whether_it_holds(
    scenario: str, levels: dict[str, int] | None, failing: list[str]
) -> None:
    rules = standing(LEVEL, scenario, score(rubric(), levels) if levels else None, 1 if levels else 0)
    assert [rule.rule for rule in rules if not rule.holds] == failing


def test_a_level_that_wants_two_evaluators_is_not_met_by_one() -> None:
    level = LEVEL.model_copy(update={"evaluators": 2})
    full = score(rubric(), {"listens": 5, "trades": 5})
    assert [rule.rule for rule in standing(level, "too-high", full, 1) if not rule.holds] == [
        "2 evaluators have scored it"
    ]
    assert all(rule.holds for rule in standing(level, "too-high", full, 2))
