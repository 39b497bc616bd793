"""Rubrics: what people score a performance by, with the behaviour that each level stands for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from coachdesk.scenario.model import Content, Id, Line, Name, Skill


class Criterion(Content):
    """One thing that is scored from 1 to 5. A critical one fails the whole below ``critical_below``."""

    id: Name
    name: Line
    about: Line
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    critical_below: Annotated[int, Field(ge=2, le=5)] | None = None
    may_be_left_out: bool = False
    anchors: dict[Literal["1", "2", "3", "4", "5"], Line]

    @model_validator(mode="after")
    def _every_level_has_an_anchor(self) -> Criterion:
        if missing := [level for level in "12345" if level not in self.anchors]:
            raise ValueError(f"has no anchor for level {', '.join(missing)}")
        return self


class Rubric(Content):
    """Criteria by which people score a performance; the machine only shows evidence."""

    id: Id
    name: Line
    skill: Skill
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=12)]
