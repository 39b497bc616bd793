"""A drill of the small scenario, answered at a time of one's choice: what the tests of drills begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest import mock

from coachdesk import clock
from coachdesk.services import drills, people
from coachdesk.services.desk import Desk
from coachdesk.services.drills import DrillResult, DrillView
from coachdesk.services.practice import attempt
from coachdesk.store import drills as kept_drills
from coachdesk.store.drills import KeptReview

GOOD = "I hear you. What are you comparing it with?"
HALF = "What are you comparing it with?"
BAD = "We could do ten percent off."
NOON = datetime(2026, 3, 2, 12).astimezone()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=moment.astimezone(UTC)):
        yield


def card_of(desk: Desk, step: str = "price", now: datetime = NOON) -> DrillView:
    """The small scenario's card."""
    drills.overview(desk, now)
    with desk.database.read() as session:
        person = people.known_rep(session)
        assert person is not None
        card = kept_drills.card_of(session, person, "too-high", step)
    assert card is not None
    return drills._view(desk, card)


def drilled(desk: Desk, text: str, now: datetime = NOON, rating: int | None = None) -> DrillResult:
    """Answer the small scenario's first line as a drill."""
    card = card_of(desk, now=now)
    with at(now):
        turn = drills.begin(desk, card.card_id)
        attempt.answer_typed(desk, turn.attempt_id, text)
        return drills.result(desk, turn.attempt_id) if rating is None else drills.grade(desk, turn.attempt_id, rating)


def reviews_of(desk: Desk, card: DrillView) -> list[KeptReview]:
    with desk.database.read() as session:
        return kept_drills.reviews_of(session, card.card_id)
