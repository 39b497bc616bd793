"""What Today looks at, in a few queries that the database sums up, made without the ORM: see `Database.look`.

The tables here are only names for what `tables` declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    text,
)

from coachdesk.store.utc_time import UtcTime

_names = MetaData()


def _table(name: str, /, **columns: Any) -> Table:
    return Table(name, _names, *(Column(column, kind) for column, kind in columns.items()))


_people = _table("people", id=String, name=String)
_attempts = _table(
    "attempts", id=String, person_id=String, mode=String, scenario_id=String, state=String, started_at=UtcTime(),
    coverage=Float, made=Integer, possible=Integer, only_step=String,
)  # fmt: skip
_utterances = _table("utterances", id=String, attempt_id=String, duration_s=Float, skipped=Boolean, replaced_by=String)
_cards = _table(
    "drill_cards", id=String, person_id=String, scenario_id=String, step=String, skill=String, due=UtcTime(),
    state=JSON, reviews=Integer, leech_since=UtcTime(),
)  # fmt: skip
_reviews = _table("drill_reviews", id=String, card_id=String, utterance_id=String, at=UtcTime())
_findings = _table("findings", id=String, utterance_id=String, source=String, kind=String, name=String, verdict=String)

_LEARNT = 2
_CHUNK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Played:
    """How often a scenario was played to a result, and the newest of them; ``before`` is the one before it."""

    scenario_id: str
    times: int
    at: datetime
    made: int
    possible: int
    before: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Key points of a scenario's talks, added up."""

    scenario_id: str
    talks: int
    made: int
    possible: int


@dataclass(frozen=True, slots=True)
class LastTalk:
    attempt_id: str
    scenario_id: str
    at: datetime
    made: int | None
    possible: int | None


@dataclass(frozen=True, slots=True)
class AnswersAt:
    """What was answered in one attempt: how many, and seconds spoken."""

    at: datetime
    answers: int
    spoken_s: float


@dataclass(frozen=True, slots=True)
class DueCard:
    """A drill that is due. ``answered_at`` is None where it is new, ``made`` are the key points of its last answer,
    None where that is gone."""

    id: str
    scenario_id: str
    step: str
    skill: str
    answered_at: datetime | None
    made: frozenset[str] | None


def person(connection: Connection) -> tuple[str, str] | None:
    """Id and name of who practises here; None before anybody did."""
    row = connection.execute(
        select(_people.c.id, _people.c.name).where(_people.c.name.is_not(None)).order_by(_people.c.id).limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def has_attempts(connection: Connection, person_id: str) -> bool:
    """Whether anything was ever begun."""
    return (
        connection.execute(select(_attempts.c.id).where(_attempts.c.person_id == person_id).limit(1)).first()
        is not None
    )


def running(connection: Connection, person_id: str) -> bool:
    """Whether an attempt was begun and has not ended."""
    query = select(_attempts.c.id).where(_attempts.c.person_id == person_id, text("state = 'running'")).limit(1)
    return connection.execute(query).first() is not None


def _talks(person_id: str) -> tuple[ColumnElement[bool], ...]:
    """Attempts at whole scenarios that have a result."""
    a = _attempts.c
    return (
        a.person_id == person_id, a.state.in_(("finished", "stopped")), a.coverage.is_not(None),
        a.only_step.is_(None),
    )  # fmt: skip


def played(connection: Connection, person_id: str, since: datetime) -> list[Played]:
    """Each scenario that was played, with its two newest results."""
    a = _attempts.c
    newest = func.row_number().over(partition_by=a.scenario_id, order_by=(a.started_at.desc(), a.id.desc()))
    times = func.count().over(partition_by=a.scenario_id)
    ended = (
        select(a.scenario_id, a.started_at, a.made, a.possible, newest.label("newest"), times.label("times"))
        .where(*_talks(person_id), a.started_at >= since)
        .subquery()
    )
    rows = connection.execute(select(ended).where(ended.c.newest <= 2).order_by(ended.c.newest)).all()
    before = {row.scenario_id: (row.made, row.possible) for row in rows if row.newest == 2}
    return [
        Played(row.scenario_id, row.times, row.started_at, row.made, row.possible, before.get(row.scenario_id))
        for row in rows
        if row.newest == 1
    ]


def sums(connection: Connection, person_id: str, since: datetime) -> list[Sum]:
    """The talks since then, by scenario."""
    a = _attempts.c
    query = (
        select(a.scenario_id, func.count(), func.sum(a.made), func.sum(a.possible))
        .where(*_talks(person_id), a.started_at >= since)
        .group_by(a.scenario_id)
    )
    return [Sum(*row) for row in connection.execute(query)]


def last_talk(connection: Connection, person_id: str) -> LastTalk | None:
    """The newest talk that can be looked back on."""
    a = _attempts.c
    row = connection.execute(
        select(a.id, a.scenario_id, a.started_at, a.made, a.possible)
        .where(a.person_id == person_id, a.state.in_(("finished", "stopped")), a.only_step.is_(None))
        .order_by(a.started_at.desc(), a.id.desc())
        .limit(1)
    ).first()
    return LastTalk(*row) if row else None


def answers(connection: Connection, person_id: str, since: datetime) -> list[AnswersAt]:
    """What was answered since then, an attempt a row."""
    a, u = _attempts.c, _utterances.c
    query = (
        select(a.started_at, func.count(u.id), func.sum(u.duration_s))
        .select_from(_attempts.join(_utterances, u.attempt_id == a.id))
        .where(a.person_id == person_id, a.started_at >= since, u.replaced_by.is_(None), u.skipped.is_(False))
        .group_by(a.id, a.started_at)
    )
    return [AnswersAt(*row) for row in connection.execute(query)]


def begun(connection: Connection, person_id: str, before: datetime) -> tuple[list[datetime], datetime]:
    """When attempts were begun in the two months before a moment, and the beginning of those."""
    a, since = _attempts.c, before - _CHUNK
    query = select(a.started_at).where(
        a.person_id == person_id, a.started_at >= since, a.started_at < before, a.state.in_(("finished", "stopped"))
    )
    return list(connection.scalars(query)), since


# -- drills: the same as in `drills`, which a test holds -----------------------------------------------------------


def due_counts(connection: Connection, person_id: str, now: datetime, day_end: datetime) -> tuple[int, int]:
    """How many drills are due, and how many were never answered."""
    c = _cards.c
    row = connection.execute(
        select(
            func.coalesce(func.sum(case((_is_due(now, day_end), 1), else_=0)), 0),
            func.coalesce(func.sum(case((c.reviews == 0, 1), else_=0)), 0),
        ).where(c.person_id == person_id, c.due < day_end)
    ).one()
    return row[0], row[1]


def _is_due(now: datetime, day_end: datetime) -> ColumnElement[bool]:
    c = _cards.c
    learnt_today = and_(c.due < day_end, c.state["state"].as_integer() == _LEARNT)
    return and_(c.due < day_end, or_(c.due <= now, learnt_today), c.reviews > 0, c.leech_since.is_(None))


def introduced_since(connection: Connection, person_id: str, since: datetime) -> int:
    """How many drills had their first review in a drill since then."""
    a, u, r, earlier = _attempts.c, _utterances.c, _reviews.c, _reviews.alias().c
    query = (
        select(func.count(r.card_id.distinct()))
        .select_from(_attempts.join(_utterances, u.attempt_id == a.id).join(_reviews, r.utterance_id == u.id))
        .where(
            a.person_id == person_id, a.started_at >= since, a.mode == "drill",
            ~select(earlier.id).where(earlier.card_id == r.card_id, earlier.at < since).exists(),
        )
    )  # fmt: skip
    return connection.execute(query).scalar_one()


def due_cards(
    connection: Connection, person_id: str, now: datetime, day_end: datetime, most: int, new: int
) -> list[DueCard]:
    """What a session would ask: what is due, longest overdue first, then so many new ones."""
    c = _cards.c
    columns = (c.id, c.scenario_id, c.step, c.skill, c.reviews)
    due = select(*columns).where(c.person_id == person_id, _is_due(now, day_end)).order_by(c.due, c.id)
    fresh = select(*columns).where(c.person_id == person_id, c.reviews == 0, c.due < day_end).order_by(c.id)
    rows = [*connection.execute(due.limit(most)), *_first(connection, fresh, new)][:most]
    last = _last_answers(connection, [row.id for row in rows if row.reviews])
    made = _made(connection, [utterance for _at, utterance in last.values() if utterance])
    found = []
    for row in rows:
        at, utterance = last.get(row.id, (None, None))
        points = made.get(utterance, frozenset()) if utterance else None
        found.append(DueCard(row.id, row.scenario_id, row.step, row.skill, at, points))
    return found


def _first(connection: Connection, query: Select[Any], most: int) -> Sequence[Any]:
    return connection.execute(query.limit(most)).all() if most else []


def _last_answers(connection: Connection, cards: Sequence[str]) -> dict[str, tuple[datetime, str | None]]:
    """When each card was answered last, and the answer; None where it was erased."""
    if not cards:
        return {}
    r = _reviews.c
    rows = connection.execute(select(r.card_id, r.at, r.utterance_id).where(r.card_id.in_(cards)).order_by(r.at, r.id))
    return {card_id: (at, utterance) for card_id, at, utterance in rows}


def _made(connection: Connection, utterances: Sequence[str]) -> dict[str, frozenset[str]]:
    """The key points that each answer made: a person's word counts more than the machine's, the last one most."""
    if not utterances:
        return {}
    f = _findings.c
    rows = connection.execute(
        select(f.utterance_id, f.name, f.verdict)
        .where(f.utterance_id.in_(utterances), f.kind == "key_point")
        .order_by(case((f.source == "person", 1), else_=0), f.id)
    )
    verdicts: dict[str, dict[str, str]] = {}
    for utterance, name, verdict in rows:
        verdicts.setdefault(utterance, {})[name] = verdict
    return {each: frozenset(n for n, v in names.items() if v == "present") for each, names in verdicts.items()}
