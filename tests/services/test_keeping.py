"""The doctor finds a healthy data folder healthy, and names what is wrong with a damaged one."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coachdesk.analysis.heard import Heard, Sound
from coachdesk.paths import DataFolder
from coachdesk.services import keeping
from coachdesk.services.keeping import Check
from coachdesk.services.practice import live_mark
from coachdesk.store import people, records, scorecards
from coachdesk.store.database import Database
from coachdesk.store.kept import Answer, Beginning

AT = datetime(2025, 3, 3, 12, tzinfo=UTC)
AUDIO = b"fLaC and so on"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A healthy data folder: a finished and a running attempt with one recording each, and a scorecard."""
    folder = DataFolder(tmp_path / "data")
    with Database(folder) as database, database.write() as session:
        me = people.person_named(session, "Me", at=AT)
        scenario = records.keep_snapshot(session, "scenario", "id: s\n")
        for name in ("finished", "running"):
            records.begin_attempt(
                session,
                Beginning(me, "solo", "s", scenario, "dana", 1, "sphinx", "en-us", "x", AT, id=name),
            )
            audio = f"2025-03-03/{name}/01.flac"
            (folder.recordings / audio).parent.mkdir(parents=True)
            (folder.recordings / audio).write_bytes(AUDIO)
            heard = Heard((), Sound(2.0, (), None, -60.0, 0.0))
            sha256 = hashlib.sha256(AUDIO).hexdigest()
            records.keep_answer(
                session, name, Answer(1, "price", "Well?", heard, AT, 3, audio_path=audio, audio_sha256=sha256)
            )
        records.finish_attempt(session, "finished", state="finished", at=AT)
        scorecards.submit_scorecard(session, "finished", me, "self", {"questions": 4}, {}, at=AT)
    return folder


def found(folder: DataFolder, name: str, *, deep: bool = False) -> list[Check]:
    return [check for check in keeping.doctor(folder, deep=deep) if check.name == name]


def only(folder: DataFolder, name: str, *, deep: bool = False) -> tuple[str, str]:
    (check,) = found(folder, name, deep=deep)
    return check.state, check.sentence


def files_in(folder: DataFolder) -> dict[str, str]:
    files = [path for path in folder.root.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("deep", [False, True])
def test_a_healthy_folder_is_found_healthy_and_is_not_changed(folder: DataFolder, deep: bool) -> None:
    before = files_in(folder)
    checks = keeping.doctor(folder, deep=deep)
    assert [check for check in checks if check.state == "problem"] == []
    (recordings,) = [check.sentence for check in checks if check.name == "recordings"]
    assert recordings == (
        "All 2 recordings are there and as they were recorded."
        if deep
        else "All 2 recordings are there; `coachdesk doctor --deep` reads them through."
    )
    assert [check.state for check in checks if check.name in ("database", "audit")] == ["ok", "ok"]
    assert files_in(folder) == before


def test_a_folder_that_is_not_there_yet_is_healthy_and_is_not_made(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    assert [check for check in keeping.doctor(folder) if check.state == "problem"] == []
    assert not folder.root.exists()


def test_the_machine_is_looked_at_too(folder: DataFolder) -> None:
    names = {check.name for check in keeping.doctor(folder)}
    assert {"program", "microphone", "recognizer", "data folder", "disk", "content"} <= names


def test_a_damaged_database_is_named_with_the_backup_to_bring_back(folder: DataFolder) -> None:
    file = keeping.back_up(folder)
    content = bytearray(folder.database.read_bytes())
    content[8192:12000] = b"\xa5" * 3808
    folder.database.write_bytes(content)
    (check,) = found(folder, "database")
    assert check.state == "problem"
    assert "is damaged" in check.sentence
    assert str(file) in check.remedy
    kept = keeping.restore(file, folder)
    assert kept is not None
    assert (kept / "coachdesk.db").read_bytes() == bytes(content)
    assert only(folder, "database")[0] == "ok"


def test_a_newer_database_is_named(folder: DataFolder) -> None:
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
    state, sentence = only(folder, "database")
    assert state == "problem"
    assert "newer CoachDesk" in sentence


def test_an_audit_row_and_a_scorecard_changed_behind_the_program_are_named(folder: DataFolder) -> None:
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("DROP TRIGGER audit_is_not_changed")
        raw.execute("DROP TRIGGER submitted_scorecards_are_not_changed")
        raw.execute("UPDATE audit SET who = 'somebody else' WHERE seq = 1")
        raw.execute("""UPDATE scorecards SET levels = '{"questions": 5}'""")
        raw.execute("UPDATE snapshots SET text = 'id: other'")
    assert only(folder, "audit") == ("problem", "Audit row 1 was changed after it was written.")
    assert only(folder, "scorecards")[0] == "problem"
    assert any("kept content" in check.sentence for check in found(folder, "content", deep=True))


def test_a_missing_and_an_emptied_recording_are_named(folder: DataFolder) -> None:
    (folder.recordings / "2025-03-03/finished/01.flac").unlink()
    (folder.recordings / "2025-03-03/running/01.flac").write_bytes(b"")
    state, sentence = only(folder, "recordings")
    assert state == "problem"
    assert "2025-03-03/finished/01.flac, 2025-03-03/running/01.flac" in sentence


def test_a_changed_recording_is_found_by_a_deep_look(folder: DataFolder) -> None:
    (folder.recordings / "2025-03-03/finished/01.flac").write_bytes(AUDIO[::-1])
    assert only(folder, "recordings")[0] == "ok"
    assert only(folder, "recordings", deep=True) == (
        "problem",
        "Not as they were recorded: 2025-03-03/finished/01.flac.",
    )


def test_what_an_interrupted_attempt_left_is_offered_unless_it_is_being_played(folder: DataFolder) -> None:
    running = folder.recordings / "2025-03-03/running"
    (running / "02.wav").write_bytes(b"RIFF")
    assert only(folder, "recordings") == ("warning", "Answers of interrupted attempts: 2025-03-03/running/02.wav.")
    live_mark.put(running)
    assert only(folder, "recordings")[0] == "ok"


def test_files_that_belong_to_no_attempt_are_named_and_counted(folder: DataFolder) -> None:
    for number in range(5):
        (folder.recordings / f"stray{number}.flac").write_bytes(AUDIO)
    assert only(folder, "recordings") == (
        "warning",
        "Files that belong to no attempt: stray0.flac, stray1.flac, stray2.flac and 2 more.",
    )


def test_a_broken_content_file_and_a_broken_model_are_named(folder: DataFolder) -> None:
    (folder.library / "negotiation").mkdir(parents=True)
    (folder.library / "negotiation" / "broken.yaml").write_text("id: [")
    (folder.models / "vosk-small").mkdir(parents=True)
    assert any("broken.yaml" in check.sentence for check in found(folder, "content"))
    assert [check.state for check in found(folder, "model")] == ["warning"]


def test_a_synchronised_folder_is_warned_of(tmp_path: Path, folder: DataFolder) -> None:
    moved = DataFolder(tmp_path / "Dropbox" / "data")
    shutil.copytree(folder.root, moved.root)
    (check,) = found(moved, "data folder")
    assert check.state == "warning"
    assert "Dropbox" in check.sentence
    assert check.remedy


def test_a_full_disk_is_a_problem(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ROOM_NEEDED_BYTES", 10**18)
    assert only(folder, "disk")[0] == "problem"


def test_a_database_that_is_being_written_to_can_be_looked_at(folder: DataFolder) -> None:
    with Database(folder) as database, database.write() as session:
        people.person_named(session, "Still Writing", at=AT)
        assert only(folder, "database")[0] == "ok"


def sql(folder: DataFolder, *statements: str) -> None:
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def lose_database(folder: DataFolder) -> None:
    for file in folder.root.glob("coachdesk.db*"):
        file.unlink()


@pytest.mark.parametrize("levels", ["not JSON", "[" * 100_000, "7"])
def test_a_scorecard_whose_levels_are_garbage_is_named(folder: DataFolder, levels: str) -> None:
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        raw.execute("DROP TRIGGER submitted_scorecards_are_not_changed")
        raw.execute("UPDATE scorecards SET levels = ?", (levels,))
    state, sentence = only(folder, "scorecards")
    assert state == "problem"
    assert "is not as it was submitted" in sentence


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DROP TABLE words", "the table words is missing"),
        ("DROP TABLE audit", "the table audit is missing"),
        ("DROP TRIGGER audit_is_not_changed", "the trigger audit_is_not_changed is missing"),
        ("DROP TRIGGER submitted_scorecards_are_not_deleted", "the trigger submitted_scorecards_are_not_deleted is"),
        ("ALTER TABLE people DROP COLUMN name", "the table people is not as it should be"),
        ("CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM words; END", "the trigger t does not belong"),
    ],
)
def test_a_table_or_guard_that_is_missing_or_strange_is_a_problem(
    folder: DataFolder, statement: str, what: str
) -> None:
    file = keeping.back_up(folder)
    sql(folder, statement)
    (check,) = found(folder, "database")
    assert check.state == "problem"
    assert what in check.sentence
    assert str(file) in check.remedy


@pytest.mark.parametrize(
    "garbage",
    [
        "segments = 'garbage'",
        "segments = '[1]'",
        "segments = '[{}]'",
        "sound = '{}'",
        "started_at = 'noon'",
        "audio_path = x'ff'",
        "says = CAST(x'fffe' AS TEXT)",
    ],
)
def test_an_answer_that_cannot_be_read_is_found_by_a_deep_look(folder: DataFolder, garbage: str) -> None:
    sql(folder, f"UPDATE utterances SET {garbage} WHERE attempt_id = 'finished'")
    problems = [check.sentence for check in keeping.doctor(folder, deep=True) if check.state == "problem"]
    assert "Attempts that cannot be read: finished." in problems or any("is not text" in each for each in problems)


def test_a_recording_outside_its_folder_is_named_and_not_opened(folder: DataFolder, tmp_path: Path) -> None:
    sql(folder, f"UPDATE utterances SET audio_path = '{tmp_path}/secret.flac' WHERE attempt_id = 'finished'")
    sentences = [check.sentence for check in found(folder, "recordings") if check.state == "problem"]
    assert sentences == [f"The database names files outside {folder.recordings}: {tmp_path}/secret.flac."]


@pytest.mark.parametrize("emptied", [False, True])
def test_a_lost_database_is_a_problem_where_there_are_recordings(folder: DataFolder, emptied: bool) -> None:
    file = keeping.back_up(folder)
    lose_database(folder)
    if emptied:
        folder.database.touch()
    (check,) = found(folder, "database")
    assert check.state == "problem"
    assert f'coachdesk restore "{file}"' in check.remedy
    shutil.rmtree(folder.recordings)
    assert only(folder, "database")[0] == "ok"


@pytest.mark.parametrize("content", ["{", "[" * 200_000, "[1]", " " * 1_000_001, '{"theme": "purple"}', None])
def test_settings_that_are_not_used_are_warned_of(folder: DataFolder, content: str | None) -> None:
    assert found(folder, "settings") == []
    if content is None:
        folder.settings.mkdir()
    else:
        folder.settings.write_text(content)
    (check,) = found(folder, "settings")
    assert check.state == "warning"
    assert str(folder.settings) in check.sentence
    assert check.remedy


@pytest.mark.parametrize("name", ["library", "models", "backups", "recordings"])
def test_a_file_where_a_folder_belongs_is_a_problem(folder: DataFolder, name: str) -> None:
    shutil.rmtree(folder.root / name, ignore_errors=True)
    (folder.root / name).write_text("in the way")
    assert only(folder, "data folder") == ("problem", f"{folder.root / name} is a file where a folder belongs.")


@pytest.mark.parametrize("below", [".", "data"])
def test_a_data_folder_that_is_a_file_is_a_problem(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("in the way")
    state, sentence = only(DataFolder(tmp_path / "file" / below), "data folder")
    assert (state, sentence) == ("problem", f"{tmp_path / 'file'} is a file where a folder belongs.")


@pytest.fixture
def read_only(tmp_path: Path, folder: DataFolder) -> Iterator[DataFolder]:
    """The folder where nothing can be written: for root, who may write anywhere, on a disk mounted so."""
    lose = None
    if os.name == "nt":
        pytest.skip("Windows has no folder that cannot be written to by these means")
    if os.geteuid() == 0:
        lose = folder.root.rename(tmp_path / "real")
        folder.root.mkdir()
        for words in (["--bind", str(lose), str(folder.root)], ["-o", "remount,ro,bind", str(folder.root)]):
            if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
                subprocess.run(["umount", "-l", str(folder.root)], capture_output=True, check=False)
                pytest.skip("this machine lets nobody mount a disk")
    else:
        folder.root.chmod(0o500)
    yield folder
    if lose is None:
        folder.root.chmod(0o700)
    else:
        subprocess.run(["umount", "-l", str(folder.root)], check=True)


def test_a_folder_that_cannot_be_written_to_is_a_problem(read_only: DataFolder) -> None:
    state, sentence = found(read_only, "data folder")[0].state, found(read_only, "data folder")[0].sentence
    assert (state, sentence) == ("problem", f"{read_only.root} cannot be read and written.")
    assert only(read_only, "database")[0] == "ok"


@pytest.mark.parametrize("deep", [False, True])
def test_a_zip_that_is_no_backup_is_not_called_the_newest(folder: DataFolder, deep: bool) -> None:
    file = keeping.back_up(folder)
    (folder.backups / "zz.zip").write_bytes(b"junk")
    with zipfile.ZipFile(folder.backups / "photos.zip", "w") as other:
        other.writestr("photo.jpg", b"")
    newest, strange = found(folder, "backups", deep=deep)
    assert newest.sentence == f"The newest backup is {file}."
    assert strange.state == "warning"
    assert "photos.zip, zz.zip" in strange.sentence


def test_links_and_names_that_no_backup_holds_are_named(folder: DataFolder, tmp_path: Path) -> None:
    folder.library.mkdir()
    (tmp_path / "own.yaml").write_text("id: own\n")
    (folder.library / "own.yaml").symlink_to(tmp_path / "own.yaml")
    assert "library/own.yaml" in found(folder, "backups")[-1].sentence
    assert found(folder, "backups")[-1].state == "warning"


def test_what_a_restore_kept_aside_is_mentioned_with_its_size(folder: DataFolder) -> None:
    kept = keeping.restore(keeping.back_up(folder), folder)
    assert kept is not None
    (kept / "big").write_bytes(bytes(3_000_000))
    mentioned = found(folder, "data folder")[-1]
    assert mentioned.state == "ok"
    assert f"{kept.name} (3." in mentioned.sentence
    assert "MB" in mentioned.sentence
