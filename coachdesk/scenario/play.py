"""How a scenario is played: which line the buyer says, and where an answer leads. Pure, and the same for every seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from coachdesk.scenario import when
from coachdesk.scenario.model import Branch, Ending, Scenario, Step

MOOD_RANGE = (1, 5)
MOOD_AT_START = 3

FoundByStep = Mapping[str, frozenset[str]]
"""Key points and red flags found so far, by step; of a step that was answered twice, those of the last answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Where an answer led: a step or an ending, the branch taken, and the buyer's mood now, 1 to 5."""

    branch: Branch
    goes_to: str
    mood: int

    def ending(self, scenario: Scenario) -> Ending | None:
        return scenario.endings.get(self.goes_to)


def prospect_line(step_name: str, step: Step, seed: int, visit: int = 0) -> str:
    """One of the step's lines, drawn by seed: the same seed says the same, a second visit the next variant."""
    digest = hashlib.sha256(f"{seed}/{step_name}".encode()).digest()
    return step.says[(int.from_bytes(digest[:4], "big") + visit) % len(step.says)]


def reply(scenario: Scenario, step_name: str, found: FoundByStep, mood: int) -> Reply:
    """The first branch of the step whose condition holds.

    ``found`` includes what the answer to ``step_name`` made. Raises LookupError where no branch holds, which
    `check` reports as a dead end before a scenario is ever played.
    """

    def is_found(step: str | None, name: str) -> bool:
        return name in found.get(step or step_name, frozenset())

    for branch in scenario.steps[step_name].next:
        if branch.when is None or when.holds(when.parse(branch.when), is_found):
            low, high = MOOD_RANGE
            return Reply(branch, branch.go, min(high, max(low, mood + branch.mood)))
    raise LookupError(f"no branch of step '{step_name}' holds")


def longest_path(scenario: Scenario, start: str | None = None) -> list[str]:
    """The longest way of steps from ``start`` (the scenario's own) to an ending that visits no step twice."""
    targets = {
        name: {branch.go for branch in step.next} & scenario.steps.keys() for name, step in scenario.steps.items()
    }
    best: list[str] = []
    first = start or scenario.start
    stack: list[tuple[str, tuple[str, ...]]] = [(first, (first,))]
    tried = 0
    while stack and tried < 20_000:  # a scenario of 60 steps can have more ways than anybody waits for
        tried += 1
        step, path = stack.pop()
        if len(path) > len(best):
            best = list(path)
        stack += [(target, (*path, target)) for target in sorted(targets.get(step, ())) if target not in path]
    return best
