"""How the tables of a new database are made, and those of an old one brought up to date."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, event, inspect, text

from coachdesk.paths import DataFolder
from coachdesk.store import backup
from coachdesk.store.database_file import VERSION, looked_at, uri
from coachdesk.store.tables import Table

SCRIPTS = "coachdesk.store:migrations"


def create(connection: Connection) -> None:
    """All tables at their newest, in the transaction of ``connection``, unless they are there.

    Made from the metadata, because importing Alembic costs 0.9 s; a test holds it equal to the migrations.
    """
    if inspect(connection).has_table("alembic_version"):
        return
    Table.metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": VERSION})


def differences(path: Path) -> list[str]:
    """What is missing or changed among the tables, columns, indexes and triggers of a database of this version."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        create(connection)
        expected = _made(connection.connection.dbapi_connection)  # type: ignore[arg-type]
    engine.dispose()
    with looked_at(path) as there:
        found = _made(there)
    missing = [f"the {kind} {name} is missing" for kind, name in expected if (kind, name) not in found]
    changed = [
        f"the {kind} {name} is not as it should be"
        for (kind, name), what in expected.items()
        if not what <= found.get((kind, name), what)
    ]
    strange = [f"the trigger {name} does not belong" for kind, name in found.keys() - expected if kind == "trigger"]
    return sorted(missing) + sorted(changed) + sorted(strange)


def _made(connection: sqlite3.Connection) -> dict[tuple[str, str], set[str]]:
    """Everything by kind and name: a table by its columns, a trigger by what it does."""
    made: dict[tuple[str, str], set[str]] = {}
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'")
    for kind, name, sql in rows.fetchall():
        if kind == "table":
            columns = connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
            made[kind, name] = {column for (column,) in columns}
        else:
            made[kind, name] = {" ".join(sql.split())} if kind == "trigger" else set()
    return made


def migrate(folder: DataFolder, version: str, at: datetime) -> Path:
    """Brings an older database up to date, all or nothing, after a backup of it. Returns the backup."""
    name = f"coachdesk-format-{version}-{at:%Y%m%d-%H%M%S}.zip"
    made = backup.back_up(folder, folder.backups / name, at=at, parts=("database",))
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(uri(folder.database, "rwc"), uri=True, isolation_level=None),
        poolclass=NullPool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # Rebuilding a table drops the old one, which would delete what refers to it: foreign keys rest meanwhile.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        run_migrations(connection)
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError(f"the migration left a row of {broken[0]} without what it refers to")
    return made


def run_migrations(connection: Connection) -> None:
    """Runs every migration that the database has not had yet, in the transaction of ``connection``."""
    from alembic import command  # costs 0.9 s, wanted once a release
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", SCRIPTS.replace("%", "%%"))
    command.upgrade(config, "head")
