"""How the drills' screens say ratings, numbers of drills, and when one comes again."""

from __future__ import annotations

from datetime import datetime, timedelta

from coachdesk.services.drills import DrillView
from ui.language import counted, tr

HOUR_S, DAY_S = 3_600, 86_400
MONTH_DAYS, YEAR_DAYS = 30, 365


def rating_words(rating: int) -> str:
    return (tr("Again"), tr("Hard"), tr("Good"), tr("Easy"))[rating - 1]


def in_words(wait: timedelta) -> str:
    """How long until something, as it stands on a key: 10 min, 8 days, 3 months."""
    seconds = max(0.0, wait.total_seconds())
    if seconds < HOUR_S:
        return tr("{n} min").format(n=max(1, round(seconds / 60)))
    if seconds < DAY_S:
        return counted(round(seconds / HOUR_S), "{n} hour", "{n} hours")
    days = round(seconds / DAY_S)
    if days < 2 * MONTH_DAYS:
        return counted(days, "{n} day", "{n} days")
    if days < YEAR_DAYS:
        return counted(round(days / MONTH_DAYS), "{n} month", "{n} months")
    return tr("over a year")


def when_words(due: datetime, now: datetime) -> str:
    """When a drill comes, in a sentence: in 10 min, tomorrow, on Thursday, on 12 March."""
    days = (due.astimezone().date() - now.astimezone().date()).days
    if days <= 0:
        return tr("in {time}").format(time=in_words(due - now))
    if days == 1:
        return tr("tomorrow")
    if days < 7:
        return tr("on {day}").format(day=f"{due.astimezone():%A}")
    return tr("on {day}").format(day=f"{due.astimezone().day} {due.astimezone():%B}")


def exact_words(due: datetime) -> str:
    return f"{due.astimezone():%A, %d %B %Y, %H:%M}"


def waiting_words(due: int, new: int) -> str:
    """3 drills are due, 5 are new."""
    if not due:
        return counted(new, "{n} new drill", "{n} new drills")
    said = counted(due, "{n} drill is due", "{n} drills are due")
    return tr("{due}, {n} new").format(due=said, n=new) if new else said


def buyer_words(card: DrillView) -> str:
    return ", ".join(part for part in (card.buyer.name, card.buyer.role) if part)
