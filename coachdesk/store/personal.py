"""Everything that the database holds about one person, taken out as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from coachdesk.store.tables import (
    Attempt,
    AuditRow,
    Baseline,
    CueProposal,
    DrillCard,
    DrillReview,
    FindingRow,
    Person,
    Scorecard,
    Table,
    Utterance,
    WordCorrection,
    WordRow,
)

Row = dict[str, Any]


def about(session: Session, person_id: str) -> dict[str, Any]:
    """Topic by topic. ``judgements``: what this person said of other people's answers."""
    own = select(Attempt.id).where(Attempt.person_id == person_id)
    answers = select(Utterance.id).where(Utterance.attempt_id.in_(own))
    by_me = (Scorecard.evaluator_id == person_id) | Scorecard.attempt_id.in_(own)
    return {
        "profile": _row(session.get_one(Person, person_id)),
        "attempts": [_attempt(session, each) for each in session.scalars(select(Attempt).where(
            Attempt.person_id == person_id).order_by(Attempt.started_at))],
        "scorecards": _rows(session, select(Scorecard).where(by_me).order_by(Scorecard.id)),
        "drills": [
            {**_row(card), "reviews_made": _rows(session, select(DrillReview).where(DrillReview.card_id == card.id))}
            for card in session.scalars(select(DrillCard).where(DrillCard.person_id == person_id))
        ],
        "baselines": _rows(session, select(Baseline).where(Baseline.person_id == person_id)),
        "cue_proposals": _rows(session, select(CueProposal).where(
            (CueProposal.person_id == person_id) | CueProposal.utterance_id.in_(answers))),
        "judgements": {
            "findings": _rows(session, select(FindingRow).where(
                FindingRow.person_id == person_id, FindingRow.utterance_id.not_in(answers))),
            "word_corrections": _rows(session, select(WordCorrection).where(
                WordCorrection.person_id == person_id, WordCorrection.utterance_id.not_in(answers))),
        },
        "audit": _rows(session, select(AuditRow).where(
            (AuditRow.who == person_id) | (AuditRow.subject == person_id)).order_by(AuditRow.seq)),
    }  # fmt: skip


def recordings_of(session: Session, person_id: str) -> list[str]:
    """What a person's answers name as their recordings, below recordings/."""
    query = (
        select(Utterance.audio_path)
        .join(Attempt, Attempt.id == Utterance.attempt_id)
        .where(Attempt.person_id == person_id, Utterance.audio_path.is_not(None))
        .order_by(Utterance.audio_path)
    )
    return [path for path in session.scalars(query) if path is not None]


def attempts_of(session: Session, person_id: str) -> list[str]:
    """Ids of all of a person's attempts."""
    return list(session.scalars(select(Attempt.id).where(Attempt.person_id == person_id).order_by(Attempt.id)))


def _attempt(session: Session, attempt: Attempt) -> Row:
    answers = session.scalars(
        select(Utterance).where(Utterance.attempt_id == attempt.id).order_by(Utterance.position, Utterance.id)
    )
    return {**_row(attempt), "answers": [_answer(session, answer) for answer in answers]}


def _answer(session: Session, answer: Utterance) -> Row:
    words = select(WordRow).where(WordRow.utterance_id == answer.id).order_by(WordRow.position)
    return {
        **_row(answer),
        "words": _rows(session, words),
        "findings": _rows(session, select(FindingRow).where(FindingRow.utterance_id == answer.id)),
        "word_corrections": _rows(session, select(WordCorrection).where(WordCorrection.utterance_id == answer.id)),
    }


def _rows(session: Session, query: Select[Any]) -> list[Row]:
    found: Iterable[Table] = session.scalars(query)
    return [_row(row) for row in found]


def _row(row: Table) -> Row:
    return {name: _plain(getattr(row, name)) for name in row.__mapper__.columns.keys()}  # noqa: SIM118


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
