"""What is kept of people: told in numbers, exported, erased, and erased by itself once it is old enough."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk import clock
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.services import backups
from coachdesk.services.backups import BackupRow
from coachdesk.services.desk import Desk
from coachdesk.services.practice import live_mark
from coachdesk.store import erase, people, personal
from coachdesk.store import restore as restoring
from coachdesk.store.erase import Counts, OldAttempt
from coachdesk.store.people import KeptPerson
from coachdesk.store.target import refuse_unless_plain, written_whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

Progress = Callable[[float], object]
"""Told the share done, 0 to 1; it may raise to stop."""

_UNCLEAN = ".coachdesk-clean-database"
"""There while the database's file may hold what was erased; `clean_up` takes it away."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    roles: tuple[str, ...]
    attempts: int
    recordings: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in the data folder, in numbers."""

    where: Path
    attempts: int
    recordings: int
    recordings_bytes: int
    database_bytes: int
    backups: int
    backups_bytes: int


@dataclass(frozen=True, slots=True)
class Exported:
    """``missing``: recordings that the database names and that are not there."""

    path: Path
    recordings: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes with a person, and where they are still to be found afterwards: backups, and folders that hold what was
    there before a restore."""

    name: str
    counts: Counts
    is_last: bool
    backups: tuple[BackupRow, ...]
    aside: tuple[Path, ...]
    trouble: str = ""
    """Why the database's file could not be cleaned yet; empty where it was."""


@dataclass(frozen=True, slots=True)
class Outlived:
    """Recordings that are older than ``days``: what goes, or went."""

    days: int
    attempts: int
    recordings: int
    size_bytes: int


def everybody(desk: Desk) -> tuple[PersonRow, ...]:
    """Everybody who was not erased, in the order in which they came."""
    with desk.database.read() as session:
        rows = []
        for person in people.with_name(session):
            there = erase.counts(session, person.id)
            rows.append(PersonRow(person.name or "", person.roles, there.attempts, there.recordings))
    return tuple(rows)


def kept(desk: Desk) -> Kept:
    """What is kept, in numbers."""
    folder = desk.folder
    with desk.database.read() as session:
        attempts = erase.attempts_kept(session)
    sizes = list(_recording_sizes(folder))
    saved = backups.backups(folder)
    return Kept(
        where=folder.root,
        attempts=attempts,
        recordings=len(sizes),
        recordings_bytes=sum(sizes),
        database_bytes=sum(path.stat().st_size for path in folder.root.glob(f"{folder.database.name}*")),
        backups=len(saved),
        backups_bytes=sum(row.size_bytes for row in saved),
    )


def _recording_sizes(folder: DataFolder) -> Iterator[int]:
    """Of every recording there is, while others are made and erased."""
    for top, _, names in os.walk(folder.recordings):
        for name in names:
            if name.endswith((".flac", ".wav")):
                with contextlib.suppress(FileNotFoundError):
                    yield (Path(top) / name).stat().st_size


# -- export ------------------------------------------------------------------------------------------------------------


def export_name(name: str, now: datetime) -> str:
    """What the file of an export is called, on any system."""
    plain = re.sub(r"[^\w-]+", "-", name).strip("-")[:60]
    return f"coachdesk-{plain or 'person'}-{now.astimezone():%Y%m%d}.zip"


def export_person(
    desk: Desk, name: str, to: Path, *, now: datetime | None = None, progress: Progress | None = None
) -> Exported:
    """Writes all that is kept about a person into one zip: JSON, the recordings, and a text that explains them.

    ``to`` is a .zip file outside the data folder, or a folder to put it in.
    """
    at = now or clock.now()
    if to.is_dir():
        to = to / export_name(name, at)
    to = to.absolute()
    refuse_unless_plain(to)
    if to.suffix.lower() != ".zip":
        raise WrongUse(f"{to} is not the name of a zip file.", "Let it end in .zip.")
    if to.parent.resolve().is_relative_to(desk.folder.root.resolve()):
        raise WrongUse(f"{to} lies in the data folder.", "Name a file outside it.")
    with desk.database.read() as session:
        person = _person(session, name)
        topics = personal.about(session, person.id)
        named = personal.recordings_of(session, person.id)
    found = {path: file for path in named if (file := _recording(desk.folder, path)) is not None}
    missing = tuple(path for path in named if path not in found)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(to) as draft:
            _write_export(draft, person, topics, found, missing, at, progress)
    except OSError as error:
        raise CoachDeskError(
            f"The export could not be written to {to}: {error.strerror or error}.",
            "Nothing was left behind. Make room, or choose another place.",
        ) from error
    return Exported(to, len(found), missing)


def _write_export(
    to: Path,
    person: KeptPerson,
    topics: dict[str, object],
    recordings: dict[str, Path],
    missing: tuple[str, ...],
    at: datetime,
    progress: Progress | None,
) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _read_me(person, missing, at))
        for topic, content in topics.items():
            packed.writestr(f"{topic}.json", json.dumps(content, indent=1, ensure_ascii=False))
        for done, (name, file) in enumerate(recordings.items()):
            if progress is not None:
                progress(done / len(recordings))
            packed.write(file, f"recordings/{name}", zipfile.ZIP_STORED)
    if progress is not None:
        progress(1.0)


def _read_me(person: KeptPerson, missing: tuple[str, ...], at: datetime) -> str:
    lines = [
        f"What CoachDesk keeps about {person.name}, as of {at.astimezone():%d %B %Y, %H:%M}.",
        "",
        "profile.json        the name, the roles, and since when",
        "attempts.json       every role-play: what the buyer said, what was heard, what was found in it, corrections",
        "scorecards.json     scorecards of these role-plays, and those that this person filled in for others",
        "drills.json         the drill cards with every review",
        "baselines.json      how well the recognizer heard a known passage",
        "cue_proposals.json  words that were proposed as signs of a move",
        "judgements.json     what this person said about other people's answers",
        "audit.json          rows of the audit trail that name this person's id",
        "recordings/         the answers as they were spoken; attempts.json names each under audio_path",
        "",
        "Times are in UTC. Other people appear by their ids only.",
    ]
    if missing:
        lines += ["", "Named but not there any more:", *missing]
    return "\n".join(lines) + "\n"


# -- erase -------------------------------------------------------------------------------------------------------------


def before_erasing(desk: Desk, name: str) -> Erasure:
    """What would go with a person, and where they would still be found. Changes nothing."""
    with desk.database.read() as session:
        person = _person(session, name)
        others = [each for each in people.with_name(session) if each.id != person.id]
        there = erase.counts(session, person.id)
    return _erasure(desk, person.name or name, there, is_last=not others)


def erase_person(desk: Desk, name: str, *, now: datetime | None = None) -> Erasure:
    """Erases a person: recordings, words, drills, name. What others' records stand on stays without name and words.

    It cannot be undone. Where it breaks off, erasing again finishes it. Backups that were made before still hold them.
    """
    at = now or clock.now()
    folder = desk.folder
    with desk.database.read() as session:
        person = _person(session, name)
        others = [each for each in people.with_name(session) if each.id != person.id]
        attempts = personal.attempts_of(session, person.id)
        named = personal.recordings_of(session, person.id)
    folders = [path for attempt_id in attempts for path in folder.recordings.glob(f"*/{attempt_id}")]
    if any(live_mark.is_live(path) for path in folders):
        raise WrongUse(f"{person.name} is practising right now.", "End the practice first.")
    # The files first: were the rows first, a power cut would leave recordings that nothing says are somebody's.
    _remove(folder, (file for path in named if (file := _recording(folder, path)) is not None), folders)
    _mark_unclean(folder)
    with desk.database.write() as session:
        gone = erase.erase_person(session, person.id, by=person.id, at=at)
    trouble = ""
    try:
        clean_up(folder)
    except CoachDeskError as error:
        trouble = f"{error} CoachDesk also tries again at its next start."
    if not others:  # nobody is left: the next start is a first one, and filters that were typed are not remembered
        desk.change_settings(welcomed=False, tables={})
    return _erasure(desk, person.name or name, gone, is_last=not others, trouble=trouble)


def clean_up(folder: DataFolder) -> None:
    """Makes the database's file anew where it may still hold what was erased. Raises CoachDeskError where it cannot."""
    mark = folder.root / _UNCLEAN
    if mark.exists():
        erase.clean_file(folder)
        mark.unlink(missing_ok=True)


def _mark_unclean(folder: DataFolder) -> None:
    try:
        (folder.root / _UNCLEAN).touch()
    except OSError as error:
        raise CoachDeskError(
            f"The data folder {folder.root} cannot be written: {error.strerror or error}.",
            "The recordings are gone. Make room on the disk, and erase once more.",
        ) from error


def _erasure(desk: Desk, name: str, there: Counts, *, is_last: bool, trouble: str = "") -> Erasure:
    aside = tuple(restoring.kept_aside(desk.folder))
    return Erasure(name, there, is_last, backups.backups(desk.folder), aside, trouble)


# -- retention ---------------------------------------------------------------------------------------------------------


def retention(desk: Desk, now: datetime, days: int | None = None) -> Outlived:
    """Which recordings have outlived the setting, or would if it said ``days``. Changes nothing."""
    days, old = _old(desk, now, days)
    files = [file for attempt in old for file in _files_of(desk.folder, attempt)]
    return Outlived(days, len(old), len(files), sum(file.stat().st_size for file in files))


def apply_retention(desk: Desk, now: datetime) -> Outlived:
    """Erases the recordings that have outlived the setting. What was said stays as text.

    Raises CoachDeskError where some could not be deleted; the others are gone then, and those are tried the next day.
    """
    days, old = _old(desk, now, None)
    gone: list[OldAttempt] = []
    number, size, trouble = 0, 0, None
    for attempt in old:
        files = _files_of(desk.folder, attempt)
        sizes = [file.stat().st_size for file in files]
        try:
            _remove(desk.folder, files, ())
        except CoachDeskError as error:
            trouble = trouble or error
            continue
        gone.append(attempt)
        number, size = number + len(files), size + sum(sizes)
    if gone:
        with desk.database.write() as session:
            erase.forget_recordings(session, gone, at=now)
    if trouble is not None:
        raise trouble
    return Outlived(days, len(gone), number, size)


def newest_attempt(desk: Desk) -> datetime | None:
    """When anybody's newest attempt began."""
    if not desk.folder.database.exists():
        return None
    with desk.database.read() as session:
        return erase.newest_attempt(session)


def why_gone(desk: Desk, answer_id: str) -> str:
    """Why an answer has no recording any more, in a sentence; empty where it was not erased because of its age."""
    with desk.database.read() as session:
        found = erase.recordings_gone(session, answer_id)
    if found is None:
        return ""
    days = max(1, (found[1] - found[0]).days)
    return f"The recording was erased after {days} {'day' if days == 1 else 'days'}, as the settings say."


def _old(desk: Desk, now: datetime, days: int | None) -> tuple[int, list[OldAttempt]]:
    if days is None:
        days = desk.settings().keep_recordings_days
    if days == 0 or not desk.folder.database.exists():
        return days, []
    with desk.database.read() as session:
        old = erase.outlived(session, now - timedelta(days=days))
    return days, [attempt for attempt in old if not _is_played(desk.folder, attempt)]


def _is_played(folder: DataFolder, attempt: OldAttempt) -> bool:
    """Whether somebody is answering a line of it once more at this moment."""
    return any(live_mark.is_live(path) for path in folder.recordings.glob(f"*/{attempt.id}"))


def _files_of(folder: DataFolder, attempt: OldAttempt) -> list[Path]:
    return [file for path in attempt.recordings if (file := _recording(folder, path)) is not None]


# -- files -------------------------------------------------------------------------------------------------------------


def _recording(folder: DataFolder, path: str) -> Path | None:
    """The file of a recording; None where it is gone, or where a row leads out of the recordings' folder."""
    file = folder.recordings / path
    inside = file.resolve().is_relative_to(folder.recordings.resolve())
    return file if inside and file.is_file() else None


def _remove(folder: DataFolder, files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Deletes recordings and folders of attempts, and the folders that are empty then."""
    try:
        touched = set()
        for file in files:
            touched.add(file.parent)
            file.unlink(missing_ok=True)
        for path in folders:
            touched.add(path.parent)
            if path.exists():
                shutil.rmtree(path)
    except OSError as error:
        raise CoachDeskError(
            f"A recording could not be deleted: {error.strerror or error} ({error.filename}).",
            "Check the permissions of the data folder, and try again.",
        ) from error
    for path in sorted({*touched, *(path.parent for path in touched)}, reverse=True):
        if path != folder.recordings and path.is_relative_to(folder.recordings):
            with contextlib.suppress(OSError):  # there is something else in it
                path.rmdir()


def _person(session: Session, name: str) -> KeptPerson:
    person = people.named(session, name)
    if person is None:
        known = ", ".join(each.name or "" for each in people.with_name(session)) or "nobody yet"
        raise WrongUse(f"There is nobody called {name}.", f"Known: {known}.")
    return person
