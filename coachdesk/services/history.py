"""The attempts that one person has made: a page of them at a time, searched and narrowed, and one of them erased."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

import yaml

from coachdesk.errors import WrongUse
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.library import Library
from coachdesk.services.practice.attempt import folder_of
from coachdesk.store import history as kept_history
from coachdesk.store import people as kept_people
from coachdesk.store import records
from coachdesk.store.history import Before
from coachdesk.store.search import HIT

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from coachdesk.store.tables import Mode, Outcome

Recordings = Literal["kept", "gone", "none"]
"""Kept: at least one can be played. Gone: there were some, and they were erased or moved. None: typed."""

_HEAD = ("title", "skill", "level", "persona")
_HEAD_LINES = 30
"""A scenario begins with its title, skill area, level and persona."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; ``is_hit`` where it is what was searched for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt in a list. Key points ``made`` of ``possible``; ``coverage`` 0 to 1; ``spoken_s`` without what was
    typed. ``snippet`` is empty where nothing was searched, or only the title or buyer fits."""

    attempt_id: str
    scenario_id: str
    title: str
    buyer: str
    skill: str
    level: str
    started_at: datetime
    mode: str
    state: str
    outcome: str | None
    made: int | None
    possible: int | None
    coverage: float | None
    red_flags: int
    answers: int
    spoken_s: float
    recordings: Recordings
    snippet: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A page. ``total`` counts all that is wanted, ``ever`` all that there is; ``before`` asks for the next page,
    None on the last."""

    lines: tuple[AttemptLine, ...]
    total: int
    ever: int
    before: Before | None


@dataclass(frozen=True, slots=True)
class Played:
    """What is known of a scenario that was played, also where the library has it no more."""

    title: str
    skill: str
    level: str
    buyer: str


PAGE = 100
"""Attempts that are fetched at a time."""


def history(
    desk: Desk,
    *,
    rep: str | None = None,
    search: str = "",
    skill: str = "",
    scenario: str = "",
    since: datetime | None = None,
    mode: str = "",
    outcome: str = "",
    limit: int = PAGE,
    before: Before | None = None,
) -> HistoryView:
    """One person's attempts that have ended, newest first. Empty means any.

    ``search`` looks through what was said in the answers that stand (an earlier take is not in the debrief either), and
    through titles and buyers. Without ``rep``: whoever practises here. Raises WrongUse where there is no such rep.
    """
    with desk.database.read() as session:
        person_id = known_rep(session, rep)
        if person_id is None:
            return HistoryView((), 0, 0, None)
        known = _known(desk.library, session, person_id) if search or skill else {}
        wanted = kept_history.Wanted(
            person_id,
            search,
            _named(known, search),
            _narrowed(known, skill, scenario),
            since,
            cast("Mode | None", mode or None),
            cast("Outcome | None", outcome or None),
        )
        rows = kept_history.page(session, wanted, limit + 1, before)
        total = kept_history.count(session, wanted)
        ever = kept_history.ever(session, person_id)
        tried = scenarios_of(desk.library, session, {row.scenario_id: row.scenario_hash for row in reversed(rows)})
    lines = tuple(_line(desk, row, tried[row.scenario_id]) for row in rows[:limit])
    more = (lines[-1].started_at, lines[-1].attempt_id) if len(rows) > limit and lines else None
    return HistoryView(lines, total, ever, more)


def erase(desk: Desk, attempt_id: str) -> None:
    """Erase an attempt for good, with its recordings. Raises WrongUse for one that runs, was scored or is another's."""
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        if kept.beginning.person_id != people.rep_id(session):
            raise WrongUse("This attempt is somebody else's.")
        if kept.state == "running":
            raise WrongUse("This attempt is not over.", "Finish it, or discard it among the scenarios.")
        records.erase_attempt(session, attempt_id)
    shutil.rmtree(folder_of(desk, kept), ignore_errors=True)


def known_rep(session: Session, name: str | None) -> str | None:
    """The id of the rep of that name, who is never added here; without a name whoever practises, None for nobody yet.

    Raises WrongUse where there is no such rep.
    """
    known = kept_people.with_name(session)
    if name is None:
        return people.rep_id(session) if known else None
    clean = " ".join(name.split())
    found = next((person.id for person in known if person.name == clean), None)
    if found is None:
        raise WrongUse(f"There is nobody called “{clean}” here.", "Write the name as it stands in the window.")
    return found


def scenarios_of(library: Library, session: Session, versions: Mapping[str, str]) -> dict[str, Played]:
    """Scenarios that were played, each given with the hash of its newest version: as the library has it, else as its
    kept text begins."""
    gone = {name: kept for name, kept in versions.items() if name not in library.scenarios}
    texts = kept_history.snapshot_texts(session, gone.values()) if gone else {}
    return {name: _played(library, name, texts.get(kept, "")) for name, kept in versions.items()}


def _known(library: Library, session: Session, person_id: str) -> dict[str, Played]:
    """The library's scenarios, and those that one person has tried and the library has no more."""
    versions = kept_history.others(session, person_id, tuple(library.scenarios))
    return scenarios_of(library, session, {**dict.fromkeys(library.scenarios, ""), **versions})


def _played(library: Library, name: str, text: str) -> Played:
    scenario = library.scenarios.get(name)
    if scenario is not None:
        return Played(scenario.title, scenario.skill, scenario.level, _buyer(library, scenario.persona))
    head = _head(text)
    return Played(
        head.get("title", "") or words_of_id(name),
        head.get("skill", ""),
        head.get("level", ""),
        _buyer(library, head.get("persona", "")),
    )


def _head(text: str) -> dict[str, str]:
    """The first lines of a scenario's text. Read by themselves, because the rest may no longer be valid."""
    found: dict[str, str] = {}
    for line in text.split("\n")[:_HEAD_LINES]:
        key = line.split(":", 1)[0]
        if key in _HEAD:
            try:
                value = yaml.safe_load(line)
            except yaml.YAMLError:
                continue
            if isinstance(value, dict) and isinstance(value.get(key), str):
                found[key] = value[key]
    return found


def _buyer(library: Library, persona_id: str) -> str:
    persona = library.personas.get(persona_id)
    return persona.name if persona else words_of_id(persona_id)


def words_of_id(name: str) -> str:
    """An id as words."""
    return name.replace("-", " ").capitalize()


def _named(known: Mapping[str, Played], search: str) -> list[str]:
    """Scenarios whose title or buyer has every word of the search."""
    words = search.casefold().split()
    return [
        name
        for name, played in known.items()
        if words and all(word in f"{played.title} {played.buyer}".casefold() for word in words)
    ]


def _narrowed(known: Mapping[str, Played], skill: str, scenario: str) -> Collection[str] | None:
    if not skill:
        return [scenario] if scenario else None
    return [name for name, played in known.items() if played.skill == skill and scenario in ("", name)]


def _line(desk: Desk, row: kept_history.Row, played: Played) -> AttemptLine:
    return AttemptLine(
        attempt_id=row.id,
        scenario_id=row.scenario_id,
        title=played.title,
        buyer=played.buyer or words_of_id(row.persona_id),
        skill=played.skill,
        level=played.level,
        started_at=row.started_at,
        mode=row.mode,
        state=row.state,
        outcome=row.outcome,
        made=row.made,
        possible=row.possible,
        coverage=row.coverage,
        red_flags=row.red_flags,
        answers=row.answers,
        spoken_s=row.spoken_s,
        recordings=_recordings(desk, row.recordings),
        snippet=_pieces(row.snippet),
    )


def _recordings(desk: Desk, paths: tuple[str, ...]) -> Recordings:
    if not paths:
        return "none"
    return "kept" if any((desk.folder.recordings / path).is_file() for path in paths) else "gone"


def _pieces(snippet: str) -> tuple[Piece, ...]:
    before, after = HIT
    pieces = []
    for part in snippet.split(before):
        hit, found, rest = part.partition(after)
        if found:
            pieces += [Piece(hit, True), Piece(rest, False)]
        else:
            pieces.append(Piece(part, False))
    return tuple(piece for piece in pieces if piece.text)
