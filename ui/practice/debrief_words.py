"""How a debrief says when, how often and with what result."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QLocale

from coachdesk.services.practice.views import AnswerView
from ui.language import counted, tr


def attempt_words(number: int) -> str:
    """third attempt; attempt 23."""
    ordinals = (
        tr("first attempt"), tr("second attempt"), tr("third attempt"), tr("fourth attempt"), tr("fifth attempt"),
        tr("sixth attempt"), tr("seventh attempt"), tr("eighth attempt"), tr("ninth attempt"), tr("tenth attempt"),
    )  # fmt: skip
    return ordinals[number - 1] if number <= len(ordinals) else tr("attempt {number}").format(number=number)


def day_words(at: datetime, today: datetime) -> str:
    """today, 09:42; yesterday, 09:42; 12 November, 09:42; with the year where it is another one."""
    days = (today.date() - at.date()).days
    if days in (0, 1):
        day = tr("today") if days == 0 else tr("yesterday")
    else:
        month = QLocale(QLocale.Language.English).standaloneMonthName(at.month)
        day = f"{at.day} {month}" + (f" {at.year}" if at.year != today.year else "")
    return f"{day}, {at:%H:%M}"


def points_words(made: int, possible: int, flags: int) -> str:
    """2 of 3 key points, 1 red flag."""
    points = _points(made, possible) if possible else tr("No key points on this way")
    return points + _flags(flags)


def answer_points(answer: AnswerView) -> str:
    kinds = [finding.kind for finding in answer.findings]
    covered, flags = kinds.count("covered"), kinds.count("flag")
    possible = covered + kinds.count("missed")
    return (_points(covered, possible) if possible else tr("No key points in this answer")) + _flags(flags)


def _points(made: int, possible: int) -> str:
    return tr("{made} of {possible} key points").format(made=made, possible=possible)


def _flags(count: int) -> str:
    return f", {counted(count, '{n} red flag', '{n} red flags')}" if count else ""


def take_words(take: int, takes: int) -> str:
    return tr("Take {number} of {all}").format(number=take, all=takes)
