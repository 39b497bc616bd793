"""What an answer does to its drill card, in every kind of attempt, and what changes it later."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from coachdesk.services import drills
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.store.tables import Mode
from tests.drilled import BAD, GOOD, HALF, NOON, at, card_of, drilled, reviews_of


@pytest.mark.parametrize("mode", [mode for mode in get_args(Mode) if mode != "imported"])
def test_an_answer_in_any_kind_of_attempt_moves_its_card(desk: Desk, mode: Mode) -> None:
    drilled(desk, GOOD, rating=4)
    before = card_of(desk)
    on_the_day = before.due + timedelta(hours=3)
    with at(on_the_day):
        turn = attempt.begin(desk, "too-high", mode=mode, only_step="price" if mode == "drill" else None)
        attempt.answer_typed(desk, turn.attempt_id, GOOD)
    after = card_of(desk)
    assert after.due > before.due
    assert after.reviews == 2
    assert reviews_of(desk, after)[-1].mode == mode


def test_the_first_answer_of_a_talk_makes_the_cards_where_nobody_looked_at_drills_yet(desk: Desk) -> None:
    assert drills.due_count(desk, NOON) == 0
    with at(NOON):
        attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    assert drills.due_count(desk, NOON + timedelta(minutes=11)) == 6


def test_a_rating_of_ones_own_changes_the_review_and_adds_none(desk: Desk) -> None:
    proposed = drilled(desk, GOOD)
    assert (proposed.rating, proposed.is_rated, proposed.answer.model_answer) == (3, False, None)
    with at(NOON):
        rated = drills.grade(desk, proposed.attempt_id, 4)
    assert (rated.rating, rated.is_rated) == (4, True)
    assert rated.due > proposed.due
    assert rated.answer.model_answer
    (review,) = reviews_of(desk, rated.card)
    assert (review.rating, review.self_rating, review.coverage) == (4, 4, 1.0)
    assert card_of(desk).due == rated.due == next(c.due for c in proposed.choices if c.rating == 4)


def test_a_correction_changes_the_review_and_adds_none(desk: Desk) -> None:
    missed = drilled(desk, HALF)
    assert missed.rating == 2
    attempt.judge(desk, missed.attempt_id, 1, "acknowledge", said=True)
    (review,) = reviews_of(desk, missed.card)
    assert (review.rating, review.coverage) == (3, 1.0)
    assert drills.result(desk, missed.attempt_id).rating == 3


def test_a_redone_answer_changes_the_review_and_adds_none(desk: Desk) -> None:
    with at(NOON):
        turn = attempt.begin(desk, "too-high")
        attempt.answer_typed(desk, turn.attempt_id, BAD)
        attempt.stop(desk, turn.attempt_id, keep=True)
    first = reviews_of(desk, card_of(desk))
    assert [review.rating for review in first] == [1]
    attempt.answer_typed(desk, turn.attempt_id, GOOD, redoes=1)
    (review,) = reviews_of(desk, card_of(desk))
    assert (review.rating, review.at, review.id) == (3, NOON, first[0].id)
    attempt.rate(desk, turn.attempt_id, 1, 5)
    assert [review.rating for review in reviews_of(desk, card_of(desk))] == [4]


def test_a_skipped_answer_fails_a_drill_and_is_no_review_in_a_talk(desk: Desk) -> None:
    with at(NOON):
        attempt.skip(desk, attempt.begin(desk, "too-high").attempt_id)
    card = card_of(desk)
    assert reviews_of(desk, card) == []
    with at(NOON):
        turn = drills.begin(desk, card.card_id)
        attempt.skip(desk, turn.attempt_id)
    result = drills.result(desk, turn.attempt_id)
    assert (result.rating, result.reason) == (1, "You skipped it.")
    assert [choice.counts_as for choice in result.choices] == [1, 1, 1, 1]


def test_a_discarded_attempt_takes_its_reviews_along(desk: Desk) -> None:
    drilled(desk, GOOD, rating=4)
    before = card_of(desk)
    with at(NOON + timedelta(days=1)):
        turn = attempt.begin(desk, "too-high")
        attempt.answer_typed(desk, turn.attempt_id, BAD)
        assert card_of(desk) != before
        attempt.stop(desk, turn.attempt_id, keep=False)
    assert card_of(desk) == before


def test_a_new_card_whose_only_attempt_was_discarded_is_new_again(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, BAD)
    attempt.stop(desk, turn.attempt_id, keep=False)
    assert card_of(desk).is_new
