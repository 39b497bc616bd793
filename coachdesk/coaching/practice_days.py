"""Days on which somebody practised: streaks, the most in a day, and the weeks of a calendar. Pure, over local dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

CALENDAR_WEEKS = 53
_DAY = timedelta(days=1)


def longest_streak(days: Collection[date]) -> int:
    """The most days in a row."""
    return max((length for _last, length in _streaks(days)), default=0)


def streak(days: Collection[date], today: date) -> int:
    """Days in a row up to today; a day that is not over yet breaks none."""
    return next((length for last, length in _streaks(days) if last >= today - _DAY), 0)


def _streaks(days: Collection[date]) -> Iterator[tuple[date, int]]:
    """The last day and the length of each run of days."""
    for day in days:
        if day + _DAY not in days:
            first = day
            while first - _DAY in days:
                first -= _DAY
            yield day, (day - first).days + 1


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def calendar(today: date) -> tuple[date, ...]:
    """Every day of the calendar, from a Monday to today."""
    first = week_of(today) - timedelta(weeks=CALENDAR_WEEKS - 1)
    return tuple(first + i * _DAY for i in range((today - first).days + 1))
