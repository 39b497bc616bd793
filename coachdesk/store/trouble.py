"""What SQLite's and the disk's errors mean to a user: a sentence and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.store.database_file import VERSION, means_damage, version_of

_FULL_BELOW_BYTES = 256 * 1024
"""SQLite says "I/O error" instead of "full" for some of its files; with less room than this it was full."""


class DatabaseDamaged(CoachDeskError):
    """The file is there but is not, or no longer, a sound database. Nothing has been written to it."""

    def __init__(self, folder: DataFolder, found: str = "") -> None:
        from coachdesk.store import backup  # what a sound start need not load

        self.newest_good_backup: Path | None = backup.newest_good(folder)
        if self.newest_good_backup:
            remedy = (
                f"The newest good backup is {self.newest_good_backup}; bring it back with: "
                f'coachdesk restore "{self.newest_good_backup}". The damaged file is kept.'
            )
        else:
            remedy = (
                f"There is no good backup in {folder.backups}. If you have one elsewhere, bring it back with: "
                "coachdesk restore FILE. Recordings are not affected."
            )
        what = f"is damaged: {found}" if found else "is damaged"
        super().__init__(f"The database {folder.database} {what}. Nothing in it was changed.", remedy)


class DatabaseBusy(CoachDeskError):
    """Another program kept the database locked for longer than anybody waits."""


@contextmanager
def in_plain_words(folder: DataFolder) -> Iterator[None]:
    """Turns what SQLite reports about disk, folder and file into sentences; bugs pass as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, sqlite3.Error) and (said := _said(cause, folder)):
            raise said from error
        raise


def unusable(folder: DataFolder, error: OSError) -> CoachDeskError:
    return CoachDeskError(
        f"The data folder {folder.root} cannot be used: {error.strerror or error}.",
        "Check its permissions and its disk, or choose another folder with --data-dir.",
    )


def damaged_value(folder: DataFolder) -> CoachDeskError:
    return CoachDeskError(
        f"The database {folder.database} holds a value that cannot be read: somebody or something else changed it.",
        "coachdesk doctor --deep says where. A backup has it as it was; bring it back with: coachdesk restore FILE.",
    )


def _said(error: sqlite3.Error, folder: DataFolder) -> CoachDeskError | None:
    code: str = getattr(error, "sqlite_errorname", "")
    if means_damage(error):
        return DatabaseDamaged(folder)
    if not code and str(error).startswith("Could not decode"):  # Python's own error, for text that is not UTF-8
        return DatabaseDamaged(folder, "a text in it is not text")
    if code == "SQLITE_ERROR" and (wrong := _difference(folder)):
        return DatabaseDamaged(folder, wrong[0])
    if code == "SQLITE_FULL" or (code.startswith("SQLITE_IOERR") and _no_room(folder)):
        return CoachDeskError(
            f"The disk that holds {folder.root} is full; the last change was not saved.",
            "Make room on it and try again. Everything saved before is still there.",
        )
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy(
            f"Another program is using the database {folder.database}.",
            "Close other CoachDesk windows and programs that copy or synchronise the folder, then try again.",
        )
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return CoachDeskError(
            f"The data folder {folder.root} cannot be written to.",
            "Give yourself permission to write to it, or choose another folder with --data-dir.",
        )
    if code.startswith("SQLITE_IOERR"):
        return CoachDeskError(
            f"The disk that holds {folder.root} could not be read or written; the last change was not saved.",
            "Check the disk and its connection, then try again.",
        )
    return None


def _difference(folder: DataFolder) -> list[str]:
    """What is missing among the tables, which makes SQLite refuse sound SQL; none where the SQL is a bug."""
    from coachdesk.store import schema

    try:
        is_current = version_of(folder.database) == VERSION
        return schema.differences(folder.database) if is_current else []
    except (sqlite3.Error, CoachDeskError):
        return []


def _no_room(folder: DataFolder) -> bool:
    try:
        return shutil.disk_usage(folder.root).free < _FULL_BELOW_BYTES
    except OSError:
        return False
