"""What is done once a day behind the window: today's backup, then what has outlived the settings goes."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path

from coachdesk.errors import CoachDeskError
from coachdesk.services import backups, privacy
from coachdesk.services.desk import Desk

log = logging.getLogger(__name__)

JUMP = timedelta(days=7)
"""Since the last time that this was done: a clock that went further on may be wrong."""
DAY = timedelta(days=1)

_CLOCK = ".coachdesk-clock.json"
"""When this was done last, and since when a clock that jumped is being waited for."""


def daily(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does what is due. Returns what the user should hear of it: nothing where all went well and nothing was erased.

    One thing that fails does not keep the others from being done.
    """
    said = []
    for task in (_clean, _back_up, _erase_old):
        try:
            said.append(task(desk, now))
        except CoachDeskError as error:
            log.warning("%s: %s", task.__name__, error)
            said.append(str(error))
    return tuple(sentence for sentence in said if sentence)


def _clean(desk: Desk, _now: datetime) -> str:
    privacy.clean_up(desk.folder)
    return ""


def _back_up(desk: Desk, now: datetime) -> str:
    try:
        backups.daily(desk, now)
    except CoachDeskError as error:
        raise CoachDeskError(f"Today's backup could not be made. {error.sentence}", error.remedy) from error
    return ""


def _erase_old(desk: Desk, now: datetime) -> str:
    if not _clock_is_trusted(desk, now):
        due = privacy.retention(desk, now).recordings
        if not due:
            return ""
        return (
            f"{_some(due)} would go because of their age, but the clock has jumped or CoachDesk rested for "
            "long, so nothing goes before tomorrow. Look whether the computer's date is right."
        )
    gone = privacy.apply_retention(desk, now)
    if not gone.recordings:
        return ""
    days = "1 day" if gone.days == 1 else f"{gone.days} days"
    return f"{_some(gone.recordings)} older than {days} went, as the settings say. What was said stays."


def _some(recordings: int) -> str:
    return "One recording" if recordings == 1 else f"{recordings:,} recordings"


def _clock_is_trusted(desk: Desk, now: datetime) -> bool:
    """Whether time went on since the last day as it should: what a clock that is wrong erases cannot be brought back.

    After a jump ahead a day is waited for, in which the clock may be put right: then it goes back, and nothing is lost.
    """
    path = desk.folder.root / _CLOCK
    seen, waits_since = _noted(path)
    if seen is None:
        seen = privacy.newest_attempt(desk)
    if seen is None or now < seen - DAY:  # a clock that went back was wrong before, or is now
        trusted, waits_since = seen is None, None
    elif waits_since is not None:
        trusted = now - waits_since >= DAY
    else:
        trusted = now - seen <= JUMP
        waits_since = None if trusted else now
    note = {"seen": now.isoformat(), "waits_since": None if trusted or waits_since is None else waits_since.isoformat()}
    try:
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(note), "utf-8")
        draft.replace(path)
    except OSError as error:
        log.warning("the date cannot be noted in %s: %s", path, error)
        return False
    return trusted


def _noted(path: Path) -> tuple[datetime | None, datetime | None]:
    try:
        note = json.loads(path.read_text("utf-8"))
        waits = note["waits_since"]
        seen = datetime.fromisoformat(note["seen"]).astimezone()
        return seen, datetime.fromisoformat(waits).astimezone() if waits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None, None
