"""The sums of what one person has practised, counted by the database as far as that is the quicker way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coachdesk.store.history import counts, judged
from coachdesk.store.tables import Attempt, Scorecard, Utterance

ENDED = ("finished", "stopped")
"""States of an attempt that has a result."""


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt that has ended, as little of it as its sums need."""

    scenario_id: str
    scenario_hash: str
    started_at: datetime
    coverage: float | None
    made: int | None
    possible: int | None
    is_whole: bool  # it came to an ending, and was no drill of one step
    is_drill: bool


def results(session: Session, person_id: str) -> list[Result]:
    """Every attempt of one person that has a result, oldest first."""
    rows = session.execute(
        select(
            Attempt.scenario_id, Attempt.scenario_hash, Attempt.started_at, Attempt.coverage, Attempt.made,
            Attempt.possible, Attempt.state, Attempt.only_step,
        )
        .where(Attempt.person_id == person_id, Attempt.state.in_(ENDED))
        .order_by(Attempt.started_at)
    )  # fmt: skip
    return [
        Result(name, kept, at, coverage, made, possible, state == "finished" and step is None, step is not None)
        for name, kept, at, coverage, made, possible, state, step in rows
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A step of one version of a scenario: how often it was answered, and how often each thing was found in it."""

    scenario_id: str
    scenario_hash: str
    step: str
    answers: int
    found: Mapping[str, int]


def asked(session: Session, person_id: str, newest: int) -> list[Asked]:
    """What was asked and found in the newest attempts of one person. A skipped answer was asked too."""
    latest = (
        select(Attempt.id, Attempt.scenario_id, Attempt.scenario_hash)
        .where(Attempt.person_id == person_id, Attempt.state.in_(ENDED))
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
        .limit(newest)
        .subquery()
    )
    version = (latest.c.scenario_id, latest.c.scenario_hash)
    answered = session.execute(
        select(*version, Utterance.step, func.count())
        .join(Utterance, Utterance.attempt_id == latest.c.id)
        .where(Utterance.replaced_by.is_(None))
        .group_by(*version, Utterance.step)
    ).all()
    each = judged(*version).join(latest, latest.c.id == Utterance.attempt_id).subquery()
    place = (each.c.scenario_id, each.c.scenario_hash, each.c.step, each.c.name)
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for scenario_id, kept, step, name, times in session.execute(
        select(*place, func.count()).where(counts(each.c)).group_by(*place)
    ):
        found.setdefault((scenario_id, kept, step), {})[name] = times
    return [
        Asked(scenario_id, kept, step, times, found.get((scenario_id, kept, step), {}))
        for scenario_id, kept, step, times in answered
    ]


def self_scores(session: Session, person_id: str) -> list[tuple[str, datetime, dict[str, Any]]]:
    """Scenario, date of the attempt and levels of each of one person's own cards that was not corrected since."""
    corrected = select(Scorecard.corrects).where(Scorecard.evaluator_id == person_id, Scorecard.corrects.is_not(None))
    rows = session.execute(
        select(Attempt.scenario_id, Attempt.started_at, Scorecard.levels)
        .join(Attempt, Attempt.id == Scorecard.attempt_id)
        .where(
            Scorecard.evaluator_id == person_id,
            Attempt.person_id == person_id,
            Scorecard.kind == "self",
            Scorecard.state == "submitted",
            Scorecard.id.not_in(corrected),
        )
        .order_by(Attempt.started_at)
    )
    return [(scenario_id, at, levels) for scenario_id, at, levels in rows]


def spoken_seconds(session: Session, person_id: str) -> float:
    """How long one person has talked, in answers that stand."""
    return session.scalars(
        select(func.coalesce(func.sum(Utterance.duration_s), 0.0))
        .join(Attempt, Attempt.id == Utterance.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.state.in_(ENDED), Utterance.replaced_by.is_(None))
    ).one()


def deliveries(session: Session, person_id: str, newest: int) -> list[dict[str, Any]]:
    """How the newest spoken answers of one person sounded."""
    latest = (
        select(Attempt.id)
        .where(Attempt.person_id == person_id, Attempt.state.in_(ENDED))
        .order_by(Attempt.started_at.desc())
        .limit(newest)
    )
    rows = session.execute(
        select(Utterance.delivery)
        .where(
            Utterance.attempt_id.in_(latest),
            Utterance.replaced_by.is_(None),
            Utterance.typed.is_(False),
            Utterance.delivery.is_not(None),
        )
        .order_by(Utterance.started_at.desc())
        .limit(newest)
    )
    return [delivery for (delivery,) in rows if delivery is not None]
