"""The database file looked at from outside, without changing it: its version, and whether it is damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from coachdesk.errors import CoachDeskError

VERSION = "0002"
"""The newest revision in `migrations/versions`: four digits, in order."""

RESTORING = ".coachdesk-restore-"
"""How the folders begin that hold a backup which is being brought back."""


def uri(path: Path, mode: Literal["ro", "rwc"]) -> str:
    """A SQLite URI: the only way to say "never write"; and no file name can be mistaken for a parameter in it."""
    name = path.absolute().as_posix()
    address = f"file://{quote(name if name.startswith('/') else '/' + name)}?mode={mode}"
    # Even a reader makes files beside the database, and where it cannot, SQLite must be told that nobody else does.
    log = path.with_name(path.name + "-wal")
    nothing_in_log = not log.exists() or log.stat().st_size == 0
    alone = mode == "ro" and nothing_in_log and not os.access(path.parent, os.W_OK)
    return address + "&immutable=1" if alone else address


@contextmanager
def looked_at(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(uri(path, "ro"), uri=True)
    try:
        yield connection
    finally:
        connection.close()


def version_of(path: Path) -> str | None:
    """The version of the tables in ``path``; None for an empty file; `CoachDeskError` if it is not CoachDesk's."""
    with looked_at(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        found = None
        if "alembic_version" in tables:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if found is None:
            raise CoachDeskError(f"{path} is a database of another program.", "Choose another folder with --data-dir.")
        return str(found[0])


def refuse_newer(version: str, path: Path) -> None:
    if version > VERSION:
        raise CoachDeskError(
            f"The database {path} was made by a newer CoachDesk (its format is {version}, this one knows {VERSION}). "
            "Nothing in it was changed.",
            "Update CoachDesk, or choose another folder with --data-dir.",
        )


def damage(path: Path, *, thorough: bool = False) -> str:
    """What SQLite finds wrong with the file, empty if nothing; ``thorough`` also compares indexes with tables."""
    try:
        with looked_at(path) as connection:
            found = connection.execute("PRAGMA integrity_check(5)" if thorough else "PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        if means_damage(error):
            return str(error)
        raise
    lines = "; ".join(str(line) for (line,) in found)
    return "" if lines == "ok" else lines


def means_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))
