"""How one person gets on: by skill area, criterion and move, with the number of attempts behind every figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from statistics import fmean
from typing import get_args

from coachdesk import clock
from coachdesk.coaching import practice_days
from coachdesk.scenario.load import load_text
from coachdesk.scenario.model import Scenario, Skill, Step
from coachdesk.services.desk import Desk
from coachdesk.services.history import Played, known_rep, scenarios_of, words_of_id
from coachdesk.services.library import Library
from coachdesk.services.practice.figures import bands
from coachdesk.store import history as kept_history
from coachdesk.store import progress as sums
from coachdesk.store.progress import Asked, Result

RECENT = timedelta(days=30)
"""What is recent, and as long before that is what it is compared with."""

SHOWN = timedelta(weeks=practice_days.CALENDAR_WEEKS)
"""Weeks of a trend."""

FEW = 3
"""Fewer attempts, or tries of a move, are too few to speak of a trend or a habit."""

NEWEST = 300
"""Attempts in which moves are counted: enough for a habit, and few enough that an old habit is forgotten."""

SPOKEN_NEWEST = 50
"""Answers by which the pace is judged."""

STRONG = 0.75
"""Share of the times it was asked from which a move is called strong."""

MOVES_SHOWN = 5
"""Of the weakest and of the strongest."""

SKILLS: tuple[str, ...] = get_args(Skill)


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its Monday: mean coverage of the talks that came to their end in it."""

    monday: date
    coverage: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Change:
    """Mean coverage of the last 30 days less that of the 30 days before, with the attempts behind both."""

    by: float
    attempts: int
    before: int


@dataclass(frozen=True, slots=True)
class Area:
    """A skill area, over talks that came to their end. ``coverage`` is a mean from 0 to 1, None where there is none;
    ``change`` is None where either month has too few talks."""

    skill: str
    attempts: int
    coverage: float | None
    made: int
    possible: int
    change: Change | None
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as the rep scored it, 1 to 5: the mean, the newest, and the number of scorecards behind them."""

    skill: str
    rubric: str
    id: str
    name: str
    mean: float
    last: int
    attempts: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move in the newest attempts, drills among them: how often it was made, of how often it was asked. For a red
    flag ``asked`` is how often it could have been made."""

    id: str
    says: str
    skill: str
    kind: str
    made: int
    asked: int

    @property
    def share(self) -> float:
        return self.made / self.asked


@dataclass(frozen=True, slots=True)
class Best:
    """The best talk in one scenario, the newest of equals, of ``attempts`` that came to their end."""

    scenario_id: str
    title: str
    skill: str
    made: int
    possible: int
    coverage: float
    at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    attempts: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Of the newest spoken answers that can be judged, how many were within the target of the settings."""

    within: int
    answers: int
    target_wpm: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """``attempts`` counts all that ended or were stopped and kept: ``talks`` and ``drills``. ``calendar`` has every day
    of 53 weeks up to today, in local time."""

    attempts: int = 0
    talks: int = 0
    drills: int = 0
    spoken_s: float = 0.0
    practice_days: int = 0
    streak: int = 0
    longest_streak: int = 0
    most_in_a_day: Day | None = None
    this_week: int = 0
    areas: tuple[Area, ...] = ()
    criteria: tuple[CriterionLine, ...] = ()
    weak: tuple[MoveLine, ...] = ()
    strong: tuple[MoveLine, ...] = ()
    slips: tuple[MoveLine, ...] = ()
    moves: tuple[MoveLine, ...] = ()
    bests: tuple[Best, ...] = ()
    pace: Pace | None = None
    calendar: tuple[Day, ...] = field(default=())


def progress(
    desk: Desk, *, rep: str | None = None, now: datetime | None = None, zone: tzinfo | None = None
) -> ProgressView:
    """How one person gets on, from their own attempts alone.

    ``zone``: in which days and weeks are counted, the machine's by default. Raises WrongUse where there is no such rep.
    """
    at = now or clock.now()
    library = desk.library
    with desk.database.read() as session:
        person_id = known_rep(session, rep)
        if person_id is None:
            return ProgressView()
        results = sums.results(session, person_id)
        tried = scenarios_of(library, session, {result.scenario_id: result.scenario_hash for result in results})
        asked = sums.asked(session, person_id, NEWEST)
        unknown = {each.scenario_hash for each in asked if _step_of(library, each) is None}
        texts = kept_history.snapshot_texts(session, unknown) if unknown else {}
        scores = sums.self_scores(session, person_id)
        spoken_s = sums.spoken_seconds(session, person_id)
        deliveries = sums.deliveries(session, person_id, SPOKEN_NEWEST)
    today = at.astimezone(zone).date()
    days = Counter(result.started_at.astimezone(zone).date() for result in results)
    moves = _moves(library, asked, texts)
    often = [move for move in moves if move.asked >= FEW]
    asked_for = [move for move in often if move.kind == "key_point"]
    drills = sum(result.is_drill for result in results)
    busiest = max(days, key=lambda day: (days[day], day), default=None)
    return ProgressView(
        attempts=len(results),
        talks=len(results) - drills,
        drills=drills,
        spoken_s=spoken_s,
        practice_days=len(days),
        streak=practice_days.streak(days, today),
        longest_streak=practice_days.longest_streak(days),
        most_in_a_day=Day(busiest, days[busiest]) if busiest else None,
        this_week=sum(number for day, number in days.items() if day >= practice_days.week_of(today)),
        areas=_areas([result for result in results if result.is_whole], tried, at, zone),
        criteria=_criteria(library, scores, tried),
        weak=tuple(sorted((m for m in asked_for if m.share < STRONG), key=lambda m: (m.share, -m.asked))[:MOVES_SHOWN]),
        strong=tuple(
            sorted((m for m in asked_for if m.share >= STRONG), key=lambda m: (-m.share, -m.asked))[:MOVES_SHOWN]
        ),
        slips=tuple(
            sorted((m for m in often if m.kind == "red_flag" and m.made), key=lambda m: (-m.share, -m.made))[
                :MOVES_SHOWN
            ]
        ),
        moves=moves,
        bests=_bests([result for result in results if result.is_whole], tried),
        pace=_pace(deliveries, bands(desk.settings()).pace_wpm),
        calendar=tuple(Day(day, days.get(day, 0)) for day in practice_days.calendar(today)),
    )


# -- skill areas ----------------------------------------------------------------------------------------------------


def _areas(
    whole: Sequence[Result], tried: Mapping[str, Played], now: datetime, zone: tzinfo | None
) -> tuple[Area, ...]:
    by_skill: dict[str, list[Result]] = defaultdict(list)
    for result in whole:
        by_skill[tried[result.scenario_id].skill].append(result)
    return tuple(_area(skill, by_skill[skill], now, zone) for skill in SKILLS)


def _area(skill: str, talks: Sequence[Result], now: datetime, zone: tzinfo | None) -> Area:
    covered = [result for result in talks if result.coverage is not None]
    weeks: dict[date, list[Result]] = defaultdict(list)
    for result in (each for each in covered if each.started_at > now - SHOWN):
        weeks[practice_days.week_of(result.started_at.astimezone(zone).date())].append(result)
    return Area(
        skill,
        len(covered),
        _mean(covered),
        sum(result.made or 0 for result in covered),
        sum(result.possible or 0 for result in covered),
        _change(covered, now),
        tuple(Week(monday, _mean(those) or 0.0, len(those)) for monday, those in sorted(weeks.items())),
    )


def _mean(results: Iterable[Result]) -> float | None:
    shares = [result.coverage for result in results if result.coverage is not None]
    return fmean(shares) if shares else None


def _change(covered: Sequence[Result], now: datetime) -> Change | None:
    recent = [result for result in covered if result.started_at > now - RECENT]
    before = [result for result in covered if now - 2 * RECENT < result.started_at <= now - RECENT]
    if min(len(recent), len(before)) < FEW:
        return None
    return Change((_mean(recent) or 0.0) - (_mean(before) or 0.0), len(recent), len(before))


# -- criteria -------------------------------------------------------------------------------------------------------


def _criteria(
    library: Library, scores: Sequence[tuple[str, datetime, dict[str, object]]], tried: Mapping[str, Played]
) -> tuple[CriterionLine, ...]:
    """By rubric and criterion, in their order. What was left out is no score."""
    levels: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for scenario_id, _at, given in scores:
        scenario = library.scenarios.get(scenario_id)
        for criterion, level in given.items():
            if isinstance(level, int):
                levels[tried[scenario_id].skill, scenario.rubric if scenario else "", criterion].append(level)
    lines = [
        CriterionLine(skill, *_names(library, rubric, criterion), fmean(those), those[-1], len(those))
        for (skill, rubric, criterion), those in levels.items()
    ]
    return tuple(sorted(lines, key=lambda line: (_place(line.skill), line.rubric)))


def _names(library: Library, rubric_id: str, criterion_id: str) -> tuple[str, str, str]:
    rubric = library.rubrics.get(rubric_id)
    names = {criterion.id: criterion.name for criterion in rubric.criteria} if rubric else {}
    return rubric.name if rubric else "", criterion_id, names.get(criterion_id, words_of_id(criterion_id))


def _place(skill: str) -> int:
    return SKILLS.index(skill) if skill in SKILLS else len(SKILLS)


# -- moves ----------------------------------------------------------------------------------------------------------


def _moves(library: Library, asked: Sequence[Asked], texts: Mapping[str, str]) -> tuple[MoveLine, ...]:
    """Every move that was asked. What a scenario asks in words of its own belongs to no move."""
    made: Counter[str] = Counter()
    tries: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for each in asked:
        step = _step_of(library, each) or _kept_step(texts.get(each.scenario_hash, ""), each)
        if step is None:
            continue
        for kind, entries in (("key_point", step.key_points), ("red_flag", step.red_flags)):
            for name, entry in entries.items():
                if entry.move is not None:
                    kinds[entry.move] = kind
                    tries[entry.move] += each.answers
                    made[entry.move] += each.found.get(name, 0)
    lines = [_move(library, move, kinds[move], made[move], tries[move]) for move in tries]
    return tuple(sorted(lines, key=lambda line: (_place(line.skill), line.says)))


def _move(library: Library, move_id: str, kind: str, made: int, asked: int) -> MoveLine:
    move = library.moves.get(move_id)
    says, skill = (move.says, move.skill) if move else (words_of_id(move_id), "")
    return MoveLine(move_id, says, skill, kind, made, asked)


def _step_of(library: Library, asked: Asked) -> Step | None:
    """The step as the library has it now: what it asks rarely changes with its wording, and reading an old version
    takes thirty times as long as all the rest."""
    scenario = library.scenarios.get(asked.scenario_id)
    return scenario.steps.get(asked.step) if scenario else None


def _kept_step(text: str, asked: Asked) -> Step | None:
    return _steps(text, asked.scenario_id).get(asked.step)


@lru_cache(maxsize=64)
def _steps(text: str, scenario_id: str) -> Mapping[str, Step]:
    try:
        return load_text(Scenario, text, scenario_id).steps
    except ValueError:  # an older program's, which this one cannot read: its moves are not counted
        return {}


# -- bests ----------------------------------------------------------------------------------------------------------


def _bests(whole: Sequence[Result], tried: Mapping[str, Played]) -> tuple[Best, ...]:
    """One for each scenario, the best first."""
    talks: dict[str, list[Result]] = defaultdict(list)
    for result in whole:
        if result.coverage is not None:
            talks[result.scenario_id].append(result)
    found = []
    for scenario_id, those in talks.items():
        top = max(those, key=lambda result: (result.coverage or 0.0, result.started_at))
        played = tried[scenario_id]
        found.append(
            Best(scenario_id, played.title, played.skill, top.made or 0, top.possible or 0, top.coverage or 0.0,
                 top.started_at, len(those))
        )  # fmt: skip
    return tuple(sorted(found, key=lambda best: (-best.coverage, best.title)))


def _pace(deliveries: Sequence[Mapping[str, object]], target: tuple[float, float]) -> Pace | None:
    """Answers with too few words to say, or a doubt about their rate, are left out."""
    low, high = target
    rates = [
        rate
        for delivery in deliveries
        if isinstance(rate := delivery.get("overall_wpm"), (int, float))
        and "rate" not in (delivery.get("doubts") or {})  # type: ignore[operator]  # a mapping by figure
    ]
    return Pace(sum(low <= rate <= high for rate in rates), len(rates), target) if rates else None
