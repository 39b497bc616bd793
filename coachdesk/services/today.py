"""Today: what to do now, what was begun, how the week went. It is the first page, so it waits for no heavy import."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from coachdesk.coaching.practice_days import streak
from coachdesk.coaching.suggestion import ENOUGH_TALKS, MONTH, Month, Offer, Result, Suggestion, suggest
from coachdesk.glance import glance
from coachdesk.services.desk import Desk
from coachdesk.services.practice.views import Made, WaitingAttempt
from coachdesk.services.titles import Title, titles
from coachdesk.store import today as store

if TYPE_CHECKING:
    from sqlalchemy import Connection

SKILLS = {
    "prospecting": "Prospecting",
    "discovery": "Discovery",
    "demo": "Demo",
    "negotiation": "Negotiation",
    "executive-presence": "Executive presence",
}
WEEK_DAYS = 7
YEAR = timedelta(days=366)
"""What was played longer ago says nothing about what to do today."""
DRILLS_MOST = 20
MINUTES_A_DRILL = 1.5
"""As in `drills`, where a session is made; a test holds them equal."""


@dataclass(frozen=True, slots=True)
class DueDrill:
    """One drill of what a session would ask. ``says`` is the buyer's line; ``missed`` what its last answer left out,
    in words; ``answered_at`` is None where it is new."""

    card_id: str
    scenario_id: str
    title: str
    skill: str
    says: str
    missed: tuple[str, ...]
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueDrills:
    """What a session would ask now. ``focus`` is the one thing to do better: what was missed most often, in words."""

    count: int
    minutes: int
    focus: str
    focus_missed: int  # in how many of the drills
    skill: str  # of the drill that shows it
    drills: tuple[DueDrill, ...]


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    answers: int
    spoken_s: float


@dataclass(frozen=True, slots=True)
class Week:
    """The last seven days, today last. ``streak_days`` in a row were practised on."""

    days: tuple[Day, ...]
    streak_days: int

    @property
    def answers(self) -> int:
        return sum(day.answers for day in self.days)

    @property
    def spoken_s(self) -> float:
        return sum(day.spoken_s for day in self.days)


@dataclass(frozen=True, slots=True)
class LastTalk:
    attempt_id: str
    title: str
    skill: str
    at: datetime
    made: Made | None


@dataclass(frozen=True, slots=True)
class SkillMonth:
    """A skill area in the last 30 days; ``is_lowest`` among those with talks enough to tell."""

    skill: str
    talks: int
    made: Made
    is_enough: bool
    is_lowest: bool


@dataclass(frozen=True, slots=True)
class Today:
    """All that the page shows. What does not exist is None or empty, and then has no place on the page; assignments,
    coming events, certifications about to lapse and goals are to join as fields of their own."""

    now: datetime
    name: str
    drills: DueDrills | None
    waiting: tuple[WaitingAttempt, ...]
    suggestion: Suggestion | None
    first: Title | None  # to begin with, where nothing was practised yet
    week: Week
    last: LastTalk | None
    skills: tuple[SkillMonth, ...]


def my_name(desk: Desk) -> str:
    """The name shown at the foot of the window."""
    with desk.database.look() as connection:
        known = store.person(connection)
    if known is not None:
        return known[1]
    from coachdesk.services.people import login_name  # loads the ORM, which only the very first start waits for

    return login_name()


def today(desk: Desk, now: datetime) -> Today | None:
    """What to do now; None as long as the first start is not over."""
    with desk.database.look() as connection:
        person_id, name = store.person(connection) or ("", "")
        if not store.has_attempts(connection, person_id):
            if not desk.settings().welcomed:
                return None
            return Today(now, name, None, (), None, first_talk(titles(desk)), _week({}, 0, now), None, ())
        known = titles(desk)
        month = _month(known, store.sums(connection, person_id, now - MONTH))
        results = {each.scenario_id: each for each in store.played(connection, person_id, now - YEAR)}
        seen = Today(
            now=now,
            name=name,
            drills=_drills(desk, connection, person_id, known, now),
            waiting=(),
            suggestion=_suggestion(known, results, month, now),
            first=None,
            week=_practised(connection, person_id, now),
            last=_last(known, store.last_talk(connection, person_id)),
            skills=_skills(month),
        )
        is_waiting = store.running(connection, person_id)
    if is_waiting:
        from coachdesk.services.practice.choose import interrupted  # loads what plays attempts, and is rarely needed

        seen = replace(seen, waiting=interrupted(desk))
    return seen


def first_talk(known: Mapping[str, Title]) -> Title | None:
    """The scenario to begin with on the first day: the shortest for beginners."""
    order = ("beginner", "intermediate", "advanced")
    return min(known.values(), key=lambda each: (order.index(each.level), each.minutes, each.id), default=None)


def _month(known: Mapping[str, Title], sums: Sequence[store.Sum]) -> dict[str, Month]:
    found: dict[str, Month] = {}
    for each in sums:
        if (title := known.get(each.scenario_id)) is not None:
            so_far = found.get(title.skill, Month(0, 0, 0))
            found[title.skill] = Month(
                so_far.talks + each.talks, so_far.made + each.made, so_far.possible + each.possible
            )
    return found


def _suggestion(
    known: Mapping[str, Title], played: Mapping[str, store.Played], month: Mapping[str, Month], now: datetime
) -> Suggestion | None:
    offers = [Offer(each.id, each.title, each.skill, each.level, each.minutes) for each in known.values()]
    results = {name: Result(each.at, each.made, each.possible, each.before) for name, each in played.items()}
    return suggest(offers, results, month, SKILLS, now)


def _skills(month: Mapping[str, Month]) -> tuple[SkillMonth, ...]:
    enough = [sums.share for sums in month.values() if sums.talks >= ENOUGH_TALKS]
    lowest = min(enough) if len(enough) > 1 else None
    return tuple(
        SkillMonth(
            skill,
            month[skill].talks,
            Made(month[skill].made, month[skill].possible),
            month[skill].talks >= ENOUGH_TALKS,
            month[skill].talks >= ENOUGH_TALKS and month[skill].share == lowest,
        )
        for skill in SKILLS
        if skill in month
    )


def _last(known: Mapping[str, Title], talk: store.LastTalk | None) -> LastTalk | None:
    if talk is None or (title := known.get(talk.scenario_id)) is None:
        return None
    made = Made(talk.made, talk.possible) if talk.made is not None and talk.possible is not None else None
    return LastTalk(talk.attempt_id, title.title, title.skill, talk.at, made)


# -- the week -------------------------------------------------------------------------------------------------------


def _practised(connection: Connection, person_id: str, now: datetime) -> Week:
    since = _midnight(now, 1 - WEEK_DAYS)
    by_day: dict[date, tuple[int, float]] = {}
    for each in store.answers(connection, person_id, since):
        day = each.at.astimezone().date()
        answers, spoken_s = by_day.get(day, (0, 0.0))
        by_day[day] = (answers + each.answers, spoken_s + each.spoken_s)
    return _week(by_day, _streak(connection, person_id, now, set(by_day)), now)


def _week(by_day: Mapping[date, tuple[int, float]], streak_days: int, now: datetime) -> Week:
    last = now.astimezone().date()
    days = [last - timedelta(WEEK_DAYS - 1 - i) for i in range(WEEK_DAYS)]
    return Week(tuple(Day(day, *by_day.get(day, (0, 0.0))) for day in days), streak_days)


def _streak(connection: Connection, person_id: str, now: datetime, days: set[date]) -> int:
    """Days in a row; looks back only as far as they reach."""
    last, before = now.astimezone().date(), _midnight(now, 1)
    while True:
        moments, since = store.begun(connection, person_id, before)
        days = days | {moment.astimezone().date() for moment in moments}
        length = streak(days, last)
        if not moments or (last - since.astimezone().date()).days > length:
            return length
        before = since


def _midnight(now: datetime, days: int) -> datetime:
    """The beginning of a day, so many days from today, where the user is."""
    return datetime.combine(now.astimezone().date() + timedelta(days), time.min).astimezone()


# -- drills ---------------------------------------------------------------------------------------------------------


def _drills(
    desk: Desk, connection: Connection, person_id: str, known: Mapping[str, Title], now: datetime
) -> DueDrills | None:
    day_end = _midnight(now, 1)
    due, fresh = store.due_counts(connection, person_id, now, day_end)
    new = 0
    if fresh:
        begun = store.introduced_since(connection, person_id, _midnight(now, 0))
        new = min(fresh, max(0, glance(desk.folder.settings).new_drills_a_day - begun))
    if due + new == 0:
        return None
    cards = store.due_cards(connection, person_id, now, day_end, DRILLS_MOST, new)
    drills = tuple(drill for card in cards if (drill := _drill(known, card)) is not None)
    counted = Counter(point for drill in drills for point in drill.missed)
    focus, missed = counted.most_common(1)[0] if counted else ("", 0)
    skill = next((drill.skill for drill in drills if focus in drill.missed), cards[0].skill)
    count = due + new
    return DueDrills(count, math.ceil(count * MINUTES_A_DRILL), focus, missed, skill, drills)


def _drill(known: Mapping[str, Title], card: store.DueCard) -> DueDrill | None:
    title = known.get(card.scenario_id)
    step = title.steps.get(card.step) if title else None
    if title is None or step is None:
        return None
    points = step.key_points
    missed = tuple(says for name, says in points.items() if name not in card.made) if card.made is not None else ()
    return DueDrill(card.id, title.id, title.title, card.skill, step.line, missed, card.answered_at)
