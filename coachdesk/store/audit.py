"""The audit chain: rows that are only ever added, each holding the hash of the row before it.

A row holds ids and hashes. What a change was about goes in as a hash, and never a name in it: a hash of something so
short can be recognised by guessing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from coachdesk.errors import CoachDeskError
from coachdesk.store.tables import AuditRow, Scorecard

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends. Signed into what is handed out, it shows later whether rows were taken off or remade."""

    rows: int
    row_hash: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """One row that does not fit the chain."""

    seq: int
    kind: Literal["changed", "missing", "out of order"]
    sentence: str


def digest(detail: Any) -> str:
    """The SHA-256 of plain values, the same however their keys are ordered."""
    canonical = json.dumps(detail, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def append(session: Session, who: str, what: str, subject: str, detail: Any, *, at: datetime) -> None:
    """Adds a row: person ``who`` did ``what`` to the thing with the id ``subject``; ``detail`` is kept as a hash."""
    end = head(session)
    row = AuditRow(
        seq=end.rows + 1,
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        who=who,
        what=what,
        subject=subject,
        detail_hash=digest(detail),
        previous_hash=end.row_hash,
    )
    row.row_hash = _hash_of(row)
    session.add(row)
    session.flush()


def head(session: Session) -> Head:
    last = session.execute(select(AuditRow.seq, AuditRow.row_hash).order_by(AuditRow.seq.desc()).limit(1)).first()
    return Head(last.seq, last.row_hash) if last else Head(0, BEFORE_THE_FIRST)


def verify(session: Session) -> list[Misfit]:
    """Every row that was changed, is missing or stands in the wrong place.

    Rows taken off the end leave no trace in the chain itself: compare `head` with a signed one for that.
    """
    found: list[Misfit] = []
    seq_of = {row_hash: seq for seq, row_hash in session.execute(select(AuditRow.seq, AuditRow.row_hash))}
    before, before_hash = 0, BEFORE_THE_FIRST
    for row in session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000)):
        found += _gap(before, row.seq)
        if _hash_of(row) != row.row_hash:
            found.append(Misfit(row.seq, "changed", f"Audit row {row.seq} was changed after it was written."))
        if row.previous_hash != before_hash and row.seq == before + 1:
            found.append(_misplaced(row, seq_of))
        before, before_hash = row.seq, row.row_hash
    return found


def _gap(before: int, seq: int) -> list[Misfit]:
    if seq == before + 1:
        return []
    if seq == before + 2:
        return [Misfit(before + 1, "missing", f"Audit row {before + 1} is missing.")]
    return [Misfit(before + 1, "missing", f"Audit rows {before + 1} to {seq - 1} are missing.")]


def _misplaced(row: AuditRow, seq_of: dict[str, int]) -> Misfit:
    if row.previous_hash in seq_of:
        after = seq_of[row.previous_hash]
        return Misfit(
            row.seq, "out of order", f"Audit row {row.seq} is out of order: it was written after row {after}."
        )
    if row.previous_hash == BEFORE_THE_FIRST:
        return Misfit(row.seq, "out of order", f"Audit row {row.seq} is out of order: it was written first.")
    return Misfit(
        row.seq - 1,
        "changed",
        f"Audit row {row.seq} does not follow row {row.seq - 1}: "
        f"that row was remade, or a row between them was taken out.",
    )


def _hash_of(row: AuditRow) -> str:
    return digest([str(part) for part in (row.at, row.who, row.what, row.subject, row.detail_hash, row.previous_hash)])


# SQLite refuses these by triggers too (`tables.GUARDS`); here they are refused with a sentence, on any database.


@event.listens_for(AuditRow, "before_update")
@event.listens_for(AuditRow, "before_delete")
def _audit_rows_stay(_mapper: object, _connection: object, _row: AuditRow) -> None:
    raise CoachDeskError("The audit trail is only ever added to.")


@event.listens_for(Scorecard, "before_update")
@event.listens_for(Scorecard, "before_delete")
def _submitted_scorecards_stay(_mapper: object, _connection: object, scorecard: Scorecard) -> None:
    states = inspect(scorecard).attrs.state.history
    if "submitted" in (states.deleted or states.unchanged or ()):
        raise CoachDeskError("A submitted scorecard cannot be changed.", "Submit a correction of it instead.")
