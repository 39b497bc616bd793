"""What is done once a day behind the window: today's backup, then what has outlived the settings goes."""

from __future__ import annotations

import logging
from datetime import datetime

from coachdesk.errors import CoachDeskError
from coachdesk.services import backups, privacy
from coachdesk.services.desk import Desk

log = logging.getLogger(__name__)


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
    gone = privacy.apply_retention(desk, now)
    if not gone.recordings:
        return ""
    what = "One recording" if gone.recordings == 1 else f"{gone.recordings:,} recordings"
    return f"{what} older than {gone.days} days went, as the settings say. What was said stays."
