"""When to remind of drills that are due: once a day, at the time that the settings name, while the window is open."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk

FILE = "reminded.txt"
"""In the data folder: the day of the last reminder, so that a second start reminds of nothing again."""
LONGEST_DAY = 10  # characters of 2026-11-25


@dataclass(frozen=True, slots=True)
class Reminder:
    drills: int
    minutes: int


def is_time(now: datetime, since: datetime, at: str) -> bool:
    """Whether the time of day ``at`` ("09:00", where the user is) has come since then. Both moments have a zone."""
    hour, minute = at.split(":")
    moment = now.astimezone().replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return since < moment <= now


def remind(desk: Desk, now: datetime, due: Callable[[Desk, datetime], int] | None = None) -> Reminder:
    """What to remind of, with 0 drills where nothing is due or there was a reminder today: from now on there was one.

    ``due`` counts the drills (default: as the drills do).
    """
    from coachdesk.services import drills  # schedules them, which a start need not wait for

    today = now.astimezone().date()
    if _last_day(desk) == today:
        return Reminder(0, 0)
    count = (due or drills.due_count)(desk, now)
    _note(desk, today)
    return Reminder(count, math.ceil(count * drills.MINUTES_A_DRILL))


def _last_day(desk: Desk) -> date | None:
    try:
        with (desk.folder.root / FILE).open("r", encoding="ascii") as file:
            return date.fromisoformat(file.read(LONGEST_DAY))
    except (OSError, ValueError):  # none yet, or not what was written here
        return None


def _note(desk: Desk, today: date) -> None:
    try:
        (desk.folder.root / FILE).write_text(today.isoformat(), "ascii")
    except OSError as error:
        raise CoachDeskError(
            f"You are not reminded of drills, because that could not be noted: {error.strerror}.", "Check the disk."
        ) from error
