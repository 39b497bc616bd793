"""Spaced repetition of answers: what an answer is rated, when its card comes again, and when it is to be learnt anew.

The schedule is FSRS (package `fsrs`, its default parameters, without its random fuzz): a card's state is what the
whole history of its reviews comes to, so that a rating which is changed later gives the same state as one that was
right at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

Rating = Literal[1, 2, 3, 4]
AGAIN: Rating = 1
HARD: Rating = 2
GOOD: Rating = 3
EASY: Rating = 4

HALF = 0.5
"""Coverage under which an answer failed: more of what counts was missing than was there."""

ALL = 1.0
"""Coverage from which nothing was missing, by weight."""

LEECH_LAPSES = 4
LEECH_FAILURES = 4
"""Failed so often, a card takes more time than it gives. The idea and its name, a leech, are Anki's
(https://docs.ankiweb.net/leeches.html), which waits for 8 lapses of a card that takes seconds; a drill takes a minute,
so this waits for 4. A card that never was learnt cannot lapse, so 4 failures in a row count too."""

Review = tuple[datetime, int]
"""When a card was answered, with its time zone, and the rating."""


def rating_of(coverage: float | None, red_flags: int, self_rating: int | None, skipped: bool) -> Rating:
    """What an answer is rated, from how much of what counts it covered (0 to 1 by weight, None: nothing was asked).

    again  skipped, a red flag, or under half covered
    hard   half covered or more
    good   all covered
    easy   all covered, and the rep says so too

    ``self_rating`` is the rep's own, 1 to 5, read as again, hard, good, easy, easy. It may lower what the coverage
    gives, and raise it by one: the machine hears less than was said more often than it hears more. What was skipped
    stays skipped.
    """
    if skipped:
        return AGAIN
    given = AGAIN if red_flags else _covered(coverage)
    if self_rating is None:
        return given
    return cast(Rating, min(self_rating, given + 1, EASY))


def _covered(coverage: float | None) -> Rating:
    if coverage is None or coverage >= ALL:
        return GOOD
    return HARD if coverage >= HALF else AGAIN


@dataclass(frozen=True, slots=True)
class CardState:
    """What a history of reviews comes to. ``memory`` is FSRS's own card, as JSON can hold it."""

    memory: Mapping[str, Any]
    due: datetime
    reviews: int
    lapses: int  # failures after it had been learnt
    again_in_a_row: int
    is_learnt: bool  # days, not minutes, until it is due
    leech_since: datetime | None


def is_leech(lapses: int, again_in_a_row: int) -> bool:
    """Whether a card that has failed so often is to be learnt anew instead of asked again."""
    return lapses >= LEECH_LAPSES or again_in_a_row >= LEECH_FAILURES


def state_after(reviews: Sequence[Review]) -> CardState:
    """The state that a card comes to by all of its reviews, at least one, whatever order they are given in.

    A leech stops being one when it is answered well (good or easy), and its failures are counted from there anew.
    """
    from fsrs import Card, Scheduler, State
    from fsrs import Rating as FsrsRating

    scheduler = Scheduler(enable_fuzzing=False)
    ordered = sorted(reviews, key=lambda review: review[0])
    card = Card(card_id=1, due=ordered[0][0].astimezone(UTC))  # with an id and a date: else it asks the clock for both
    lapses = lapses_before = again_in_a_row = 0
    leech_since: datetime | None = None
    for at, rating in ordered:
        failed = rating == AGAIN
        lapses += failed and card.state is State.Review
        again_in_a_row = again_in_a_row + 1 if failed else 0
        if leech_since is not None and rating >= GOOD:
            leech_since, lapses_before = None, lapses
        elif leech_since is None and failed and is_leech(lapses - lapses_before, again_in_a_row):
            leech_since = at
        card, _log = scheduler.review_card(card, FsrsRating(rating), at.astimezone(UTC))
    return CardState(
        dict(card.to_dict()), card.due, len(ordered), lapses, again_in_a_row, card.state is State.Review, leech_since
    )
