"""New databases and migrated ones have the same tables; an older one is brought up to date after a backup."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from coachdesk.paths import DataFolder
from coachdesk.store import backup, database_file, people, schema
from coachdesk.store.database import Database
from coachdesk.store.tables import Table

AT = datetime(2025, 3, 3, tzinfo=UTC)


def clauses(sql: str) -> list[str]:
    head, _, body = re.sub(r"\s+", " ", sql).partition("(")
    return [head.strip(), *sorted(clause.strip(" )") for clause in body.split(", "))]


def test_migrations_make_the_same_tables_as_the_program(folder: DataFolder, tmp_path: Path) -> None:
    Database(folder).open().close()
    migrated = tmp_path / "migrated.db"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(migrated, isolation_level=None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        schema.run_migrations(connection)
    engine.dispose()
    made = {}
    for path in (folder.database, migrated):
        with closing(sqlite3.connect(path)) as raw:
            rows = raw.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
            made[path] = {(kind, name): clauses(sql) for kind, name, sql in rows}
            assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(database_file.VERSION,)]
    assert made[folder.database] == made[migrated]


def test_every_table_can_be_made_in_postgresql() -> None:
    for table in Table.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("people", sa.Column("team", sa.String(60)))
    with op.batch_alter_table("attempts") as attempts:  # rebuilds a table that others refer to
        attempts.add_column(sa.Column("note", sa.Text()))
    {then}
"""


@pytest.fixture
def older(folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the folder's database one version too old; gives the file of the next migration, still to be written."""
    with Database(folder) as database, database.write() as session:
        people.add_person(session, "Ada", at=AT)
    scripts = tmp_path / "migrations 50%"
    shutil.copytree(Path(schema.__file__).parent / "migrations", scripts)
    monkeypatch.setattr(schema, "SCRIPTS", str(scripts))
    monkeypatch.setattr(database_file, "VERSION", "0003")
    return scripts / "versions" / "v0003_next.py"


def test_an_older_database_is_brought_up_to_date_after_a_backup(folder: DataFolder, older: Path) -> None:
    older.write_text(NEXT.format(then=""))
    with Database(folder) as database, database.read() as session:
        assert [person.name for person in people.people(session)] == ["Ada"]
    assert database_file.version_of(folder.database) == "0003"
    (kept,) = folder.backups.iterdir()
    assert backup.read_manifest(kept).parts == ("database",)
    assert kept.name.startswith("coachdesk-format-0002-")


def test_a_migration_that_fails_leaves_the_database_as_it_was(folder: DataFolder, older: Path) -> None:
    older.write_text(NEXT.format(then='op.execute("SELECT * FROM nowhere")'))
    before = clauses_of(folder)
    with pytest.raises(Exception, match="nowhere"):
        Database(folder).open()
    assert database_file.version_of(folder.database) == "0002"
    assert clauses_of(folder) == before


def clauses_of(folder: DataFolder) -> list[tuple[str]]:
    with closing(sqlite3.connect(folder.database)) as raw:
        return raw.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()


def test_opening_a_database_does_not_import_alembic(folder: DataFolder) -> None:
    code = (
        "import sys; from pathlib import Path; from coachdesk.paths import DataFolder\n"
        "from coachdesk.store.database import Database\n"
        "Database(DataFolder(Path(sys.argv[1]))).open().close(); sys.exit('alembic' in sys.modules)"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, str(folder.root)], check=True)
