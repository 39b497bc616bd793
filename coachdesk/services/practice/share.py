"""Who may see an attempt: its rep alone, until they share it; and again, when they take that back."""

from __future__ import annotations

from coachdesk import clock
from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.store import corrections, records


def share(desk: Desk, attempt_id: str) -> None:
    """Let the rep's manager see an attempt. It stays as it is; from when it is shared is kept."""
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        if kept.state == "running":
            raise WrongUse("This talk is still going on.", "Come to its end first.")
        if kept.shared_at is None:
            now = clock.now()
            corrections.share(session, attempt_id, now, now=now)


def take_back(desk: Desk, attempt_id: str) -> None:
    """Nobody but the rep sees the attempt from now on. What somebody has read or copied, they know."""
    with desk.database.write() as session:
        if records.load_attempt(session, attempt_id).shared_at is not None:
            corrections.share(session, attempt_id, None, now=clock.now())
