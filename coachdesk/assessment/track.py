"""Tracks: certifications and the written rules of their levels."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coachdesk.scenario.model import Content, Id, Level, Line, Paragraph, Skill


class PassRules(Content):
    """The written rules of one level. Score and floor are of people's scores, never of the machine's findings."""

    score_at_least: Annotated[float, Field(ge=0, le=100)]
    every_criterion_at_least: Annotated[float, Field(ge=1, le=5)] = 1.0
    no_critical_fail: bool = True


class TrackLevel(Content):
    level: Level
    scenarios: Annotated[tuple[Id, ...], Field(min_length=1)]
    evaluators: Annotated[int, Field(ge=1, le=10)] = 1
    rules: PassRules
    valid_months: Annotated[int, Field(ge=1, le=120)] = 12
    retake_wait_days: Annotated[int, Field(ge=0, le=365)] = 7


class Track(Content):
    """A certification: its levels, lowest first."""

    id: Id
    name: Line
    skill: Skill
    about: Paragraph
    levels: Annotated[tuple[TrackLevel, ...], Field(min_length=1, max_length=3)]
