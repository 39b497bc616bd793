"""Drill cards and their reviews: each card is one step of a scenario, as one person's to practise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from coachdesk import clock
from coachdesk.coaching.drills import CardState
from coachdesk.errors import WrongUse
from coachdesk.store.tables import Attempt, DrillCard, DrillReview, Mode, Utterance

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a card is due that somebody has set aside. So one index finds what is due, and finds no such card."""

GONE = datetime(9999, 1, 1, tzinfo=UTC)
"""When a card is due whose step is no longer in the library. Its reviews are kept: the step may come back."""


@dataclass(frozen=True, slots=True)
class CardStep:
    """A step of the library that is to have a card."""

    scenario_id: str
    step: str
    skill: str


@dataclass(frozen=True, slots=True)
class KeptCard:
    id: str
    person_id: str
    scenario_id: str
    step: str
    skill: str
    due: datetime
    reviews: int
    lapses: int
    leech_since: datetime | None


@dataclass(frozen=True, slots=True)
class KeptReview:
    """One rating. ``utterance_id`` is the answer that was rated, None where that was erased."""

    id: str
    card_id: str
    utterance_id: str | None
    mode: Mode
    at: datetime
    rating: int
    coverage: float | None
    self_rating: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards: ``due`` without the leeches, ``new`` never answered, ``learnt`` due in days and not in minutes,
    ``answered`` at least once.

    ``ahead`` counts those that come due in each of the spans that were asked for.
    """

    cards: int
    due: int
    new: int
    learnt: int
    answered: int
    leeches: int
    aside: int
    ahead: tuple[int, ...]
    next_due: datetime | None


_COLUMNS = [getattr(DrillCard, name) for name in KeptCard.__dataclass_fields__]
_LEARNT = 2
"""FSRS's number, in its own JSON, for a card that is learnt: due in days, and not in minutes."""


# -- making cards ---------------------------------------------------------------------------------------------------


def bring_up_to_date(session: Session, person_id: str, steps: Sequence[CardStep], *, at: datetime) -> int:
    """Makes the cards that a person does not have yet, in the order given; returns how many.

    Where nothing is missing it costs one query over an index that holds the names of the steps, and reads no card.
    A card whose step is no longer in the library is not asked for until it is there again.
    """
    wanted = {(each.scenario_id, each.step): each for each in steps}
    held = _held(session, person_id)
    missing = [each for key, each in wanted.items() if key not in held]
    if missing:
        session.execute(
            insert(DrillCard),
            [
                {
                    "id": clock.new_id(), "person_id": person_id, "scenario_id": each.scenario_id, "step": each.step,
                    "skill": each.skill, "due": at, "state": {}, "reviews": 0, "lapses": 0, "leech_since": None,
                    "made_at": at,
                }
                for each in missing
            ],
        )  # fmt: skip
    _follow_the_library(session, person_id, wanted.keys(), held, at)
    return len(missing)


def _held(session: Session, person_id: str) -> set[tuple[str, str]]:
    """The steps that a person has a card for, a scenario a row."""
    rows = session.execute(
        select(DrillCard.scenario_id, func.aggregate_strings(DrillCard.step, " "))
        .where(DrillCard.person_id == person_id)
        .group_by(DrillCard.scenario_id)
    )
    return {(scenario_id, step) for scenario_id, names in rows for step in names.split(" ")}


def _follow_the_library(
    session: Session, person_id: str, wanted: Collection[tuple[str, str]], held: set[tuple[str, str]], at: datetime
) -> None:
    gone_before = select(*_COLUMNS).where(DrillCard.person_id == person_id, DrillCard.due == GONE)
    was_gone = {(row.scenario_id, row.step): row.id for row in session.execute(gone_before)}
    if gone := held - set(wanted) - was_gone.keys():
        asked = select(*_COLUMNS).where(DrillCard.person_id == person_id, DrillCard.due < GONE)
        ids = [row.id for row in session.execute(asked) if (row.scenario_id, row.step) in gone]
        if ids:
            session.execute(update(DrillCard), [{"id": card_id, "due": GONE} for card_id in ids])
    for key in was_gone.keys() & set(wanted):
        due = _due_by_state(session, was_gone[key], at)
        session.execute(update(DrillCard).where(DrillCard.id == was_gone[key]).values(due=due))


def _is_step(person_id: str, scenario_id: str, step: str) -> tuple[ColumnElement[bool], ...]:
    return DrillCard.person_id == person_id, DrillCard.scenario_id == scenario_id, DrillCard.step == step


def _due_by_state(session: Session, card_id: str, at: datetime) -> datetime:
    """When a card is due by its reviews, whatever was done with it since; ``at`` where it has none."""
    state = session.scalars(select(DrillCard.state).where(DrillCard.id == card_id)).one()
    return datetime.fromisoformat(state["due"]) if state else at


# -- reading cards --------------------------------------------------------------------------------------------------


def card(session: Session, card_id: str) -> KeptCard:
    """Raises WrongUse where there is none of that id."""
    row = session.execute(select(*_COLUMNS).where(DrillCard.id == card_id)).mappings().one_or_none()
    if row is None:
        raise WrongUse(f"There is no drill {card_id}.", "'coachdesk drills due' shows those that are due.")
    return KeptCard(**row)


def card_of(session: Session, person_id: str, scenario_id: str, step: str) -> KeptCard | None:
    row = session.execute(select(*_COLUMNS).where(*_is_step(person_id, scenario_id, step))).mappings().one_or_none()
    return KeptCard(**row) if row else None


def _is_due(now: datetime, day_end: datetime) -> ColumnElement[bool]:
    """A learnt card is due on its day, whatever the hour of its last review; one not yet learnt, on its minute."""
    learnt_today = and_(DrillCard.due < day_end, _is_learnt())
    return and_(
        DrillCard.due < day_end, or_(DrillCard.due <= now, learnt_today),
        DrillCard.reviews > 0, DrillCard.leech_since.is_(None),
    )  # fmt: skip


def _is_learnt() -> ColumnElement[bool]:
    learnt: ColumnElement[bool] = DrillCard.state["state"].as_integer() == _LEARNT
    return learnt


def _is_new() -> ColumnElement[bool]:
    return and_(DrillCard.reviews == 0, DrillCard.due < GONE)


def due_count(session: Session, person_id: str, now: datetime, day_end: datetime) -> tuple[int, int]:
    """How many are due, and how many were never answered: one query over the index by person and date."""
    row = session.execute(
        select(_sum(_is_due(now, day_end)), _sum(_is_new())).where(
            DrillCard.person_id == person_id, DrillCard.due < day_end
        )
    ).one()
    return row[0], row[1]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def counts(
    session: Session, person_id: str, now: datetime, day_end: datetime, spans: Sequence[tuple[datetime, datetime]]
) -> Counts:
    """Everything that is told in figures, in one query that loads no card."""
    answered = and_(DrillCard.reviews > 0, DrillCard.leech_since.is_(None), DrillCard.due < GONE)
    later = and_(answered, ~_is_due(now, day_end))
    row = session.execute(
        select(
            _sum(DrillCard.due != GONE),
            _sum(_is_due(now, day_end)),
            _sum(_is_new()),
            _sum(and_(answered, _is_learnt())),
            _sum(DrillCard.reviews > 0),
            _sum(and_(DrillCard.leech_since.is_not(None), DrillCard.due < GONE)),
            _sum(DrillCard.due == NEVER),
            func.min(case((later, DrillCard.due))),
            *(_sum(and_(later, DrillCard.due >= first, DrillCard.due < last)) for first, last in spans),
        ).where(DrillCard.person_id == person_id)
    ).one()
    cards, due, new, learnt, met, failing, put_aside, next_due, *ahead = row
    return Counts(cards, due, new, learnt, met, failing, put_aside, tuple(ahead), next_due)


def by_skill(session: Session, person_id: str, now: datetime, day_end: datetime) -> dict[str, tuple[int, int, int]]:
    """For each skill area: due, never answered, and all that are not set aside."""
    rows = session.execute(
        select(DrillCard.skill, _sum(_is_due(now, day_end)), _sum(_is_new()), func.count())
        .where(DrillCard.person_id == person_id, DrillCard.due < GONE)
        .group_by(DrillCard.skill)
    )
    return {skill: (due, new, cards) for skill, due, new, cards in rows}


def due_cards(
    session: Session, person_id: str, now: datetime, day_end: datetime, skill: str | None, most: int
) -> list[KeptCard]:
    """What is due, longest overdue first."""
    return _cards(session, person_id, skill, most, _is_due(now, day_end), order=(DrillCard.due, DrillCard.id))


def new_cards(session: Session, person_id: str, skill: str | None, most: int) -> list[KeptCard]:
    """What was never answered, in the order in which it was made."""
    return _cards(session, person_id, skill, most, _is_new(), order=(DrillCard.id,))


def leeches(session: Session, person_id: str, most: int) -> list[KeptCard]:
    """What was failed again and again, longest first."""
    condition = and_(DrillCard.leech_since.is_not(None), DrillCard.due < GONE)
    return _cards(session, person_id, None, most, condition, order=(DrillCard.leech_since, DrillCard.id))


def aside(session: Session, person_id: str, most: int) -> list[KeptCard]:
    """What somebody has set aside."""
    return _cards(session, person_id, None, most, DrillCard.due == NEVER, order=(DrillCard.id,))


def _cards(
    session: Session, person_id: str, skill: str | None, most: int, condition: ColumnElement[bool],
    order: Iterable[Any],
) -> list[KeptCard]:  # fmt: skip
    query = select(*_COLUMNS).where(DrillCard.person_id == person_id, condition).order_by(*order).limit(most)
    if skill is not None:
        query = query.where(DrillCard.skill == skill)
    return [KeptCard(**row) for row in session.execute(query).mappings()]


def introduced_since(session: Session, person_id: str, since: datetime) -> int:
    """How many cards had their first review in a drill since then."""
    earlier = aliased(DrillReview)
    query = (
        select(func.count(DrillReview.card_id.distinct()))
        .select_from(Attempt)
        .join(Utterance, Utterance.attempt_id == Attempt.id)
        .join(DrillReview, DrillReview.utterance_id == Utterance.id)
        .where(
            Attempt.person_id == person_id,
            Attempt.started_at >= since,
            Attempt.mode == "drill",
            ~select(earlier.id).where(earlier.card_id == DrillReview.card_id, earlier.at < since).exists(),
        )
    )
    return session.scalars(query).one()


# -- reviews --------------------------------------------------------------------------------------------------------


def reviews_of(session: Session, card_id: str) -> list[KeptReview]:
    """A card's reviews, oldest first."""
    rows = session.scalars(
        select(DrillReview).where(DrillReview.card_id == card_id).order_by(DrillReview.at, DrillReview.id)
    )
    return [_review(row) for row in rows]


def review_of(session: Session, utterance_id: str) -> KeptReview | None:
    """The review that an answer gave."""
    row = session.scalar(select(DrillReview).where(DrillReview.utterance_id == utterance_id))
    return _review(row) if row else None


def _review(row: DrillReview) -> KeptReview:
    return KeptReview(**{name: getattr(row, name) for name in KeptReview.__dataclass_fields__})


def keep_review(session: Session, review: KeptReview) -> None:
    """Adds a review, or changes the one of that id."""
    session.merge(DrillReview(**{name: getattr(review, name) for name in KeptReview.__dataclass_fields__}))
    session.flush()


def take_back_reviews(session: Session, attempt_id: str) -> list[str]:
    """Removes the reviews that the answers of an attempt gave; returns the ids of their cards."""
    of_attempt = DrillReview.utterance_id.in_(select(Utterance.id).where(Utterance.attempt_id == attempt_id))
    cards = list(session.scalars(select(DrillReview.card_id).where(of_attempt).distinct()))
    session.execute(delete(DrillReview).where(of_attempt))
    return cards


def keep_state(session: Session, card_id: str, state: CardState | None, *, at: datetime) -> None:
    """What a card's reviews have come to; None: it has none any more. A card that is set aside stays so."""
    kept = session.scalars(select(DrillCard.due).where(DrillCard.id == card_id)).one()
    due = kept if kept >= GONE else state.due if state else at
    session.execute(
        update(DrillCard)
        .where(DrillCard.id == card_id)
        .values(
            state=dict(state.memory) if state else {},
            due=due,
            reviews=state.reviews if state else 0,
            lapses=state.lapses if state else 0,
            leech_since=state.leech_since if state else None,
        )
    )


def set_aside(session: Session, card_id: str) -> None:
    """A card is asked no more until it is brought back; reviews made elsewhere still count."""
    session.execute(update(DrillCard).where(DrillCard.id == card_id).values(due=NEVER))


def bring_back(session: Session, card_id: str, *, at: datetime) -> None:
    """Ask a card that was set aside again, when its reviews say."""
    due = _due_by_state(session, card_id, at)
    session.execute(update(DrillCard).where(DrillCard.id == card_id, DrillCard.due == NEVER).values(due=due))
