"""Erasing: a person with all that was said by them, and recordings that have outlived the time they are kept.

What others' records stand on stays without a name and without words: the person's row, the attempts that were scored
(when, which scenario, how many key points) and submitted scorecards, which nobody can change or take out. In the audit
trail a row says that the person was erased.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, text, update
from sqlalchemy.orm import Session

from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.store import audit
from coachdesk.store.database_file import uri
from coachdesk.store.tables import (
    Attempt,
    AuditRow,
    Baseline,
    CueProposal,
    DrillCard,
    Person,
    Scorecard,
    Utterance,
)

PERSON_ERASED = "person erased"
RECORDINGS_ERASED = "recordings erased"
"""What the audit trail calls them."""

WAITS_S = 5.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is of a person. ``scored``: attempts whose bare record stays, because a scorecard is about them."""

    attempts: int
    answers: int
    recordings: int
    drills: int
    baselines: int
    scored: int
    scorecards_by: int  # submitted about others: these stay


def counts(session: Session, person_id: str) -> Counts:
    own = select(Attempt.id).where(Attempt.person_id == person_id)
    answers = select(Utterance.id).where(Utterance.attempt_id.in_(own))
    scored = _scored(person_id)

    def count(query: Select[str]) -> int:
        return session.scalar(select(func.count()).select_from(query.subquery())) or 0

    return Counts(
        attempts=count(own),
        answers=count(answers),
        recordings=count(answers.where(Utterance.audio_path.is_not(None))),
        drills=count(select(DrillCard.id).where(DrillCard.person_id == person_id)),
        baselines=count(select(Baseline.id).where(Baseline.person_id == person_id)),
        scored=count(scored),
        scorecards_by=count(
            select(Scorecard.id).where(
                Scorecard.evaluator_id == person_id, Scorecard.state == "submitted", Scorecard.attempt_id.not_in(own)
            )
        ),
    )


def attempts_kept(session: Session) -> int:
    """How many attempts there are, of everybody."""
    return session.scalar(select(func.count()).select_from(Attempt)) or 0


def newest_attempt(session: Session) -> datetime | None:
    """When the newest attempt of anybody began."""
    return session.scalar(select(Attempt.started_at).order_by(Attempt.started_at.desc()).limit(1))


def erase_person(session: Session, person_id: str, *, by: str, at: datetime) -> Counts:
    """Takes out of the rows all that was said by a person, and their name. The files are the caller's.

    ``clean_file`` must follow once this is on disk: until then SQLite's file may hold what is in no row any more.
    """
    # What is deleted is overwritten with zeros in the file, instead of only being forgotten.
    session.execute(text("PRAGMA secure_delete = ON"))
    person = session.get_one(Person, person_id)
    gone = counts(session, person_id)
    own = select(Attempt.id).where(Attempt.person_id == person_id)
    drafts = (Scorecard.evaluator_id == person_id) | Scorecard.attempt_id.in_(own)
    for rows in (
        delete(Scorecard).where(Scorecard.state == "draft", drafts),
        delete(CueProposal).where(CueProposal.person_id == person_id),
        delete(DrillCard).where(DrillCard.person_id == person_id),
        delete(Baseline).where(Baseline.person_id == person_id),
        delete(Utterance).where(Utterance.attempt_id.in_(own)),  # words, findings and corrections go with them
        delete(Attempt).where(Attempt.person_id == person_id, Attempt.id.not_in(_scored(person_id))),
    ):
        session.execute(rows.execution_options(synchronize_session=False))
    # A deleted text leaves its words in the index as "deleted here": only a new index has none of them.
    session.execute(text("INSERT INTO spoken_search (spoken_search) VALUES ('rebuild')"))
    person.name, person.roles = None, []
    session.flush()
    audit.append(session, by, PERSON_ERASED, person_id, asdict(gone), at=at)
    return gone


def clean_file(folder: DataFolder) -> None:
    """Makes the database file anew, so that it and its log hold nothing but what is in its rows.

    Raises CoachDeskError where somebody else is using it, or where the disk has no room for the copy.
    """
    remedy = "Close other CoachDesk windows, make room on the disk, and erase once more."
    kept = "What was erased is in no row any more, but parts of it may still be in the database's file"
    try:
        with closing(sqlite3.connect(uri(folder.database, "rwc"), uri=True, timeout=WAITS_S)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise CoachDeskError(f"{kept}: {error}.", remedy) from error
    if busy:
        raise CoachDeskError(f"{kept}: another program is reading it.", remedy)


@dataclass(frozen=True, slots=True)
class OldAttempt:
    """An attempt whose recordings are older than they are to be kept, and the paths that its answers name."""

    id: str
    person_id: str
    started_at: datetime
    recordings: tuple[str, ...]


def outlived(session: Session, before: datetime) -> list[OldAttempt]:
    """Attempts from before that moment that still name recordings, oldest first. One that is not over is left alone."""
    query = (
        select(Attempt.id, Attempt.person_id, Attempt.started_at, Utterance.audio_path)
        .join(Utterance, Utterance.attempt_id == Attempt.id)
        .where(Attempt.started_at < before, Attempt.state != "running", Utterance.audio_path.is_not(None))
        .order_by(Attempt.started_at, Attempt.id)
    )
    found: dict[str, OldAttempt] = {}
    for attempt_id, person_id, started_at, path in session.execute(query):
        known = found.get(attempt_id)
        paths = (*(known.recordings if known else ()), str(path))
        found[attempt_id] = OldAttempt(attempt_id, person_id, started_at, paths)
    return list(found.values())


def forget_recordings(session: Session, attempts: Iterable[OldAttempt], *, at: datetime) -> None:
    """Says of attempts that their recordings are gone. An answer keeps the hash of what it had."""
    for attempt in attempts:
        session.execute(
            update(Utterance)
            .where(Utterance.attempt_id == attempt.id)
            .values(audio_path=None)
            .execution_options(synchronize_session=False)
        )
        audit.append(
            session, attempt.person_id, RECORDINGS_ERASED, attempt.id, {"recordings": len(attempt.recordings)}, at=at
        )
        session.flush()


def recordings_gone(session: Session, answer_id: str) -> tuple[datetime, datetime] | None:
    """When the attempt of an answer began, and when its recordings were erased because of their age, if they were."""
    query = (
        select(Attempt.started_at, AuditRow.at)
        .join(Utterance, Utterance.attempt_id == Attempt.id)
        .join(AuditRow, (AuditRow.subject == Attempt.id) & (AuditRow.what == RECORDINGS_ERASED))
        .where(Utterance.id == answer_id)
        .order_by(AuditRow.seq.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return (row[0], datetime.fromisoformat(row[1])) if row else None


def recordings_erased(session: Session) -> int:
    """Of how many answers the recording was erased because of its age."""
    query = select(func.count()).select_from(Utterance)
    return session.scalar(query.where(Utterance.audio_path.is_(None), Utterance.audio_sha256.is_not(None))) or 0


def _scored(person_id: str) -> Select[str]:
    return (
        select(Attempt.id)
        .where(Attempt.person_id == person_id)
        .where(select(Scorecard.id).where(Scorecard.attempt_id == Attempt.id, Scorecard.state == "submitted").exists())
    )
