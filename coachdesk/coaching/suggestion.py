"""One scenario to practise next, and why, from what a rep has done. Rules in the order in which they are asked.

away     nothing was practised for a week: something short, to begin again
lowest   of the areas with enough talks in a month, the one where the least was said, if that is not nearly all
fell     the last result of a scenario is worse than the one before it
untried  a skill area that was never practised
new      a scenario that was never played, in the area that was practised least
again    the scenario that was played longest ago
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

AWAY = timedelta(days=7)
MONTH = timedelta(days=30)
ENOUGH_TALKS = 3
"""Fewer say more about the scenario than about the skill."""
NEARLY_ALL = 0.8
"""Of the key points. An area above it is no weakness, even if it is the lowest."""
FELL_WITHIN = timedelta(days=14)
LEVELS = ("beginner", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that can be practised."""

    id: str
    title: str
    skill: str
    level: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Result:
    """The newest result of a scenario, and the one before it as (made, possible)."""

    at: datetime
    made: int
    possible: int
    before: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A skill area in the last month."""

    talks: int
    made: int
    possible: int

    @property
    def share(self) -> float:
        return self.made / self.possible if self.possible else 1.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: Literal["away", "lowest", "fell", "untried", "new", "again"]
    scenario_id: str
    title: str
    skill: str
    minutes: int
    reason: str


def suggest(
    offers: Sequence[Offer],
    results: Mapping[str, Result],
    month: Mapping[str, Month],
    names: Mapping[str, str],
    now: datetime,
) -> Suggestion | None:
    """The one suggestion; None where there is nothing to practise, or nothing was practised yet.

    ``month`` is by skill area, and so are ``names``, in words.
    """
    known = {offer.id: offer for offer in offers}
    done = {scenario: result for scenario, result in results.items() if scenario in known}
    if not known or not done:
        return None
    rules: tuple[Callable[[], Suggestion | None], ...] = (
        lambda: _away(known, done, now),
        lambda: _lowest(known, done, month, names),
        lambda: _fell(known, done, now),
        lambda: _untried(known, done, names),
        lambda: _new(known, done),
        lambda: _again(known, done, now),
    )
    return next((found for rule in rules if (found := rule()) is not None), None)


_Known = Mapping[str, Offer]
_Done = Mapping[str, Result]


def _away(known: _Known, done: _Done, now: datetime) -> Suggestion | None:
    last = max(result.at for result in done.values())
    if now - last < AWAY:
        return None
    days = (now - last).days
    offer = min(known.values(), key=lambda each: (each.minutes, _level(each), each.id not in done))
    return _made("away", offer, f"You last practised {days} days ago. This one is short.")


def _lowest(known: _Known, done: _Done, month: Mapping[str, Month], names: Mapping[str, str]) -> Suggestion | None:
    enough = {skill: sums for skill, sums in month.items() if sums.talks >= ENOUGH_TALKS and sums.possible}
    if not enough:
        return None
    skill, sums = min(enough.items(), key=lambda each: each[1].share)
    if sums.share >= NEARLY_ALL:
        return None
    offer = _next_in(skill, known, done)
    if offer is None:
        return None
    what = f"{sums.made} of {sums.possible} key points"
    if len(enough) > 1:
        return _made("lowest", offer, f"{names[skill]} is your lowest skill in the last 30 days: {what}.")
    return _made("lowest", offer, f"{names[skill]} in the last 30 days: {what}.")


def _fell(known: _Known, done: _Done, now: datetime) -> Suggestion | None:
    fallen = [
        (result.at, scenario)
        for scenario, result in done.items()
        if result.before and now - result.at < FELL_WITHIN
        if _share(result.made, result.possible) < _share(*result.before)
    ]
    if not fallen:
        return None
    _at, scenario = max(fallen)
    result = done[scenario]
    assert result.before is not None
    before = f"{result.before[0]} of {result.before[1]}"
    return _made(
        "fell", known[scenario], f"It went from {before} to {result.made} of {result.possible} key points last time."
    )


def _untried(known: _Known, done: _Done, names: Mapping[str, str]) -> Suggestion | None:
    tried = {known[scenario].skill for scenario in done}
    offer = _easiest(offer for offer in known.values() if offer.skill not in tried)
    if offer is None:
        return None
    return _made("untried", offer, f"You have not tried {names[offer.skill].lower()} yet.")


def _new(known: _Known, done: _Done) -> Suggestion | None:
    played: dict[str, int] = {}
    for scenario in done:
        played[known[scenario].skill] = played.get(known[scenario].skill, 0) + 1
    new = [offer for offer in known.values() if offer.id not in done]
    if not new:
        return None
    least = min(played.get(offer.skill, 0) for offer in new)
    offer = _easiest(offer for offer in new if played.get(offer.skill, 0) == least)
    return _made("new", offer, "A buyer you have not met yet.") if offer else None


def _again(known: _Known, done: _Done, now: datetime) -> Suggestion:
    scenario, result = min(done.items(), key=lambda each: each[1].at)
    days = (now - result.at).days
    when = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    return _made("again", known[scenario], f"You last played it {when}: {result.made} of {result.possible} key points.")


def _next_in(skill: str, known: _Known, done: _Done) -> Offer | None:
    """In an area: the easiest that was never played, else the one that went worst."""
    of_skill = [offer for offer in known.values() if offer.skill == skill]
    new = _easiest(offer for offer in of_skill if offer.id not in done)
    if new is not None or not of_skill:
        return new
    return min(of_skill, key=lambda offer: (_share(done[offer.id].made, done[offer.id].possible), done[offer.id].at))


def _easiest(offers: Iterable[Offer]) -> Offer | None:
    return min(offers, key=lambda offer: (_level(offer), offer.minutes, offer.id), default=None)


def _level(offer: Offer) -> int:
    return LEVELS.index(offer.level) if offer.level in LEVELS else len(LEVELS)


def _share(made: int, possible: int) -> float:
    return made / possible if possible else 1.0


def _made(kind: Literal["away", "lowest", "fell", "untried", "new", "again"], offer: Offer, reason: str) -> Suggestion:
    return Suggestion(kind, offer.id, offer.title, offer.skill, offer.minutes, reason)
