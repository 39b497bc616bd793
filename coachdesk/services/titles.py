"""What the scenarios are called, without loading the library: an index that is kept in the data folder.

The library is 60 files and what reads them takes 0.2 s, half of it imports; the names of its scenarios fit into one
small file. It is made anew whenever a content file is added, removed or changed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coachdesk import __version__, paths
from coachdesk.services.desk import Desk

log = logging.getLogger(__name__)

FORMAT = 1
"""Changed with what the index holds."""
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class StepTitle:
    """A step of a scenario: the buyer's line, and in words what a good answer does, by the names of its key points."""

    line: str
    key_points: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Title:
    """A scenario by name. ``minutes`` is its time limit."""

    id: str
    title: str
    skill: str
    level: str
    minutes: int
    buyer: str
    role: str
    steps: Mapping[str, StepTitle]


def titles(desk: Desk) -> Mapping[str, Title]:
    """Every scenario of the library by its id."""
    stamp = _stamp(paths.bundled("scenarios"), desk.folder.library)
    kept = _kept(desk.folder.titles, stamp)
    if kept is None:
        kept = {title.id: title for title in _made(desk)}
        _keep(desk.folder.titles, stamp, kept)
    return kept


def _made(desk: Desk) -> Iterator[Title]:
    library = desk.library
    for scenario in library.scenarios.values():
        persona = library.personas.get(scenario.persona)
        steps = {}
        for name, step in scenario.steps.items():
            points = {}
            for key, point in step.key_points.items():
                move = library.moves.get(point.move) if point.move else None
                points[key] = point.says or (move.says if move else key)
            steps[name] = StepTitle(step.says[0], points)
        yield Title(
            scenario.id, scenario.title, scenario.skill, scenario.level, max(1, round(scenario.time_limit / 60)),
            persona.name if persona else "", persona.role if persona else "", steps,
        )  # fmt: skip


def _stamp(*roots: Path) -> str:
    """Changes when a content file does: of its name, size and time of change."""
    files = sorted(found for root in roots for found in _files(str(root)))
    return hashlib.sha256(repr((__version__, FORMAT, files)).encode()).hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    yield from _files(entry.path)
                elif entry.name.endswith((".yaml", ".yml")):
                    at = entry.stat()
                    yield entry.path, at.st_size, at.st_mtime_ns
    except OSError:  # what cannot be listed is not in the library either
        return


def _kept(path: Path, stamp: str) -> dict[str, Title] | None:
    """What was kept, None where there is none, it is of another library, or is not what this program wrote."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        kept = json.loads(path.read_text("utf-8"))
        if kept["stamp"] != stamp:
            return None
        return {title["id"]: _title(title) for title in kept["titles"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        log.info("the index of scenarios in %s is made anew: %r", path, error)
        return None


def _title(kept: Mapping[str, Any]) -> Title:
    steps = {name: StepTitle(_text(step["line"]), _texts(step["key_points"])) for name, step in kept["steps"].items()}
    words = {name: _text(kept[name]) for name in ("id", "title", "skill", "level", "buyer", "role")}
    return Title(**words, minutes=int(kept["minutes"]), steps=steps)


def _texts(kept: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in kept.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _keep(path: Path, stamp: str, made: Mapping[str, Title]) -> None:
    draft = path.with_suffix(f".{os.getpid()}.part")
    try:
        draft.write_text(json.dumps({"stamp": stamp, "titles": [asdict(title) for title in made.values()]}), "utf-8")
        draft.replace(path)
    except OSError as error:  # the next start makes it again
        log.warning("the index of scenarios cannot be kept in %s: %s", path, error)
