"""Backups hold everything, read back, and come back whole; hostile ones do nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.store import backup, people, records
from coachdesk.store import restore as restoring
from coachdesk.store.database import Database
from coachdesk.store.kept import Answer
from coachdesk.store.restore import restore
from coachdesk.store.trouble import DatabaseDamaged

AT = datetime(2025, 3, 3, 12, tzinfo=UTC)
LATER = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
RECORDING = "2025-03-03/abc/01.flac"
Begin = Callable[..., str]
Spoken = Callable[..., Answer]


@pytest.fixture
def filled(folder: DataFolder, begin: Begin, spoken: Spoken) -> DataFolder:
    with Database(folder) as database, database.write() as session:
        records.keep_answer(session, begin(session), spoken(audio_path=RECORDING))
    (folder.recordings / RECORDING).parent.mkdir(parents=True)
    (folder.recordings / RECORDING).write_bytes(os.urandom(50_000))
    folder.library.mkdir()
    (folder.library / "größer.yaml").write_text("id: own\n", encoding="utf-8")
    folder.settings.write_text('{"theme": "dark"}')
    (folder.models / "vosk").mkdir(parents=True)
    (folder.models / "vosk" / "model.bin").write_bytes(b"model")
    return folder


def contents(folder: DataFolder) -> dict[str, str]:
    """Every file of the parts that are backed up, but the database, by its hash."""
    parts = [folder.recordings, folder.library, folder.settings]
    files = [file for part in parts for file in ([part] if part.is_file() else part.rglob("*")) if file.is_file()]
    return {str(file.relative_to(folder.root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def everything(folder: DataFolder) -> dict[str, bytes]:
    files = sorted(file for file in folder.root.rglob("*") if file.is_file())
    return {str(file.relative_to(folder.root)): file.read_bytes() for file in files}


def names(folder: DataFolder) -> list[str | None]:
    with Database(folder) as database, database.read() as session:
        return [person.name for person in people.people(session)]


def test_a_backup_brings_everything_back_after_the_worst(filled: DataFolder) -> None:
    before = contents(filled)
    file = backup.back_up(filled, None, at=AT)
    assert file.name == "coachdesk-20250303-120000.zip"
    damaged = bytearray(filled.database.read_bytes())
    damaged[4096:9000] = bytes(4904)
    filled.database.write_bytes(damaged)
    shutil.rmtree(filled.library)
    (filled.recordings / RECORDING).write_bytes(b"overwritten")
    (filled.recordings / "newer.flac").write_bytes(b"newer")
    with pytest.raises(DatabaseDamaged):
        Database(filled).open()

    kept = restore(file, filled, at=LATER)

    assert contents(filled) == before
    assert names(filled) == ["Me"]
    assert (filled.models / "vosk" / "model.bin").read_bytes() == b"model"
    assert kept == filled.root / "coachdesk-before-restore-20250304-093000"
    assert (kept / "coachdesk.db").read_bytes() == bytes(damaged)
    assert (kept / "recordings" / RECORDING).read_bytes() == b"overwritten"
    assert (kept / "recordings" / "newer.flac").exists()
    assert not list(filled.root.glob(".coachdesk*"))


def test_a_backup_moves_to_another_machine(filled: DataFolder, tmp_path: Path) -> None:
    other = DataFolder(tmp_path / "other")
    file = backup.back_up(filled, tmp_path / "stick" / "all.zip", at=AT)
    assert restore(file, other, at=LATER) is None
    assert contents(other) == contents(filled)
    assert names(other) == ["Me"]


def test_a_backup_holds_what_was_not_yet_in_the_main_file(filled: DataFolder, tmp_path: Path) -> None:
    other = DataFolder(tmp_path / "other")
    with Database(filled) as database:
        with database.write() as session:
            people.person_named(session, "Just Added", at=AT)
        assert filled.database.with_name("coachdesk.db-wal").stat().st_size > 0
        file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    restore(file, other, at=LATER)
    assert names(other) == ["Me", "Just Added"]


def test_a_backup_of_the_database_alone_leaves_recordings_where_they_are(filled: DataFolder) -> None:
    before = contents(filled)
    file = backup.back_up(filled, filled.backups / "database.zip", at=AT, parts=("database",))
    restore(file, filled, at=LATER)
    assert contents(filled) == before


def test_a_full_disk_leaves_the_older_backup_and_nothing_else(filled: DataFolder, small_disk: Path) -> None:
    to = small_disk / "all.zip"
    backup.back_up(filled, to, at=AT)
    older = to.read_bytes()
    (filled.recordings / "long.flac").write_bytes(os.urandom(3_000_000))
    with pytest.raises(CoachDeskError, match="could not be written"):
        backup.back_up(filled, to, at=LATER)
    assert to.read_bytes() == older
    assert list(small_disk.iterdir()) == [to]


def test_a_damaged_database_is_not_backed_up_as_if_it_were_good(filled: DataFolder, tmp_path: Path) -> None:
    content = bytearray(filled.database.read_bytes())
    content[8192:12000] = b"\xa5" * 3808
    filled.database.write_bytes(content)
    with pytest.raises(CoachDeskError, match="could not be copied whole"):
        backup.back_up(filled, tmp_path / "all.zip", at=AT)
    assert not (tmp_path / "all.zip").exists()


def test_a_link_among_the_recordings_is_not_followed(filled: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (filled.recordings / "link.flac").symlink_to(tmp_path / "secret")
    manifest = backup.read_manifest(backup.back_up(filled, tmp_path / "all.zip", at=AT))
    assert f"recordings/{RECORDING}" in manifest.files
    assert "recordings/link.flac" not in manifest.files


def test_a_backup_into_what_is_backed_up_is_refused(filled: DataFolder) -> None:
    with pytest.raises(WrongUse):
        backup.back_up(filled, filled.recordings / "all.zip", at=AT)


@pytest.mark.parametrize(
    "target", ["coachdesk.db", "settings.json", "new.zip", ".", "recordings/a.zip", "models/a.zip", "backups/../a.zip"]
)
def test_a_backup_into_the_data_folder_is_refused_except_below_backups(filled: DataFolder, target: str) -> None:
    before = everything(filled)
    with pytest.raises(WrongUse):
        backup.back_up(filled, filled.root / target, at=AT)
    assert everything(filled) == before
    backup.back_up(filled, filled.backups / "monthly" / "a.zip", at=AT)


def test_a_backup_into_the_data_folder_by_a_link_is_refused(filled: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(filled.root)
    with pytest.raises(WrongUse, match="lies in the data folder"):
        backup.back_up(filled, tmp_path / "elsewhere" / "a.zip", at=AT)


@pytest.mark.parametrize("content", [b"my thesis", b"", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_not_overwritten(filled: DataFolder, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "thesis").write_bytes(content)
    with pytest.raises(WrongUse, match="is not a CoachDesk backup"):
        backup.back_up(filled, tmp_path / "thesis", at=AT)
    assert (tmp_path / "thesis").read_bytes() == content
    (tmp_path / "older.zip.part").write_bytes(content)
    older = backup.back_up(filled, tmp_path / "older.zip", at=AT)
    assert backup.read_manifest(backup.back_up(filled, older, at=LATER)).made_at == LATER
    assert (tmp_path / "older.zip.part").read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are of Unix")
def test_links_and_pipes_are_not_replaced(filled: DataFolder, tmp_path: Path) -> None:
    older = backup.back_up(filled, tmp_path / "older.zip", at=AT)
    (tmp_path / "link.zip").symlink_to(older)
    (tmp_path / "dangling.zip").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link.zip", "dangling.zip", "pipe"):
        with pytest.raises(WrongUse):
            backup.back_up(filled, tmp_path / name, at=LATER)
    assert (tmp_path / "link.zip").is_symlink()
    assert (tmp_path / "pipe").is_fifo()
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", ["backups", "library", "recordings"])
def test_a_file_where_a_folder_belongs_is_said(filled: DataFolder, name: str) -> None:
    shutil.rmtree(filled.root / name, ignore_errors=True)
    (filled.root / name).write_text("in the way")
    with pytest.raises(CoachDeskError, match=r"is (not a folder|a file)"):
        backup.back_up(filled, None, at=AT)


def test_a_library_without_a_database_is_backed_up_and_brought_back(filled: DataFolder, tmp_path: Path) -> None:
    for file in filled.root.glob("coachdesk.db*"):
        file.unlink()
    before = contents(filled)
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    assert backup.read_manifest(file).parts == ("recordings", "library", "settings")
    shutil.rmtree(filled.library)
    restore(file, filled, at=LATER)
    assert contents(filled) == before
    assert not filled.database.exists()
    shutil.copy(file, filled.root / "copy.zip")
    assert backup.newest_good(filled) is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_what_could_not_be_brought_back_is_left_out_and_named(filled: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("id: own\n")
    (filled.library / "link.yaml").symlink_to(tmp_path / "own.yaml")
    (filled.library / "a:b.yaml").write_text("id: own\n")
    (filled.library / "GRÖẞER.yaml").write_text("id: own\n", encoding="utf-8")
    os.close(os.open(os.fsencode(filled.library) + b"/\xff.yaml", os.O_CREAT))
    named = backup.left_out(filled)
    assert {"library/link.yaml", "library/a:b.yaml"} < set(named)
    assert len(named) == 4
    other = DataFolder(tmp_path / "other")
    restore(backup.back_up(filled, tmp_path / "all.zip", at=AT), other, at=LATER)
    assert len(list(other.library.iterdir())) == 1


def test_no_database_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no database"):
        backup.back_up(DataFolder(tmp_path), tmp_path / "all.zip", at=AT)


def test_restoring_while_a_window_is_open_is_refused(filled: DataFolder, tmp_path: Path) -> None:
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    with Database(filled) as database, database.read() as session:
        people.people(session)
        with pytest.raises(CoachDeskError, match="is in use"):
            restore(file, filled, at=LATER)
    restore(file, filled, at=LATER)


def test_a_restore_that_a_power_cut_broke_off_is_finished_at_the_next_start(
    filled: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off after every single rename, one after another."""
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    before = contents(filled)
    real, calls = Path.rename, 0

    class PowerCut(BaseException):
        pass

    for cut_after in range(1, 9):
        shutil.rmtree(filled.library, ignore_errors=True)
        (filled.recordings / RECORDING).write_bytes(b"overwritten")
        calls = 0

        def rename(self: Path, target: Path, cut_after: int = cut_after) -> Path:
            nonlocal calls
            calls += 1
            if calls > cut_after:
                raise PowerCut
            return real(self, target)

        monkeypatch.setattr(Path, "rename", rename)
        with contextlib.suppress(PowerCut):
            restore(file, filled, at=LATER.replace(minute=cut_after))
        monkeypatch.setattr(Path, "rename", real)
        assert names(filled) == ["Me"]
        assert contents(filled) == before
        kept = filled.root / f"{restoring.KEPT}20250304-09{cut_after:02}00"
        assert (kept / "recordings" / RECORDING).read_bytes() == b"overwritten"
        assert (kept / "coachdesk.db").exists()
    assert calls < 9, "every rename was cut"


def test_a_restore_on_a_full_disk_changes_nothing(filled: DataFolder, small_disk: Path, tmp_path: Path) -> None:
    small = DataFolder(small_disk / "data")
    with Database(small) as database, database.write() as session:
        people.person_named(session, "On the small disk", at=AT)
    (filled.recordings / "long.flac").write_bytes(os.urandom(3_000_000))
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    before = everything(small)
    with pytest.raises(CoachDeskError, match="MB free"):
        restore(file, small, at=LATER)
    assert everything(small) == before
    assert names(small) == ["On the small disk"]


# Hostile and broken files. Each changes a good backup in one way.


def repack(file: Path, change: Callable[[dict[str, bytes], dict[str, object]], None]) -> None:
    """Writes a backup anew after ``change`` has had its entries and its manifest in hand."""
    with zipfile.ZipFile(file) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries, manifest)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
        packed.writestr("manifest.json", json.dumps(manifest))


def listed(content: bytes) -> dict[str, object]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def adding(name: str, content: bytes = b"planted") -> Callable[..., None]:
    def change(entries: dict[str, bytes], manifest: dict[str, dict[str, object]]) -> None:
        entries[name] = content
        manifest["files"][name] = listed(content)

    return change


def without_database(entries: dict[str, bytes], manifest: dict[str, dict[str, object]]) -> None:
    del entries["coachdesk.db"]
    del manifest["files"]["coachdesk.db"]


def wrong_database(entries: dict[str, bytes], manifest: dict[str, dict[str, object]]) -> None:
    entries["coachdesk.db"] = b"not a database" * 100
    manifest["files"]["coachdesk.db"] = listed(entries["coachdesk.db"])


def other_bytes(entries: dict[str, bytes], _manifest: dict[str, object]) -> None:
    entries[f"recordings/{RECORDING}"] = bytes(50_000)


def unlisted(entries: dict[str, bytes], _manifest: dict[str, object]) -> None:
    entries["library/unlisted.yaml"] = b""


def newer_format(_entries: dict[str, bytes], manifest: dict[str, object]) -> None:
    manifest["format"] = 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (adding("../outside"), "does not belong"),
        (adding("recordings/../../outside"), "does not belong"),
        (adding("/tmp/outside"), "does not belong"),
        (adding("recordings/..\\..\\outside"), "does not belong"),
        (adding("C:/outside"), "does not belong"),
        (adding("models/evil"), "does not belong"),
        (adding("recordings/a/./b"), "does not belong"),
        (adding("recordings/con. "), "does not belong"),
        (adding("recordings/stream.flac:hidden"), "does not belong"),
        (adding(f"RECORDINGS/{RECORDING}"), "the same name"),
        (adding("library/bomb.yaml", bytes(200_000_000)), "absurdly many"),
        (without_database, "no database"),
        (wrong_database, "is damaged"),
        (other_bytes, "is damaged"),
        (unlisted, "not those in its list"),
        (newer_format, "no sound list"),
    ],
)
def test_a_hostile_or_broken_backup_changes_nothing(
    filled: DataFolder, tmp_path: Path, change: Callable[..., None], why: str
) -> None:
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    repack(file, change)
    before = everything(filled)
    with pytest.raises(CoachDeskError, match=why):
        restore(file, filled, at=LATER)
    assert everything(filled) == before
    assert not list(tmp_path.rglob("outside"))


def test_a_link_in_a_backup_is_refused(filled: DataFolder, tmp_path: Path) -> None:
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT)
    repack(file, adding("library/link.yaml", b"/etc/passwd"))
    with zipfile.ZipFile(file) as packed:
        entries = [(entry, packed.read(entry)) for entry in packed.infolist()]
    with zipfile.ZipFile(file, "w") as packed:
        for entry, content in entries:
            if entry.filename == "library/link.yaml":
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            packed.writestr(entry, content)
    before = everything(filled)
    with pytest.raises(CoachDeskError, match="is a link"):
        restore(file, filled, at=LATER)
    assert everything(filled) == before


@pytest.mark.parametrize("content", [b"", b"not a zip" * 500, b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_refused(filled: DataFolder, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "all.zip").write_bytes(content)
    with pytest.raises(CoachDeskError, match="not a CoachDesk backup"):
        restore(tmp_path / "all.zip", filled, at=LATER)
    with pytest.raises(WrongUse, match="There is no file"):
        restore(tmp_path / "nothing.zip", filled, at=LATER)
    with pytest.raises(CoachDeskError, match=r"Is a directory|Permission denied") as caught:
        restore(tmp_path, filled, at=LATER)
    assert "free the disk" not in caught.value.remedy


def test_a_backup_cut_short_or_overwritten_anywhere_is_refused(filled: DataFolder, tmp_path: Path) -> None:
    whole = backup.back_up(filled, tmp_path / "all.zip", at=AT).read_bytes()
    before = everything(filled)
    broken = tmp_path / "broken.zip"
    for part in range(1, 20):
        at = len(whole) * part // 20
        for content in (whole[:at], whole[:at] + bytes(40) + whole[at + 40 :]):
            broken.write_bytes(content)
            if content == whole:
                continue
            with pytest.raises(CoachDeskError) as caught:
                restore(broken, filled, at=LATER)
            assert "free the disk" not in caught.value.remedy
    assert everything(filled) == before


def test_a_zip_that_points_before_its_beginning_is_broken_and_no_matter_of_the_disk(
    filled: DataFolder, tmp_path: Path
) -> None:
    file = backup.back_up(filled, tmp_path / "all.zip", at=AT, parts=("database",))
    before, shift = everything(filled), 40
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as packed:
        directory = packed.start_dir
    # The list says that it lies later than it does, so all is looked for earlier; the manifest is made to fit again.
    for at in (content.index(b"PK\x01\x02", directory + 4) + 42, content.rindex(b"PK\x05\x06") + 16):
        content[at : at + 4] = (int.from_bytes(content[at : at + 4], "little") + shift).to_bytes(4, "little")
    file.write_bytes(content)
    with pytest.raises(CoachDeskError, match="is broken") as caught:
        restore(file, filled, at=LATER)
    assert caught.value.remedy == "Nothing was changed. Use another backup."
    assert everything(filled) == before
