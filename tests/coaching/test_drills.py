"""The rules of drills: what an answer is rated, when its card comes again, what is a leech."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.drills import AGAIN, EASY, GOOD, HARD, Review, is_leech, rating_of, state_after

HISTORIES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "data" / "histories.yaml").read_text("utf-8"))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def read(history: list[str]) -> list[Review]:
    reviews = []
    for line in history:
        when, rating = line.split(" ")
        at = datetime.fromisoformat(when)
        reviews.append((at if at.tzinfo else at.replace(tzinfo=UTC), int(rating)))
    return reviews


def test_there_are_twenty_histories() -> None:
    assert len(HISTORIES) == 20


@pytest.mark.parametrize("name", HISTORIES)
def test_the_next_due_date_of_a_history_is_the_one_that_fsrs_gives(name: str) -> None:
    reviews = read(HISTORIES[name])
    card = Card()
    for at, rating in reviews:
        card, _ = Scheduler(enable_fuzzing=False).review_card(card, Rating(rating), at.astimezone(UTC))
    state = state_after(reviews)
    assert state.due == card.due
    assert (state.memory["stability"], state.memory["difficulty"]) == (card.stability, card.difficulty)


@pytest.mark.parametrize(
    ("coverage", "flags", "own", "skipped", "rating"),
    [
        (0.0, 0, None, False, AGAIN), (0.49, 0, None, False, AGAIN), (0.5, 0, None, False, HARD),
        (0.99, 0, None, False, HARD), (1.0, 0, None, False, GOOD), (1.0, 1, None, False, AGAIN),
        (None, 0, None, False, GOOD), (1.0, 0, None, True, AGAIN),
        (1.0, 0, 5, False, EASY), (1.0, 0, 4, False, EASY), (1.0, 0, 3, False, GOOD), (1.0, 0, 1, False, AGAIN),
        (0.5, 0, 5, False, GOOD), (0.5, 0, 2, False, HARD), (0.0, 0, 5, False, HARD), (1.0, 2, 5, False, HARD),
        (0.0, 0, 5, True, AGAIN),
    ],
)  # fmt: skip
def test_an_answer_is_rated_by_what_it_covers_and_a_little_by_the_rep(
    coverage: float | None, flags: int, own: int | None, skipped: bool, rating: int
) -> None:
    assert rating_of(coverage, flags, own, skipped) == rating


coverages = st.none() | st.floats(0, 1)
own_ratings = st.none() | st.integers(1, 5)


@given(coverages, st.integers(0, 3), own_ratings, st.booleans())
def test_every_answer_has_one_of_the_four_ratings(c: float | None, flags: int, own: int | None, skipped: bool) -> None:
    assert rating_of(c, flags, own, skipped) in (AGAIN, HARD, GOOD, EASY)


@given(coverages, st.integers(0, 3), st.integers(1, 5), st.booleans())
def test_the_reps_own_rating_raises_by_one_at_most(c: float | None, flags: int, own: int, skipped: bool) -> None:
    assert rating_of(c, flags, own, skipped) <= rating_of(c, flags, None, skipped) + 1
    assert rating_of(c, flags, own, skipped) <= own


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2), own_ratings)
def test_more_covered_is_never_rated_lower(a: float, b: float, flags: int, own: int | None) -> None:
    less, more = sorted((a, b))
    assert rating_of(less, flags, own, False) <= rating_of(more, flags, own, False)


histories = st.lists(st.tuples(st.integers(0, 500_000), st.integers(1, 4)), min_size=1, max_size=25).map(
    lambda entries: [(MONDAY + timedelta(minutes=minutes), rating) for minutes, rating in entries]
)


@given(histories)
def test_a_card_is_due_after_its_last_review(reviews: list[Review]) -> None:
    assert state_after(reviews).due > max(at for at, _ in reviews)


@given(histories)
def test_the_same_history_comes_to_the_same_state_whatever_the_time_is_now(reviews: list[Review]) -> None:
    assert state_after(reviews) == state_after(tuple(reviews))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=20))
def test_a_history_in_any_order_comes_to_the_same_state(ratings: list[int]) -> None:
    reviews = [(MONDAY + timedelta(days=i), rating) for i, rating in enumerate(ratings)]
    assert state_after(reviews[::-1]) == state_after(reviews)


@given(st.lists(st.integers(1, 4), min_size=0, max_size=12))
def test_a_better_rating_never_brings_a_card_back_sooner(ratings: list[int]) -> None:
    reviews = [(MONDAY + timedelta(days=3 * i), rating) for i, rating in enumerate(ratings)]
    last = MONDAY + timedelta(days=3 * len(ratings))
    dues = [state_after([*reviews, (last, rating)]).due for rating in (AGAIN, HARD, GOOD, EASY)]
    assert dues == sorted(dues)


def test_four_failures_in_a_row_make_a_leech() -> None:
    reviews = read(HISTORIES["again, again, again, again"])
    assert state_after(reviews[:3]).leech_since is None
    state = state_after(reviews)
    assert (state.leech_since, state.lapses, state.again_in_a_row) == (reviews[3][0], 0, 4)


def test_four_lapses_make_a_leech() -> None:
    reviews = read(HISTORIES["four lapses"])
    assert state_after(reviews[:-1]).leech_since is None
    state = state_after(reviews)
    assert (state.leech_since, state.lapses) == (reviews[-1][0], 4)


def test_a_leech_that_is_answered_well_is_one_no_more_and_is_counted_anew() -> None:
    reviews = read(HISTORIES["four lapses"])
    at = reviews[-1][0]
    assert state_after([*reviews, (at + timedelta(hours=1), HARD)]).leech_since is not None
    passed = [*reviews, (at + timedelta(hours=1), GOOD)]
    assert state_after(passed).leech_since is None
    failed_once = [*passed, (at + timedelta(days=3), AGAIN)]
    assert state_after(failed_once).leech_since is None
    assert state_after(failed_once).lapses == 5


@given(st.integers(0, 9), st.integers(0, 9))
def test_who_fails_more_often_is_a_leech_at_least_as_soon(lapses: int, in_a_row: int) -> None:
    assert is_leech(lapses + 1, in_a_row) or not is_leech(lapses, in_a_row)
    assert is_leech(lapses, in_a_row + 1) or not is_leech(lapses, in_a_row)
