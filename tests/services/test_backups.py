"""Automatic backups: one a day, tested by restoring it, the oldest let go; and what happens where that fails."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.services import backups, housekeeping, keeping, people
from coachdesk.services.desk import Desk
from coachdesk.store import backup

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def practised(desk: Desk) -> Iterator[Desk]:
    """A desk with a person, and a recording that nothing names."""
    people.rename(desk, "Ana")
    (desk.folder.recordings / "x").mkdir(parents=True)
    (desk.folder.recordings / "x" / "01.flac").write_bytes(b"sound")
    yield desk
    desk.close()


def names(desk: Desk) -> list[str]:
    return [row.path.name for row in backups.backups(desk.folder)]


def test_a_day_s_backup_is_made_once_and_tested_by_restoring_it(practised: Desk) -> None:
    made = backups.daily(practised, NOW)
    assert made is not None
    assert backups.daily(practised, NOW + timedelta(hours=3)) is None
    (row,) = backups.backups(practised.folder)
    assert (row.path, row.made_at, row.origin, row.tested_at) == (made, NOW, "automatic", NOW)
    assert not row.has_recordings
    assert sorted(path.name for path in practised.folder.backups.iterdir()) == [made.name, "tested.json"]


def test_it_brings_back_people_content_and_settings_and_leaves_the_recordings(practised: Desk, tmp_path: Path) -> None:
    practised.change_settings(theme="dark")
    made = backups.daily(practised, NOW)
    assert made is not None
    people.rename(practised, "Somebody else")
    practised.change_settings(theme="light")
    aside = backups.restore(practised, made)
    assert aside is not None
    assert people.rep_name(practised) == "Ana"
    assert practised.settings().theme == "dark"
    assert (practised.folder.recordings / "x" / "01.flac").read_bytes() == b"sound"
    assert "too-high" in practised.library.scenarios


def test_nothing_is_backed_up_where_nothing_was_kept_yet_or_where_it_is_not_wanted(desk: Desk) -> None:
    assert backups.daily(desk, NOW) is None
    people.rename(desk, "Ana")
    desk.change_settings(back_up=False)
    assert backups.daily(desk, NOW) is None
    assert not desk.folder.backups.exists()


def test_the_oldest_automatic_one_goes_and_those_made_by_hand_stay(practised: Desk) -> None:
    practised.change_settings(backups_kept=2)
    by_hand = backups.make(practised, NOW - 9 * DAY).path
    before = practised.folder.backups / "coachdesk-format-0001-20250101-000000.zip"
    shutil.copy(by_hand, before)
    made = [backups.daily(practised, NOW + n * DAY) for n in range(4)]
    left = {row.path for row in backups.backups(practised.folder)}
    assert left == {by_hand, before, made[2], made[3]}
    origins = {row.path: row.origin for row in backups.backups(practised.folder)}
    assert (origins[by_hand], origins[before]) == ("by hand", "before an update")


def test_a_clock_that_was_set_back_never_costs_the_newest_backup(practised: Desk) -> None:
    practised.change_settings(backups_kept=1)
    backups.daily(practised, NOW)
    made = backups.daily(practised, NOW - 30 * DAY)
    assert made is not None
    assert made.name in names(practised)


def test_one_made_by_hand_holds_the_recordings_too_and_is_tested(practised: Desk) -> None:
    row = backups.make(practised, NOW)
    assert (row.origin, row.has_recordings, row.tested_at) == ("by hand", True, NOW)


def test_one_that_was_changed_since_its_test_counts_as_untested(practised: Desk) -> None:
    made = backups.daily(practised, NOW)
    assert made is not None
    with made.open("ab") as file:
        file.write(b"more")
    (row,) = backups.backups(practised.folder)
    assert row.tested_at is None
    assert backups.daily(practised, NOW + timedelta(hours=1)) is not None


def test_a_damaged_backup_is_told_and_does_not_pass_its_test(practised: Desk) -> None:
    made = backups.daily(practised, NOW)
    assert made is not None
    content = bytearray(made.read_bytes())
    content[len(content) // 3] ^= 0xFF
    made.write_bytes(content)
    with pytest.raises(CoachDeskError):
        backups.test(practised.folder, made, NOW)
    made.write_bytes(b"not a zip")
    (row,) = backups.backups(practised.folder)
    assert "broken" in row.trouble
    with pytest.raises(CoachDeskError):
        backups.restore(practised, made)
    assert people.rep_name(practised) == "Ana"


def test_a_backup_whose_database_lacks_a_table_does_not_pass_its_test(practised: Desk) -> None:
    with practised.database.write() as session:
        session.connection().exec_driver_sql("DROP TABLE baselines")
    with pytest.raises(CoachDeskError, match="the index ix_baselines_person_id_made_at is missing"):
        backups.daily(practised, NOW)
    assert names(practised) == []
    assert [path.name for path in practised.folder.backups.iterdir()] == []


def test_a_disk_that_is_full_leaves_the_earlier_backups_and_is_told_once(practised: Desk, small_disk: Path) -> None:
    folder = practised.folder
    earlier = backups.daily(practised, NOW - DAY)
    assert earlier is not None
    shutil.copy2(earlier, small_disk)
    shutil.copy2(folder.backups / "tested.json", small_disk)
    shutil.rmtree(folder.backups)
    folder.backups.symlink_to(small_disk)
    (folder.library / "big.yaml").write_bytes(os.urandom(3_000_000))
    (said,) = housekeeping.daily(practised, NOW)
    assert "No space left" in said
    assert "Make room" in said
    (row,) = backups.backups(folder)
    assert row.tested_at == NOW - DAY
    assert [path.name for path in small_disk.iterdir() if path.name not in (earlier.name, "tested.json")] == []


def test_a_place_that_cannot_be_written_is_told(practised: Desk) -> None:
    practised.folder.backups.write_text("in the way")
    (said,) = housekeeping.daily(practised, NOW)
    assert said.startswith("Today's backup could not be made. ")
    assert "backups is not a folder" in said


def test_what_a_broken_off_test_left_is_swept_away(practised: Desk) -> None:
    left = practised.folder.backups / ".coachdesk-testing-abc" / "data"
    left.mkdir(parents=True)
    backups.daily(practised, NOW)
    assert not left.parent.exists()


def test_only_backups_are_deleted(practised: Desk) -> None:
    made = backups.make(practised, NOW).path
    for path in (practised.folder.database, practised.folder.backups / "tested.json", Path("/etc/passwd")):
        with pytest.raises(WrongUse):
            backups.delete(practised, path)
    backups.delete(practised, made)
    assert names(practised) == []


def test_a_note_of_tests_that_cannot_be_read_means_untested(practised: Desk) -> None:
    backups.daily(practised, NOW)
    for note in ("{", "[]", f'{{"{names(practised)[0]}": 3}}'):
        (practised.folder.backups / "tested.json").write_text(note)
        assert [row.tested_at for row in backups.backups(practised.folder)] == [None]


def test_an_automatic_backup_is_like_any_other_to_the_rest_of_the_program(practised: Desk, tmp_path: Path) -> None:
    made = backups.daily(practised, NOW)
    assert made is not None
    assert backup.problem_in(made) == ""
    assert backup.newest_good(practised.folder) == made
    with zipfile.ZipFile(made) as packed:
        assert "recordings/x/01.flac" not in packed.namelist()
    elsewhere = DataFolder(tmp_path / "elsewhere")
    assert keeping.restore(made, elsewhere) is None
    assert [c for c in keeping.doctor(elsewhere, deep=True) if c.state == "problem"] == []
