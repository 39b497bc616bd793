"""Opening, sessions, and every way in which a disk, a file or another program gets in the way."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from coachdesk.analysis.heard import typed
from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.store import backup, database_file, people, records
from coachdesk.store.database import Database
from coachdesk.store.kept import Answer, Beginning, KeptFinding
from coachdesk.store.trouble import DatabaseBusy, DatabaseDamaged

AT = datetime(2025, 3, 3, 12, tzinfo=UTC)
Begin = Callable[..., str]
Spoken = Callable[..., Answer]


def fill(folder: DataFolder, begin: Begin, spoken: Spoken, attempts: int = 20) -> None:
    with Database(folder) as database, database.write() as session:
        for day in range(attempts):
            records.keep_answer(session, begin(session, day=day), spoken())


def overwrite(file: Path, at: int, length: int = 3000) -> bytes:
    """Damages a file; gives what it then holds."""
    content = bytearray(file.read_bytes())
    content[at : at + length] = b"\xa5" * min(length, len(content) - at)
    file.write_bytes(content)
    return bytes(content)


def test_a_new_database_is_made_in_a_folder_that_is_not_there(folder: DataFolder) -> None:
    with Database(folder) as database, database.read() as session:
        assert people.people(session) == []
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    assert database_file.version_of(folder.database) == database_file.VERSION


def test_a_change_that_raises_leaves_nothing(folder: DataFolder) -> None:
    with Database(folder) as database:
        with contextlib.suppress(RuntimeError), database.write() as session:
            people.add_person(session, "Ada", at=AT)
            raise RuntimeError
        with database.read() as session:
            assert people.people(session) == []


def test_a_session_for_reading_cannot_change_anything(folder: DataFolder) -> None:
    with Database(folder) as database:
        with pytest.raises(CoachDeskError), database.read() as session:
            people.add_person(session, "Ada", at=AT)
        with database.write() as session:
            people.add_person(session, "Bo", at=AT)


def test_a_reader_sees_one_moment_while_another_writes(folder: DataFolder) -> None:
    with Database(folder) as database, database.read() as reading:
        assert people.people(reading) == []
        with database.write() as session:
            people.add_person(session, "Ada", at=AT)
        assert people.people(reading) == []


@pytest.mark.parametrize("at", [0, 8192])
def test_a_damaged_database_is_said_and_not_touched(folder: DataFolder, begin: Begin, spoken: Spoken, at: int) -> None:
    fill(folder, begin, spoken)
    backup.back_up(folder, folder.backups / "older.zip", at=AT)
    newest = backup.back_up(folder, folder.backups / "newer.zip", at=AT.replace(day=4))
    broken = backup.back_up(folder, folder.backups / "newest but broken.zip", at=AT.replace(day=5))
    overwrite(broken, 200)
    damaged = overwrite(folder.database, at)
    with pytest.raises(DatabaseDamaged) as caught:
        Database(folder).open()
    assert "is damaged" in caught.value.sentence
    assert str(newest) in caught.value.remedy
    assert folder.database.read_bytes() == damaged


def test_a_damaged_database_is_read_as_far_as_it_can_be(folder: DataFolder, begin: Begin, spoken: Spoken) -> None:
    fill(folder, begin, spoken)
    with closing(sqlite3.connect(folder.database)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'words'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    damaged = overwrite(folder.database, (page - 1) * size)
    with pytest.raises(DatabaseDamaged) as caught:
        Database(folder).open()
    assert "There is no good backup" in caught.value.remedy
    database = Database(folder).open_read_only()
    with database.read() as session:
        assert [person.name for person in people.people(session)] == ["Me"]
    with pytest.raises(DatabaseDamaged), database.read() as session:
        session.execute(text("SELECT * FROM words")).all()
    with pytest.raises(CoachDeskError, match="for reading only"), database.write():
        pass
    database.close()
    assert folder.database.read_bytes() == damaged


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("DROP TABLE words", "the table words is missing"),
        ("ALTER TABLE utterances DROP COLUMN delivery", "the table utterances is not as it should be"),
        ("UPDATE utterances SET says = CAST(x'fffe' AS TEXT)", "is not text"),
    ],
)
def test_a_database_that_lost_a_part_is_said_to_be_damaged(
    folder: DataFolder, begin: Begin, spoken: Spoken, damage: str, what: str
) -> None:
    fill(folder, begin, spoken, attempts=1)
    saved = backup.back_up(folder, None, at=AT)
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute(damage)
    with Database(folder) as database:
        with database.read() as session:
            attempt = session.scalar(text("SELECT id FROM attempts"))
        with pytest.raises(DatabaseDamaged, match=what) as caught, database.read() as session:
            records.load_attempt(session, attempt)
        assert str(saved) in caught.value.remedy


def test_sql_that_is_a_bug_is_not_called_damage(folder: DataFolder) -> None:
    with Database(folder) as database, pytest.raises(OperationalError), database.read() as session:
        session.execute(text("SELECT * FROM nowhere"))


@pytest.mark.parametrize("content", [b"this is a letter, not a database. " * 300, b"short"])
def test_a_file_that_is_no_database_is_said_and_not_touched(folder: DataFolder, content: bytes) -> None:
    folder.root.mkdir()
    folder.database.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        Database(folder).open()
    assert folder.database.read_bytes() == content


def test_another_programs_database_is_refused(folder: DataFolder) -> None:
    folder.root.mkdir()
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("CREATE TABLE songs (name TEXT)")
    with pytest.raises(CoachDeskError, match="another program"):
        Database(folder).open()


def test_a_file_left_empty_by_a_power_cut_becomes_a_database(folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.database.touch()
    with Database(folder) as database, database.read() as session:
        assert people.people(session) == []


def test_a_newer_database_is_refused_and_not_touched(folder: DataFolder) -> None:
    Database(folder).open().close()
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
    before = folder.database.read_bytes()
    with pytest.raises(CoachDeskError, match="made by a newer CoachDesk") as caught:
        Database(folder).open()
    assert "Update CoachDesk" in caught.value.remedy
    with pytest.raises(CoachDeskError, match="made by a newer CoachDesk"):
        Database(folder).open_read_only()
    assert folder.database.read_bytes() == before


def test_a_full_disk_is_said_and_what_was_saved_stays(small_disk: Path, begin: Begin, spoken: Spoken) -> None:
    folder = DataFolder(small_disk / "data")
    saved = 0
    with Database(folder) as database:

        def save(day: int) -> None:
            nonlocal saved
            with database.write() as session:
                records.keep_answer(session, begin(session, day=day), spoken(says="x" * 5000))
            saved += 1

        with pytest.raises(CoachDeskError, match="is full"):
            list(map(save, range(2000)))
        with database.read() as session:
            assert session.scalar(text("SELECT count(*) FROM attempts")) == saved > 0
            assert session.scalar(text("SELECT count(*) FROM utterances")) == saved


def test_no_room_for_a_new_database_is_said(small_disk: Path) -> None:
    with contextlib.suppress(OSError), (small_disk / "ballast").open("wb", buffering=0) as ballast:
        while ballast.write(bytes(4096)):
            pass
    with pytest.raises(CoachDeskError, match="is full"):
        Database(DataFolder(small_disk / "data")).open()


def test_a_disk_that_turns_read_only_is_said_and_can_be_read(small_disk: Path, begin: Begin, spoken: Spoken) -> None:
    folder = DataFolder(small_disk / "data")
    fill(folder, begin, spoken, attempts=2)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(CoachDeskError, match="cannot be written to"):
        Database(folder).open()
    database = Database(folder).open_read_only()
    with database.read() as session:
        assert [person.name for person in people.people(session)] == ["Me"]
    database.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CoachDeskError, match="cannot be used") as caught:
        Database(DataFolder(tmp_path / "file" / "data")).open()
    assert "--data-dir" in caught.value.remedy


def test_a_program_that_keeps_the_database_locked_is_said(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coachdesk.store.database.BUSY_TIMEOUT_S", 0.1)
    with Database(folder) as database, closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy), database.write() as session:
            people.add_person(session, "Ada", at=AT)
        other.execute("ROLLBACK")
        with database.write() as session:
            people.add_person(session, "Ada", at=AT)


def test_threads_write_one_after_another(folder: DataFolder, begin: Begin, spoken: Spoken) -> None:
    with Database(folder) as database:

        def write() -> None:
            for day in range(10):
                with database.write() as session:
                    records.keep_answer(session, begin(session, day=day), spoken())

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.read() as session:
            assert session.scalar(text("SELECT count(*) FROM utterances")) == 40


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from coachdesk.analysis.heard import typed
from coachdesk.paths import DataFolder
from coachdesk.store import people, records
from coachdesk.store.database import Database
from coachdesk.store.kept import Answer, Beginning, KeptFinding

at = datetime(2025, 3, 3, tzinfo=UTC)
with Database(DataFolder(Path(sys.argv[1]))) as database:
    for number in range(int(sys.argv[2])):
        with database.write() as session:
            me = people.person_named(session, f"Person {number % 5}", at=at)
            kept = records.keep_snapshot(session, "scenario", f"id: {number % 3}")
            attempt = records.begin_attempt(session, Beginning(
                me, "solo", "s", kept, "dana", 1, "sphinx", "en", "x", at))
            for position in (1, 2, 3):
                records.keep_answer(session, attempt, Answer(
                    position, "price", "Well?", typed("one two three four five"), at, 3,
                    findings=(KeptFinding("key_point", "a"), KeptFinding("red_flag", "b"))))
        print(attempt, flush=True)
"""


def writer(folder: DataFolder, attempts: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder.root), str(attempts)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def whole_attempts(folder: DataFolder) -> set[str]:
    """Ids of the attempts in the database, all of which must have all of their answers, words and findings."""
    with Database(folder) as database, database.read() as session:
        ids = set(session.scalars(text("SELECT id FROM attempts")))
        for attempt in ids:
            answers = records.load_attempt(session, attempt).answers
            assert [len(answer.heard.words) for answer in answers] == [5, 5, 5]
            assert [len(answer.findings) for answer in answers] == [2, 2, 2]
    assert database_file.damage(folder.database, thorough=True) == ""
    return ids


def test_two_processes_write_at_once(folder: DataFolder) -> None:
    writers = [writer(folder, 40) for _ in range(2)]  # they also make the database both at once
    said: list[str] = []
    for each in writers:
        out, err = each.communicate(timeout=120)
        assert each.returncode == 0, err
        said += out.split()
    assert len(said) == 80
    assert whole_attempts(folder) == set(said)


def write_and_tell(root: Path, to: Connection) -> None:
    """What the killed process does, for ever: keep an attempt with three answers, then say its id."""
    with Database(DataFolder(root)) as database:
        while True:
            with database.write() as session:
                kept = records.keep_snapshot(session, "scenario", "id: s")
                me = people.person_named(session, "Me", at=AT)
                attempt = Beginning(me, "solo", "s", kept, "dana", 1, "sphinx", "en", "x", AT)
                records.begin_attempt(session, attempt)
                for position in (1, 2, 3):
                    found = (KeptFinding("key_point", "a"), KeptFinding("red_flag", "b"))
                    heard = typed("one two three four five")
                    records.keep_answer(
                        session, attempt.id, Answer(position, "price", "Well?", heard, AT, 3, findings=found)
                    )
            to.send(attempt.id)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed process is a fork")
def test_a_killed_process_loses_nothing_it_has_acknowledged_and_leaves_nothing_half(folder: DataFolder) -> None:
    moments = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(40):
        from_child, to_parent = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(target=write_and_tell, args=(folder.root, to_parent))
        child.start()
        to_parent.close()
        for _ in range(moments.randrange(3)):
            acknowledged.add(from_child.recv())
        time.sleep(moments.uniform(0, 0.02))
        child.kill()
        child.join()
        with contextlib.suppress(EOFError):
            while True:
                acknowledged.add(from_child.recv())
        assert acknowledged <= whole_attempts(folder)
    assert len(acknowledged) > 40
