"""Streaks and calendars, as tables over dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from coachdesk.coaching.practice_days import CALENDAR_WEEKS, calendar, longest_streak, streak

TODAY = date(2026, 3, 5)


def ago(*days: int) -> set[date]:
    return {TODAY - timedelta(days=each) for each in days}


@pytest.mark.parametrize(
    ("days", "now", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1,), 1, 1),  # today is not over yet
        ((2,), 0, 1),
        ((0, 1, 2, 4, 5), 3, 3),
        ((1, 2, 4, 5, 6, 7), 2, 4),
        ((30, 31, 32), 0, 3),
    ],
)
def test_days_in_a_row(days: tuple[int, ...], now: int, longest: int) -> None:
    assert streak(ago(*days), TODAY) == now
    assert longest_streak(ago(*days)) == longest


def test_a_calendar_goes_from_a_monday_to_today_without_a_gap() -> None:
    days = calendar(TODAY)
    assert days[0].weekday() == 0
    assert days[-1] == TODAY
    assert len(days) == (CALENDAR_WEEKS - 1) * 7 + TODAY.weekday() + 1
    assert all(after - before == timedelta(days=1) for before, after in pairwise(days))
