"""Backups as a user meets them: one made each day by itself and tested by restoring it, a list, made and brought back.

The automatic ones hold the database, the own content and the settings, not the recordings: those never change once
they are made, and a week of daily copies of them (40 MB an hour of talk) would fill the disk. Bringing an automatic
one back leaves the recordings where they are.
"""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.services import keeping
from coachdesk.services.desk import Desk
from coachdesk.store import backup, database_file, schema
from coachdesk.store import restore as restoring
from coachdesk.store.backup import Part

log = logging.getLogger(__name__)

Origin = Literal["automatic", "by hand", "before an update"]

AUTOMATIC = "coachdesk-daily-"
BEFORE_UPDATE = "coachdesk-format-"
"""How their files' names begin. One made by hand is named otherwise, and is never rotated away."""

AUTOMATIC_PARTS: tuple[Part, ...] = ("database", "library", "settings")

_TESTED = "tested.json"
_TESTING = ".coachdesk-testing-"


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup in the data folder's own ``backups``. ``tested_at``: when it was last restored for a trial, and was
    whole; None where it was not yet, or was changed since. ``trouble``: why it is none, empty where it is one."""

    path: Path
    made_at: datetime | None
    size_bytes: int
    origin: Origin
    has_recordings: bool
    tested_at: datetime | None
    trouble: str = ""


def backups(folder: DataFolder) -> tuple[BackupRow, ...]:
    """All of them, newest first; files that are no backups last. They are not read through."""
    tested = _tested(folder)
    rows = [_row(file, tested) for file in sorted(_zips(folder))]
    return tuple(sorted(rows, key=lambda row: row.made_at.timestamp() if row.made_at else 0.0, reverse=True))


def daily(desk: Desk, now: datetime) -> Path | None:
    """Makes today's automatic backup where there is none yet, tests it, and lets the oldest go.

    None where nothing was to do. Raises CoachDeskError where it could not be made or did not pass its test; then the
    earlier ones are all still there.
    """
    chosen, folder = desk.settings(), desk.folder
    if not chosen.back_up or not folder.database.exists():
        return None
    today = now.astimezone().date()
    automatic = [row for row in backups(folder) if row.origin == "automatic"]
    if any(row.tested_at and row.made_at and row.made_at.astimezone().date() == today for row in automatic):
        return None
    _sweep(folder)
    to = folder.backups / f"{AUTOMATIC}{now.astimezone():%Y%m%d-%H%M%S}.zip"
    made = backup.back_up(folder, to, at=now, parts=AUTOMATIC_PARTS)
    try:
        test(folder, made, now)
    except CoachDeskError:
        made.unlink(missing_ok=True)
        raise
    _rotate(folder, chosen.backups_kept, spare=made)
    return made


def make(desk: Desk, now: datetime) -> BackupRow:
    """Makes a backup by hand, with the recordings, and tests it. It stays until somebody deletes it."""
    made = backup.back_up(desk.folder, None, at=now)
    try:
        test(desk.folder, made, now)
    except CoachDeskError as error:  # it was read back whole when it was written; perhaps there is no room to unpack it
        log.warning("%s was not tested: %s", made, error)
    return _row(made, _tested(desk.folder))


def test(folder: DataFolder, file: Path, now: datetime) -> None:
    """Brings a backup back into a folder of its own, looks the database through there, and notes that it was whole.

    Raises CoachDeskError where it was not, or where there is no room to try.
    """
    with _in_plain_words(file), tempfile.TemporaryDirectory(prefix=_TESTING, dir=folder.backups) as beside:
        trial = DataFolder(Path(beside) / "data")
        restoring.restore(file, trial, at=now)
        if trial.database.exists() and (wrong := _wrong_with(trial.database)):
            raise CoachDeskError(f"The backup {file.name} did not pass its test: {wrong}.", _RUN_DOCTOR)
        _note_tested(folder, file, now)


def restore(desk: Desk, file: Path) -> Path | None:
    """Brings a backup back. Returns the folder that holds what was there before. The window must begin anew after it.

    Raises CoachDeskError where something else uses the database, and then nothing was changed.
    """
    desk.close()
    return keeping.restore(file, desk.folder)


def delete(desk: Desk, file: Path) -> None:
    """Deletes a backup out of the data folder's own ``backups``."""
    if file.parent != desk.folder.backups or file not in _zips(desk.folder):
        raise WrongUse(f"{file} is no backup in {desk.folder.backups}.")
    with _in_plain_words(file):
        file.unlink()


def delete_automatic(desk: Desk) -> int:
    """Deletes every automatic backup, such as those that still hold somebody who was erased. How many there were."""
    rows = [row for row in backups(desk.folder) if row.origin == "automatic"]
    for row in rows:
        delete(desk, row.path)
    return len(rows)


_RUN_DOCTOR = "Run coachdesk doctor --deep. The earlier backups are still there."


def _wrong_with(database: Path) -> str:
    try:
        if found := database_file.damage(database, thorough=True):
            return found
        wrong = schema.differences(database) if database_file.version_of(database) == database_file.VERSION else []
    except sqlite3.Error as error:
        return str(error)
    return wrong[0] if wrong else ""


def _rotate(folder: DataFolder, kept: int, *, spare: Path) -> None:
    """The oldest automatic ones go, but never the one that was just made and tested, whatever the clock says."""
    automatic = [row for row in backups(folder) if row.origin == "automatic" and row.path != spare]
    for row in automatic[max(0, kept - 1) :]:
        try:
            row.path.unlink()
        except OSError as error:
            log.warning("the old backup %s could not be deleted: %s", row.path, error)


def _sweep(folder: DataFolder) -> None:
    """What tests that were broken off by a power cut left behind."""
    for left in folder.backups.glob(f"{_TESTING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _zips(folder: DataFolder) -> list[Path]:
    return [file for file in folder.backups.glob("*.zip") if file.is_file()]


def _row(file: Path, tested: dict[str, Any]) -> BackupRow:
    size = file.stat().st_size
    name = file.name
    origin = _origin(name)
    try:
        manifest = backup.read_manifest(file)
    except CoachDeskError as error:
        return BackupRow(file, None, size, origin, False, None, error.sentence)
    return BackupRow(
        file, manifest.made_at, size, origin, "recordings" in manifest.parts, _when_tested(file, tested.get(name))
    )


def _origin(name: str) -> Origin:
    if name.startswith(AUTOMATIC):
        return "automatic"
    return "before an update" if name.startswith(BEFORE_UPDATE) else "by hand"


def _when_tested(file: Path, note: Any) -> datetime | None:
    """A note holds for the file as it was then: one that was changed since is untested."""
    try:
        if [note["size"], note["changed_ns"]] != [file.stat().st_size, file.stat().st_mtime_ns]:
            return None
        return datetime.fromisoformat(note["at"])
    except (KeyError, TypeError, ValueError):
        return None


def _tested(folder: DataFolder) -> dict[str, Any]:
    try:
        notes = json.loads((folder.backups / _TESTED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _note_tested(folder: DataFolder, file: Path, now: datetime) -> None:
    there = {path.name for path in _zips(folder)}
    notes = {name: note for name, note in _tested(folder).items() if name in there}
    state = file.stat()
    notes[file.name] = {"at": now.isoformat(), "size": state.st_size, "changed_ns": state.st_mtime_ns}
    draft = folder.backups / f"{_TESTED}.part"
    draft.write_text(json.dumps(notes, indent=1), "utf-8")
    draft.replace(folder.backups / _TESTED)


@contextmanager
def _in_plain_words(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CoachDeskError(
            f"The backup {file.name} could not be tested or changed: {error.strerror or error}.",
            "Make room on the disk and check its permissions. The earlier backups are still there.",
        ) from error
