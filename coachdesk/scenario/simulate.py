"""Random reps play a scenario many times, to show where it can go before a person has to find out."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from coachdesk.scenario.model import Scenario
from coachdesk.scenario.play import MOOD_AT_START, longest_path, reply

_MOST_ANSWERS = 200
_RED_FLAG_CHANCE = 0.15


@dataclass(frozen=True, slots=True)
class Simulation:
    """``endings`` counts by ending; ``unfinished`` runs that were still going after 200 answers."""

    runs: int
    endings: dict[str, int]
    endings_never_reached: tuple[str, ...]
    steps_never_reached: tuple[str, ...]
    longest_path: tuple[str, ...]
    most_answers: int
    unfinished: int


def simulate(scenario: Scenario, runs: int = 1000, seed: int = 0) -> Simulation:
    """Play ``runs`` times. Each rep has a skill drawn from 0 to 1: the chance to make any one key point."""
    chance = random.Random(seed)
    endings: Counter[str] = Counter()
    visited: set[str] = set()
    most = unfinished = 0
    for _ in range(runs):
        skill = chance.random()
        step, mood, found, answers = scenario.start, MOOD_AT_START, dict[str, frozenset[str]](), 0
        while step in scenario.steps and answers < _MOST_ANSWERS:
            visited.add(step)
            answers += 1
            here = scenario.steps[step]
            made = {name for name in here.key_points if chance.random() < skill}
            made |= {name for name in here.red_flags if chance.random() < _RED_FLAG_CHANCE}
            found[step] = frozenset(made)
            outcome = reply(scenario, step, found, mood)
            step, mood = outcome.goes_to, outcome.mood
        most = max(most, answers)
        if step in scenario.endings:
            endings[step] += 1
        else:
            unfinished += 1
    return Simulation(
        runs,
        dict(endings.most_common()),
        tuple(name for name in scenario.endings if name not in endings),
        tuple(name for name in scenario.steps if name not in visited),
        tuple(longest_path(scenario)),
        most,
        unfinished,
    )
