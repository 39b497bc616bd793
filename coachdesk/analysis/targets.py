"""What is looked for in an answer: the key points and red flags of one step, with their moves' cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coachdesk.scenario.model import FindingKind, KeyPoint, Move, RedFlag, Step


@dataclass(frozen=True, slots=True)
class Target:
    """A key point or red flag of one step, with all that is needed to find it and to speak of it."""

    kind: FindingKind
    name: str
    move: str | None
    says: str
    why: str
    weight: float
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    asks: str = ""


def of_move(move: Move) -> Target:
    """A move by itself, outside any scenario."""
    return Target(move.kind, move.id, move.id, move.says, move.why, 1.0, move.cues, move.unless, move.asks or "")


def targets(step: Step, moves: Mapping[str, Move]) -> list[Target]:
    """The key points, then the red flags, of a step, in the order of the file. Unknown moves are left out."""
    result: list[Target] = []
    kinds: tuple[tuple[FindingKind, Mapping[str, KeyPoint | RedFlag]], ...] = (
        ("key_point", step.key_points),
        ("red_flag", step.red_flags),
    )
    for kind, entries in kinds:
        for name, entry in entries.items():
            move = moves.get(entry.move) if entry.move else None
            cues = (*(move.cues if move else ()), *entry.cues, *entry.also)
            says = entry.says or (move.says if move else name)
            why = (entry.why if isinstance(entry, RedFlag) else None) or (move.why if move else "")
            weight = entry.weight if isinstance(entry, KeyPoint) else 0.0
            unless = move.unless if move else ()
            asks = (entry.asks if isinstance(entry, RedFlag) else None) or (move.asks if move else None) or ""
            result.append(Target(kind, name, entry.move, says, why, weight, cues, unless, asks))
    return result
