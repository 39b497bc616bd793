"""The scenarios by name, for finding one without turning to Practice."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.titles import titles
from coachdesk.store import records


@dataclass(frozen=True, slots=True)
class Listed:
    """``recent``: this rep has played it."""

    scenario_id: str
    title: str
    skill: str
    level: str
    buyer: str
    role: str
    recent: bool


def scenarios(desk: Desk) -> tuple[Listed, ...]:
    """Every scenario: those that this rep played last come first, the others in the order of the library."""
    known = titles(desk)
    with desk.database.read() as session:
        rep = people.known_rep(session)
        lines = records.attempts_of(session, rep) if rep is not None else []
    played = dict.fromkeys(line.scenario_id for line in lines if line.scenario_id in known)
    ordered = [*played, *(scenario_id for scenario_id in known if scenario_id not in played)]
    return tuple(
        Listed(each.id, each.title, each.skill, each.level, each.buyer, each.role, each.id in played)
        for each in (known[scenario_id] for scenario_id in ordered)
    )
