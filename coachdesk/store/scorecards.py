"""Scorecards: drafts that may change, submitted ones that may not, corrections that point at what they correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coachdesk import clock
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.store import audit
from coachdesk.store.tables import AuditRow, Scorecard, ScorecardKind, ScorecardState

SUBMITTED = "scorecard submitted"
"""What the audit trail calls it."""


@dataclass(frozen=True, slots=True)
class KeptScorecard:
    """``levels``: 1 to 5 by criterion, or what the rubric calls left out. ``comments``: by criterion, "" the whole."""

    id: str
    attempt_id: str
    evaluator_id: str
    kind: ScorecardKind
    levels: dict[str, int | str]
    comments: dict[str, str]
    state: ScorecardState
    submitted_at: datetime | None
    corrects: str | None


def keep_draft(
    session: Session,
    attempt_id: str,
    evaluator_id: str,
    kind: ScorecardKind,
    levels: Mapping[str, int | str],
    comments: Mapping[str, str],
) -> str:
    """Keeps an evaluator's unfinished scorecard of an attempt: one draft, changed as often as they like."""
    draft = _draft(session, attempt_id, evaluator_id, kind)
    draft.levels, draft.comments = dict(levels), dict(comments)
    session.flush()
    return draft.id


def submit_scorecard(
    session: Session,
    attempt_id: str,
    evaluator_id: str,
    kind: ScorecardKind,
    levels: Mapping[str, int | str],
    comments: Mapping[str, str],
    *,
    at: datetime,
    corrects: str | None = None,
) -> str:
    """Submits a scorecard, in place of the evaluator's draft if there is one; from then on it cannot be changed.

    ``corrects``: the evaluator's own submitted scorecard of this attempt that this one takes the place of.
    """
    if corrects is not None:
        old = session.get(Scorecard, corrects)
        if old is None or (old.attempt_id, old.evaluator_id, old.state) != (attempt_id, evaluator_id, "submitted"):
            raise WrongUse("Only your own submitted scorecard of this attempt can be corrected.")
    card = _draft(session, attempt_id, evaluator_id, kind)
    card.levels, card.comments, card.corrects = dict(levels), dict(comments), corrects
    card.state, card.submitted_at = "submitted", at
    session.flush()
    audit.append(session, evaluator_id, SUBMITTED, card.id, _detail(card), at=at)
    return card.id


def scorecards_of(session: Session, attempt_id: str) -> list[KeptScorecard]:
    """Every scorecard of an attempt, oldest first, drafts and corrected ones too."""
    rows = session.scalars(select(Scorecard).where(Scorecard.attempt_id == attempt_id).order_by(Scorecard.id))
    return [KeptScorecard(**{name: getattr(row, name) for name in KeptScorecard.__dataclass_fields__}) for row in rows]


def changed_scorecards(session: Session) -> list[str]:
    """Ids of submitted scorecards that are not, or no longer, as the audit trail says they were submitted."""
    kept = dict(session.execute(select(AuditRow.subject, AuditRow.detail_hash).where(AuditRow.what == SUBMITTED)).all())
    changed = []
    for card_id in session.scalars(select(Scorecard.id).where(Scorecard.state == "submitted")).all():
        expected = kept.pop(card_id, None)
        try:
            if audit.digest(_detail(session.get_one(Scorecard, card_id))) != expected:
                changed.append(card_id)
        except (CoachDeskError, LookupError, TypeError, ValueError):  # not even values that it could have held
            changed.append(card_id)
    return changed + sorted(kept)  # what is left was submitted and is gone


def _draft(session: Session, attempt_id: str, evaluator_id: str, kind: ScorecardKind) -> Scorecard:
    draft = session.scalar(
        select(Scorecard).where(
            Scorecard.attempt_id == attempt_id,
            Scorecard.evaluator_id == evaluator_id,
            Scorecard.kind == kind,
            Scorecard.state == "draft",
        )
    )
    if draft is None:
        draft = Scorecard(
            id=clock.new_id(), attempt_id=attempt_id, evaluator_id=evaluator_id, kind=kind, levels={}, comments={},
            state="draft",
        )  # fmt: skip
        session.add(draft)
    return draft


def _detail(card: Scorecard) -> dict[str, Any]:
    at = card.submitted_at.astimezone(UTC).isoformat() if card.submitted_at else None
    return {
        "attempt": card.attempt_id,
        "evaluator": card.evaluator_id,
        "kind": card.kind,
        "levels": card.levels,
        "comments": card.comments,
        "submitted_at": at,
        "corrects": card.corrects,
    }
