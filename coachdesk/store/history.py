"""Pages of one person's attempts, newest first, searched and narrowed; and what counts as found in an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from coachdesk.store import search
from coachdesk.store.tables import (
    Attempt,
    FindingRow,
    Mode,
    Outcome,
    Snapshot,
    State,
    Utterance,
)

Before = tuple[datetime, str]
"""When the last attempt of a page began, and its id: the next page comes before it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which attempts. ``scenarios``: None for any; ``named``: those whose title or buyer has the search's words."""

    person_id: str
    search: str = ""
    named: Collection[str] = ()
    scenarios: Collection[str] | None = None
    since: datetime | None = None
    mode: Mode | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt of a page. ``recordings`` are paths below recordings/; ``snippet`` has hits between `HIT`."""

    id: str
    scenario_id: str
    scenario_hash: str
    persona_id: str
    mode: Mode
    state: State
    outcome: Outcome | None
    started_at: datetime
    made: int | None
    possible: int | None
    coverage: float | None
    red_flags: int
    answers: int
    spoken_s: float
    recordings: tuple[str, ...]
    snippet: str


def page(session: Session, wanted: Wanted, limit: int, before: Before | None = None) -> list[Row]:
    """The newest attempts that are wanted, or the next ones before those of an earlier page."""
    query = _wanted(session, wanted, select(Attempt))
    if before is not None:
        at, attempt_id = before
        query = query.where(or_(Attempt.started_at < at, and_(Attempt.started_at == at, Attempt.id < attempt_id)))
        query = query.where(Attempt.started_at <= at)  # alone it lets the index be used
    query = query.order_by(Attempt.started_at.desc(), Attempt.id.desc()).limit(limit)
    attempts = session.scalars(query).all()
    ids = [attempt.id for attempt in attempts]
    said, flags = _said(session, ids), _red_flags(session, ids)
    snippets = search.snippets(session, ids, search.words_of(wanted.search))
    return [_row(attempt, said.get(attempt.id, ()), flags, snippets) for attempt in attempts]


def count(session: Session, wanted: Wanted) -> int:
    """How many attempts are wanted on all pages together."""
    if wanted == Wanted(wanted.person_id):
        return ever(session, wanted.person_id)
    query: Select[Any] = select(func.count()).select_from(Attempt)
    return int(session.scalars(_wanted(session, wanted, query)).one())


def ever(session: Session, person_id: str) -> int:
    """How many attempts one person has ended. Counted from indexes alone, without a look at the rows."""
    mine = select(func.count()).where(Attempt.person_id == person_id).select_from(Attempt)
    # Written out: a bound parameter would keep the index of unfinished attempts from being used.
    running = mine.where(Attempt.state == literal_column("'running'"))
    return int(session.scalars(mine).one()) - int(session.scalars(running).one())


def _wanted(session: Session, wanted: Wanted, query: Select[Any]) -> Select[Any]:
    query = query.where(Attempt.person_id == wanted.person_id, Attempt.state != "running")
    if wanted.scenarios is not None:
        query = query.where(Attempt.scenario_id.in_(wanted.scenarios))
    if wanted.since is not None:
        query = query.where(Attempt.started_at >= wanted.since)
    if wanted.mode is not None:
        query = query.where(Attempt.mode == wanted.mode)
    if wanted.outcome is not None:
        query = query.where(Attempt.outcome == wanted.outcome)
    if wanted.search.strip():
        words = search.words_of(wanted.search)
        found = search.saying(session, wanted.person_id, words)
        query = query.where(or_(Attempt.id.in_(found), Attempt.scenario_id.in_(wanted.named)))
    return query


def _said(session: Session, ids: Sequence[str]) -> dict[str, list[tuple[float, str | None]]]:
    """Seconds and recording of each answer that stands, by attempt."""
    found: dict[str, list[tuple[float, str | None]]] = {}
    query = select(Utterance.attempt_id, Utterance.duration_s, Utterance.audio_path).where(
        Utterance.attempt_id.in_(ids), Utterance.replaced_by.is_(None)
    )
    for attempt_id, seconds, path in session.execute(query):
        found.setdefault(attempt_id, []).append((seconds, path))
    return found


def _red_flags(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """How many red flags count in each attempt: a person's last word goes above the machine's."""
    query = judged().where(FindingRow.kind == "red_flag", Utterance.attempt_id.in_(ids)).subquery()
    rows = session.execute(
        select(query.c.attempt_id, func.count().label("flags")).where(counts(query.c)).group_by(query.c.attempt_id)
    )
    return {row.attempt_id: row.flags for row in rows}


def judged(*also: ColumnElement[Any]) -> Select[Any]:
    """Each thing found in an answer that stands, once, with the machine's verdict and a person's last one."""
    is_person = FindingRow.source == "person"
    person = func.max(case((is_person, FindingRow.id + " " + FindingRow.verdict))).label("person")
    machine = func.max(case((and_(~is_person, FindingRow.verdict == "present"), 1), else_=0)).label("machine")
    place = (*also, Utterance.attempt_id, Utterance.step, FindingRow.name)
    query: Select[Any] = (
        select(*place, person, machine)
        .join_from(Utterance, FindingRow, FindingRow.utterance_id == Utterance.id)
        .where(Utterance.replaced_by.is_(None))
        .group_by(Utterance.id, *place)
    )
    return query


def counts(each: Any) -> ColumnElement[bool]:
    """Ids are made in the order of time, so that the greatest is the last word."""
    said: ColumnElement[bool] = or_(each.person.endswith(" present"), and_(each.person.is_(None), each.machine == 1))
    return said


def _row(
    attempt: Attempt,
    said: Sequence[tuple[float, str | None]],
    flags: Mapping[str, int],
    snippets: Mapping[str, str],
) -> Row:
    return Row(
        attempt.id,
        attempt.scenario_id,
        attempt.scenario_hash,
        attempt.persona_id,
        attempt.mode,
        attempt.state,
        attempt.outcome,
        attempt.started_at,
        attempt.made,
        attempt.possible,
        attempt.coverage,
        flags.get(attempt.id, 0),
        len(said),
        sum(seconds for seconds, _path in said),
        tuple(path for _seconds, path in said if path is not None),
        snippets.get(attempt.id, ""),
    )


def others(session: Session, person_id: str, known: Collection[str]) -> dict[str, str]:
    """Every scenario that one person has tried and that is not among the known, with the hash of its newest version."""
    rows = session.execute(
        select(Attempt.scenario_id, Attempt.scenario_hash, func.max(Attempt.started_at))
        .where(Attempt.person_id == person_id, Attempt.scenario_id.not_in(known))
        .group_by(Attempt.scenario_id, Attempt.scenario_hash)
        .order_by(func.max(Attempt.started_at))
    )
    return {scenario_id: kept for scenario_id, kept, _at in rows}


def snapshot_texts(session: Session, hashes: Collection[str]) -> dict[str, str]:
    return {kept.hash: kept.text for kept in session.scalars(select(Snapshot).where(Snapshot.hash.in_(hashes)))}
