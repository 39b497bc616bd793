"""Scorecards: one evaluator's filled-in rubric, its score, and what it says about a track's first rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from coachdesk.assessment.rubric import Criterion, Rubric
from coachdesk.assessment.track import TrackLevel
from coachdesk.scenario.model import Content, Id, Line, Name, Paragraph

LEFT_OUT: Literal["left out"] = "left out"


def _as_mark(value: object) -> object:
    if value == LEFT_OUT or (type(value) is int and 1 <= value <= 5):
        return value
    raise ValueError(f"is {value!r:.40}; a level is a whole number from 1 to 5, or '{LEFT_OUT}'")


Mark = Annotated[int | Literal["left out"], BeforeValidator(_as_mark)]


class Scorecard(Content):
    """A filled-in rubric as a file: who scored, and a level from 1 to 5 (or ``left out``) for every criterion."""

    rubric: Id
    evaluator: Line | None = None
    levels: dict[Name, Mark]
    comments: dict[Name, Paragraph] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """``percent`` is 0 to 100; ``critical_fails`` are criteria under the level that they must reach."""

    percent: float
    critical_fails: tuple[str, ...]
    lowest: int


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """One written rule and whether it holds."""

    rule: str
    holds: bool
    found: str


def problems(card: Scorecard, rubric: Rubric) -> list[str]:
    """Why a card does not fit its rubric, in words; empty where it does."""
    found = []
    if card.rubric != rubric.id:
        found.append(f"the card is for the rubric '{card.rubric}', the scenario is scored by '{rubric.id}'")
    known = {criterion.id: criterion for criterion in rubric.criteria}
    named = dict.fromkeys([*card.levels, *card.comments])
    found += [f"'{name}' is no criterion of the rubric '{rubric.id}'" for name in named if name not in known]
    for name, criterion in known.items():
        if name not in card.levels:
            found.append(f"'{name}' is not scored")
        elif card.levels[name] == LEFT_OUT and not criterion.may_be_left_out:
            found.append(f"'{name}' may not be left out")
    return found


def score(rubric: Rubric, levels: Mapping[str, int | str]) -> Score | None:
    """100 · Σ weight · (level - 1) / (4 · Σ weight), over the criteria not left out; None where all are."""
    scored = [(c, level) for c in rubric.criteria if isinstance(level := levels.get(c.id), int)]
    if not scored:
        return None
    weights = sum(c.weight for c, _ in scored)
    percent = 100 * sum(c.weight * (level - 1) for c, level in scored) / (4 * weights)
    fails = tuple(c.id for c, level in scored if _fails(c, level))
    return Score(round(percent, 2), fails, min(level for _, level in scored))


def _evaluators(number: int) -> str:
    return "one evaluator has scored it" if number == 1 else f"{number} evaluators have scored it"


def _fails(criterion: Criterion, level: int) -> bool:
    return criterion.critical_below is not None and level < criterion.critical_below


def standing(level: TrackLevel, scenario: str, counted: Score | None, cards: int) -> list[RuleCheck]:
    """The rules of a track's level, each with whether this one attempt would hold them. People's scores only.

    ``cards`` is how many evaluators have scored it, ``counted`` the score, None where nobody has.
    """
    rules = level.rules
    checks = [
        RuleCheck("the scenario belongs to this level", scenario in level.scenarios, scenario),
        RuleCheck(_evaluators(level.evaluators), cards >= level.evaluators, f"{cards} so far"),
    ]
    if counted is None:
        return checks
    checks += [
        RuleCheck(
            f"the score is at least {rules.score_at_least:g}",
            counted.percent >= rules.score_at_least,
            f"{counted.percent:g}",
        ),
        RuleCheck(
            f"every criterion is at least {rules.every_criterion_at_least:g}",
            counted.lowest >= rules.every_criterion_at_least,
            f"the lowest is {counted.lowest}",
        ),
    ]
    if rules.no_critical_fail:
        found = ", ".join(counted.critical_fails) or "none"
        checks.append(RuleCheck("no critical criterion is failed", not counted.critical_fails, found))
    return checks
