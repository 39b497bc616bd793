"""What an answer does to the drill card of its step, in whatever kind of attempt it was given.

`attempt` calls these inside its own transactions: an answer and its review are kept together or not at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, get_args

from coachdesk import clock
from coachdesk.analysis.findings import coverage
from coachdesk.coaching.drills import Rating, rating_of, state_after
from coachdesk.scenario.model import Level, Scenario
from coachdesk.services.library import Library
from coachdesk.services.practice.played import made
from coachdesk.store import drills
from coachdesk.store.drills import CardStep, KeptReview

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from coachdesk.store.kept import Answer, KeptAttempt

_LEVELS: tuple[Level, ...] = get_args(Level)


def card_steps(library: Library) -> list[CardStep]:
    """Every step of the library's scenarios that asks for a key point, in the order in which to meet them.

    Easier scenarios first, and the first step of each before the second of any: five new drills are five buyers.
    """
    found = [
        (_LEVELS.index(scenario.level), number, scenario.id, CardStep(scenario.id, name, scenario.skill))
        for scenario in library.scenarios.values()
        if library.holds(scenario.id)
        for number, (name, step) in enumerate(scenario.steps.items())
        if step.key_points
    ]
    return [card for *_order, card in sorted(found, key=lambda each: each[:3])]


def count(
    session: Session, library: Library, scenario: Scenario, kept: KeptAttempt, answer: Answer,
    replaces: str | None = None,
) -> None:  # fmt: skip
    """Rate an answer and move its card. Once only: what is said of the same answer later changes that rating.

    ``replaces``: the id of the take that this one is a redo of, whose review becomes this one's.
    """
    mode = kept.beginning.mode
    if answer.skipped and mode != "drill":
        # In a talk, a skip is a way past one line, for whatever reason; in a drill the line is all there is, and
        # skipping it says that there was no answer.
        return
    covered, flags = judged(scenario, answer)
    rating = rating_of(covered, flags, answer.self_rating, answer.skipped)
    before = drills.review_of(session, replaces or answer.id)
    card_id = before.card_id if before else _card_of(session, library, kept, answer)
    if card_id is None:
        return
    review = KeptReview(
        id=before.id if before else clock.new_id(),
        card_id=card_id,
        utterance_id=answer.id,
        mode=mode,
        at=before.at if before else answer.started_at,
        rating=rating,
        coverage=covered,
        self_rating=answer.self_rating,
    )
    drills.keep_review(session, review)
    replay(session, card_id)


def take_back(session: Session, attempt_id: str) -> None:
    """Before an attempt is erased: its answers are no reviews any more."""
    for card_id in drills.take_back_reviews(session, attempt_id):
        replay(session, card_id)


def judged(scenario: Scenario, answer: Answer) -> tuple[float | None, int]:
    """How much of what its step asks for an answer covers, and how many red flags are in it."""
    names = made(answer)
    flags = len(names & scenario.steps[answer.step].red_flags.keys())
    return coverage(scenario, [(answer.step, names)]).share, flags


def due_if(session: Session, review: KeptReview, rating: Rating) -> datetime:
    """When a card would be due if one of its reviews had another rating."""
    others = [(each.at, each.rating) for each in drills.reviews_of(session, review.card_id) if each.id != review.id]
    return state_after([*others, (review.at, rating)]).due


def replay(session: Session, card_id: str) -> None:
    """Bring a card to the state that all of its reviews come to."""
    history = [(review.at, review.rating) for review in drills.reviews_of(session, card_id)]
    drills.keep_state(session, card_id, state_after(history) if history else None, at=clock.now())


def _card_of(session: Session, library: Library, kept: KeptAttempt, answer: Answer) -> str | None:
    """The card of an answer's step, made with all others where there is none; None for what is not the library's."""
    person, scenario_id = kept.beginning.person_id, kept.beginning.scenario_id
    if not library.holds(scenario_id):
        return None
    card = drills.card_of(session, person, scenario_id, answer.step)
    if card is None:
        drills.bring_up_to_date(session, person, card_steps(library), at=clock.now())
        card = drills.card_of(session, person, scenario_id, answer.step)
    return card.id if card else None
