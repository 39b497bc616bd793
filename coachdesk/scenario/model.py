"""What content files hold: moves, word lists, personas, scenarios and the coaching framework, as checked values.

These are pydantic models because they come from files that anybody may write; once made they never change.
Whether the parts fit together (does every branch lead somewhere?) is `scenario.check`'s question, not theirs.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Skill = Literal["prospecting", "discovery", "demo", "negotiation", "executive-presence"]
Level = Literal["beginner", "intermediate", "advanced"]
Outcome = Literal["won", "next step", "stalled", "lost"]
FindingKind = Literal["key_point", "red_flag"]


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower case words joined by hyphens: the name of a file's content, the same as the file's own name."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""A name inside a scenario (a step, a key point): usable in a ``when``, so no hyphens."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
ListEntry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
CueText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]


class Content(BaseModel):
    """Base of all that is read from a file: closed (an unknown field is an error) and unchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Examples(Content):
    """Answers that make the move and near misses that do not, labelled before the cues are tuned."""

    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()


class Move(Content):
    """Something that a seller does in words, or must not do: defined once, used by many scenarios.

    ``says`` asks for it ("Ask what ..."), ``praise`` tells who made it ("You asked what ..."), ``asks`` is the question
    to a rep of whom it is not certain ("Did you ..."). ``unless`` are cues that make it another thing where they stand
    near: a discount for something in return is a trade.
    """

    id: Id
    kind: FindingKind
    says: Line
    praise: Line | None = None
    asks: Line | None = None
    skill: Skill
    focus: Id
    why: Paragraph
    cues: Annotated[tuple[CueText, ...], Field(min_length=1, max_length=200)]
    unless: Annotated[tuple[CueText, ...], Field(max_length=60)] = ()
    examples: Examples = Examples()


WordList = Annotated[tuple[ListEntry, ...], Field(min_length=1, max_length=300)]


class Words(Content):
    """The file words.yaml: every named word list."""

    lists: Annotated[dict[Name, WordList], Field(max_length=60)]


class FocusPoint(Content):
    id: Id
    says: Line


class SkillArea(Content):
    """One of the five areas: what to work on in it, how it is coached, how its success is measured."""

    id: Skill
    name: Line
    about: Paragraph
    focus_points: Annotated[tuple[FocusPoint, ...], Field(min_length=1)]
    coaching_methods: tuple[Line, ...]
    success_metrics: tuple[Line, ...]


class Framework(Content):
    """The file framework.yaml: the five skill areas."""

    skill_areas: Annotated[tuple[SkillArea, ...], Field(min_length=5, max_length=5)]


class Voice(Content):
    """How a persona sounds where the system has voices to choose from. Rate and pitch are -1 to 1, 0 is normal."""

    gender: Literal["female", "male"]
    accent: Literal["us", "gb"] = "us"
    rate: Annotated[float, Field(ge=-1, le=1)] = 0.0
    pitch: Annotated[float, Field(ge=-1, le=1)] = 0.0


class Persona(Content):
    """A buyer, who can play in many scenarios."""

    id: Id
    name: Line
    role: Line
    company: Line
    temperament: Line
    goals: Annotated[tuple[Line, ...], Field(min_length=1)]
    pet_objections: Annotated[tuple[Line, ...], Field(min_length=1)]
    voice: Voice


OwnCues = Annotated[tuple[CueText, ...], Field(max_length=60)]


class KeyPoint(Content):
    """A move that a good answer to this step makes; or one written on the spot with ``says`` and ``cues``."""

    move: Id | None = None
    says: Line | None = None
    cues: OwnCues = ()
    also: OwnCues = ()
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0

    @model_validator(mode="after")
    def _names_a_move_or_describes_itself(self) -> KeyPoint:
        if self.move is None and self.says is None:
            raise ValueError("names no move, so it needs 'says' and 'cues' of its own")
        return self


class RedFlag(Content):
    """A move that an answer to this step must not make."""

    move: Id | None = None
    says: Line | None = None
    cues: OwnCues = ()
    also: OwnCues = ()
    why: Paragraph | None = None
    asks: Line | None = None

    @model_validator(mode="after")
    def _names_a_move_or_describes_itself(self) -> RedFlag:
        if self.move is None and (self.says is None or self.why is None):
            raise ValueError("names no move, so it needs 'says', 'why' and 'cues' of its own")
        return self


class Branch(Content):
    """Where the talk goes when ``when`` holds (always, where there is none), and what it does to the buyer's mood."""

    go: Name
    when: Line | None = None
    mood: Annotated[int, Field(ge=-4, le=4)] = 0


def _as_variants(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Step(Content):
    """One prospect line, and what a good answer to it holds. ``says`` has variants, one of which is drawn by seed."""

    says: Annotated[tuple[Line, ...], BeforeValidator(_as_variants), Field(min_length=1, max_length=10)]
    hint: Line | None = None
    model_answer: Paragraph
    key_points: Annotated[dict[Name, KeyPoint], Field(min_length=1, max_length=20)]
    red_flags: Annotated[dict[Name, RedFlag], Field(max_length=20)] = {}
    next: Annotated[tuple[Branch, ...], Field(min_length=1, max_length=30)]

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> Step:
        if both := sorted(self.key_points.keys() & self.red_flags.keys()):
            raise ValueError(f"'{both[0]}' is a key point and a red flag; a branch could not tell which is meant")
        return self


class Ending(Content):
    """Where a way through the scenario ends: the outcome, the buyer's last words, and what it means for the rep."""

    outcome: Outcome
    says: Line
    means: Line


_MINUTES = re.compile(r"^(\d{1,3})\s*(min|minutes?|s|sec|seconds?)$")


def _as_seconds(value: object) -> object:
    """``6 min`` or ``90 s`` as seconds."""
    if isinstance(value, str) and (found := _MINUTES.match(value.strip())):
        return int(found[1]) * (60 if found[2].startswith("min") else 1)
    raise ValueError("is a time such as '6 min' or '90 s'")


class Scenario(Content):
    """A scripted role-play. ``time_limit`` is in seconds once read."""

    id: Id
    title: Line
    skill: Skill
    level: Level
    persona: Id
    rubric: Id
    time_limit: Annotated[int, BeforeValidator(_as_seconds), Field(ge=30, le=3600)]
    brief: Paragraph
    goal: Paragraph
    start: Name
    steps: Annotated[dict[Name, Step], Field(min_length=1, max_length=60)]
    endings: Annotated[dict[Name, Ending], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> Scenario:
        if both := sorted(self.steps.keys() & self.endings.keys()):
            raise ValueError(f"'{both[0]}' is a step and an ending; a branch could not tell which is meant")
        return self
