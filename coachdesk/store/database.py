"""The database of a data folder: opened, made or brought up to date, and its sessions."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.store import database_file, places
from coachdesk.store.trouble import DatabaseDamaged, damaged_value, in_plain_words, unusable

# The first page of a start looks at a few figures and needs neither the ORM (0.1 s) nor the tables (0.05 s).
if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BUSY_TIMEOUT_S = 5.0
"""How long a change waits for another process's change."""

_TRIES_AGAIN_S = 0.05

LOOKED_THROUGH_BELOW_BYTES = 32 * 1024 * 1024
"""Files up to this size are looked through for damage at every opening, which takes 1 ms a megabyte; `doctor` looks
through any."""


class Database:
    """One data folder's database. Used from any thread; each session by one thread.

    ``open`` makes the folder and the database where there are none, and raises `CoachDeskError` where they cannot be
    used: `DatabaseDamaged` where the file is damaged, and then ``open_read_only`` may still show what can be read.
    """

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.read_only = False
        self._engine: Engine | None = None

    @cached_property
    def warning(self) -> str:
        """Why this folder is a bad place for a database, in a sentence, or nothing."""
        return places.warning_about(self.folder.root)

    def open(self) -> Self:
        try:
            self.folder.make()
            self._finish_restore()
            with in_plain_words(self.folder):
                is_made = self._bring_up_to_date()
                self._engine = _engine(self.folder, read_only=False)
                with self._engine.execution_options(change=True).begin() as connection:  # fails where none may write
                    if not is_made:
                        _make_tables(connection)
        except OSError as error:
            self.close()
            raise unusable(self.folder, error) from error
        except CoachDeskError:
            self.close()
            raise
        return self

    def open_read_only(self) -> Self:
        """Opens whatever can be read, and never writes: for a damaged database or a folder that is not writable."""
        path = self.folder.database
        with in_plain_words(self.folder):
            version = database_file.version_of(path)
        if version is None:
            raise CoachDeskError(f"The database {path} is empty.", "Restore a backup with: coachdesk restore FILE.")
        database_file.refuse_newer(version, path)
        self.read_only = True
        self._engine = _engine(self.folder, read_only=True)
        return self

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Like ``read``, for figures that are asked for in SQL: it waits for no import of the ORM."""
        with in_plain_words(self.folder), self._opened.connect() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the database and cannot change it."""
        from sqlalchemy.orm import sessionmaker

        with in_plain_words(self.folder), sessionmaker(self._opened)() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is one transaction: all of it is on disk when the block ends, none of it if it raises."""
        if self.read_only:
            raise CoachDeskError(
                f"The database {self.folder.database} is open for reading only.",
                "Repair or restore it first; coachdesk doctor says what is wrong.",
            )
        from sqlalchemy.orm import sessionmaker

        changing = self._opened.execution_options(change=True)
        with in_plain_words(self.folder), sessionmaker(changing, expire_on_commit=False).begin() as session:
            yield session

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def __enter__(self) -> Self:
        return self if self._engine is not None else self.open()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _finish_restore(self) -> None:
        if any(self.folder.root.glob(f"{database_file.RESTORING}*")):
            from coachdesk.store import restore

            restore.finish(self.folder)

    def _bring_up_to_date(self) -> bool:
        """Whether there are tables, which are then at their newest."""
        path = self.folder.database
        if not path.exists():
            return False
        if path.stat().st_size <= LOOKED_THROUGH_BELOW_BYTES and database_file.damage(path):
            raise DatabaseDamaged(self.folder)
        version = database_file.version_of(path)
        if version is not None and version != database_file.VERSION:
            from coachdesk.store import schema

            database_file.refuse_newer(version, path)
            schema.migrate(self.folder, version, clock.now())
        return version is not None

    @property
    def _opened(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("the database is not open")
        return self._engine


def _make_tables(connection: Connection) -> None:
    from coachdesk.store import schema

    schema.create(connection)


def _engine(folder: DataFolder, *, read_only: bool) -> Engine:
    address = database_file.uri(folder.database, "ro" if read_only else "rwc")

    def connect() -> sqlite3.Connection:
        # No isolation level: Python's own BEGIN comes late and is never IMMEDIATE; `_begin` sends it instead.
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        if not read_only:
            _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def from_json(kept: str) -> Any:
        try:
            return json.loads(kept)
        except (TypeError, ValueError, RecursionError) as error:
            raise damaged_value(folder) from error

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, json_deserializer=from_json)
    event.listen(engine, "begin", _begin)
    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL, once in a database's life. Two programs that switch at the same moment do not wait for each other
    as they do for anything else (SQLite answers "locked" at once), so that is tried again here."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_TRIES_AGAIN_S)
        else:
            return


def _begin(connection: Connection) -> None:
    change = connection.get_execution_options().get("change", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if change else 'ON'}")
    # IMMEDIATE: a change waits here for another's, instead of failing in its middle.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if change else "BEGIN")
