"""The Settings page on real services: its sections, controls and devices, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from coachdesk.services import settings
from coachdesk.services.desk import Desk
from coachdesk.services.settings import Declared
from tests.ui.settings.driving import WAIT_MS, Said, at, button, field, words
from ui import theme
from ui.pages import pages
from ui.settings.control import Choices, Field, SettingRow
from ui.settings.diagnostics import DiagnosticsSection
from ui.settings.page import SettingsPage
from ui.settings.plain import LookSection
from ui.settings.sections import sections
from ui.settings.sound import SoundSection
from ui.settings.switch import Switch
from ui.shell import Shell
from ui.widgets.button import Button
from ui.widgets.page import Page


def test_every_section_opens_and_fits(page: SettingsPage) -> None:
    for key, _name, _icon in sections():
        section = at(page, key)
        inside = section.findChild(Page)
        assert inside is not None
        assert inside.content_width() <= inside.width(), key


def test_the_window_and_its_palette_know_the_page_and_its_sections() -> None:
    entry = next(entry for entry in pages() if entry.key == "settings")
    assert entry.number == 8
    assert ("privacy", "Data and privacy") in tuple(entry.sections())


def test_every_declared_setting_has_a_control_with_its_name(page: SettingsPage) -> None:
    shown: dict[str, SettingRow] = {}
    for key, _name, _icon in sections():
        shown |= at(page, key).rows
    for setting in settings.declared():
        assert shown[setting.key].control.accessibleName() == setting.title


def test_a_new_setting_appears_by_declaring_it(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Declared("welcomed", "reminders", "Remind twice", "For those who forget.", False, "switch")
    known = settings.declared()
    monkeypatch.setattr(settings, "declared", lambda: (*known, new))
    assert "Remind twice" in words(at(page, "reminders"))


def test_an_unknown_section_leaves_the_one_that_is_open(page: SettingsPage) -> None:
    look = at(page, "look")
    page.open_at("nonsense")
    assert page.currentWidget() is look


def test_the_whole_page_is_used_by_keyboard(page: SettingsPage, qtbot: QtBot, said: Said) -> None:
    page.open()
    page.setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert isinstance(page.currentWidget(), LookSection)
    theme_control = page.currentWidget().rows["theme"].control
    for _ in range(30):
        if QApplication.focusWidget() is theme_control:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is theme_control
    qtbot.keyClick(theme_control, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: theme.theme().name == "dark", timeout=WAIT_MS)
    assert said == ["Theme: Dark"]


# -- settings ----------------------------------------------------------------------------------------------------------


def test_a_choice_applies_at_once_is_kept_and_can_be_taken_back(
    page: SettingsPage, shell: Shell, qtbot: QtBot, said: Said
) -> None:
    row = at(page, "look").rows["theme"]
    assert isinstance(row.control, Choices)
    row.control.setCurrentIndex(row.control.findData("dark"))
    row.control.activated.emit(row.control.currentIndex())
    qtbot.waitUntil(lambda: theme.theme().name == "dark", timeout=WAIT_MS)
    assert Desk(shell.desk.folder).settings().theme == "dark"
    assert said.undo is not None
    said.undo()
    qtbot.waitUntil(lambda: theme.theme().name == "light", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: row.control.currentData() == "system", timeout=WAIT_MS)


def test_a_switch_turns_with_space(page: SettingsPage, shell: Shell, qtbot: QtBot) -> None:
    switch = at(page, "practice").rows["show_words"].control
    assert isinstance(switch, Switch)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not shell.desk.settings().show_words, timeout=WAIT_MS)
    qtbot.keyClick(switch, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk.settings().show_words, timeout=WAIT_MS)


def test_a_number_is_typed_stepped_and_put_back(page: SettingsPage, shell: Shell, qtbot: QtBot, said: Said) -> None:
    silence = field(page, "practice", "silence_s")
    silence.selectAll()
    qtbot.keyClicks(silence, "3,5")
    qtbot.keyClick(silence, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk.settings().silence_s == 3.5, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: said == ["Silence that ends an answer: 3.5 seconds"], timeout=WAIT_MS)
    assert silence.text() == "3.5"
    for _ in range(2):
        qtbot.keyClick(silence, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: said[1:] == ["Silence that ends an answer: 3.3 seconds"], timeout=WAIT_MS)
    assert shell.desk.settings().silence_s == 3.3
    qtbot.keyClicks(silence, "99")
    qtbot.keyClick(silence, Qt.Key.Key_Escape)
    assert silence.text() == "3.3"


def test_what_is_being_typed_stays_when_something_else_changes(page: SettingsPage, shell: Shell, qtbot: QtBot) -> None:
    silence = field(page, "practice", "silence_s")
    silence.selectAll()
    qtbot.keyClicks(silence, "4")
    with qtbot.waitSignal(shell.work.changed, timeout=WAIT_MS):
        page._keeper.keep("show_words", "off")
    assert silence.text() == "4"
    qtbot.keyClick(silence, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk.settings().silence_s == 4, timeout=WAIT_MS)


def test_a_value_that_does_not_fit_says_so_and_shows_the_old_one(
    page: SettingsPage, shell: Shell, qtbot: QtBot, said: Said
) -> None:
    silence = field(page, "practice", "silence_s")
    silence.setText("60")
    qtbot.keyClick(silence, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: silence.text() == "2", timeout=WAIT_MS)
    assert said == ["Silence that ends an answer takes a number from 0.8 to 8; '60' does not fit."]
    assert shell.desk.settings().silence_s == 2.0


def test_a_setting_that_cannot_be_kept_says_so_and_shows_the_old_one(
    page: SettingsPage, shell: Shell, qtbot: QtBot, said: Said
) -> None:
    shell.desk.folder.settings.with_suffix(".part").mkdir()  # stands where the draft would be written
    switch = at(page, "practice").rows["show_words"].control
    assert isinstance(switch, Switch)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert "could not be kept" in said[0]
    assert switch.isChecked()


def test_a_text_size_waits_for_the_next_start_and_offers_it(page: SettingsPage, shell: Shell, qtbot: QtBot) -> None:
    section = at(page, "look")
    assert "next start." not in words(section).replace("from the next start on.", "")
    with qtbot.waitSignal(shell.work.changed, timeout=WAIT_MS):
        section.choose("text_size", "130")
    qtbot.waitUntil(lambda: "This takes effect at the next start." in words(section), timeout=WAIT_MS)
    with qtbot.waitSignal(shell.restarting, timeout=WAIT_MS):
        button(section, "Restart now").click()


def test_the_baseline_is_read_in_practice(page: SettingsPage, shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.going, timeout=WAIT_MS) as going:
        button(at(page, "practice"), "Read the passage").click()
    assert going.args == ["practice", "baseline", ""]


# -- sound -------------------------------------------------------------------------------------------------------------


def test_a_device_that_is_not_there_is_still_shown_as_chosen(page: SettingsPage, shell: Shell, qtbot: QtBot) -> None:
    shell.desk.change_settings(microphone="ALSA: Headset")
    section = at(page, "sound")
    assert isinstance(section, SoundSection)
    qtbot.waitUntil(lambda: section.microphone.currentData() == "ALSA: Headset", timeout=WAIT_MS)
    assert section.microphone.currentText() == "ALSA: Headset (not there now)"
    qtbot.waitUntil(lambda: "is not there" in words(section), timeout=WAIT_MS)


def test_what_the_doctor_says_is_shown_and_copied(page: SettingsPage, qtbot: QtBot, said: Said) -> None:
    section = at(page, "diagnostics")
    assert isinstance(section, DiagnosticsSection)
    qtbot.waitUntil(lambda: "audit rows fit" in words(section), timeout=WAIT_MS)
    button(section, "Copy").click()
    assert "OK       database: " in QGuiApplication.clipboard().text()
    assert said[0].startswith("Copied.")


def test_nobody_listens_once_another_page_is_turned_to(page: SettingsPage, qtbot: QtBot) -> None:
    section = at(page, "sound")
    assert isinstance(section, SoundSection)
    with qtbot.waitSignal(section._listens.stopped, timeout=WAIT_MS):
        page.hide()


def test_names_are_told_to_a_screen_reader(page: SettingsPage) -> None:
    for key, _name, _icon in sections():
        for kind in (Button, Choices, Field, Switch, QLineEdit):
            for control in at(page, key).findChildren(kind):
                assert control.accessibleName(), (key, control)
