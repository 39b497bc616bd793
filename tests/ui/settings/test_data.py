"""Data in the window: what is kept, how long, exported, erased, backed up and brought back."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.services import backups, people, privacy
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from tests.ui.settings.driving import WAIT_MS, Said, answer, at, button, words
from ui.settings.backups import BackupsSection
from ui.settings.control import Field
from ui.settings.erase_question import EraseQuestion
from ui.settings.page import SettingsPage
from ui.settings.privacy import PrivacySection
from ui.shell import Shell
from ui.widgets.button import Button


@pytest.fixture
def recorded(desk: Desk) -> str:
    """An attempt of a year ago with one recording."""
    from tests.services.test_privacy import talk

    return talk(desk, "Ana", "zebrafinch", days_ago=1000)


def privacy_of(page: SettingsPage, qtbot: QtBot) -> PrivacySection:
    section = at(page, "privacy")
    assert isinstance(section, PrivacySection)
    qtbot.waitUntil(lambda: section.person.count() > 0, timeout=WAIT_MS)
    return section


def test_what_is_kept_is_told_in_numbers(page: SettingsPage, desk: Desk, recorded: str, qtbot: QtBot) -> None:
    section = privacy_of(page, qtbot)
    assert "1 attempt · 1 recording" in words(section)
    assert str(desk.folder.root) in words(section)


@pytest.mark.parametrize(("verb", "days", "left"), [("Keep them", 0, 1), ("Erase them", 30, 0)])
def test_a_time_after_which_recordings_go_says_what_goes_now(
    page: SettingsPage, desk: Desk, recorded: str, qtbot: QtBot, verb: str, days: int, left: int
) -> None:
    section = privacy_of(page, qtbot)
    control = section.rows["keep_recordings_days"].control
    assert isinstance(control, Field)
    control.setText("30")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    answer(qtbot, page, verb)
    qtbot.waitUntil(lambda: control.text() == str(days), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: privacy.kept(desk).recordings == left, timeout=WAIT_MS)
    assert desk.settings().keep_recordings_days == days


def test_a_time_that_costs_nothing_now_is_kept_without_a_question(
    page: SettingsPage, desk: Desk, qtbot: QtBot, said: Said
) -> None:
    privacy_of(page, qtbot).choose("keep_recordings_days", "90")
    qtbot.waitUntil(lambda: desk.settings().keep_recordings_days == 90, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: said == ["Keep recordings: 90 days"], timeout=WAIT_MS)


def test_a_person_is_exported(page: SettingsPage, recorded: str, qtbot: QtBot, tmp_path: Path, said: Said) -> None:
    privacy_of(page, qtbot).export("Ana", tmp_path / "ana.zip")
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert zipfile.is_zipfile(tmp_path / "ana.zip")


def test_an_export_that_cannot_be_written_says_why(page: SettingsPage, qtbot: QtBot, tmp_path: Path) -> None:
    section = privacy_of(page, qtbot)
    (tmp_path / "file").write_text("in the way")
    section.export("Ana", tmp_path / "file" / "ana.zip")
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)


def test_somebody_is_erased_once_the_name_is_typed_and_the_backups_can_go_too(
    page: SettingsPage, shell: Shell, desk: Desk, recorded: str, qtbot: QtBot
) -> None:
    desk.change_settings(welcomed=True)
    backups.daily(desk, clock.now())
    button(privacy_of(page, qtbot), "Erase…").click()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(EraseQuestion)), timeout=WAIT_MS)
    question = page.findChildren(EraseQuestion)[0]
    assert "1 recording" in words(question)
    assert "1 backup was made before" in words(question)
    qtbot.keyClicks(question.typed, "An")
    qtbot.keyClick(question.typed, Qt.Key.Key_Return)
    assert not question.erase.isEnabled()
    assert privacy.everybody(desk) != ()
    qtbot.keyClicks(question.typed, "a")
    assert question.erase.isEnabled()
    with qtbot.waitSignal(shell.restarting, timeout=WAIT_MS):
        qtbot.keyClick(question.typed, Qt.Key.Key_Return)
        answer(qtbot, page, "Delete them")
    assert privacy.everybody(desk) == ()
    assert backups.backups(desk.folder) == ()
    assert not desk.settings().welcomed
    assert not any(b"zebrafinch" in path.read_bytes() for path in desk.folder.root.glob("coachdesk.db*"))


def backups_of(page: SettingsPage) -> BackupsSection:
    section = at(page, "backups")
    assert isinstance(section, BackupsSection)
    return section


def test_the_first_backup_is_made_by_hand(page: SettingsPage, desk: Desk, qtbot: QtBot, said: Said) -> None:
    section = backups_of(page)
    qtbot.waitUntil(lambda: "None yet." in words(section), timeout=WAIT_MS)
    button(section, "Back up now").click()
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert said[0].startswith("The backup is made and tested")
    qtbot.waitUntil(lambda: "made by hand · without recordings · tested" in words(section), timeout=WAIT_MS)


def test_a_backup_that_cannot_be_made_says_why(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    desk.folder.backups.write_text("in the way")
    section = backups_of(page)
    button(section, "Back up now").click()
    qtbot.waitUntil(lambda: "is not a folder" in words(section), timeout=WAIT_MS)
    assert button(section, "Back up now").isEnabled()


def test_a_backup_is_brought_back_and_the_window_begins_anew(
    page: SettingsPage, shell: Shell, desk: Desk, qtbot: QtBot
) -> None:
    attempt.begin(desk, "too-high")
    backups.make(desk, clock.now())
    people.rename(desk, "Somebody else")
    section = backups_of(page)
    qtbot.waitUntil(lambda: "made by hand" in words(section), timeout=WAIT_MS)
    next(each for each in section.findChildren(Button) if each.text() == "Restore…").click()
    with qtbot.waitSignal(shell.restarting, timeout=WAIT_MS):
        answer(qtbot, page, "Restore")
    assert people.rep_name(desk) == "Ana"


def test_a_damaged_backup_changes_nothing(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    made = backups.make(desk, clock.now()).path
    content = bytearray(made.read_bytes())
    content[len(content) // 3] ^= 0xFF
    made.write_bytes(content)
    section = backups_of(page)
    qtbot.waitUntil(lambda: "not tested" in words(section), timeout=WAIT_MS)
    next(each for each in section.findChildren(Button) if each.text() == "Restore…").click()
    answer(qtbot, page, "Restore")
    qtbot.waitUntil(lambda: "Use another backup" in words(section), timeout=WAIT_MS)
    assert people.rep_name(desk) == "Ana"


def test_many_backups_are_shown_a_few_at_a_time(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    made = backups.make(desk, clock.now()).path
    for number in range(40):
        shutil.copy(made, desk.folder.backups / f"copy-{number}.zip")
    section = backups_of(page)
    qtbot.waitUntil(lambda: any(b.text() == "Show 29 more" for b in section.findChildren(Button)), timeout=WAIT_MS)
    button(section, "Show 29 more").click()

    def restores() -> int:
        return sum(each.text() == "Restore…" and each.isVisible() for each in section.findChildren(Button))

    qtbot.waitUntil(lambda: restores() == 41, timeout=WAIT_MS)
