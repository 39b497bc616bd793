"""The program from its first paint to its last write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.rehearse import Typed, Wishes, rehearse
from coachdesk.speech.language import keep
from ui import app as program
from ui import pages, theme
from ui.app import App
from ui.practice.page import SECTIONS
from ui.shell import Shell
from ui.text_size import VARIABLE, scaled
from ui.theme import DARK
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.page import Page
from ui.window import SMALLEST

WAIT_MS = 60_000

Opened = Callable[[], App]


def words(app: App) -> list[str]:
    return [label.text() for label in app.window.findChildren(QLabel) if label.isVisible()]


def button(app: App, text: str) -> Button:
    return next(b for b in app.window.findChildren(Button) if b.isVisible() and b.text() == text)


@pytest.fixture
def practised(desk: Desk) -> Desk:
    """Somebody practises here who has a name and an attempt behind them."""
    people.rename(desk, "Priya Nair", now=clock.now())
    rehearse(desk, "too-high", [Typed("i hear you what do you compare it with")], Wishes(seed=1))
    return desk


@pytest.fixture
def opened(practised: Desk, qtbot: QtBot) -> Iterator[Opened]:
    """Opens the program on their folder, and waits for its first page."""
    made: list[App] = []

    def open_it() -> App:
        app = App(practised.folder.root)
        made.append(app)
        qtbot.addWidget(app.window)
        app.window.show()
        app.open()
        qtbot.waitUntil(lambda: app.window.open_page() != "", timeout=WAIT_MS)
        return app

    yield open_it
    for app in made:
        if app.window.isVisible():
            app.window.close()


def shell_of(app: App) -> Shell:
    assert app._shell is not None
    return app._shell


def kept(desk: Desk) -> dict[str, object]:
    if not desk.folder.settings.exists():
        return {}
    found = json.loads(desk.folder.settings.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_window_is_there_at_once_and_the_first_page_follows(tmp_path: Path, qtbot: QtBot) -> None:
    app = App(tmp_path / "new folder é")
    qtbot.addWidget(app.window)
    app.window.show()
    app.open()
    qtbot.waitUntil(lambda: app.window.open_page() == "today", timeout=WAIT_MS)
    app.window.close()
    kept = json.loads((tmp_path / "new folder é" / "settings.json").read_text("utf-8"))
    assert kept["window_geometry"] == app.window.geometry_words()


def test_a_window_that_is_closed_before_it_is_ready_ends_too(tmp_path: Path, qtbot: QtBot) -> None:
    app = App(tmp_path)
    qtbot.addWidget(app.window)
    app.window.show()
    app.open()
    app.window.close()


def test_a_data_folder_that_cannot_be_opened_is_told_in_the_window(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path) -> None:
        raise CoachDeskError("The data folder is on a disk that is gone.", "Plug it in.")

    monkeypatch.setattr(program, "_open", broken)
    app = App(tmp_path)
    qtbot.addWidget(app.window)
    app.window.show()
    app.open()
    qtbot.waitUntil(lambda: "The data folder is on a disk that is gone." in words(app), timeout=WAIT_MS)
    app.window.close()


def test_a_window_that_is_closed_while_it_teaches_the_recognizer_ends_and_leaves_no_half_of_it(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "TEACHES_AFTER_MS", 0)
    monkeypatch.setattr(keep, "SHARED", tmp_path / "none")
    app = App(tmp_path / "data")
    qtbot.addWidget(app.window)
    app.window.show()
    app.open()
    language = tmp_path / "data" / "language"
    qtbot.waitUntil(lambda: language.is_dir() and any(language.iterdir()), timeout=WAIT_MS)
    app.window.close()
    assert list(language.iterdir()) == []


# -- pages ------------------------------------------------------------------------------------------------------------


def test_a_page_that_cannot_be_made_says_so_in_its_place_and_the_others_work(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, broken = pages.pages, [True]

    def make(shell: Shell) -> QWidget:
        if broken:
            raise ZeroDivisionError
        return next(entry for entry in real() if entry.key == "practice").make(shell)

    def some_broken() -> tuple[pages.PageEntry, ...]:
        return tuple(replace(entry, make=make) if entry.key == "practice" else entry for entry in real())

    monkeypatch.setattr(pages, "pages", some_broken)
    app = opened()
    with capture_exceptions() as exceptions:
        qtbot.keyClick(app.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: any(panel.isVisible() for panel in app.window.findChildren(ErrorPanel)))
    assert [kind for kind, _error, _trace in exceptions] == [ZeroDivisionError]  # the last net has it
    assert "This page cannot be shown, because of a mistake in the program." in words(app)
    qtbot.keyClick(app.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert app.window.open_page() == "today"
    with capture_exceptions():
        qtbot.keyClick(app.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    broken.clear()
    button(app, "Try again").click()
    assert app.window.open_page() == "practice"
    assert not any(panel.isVisible() for panel in app.window.findChildren(ErrorPanel))


def test_a_page_that_says_why_it_cannot_be_made_is_no_mistake(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_shell: Shell) -> QWidget:
        raise CoachDeskError("The library is on a disk that is gone.", "Plug it in.")

    real = pages.pages
    monkeypatch.setattr(pages, "pages", lambda: tuple(replace(entry, make=refuse) for entry in real()))
    app = opened()
    assert "The library is on a disk that is gone." in words(app)


def test_the_palette_finds_a_scenario_and_opens_its_brief(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    qtbot.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = app.window.palette_of_actions()
    qtbot.keyClicks(palette.query, "price too high")
    palette.query.setText("the price is too high")
    qtbot.waitUntil(lambda: palette.list.currentIndex().data() == "The price is too high", timeout=WAIT_MS)
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    assert app.window.open_page() == "practice"
    qtbot.waitUntil(lambda: "The price is too high" in words(app), timeout=WAIT_MS)


def test_while_somebody_talks_the_palette_has_what_the_screen_can_do_and_nothing_else(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened()
    shell_of(app).busy.emit(True)
    app.window.searching.emit()
    palette = app.window.palette_of_actions()
    titles = {palette._lines.entry(palette._lines.index(i)).title for i in range(palette._lines.rowCount())}
    assert titles == {action.title for action in shell_of(app).actions.of_screen()}
    assert "Go to Practice" not in titles
    app.window.searching.emit()
    assert not palette.isVisible()
    shell_of(app).busy.emit(False)


def test_every_page_and_every_section_of_the_settings_is_among_the_actions(opened: Opened) -> None:
    app = opened()
    app.window.searching.emit()
    lines = app.window.palette_of_actions()._lines
    titles = {lines.entry(lines.index(i)).title for i in range(lines.rowCount())}
    for entry in pages.pages():
        assert f"Go to {entry.name}" in titles
        for _screen, name in entry.sections():
            assert f"{entry.name}: {name}" in titles
    assert {"Use the dark theme", "Set the text size to 130 %", "About CoachDesk", "Copy diagnostics",
            "Open the data folder", "Quit CoachDesk"} <= titles  # fmt: skip


def nameless(window: QWidget) -> set[str]:
    """Widgets that the keyboard reaches and a reader has no name for."""
    found = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            above = widget.parentWidget()
            found.add(f"{type(widget).__name__} in {type(above).__name__}")
    return found


def test_everything_that_the_keyboard_reaches_has_a_name_for_readers(
    opened: Opened, practised: Desk, qtbot: QtBot
) -> None:
    app = opened()
    with practised.database.read() as session:
        from coachdesk.store import records

        (line,) = records.attempts_of(session, people.rep_id(session))
    journeys = [(entry.key, "", "") for entry in pages.pages()]
    journeys += [(entry.key, screen, "") for entry in pages.pages() for screen, _name in entry.sections()]
    journeys += [("practice", section, "") for section in SECTIONS]
    journeys += [("practice", "brief", "too-high"), ("practice", "debrief", line.id)]
    wrong: dict[tuple[str, str, str], set[str]] = {}
    for journey in journeys:
        shell_of(app).go(*journey)
        qtbot.wait(300)
        if found := nameless(app.window):
            wrong[journey] = found
    app.window.searching.emit()
    if found := nameless(app.window):
        wrong[("palette", "", "")] = found
    assert wrong == {}


def test_pages_are_not_cut_off_at_the_right_where_the_text_is_large(opened: Opened, qtbot: QtBot) -> None:
    """1280 x 720 at 150 % is 853 x 480."""
    app = opened()
    app.window.setMinimumSize(853, 480)
    app.window.resize(853, 480)
    wrong = {}
    journeys = [(entry.key, "") for entry in pages.pages()] + [("practice", section) for section in SECTIONS]
    for journey in journeys:
        shell_of(app).go(*journey)
        qtbot.wait(300)
        for page in app.window.findChildren(Page):
            if page.isVisible() and page.content_width() > page.width():
                wrong[journey] = f"needs {page.content_width()}, has {page.width()}"
    assert wrong == {}
    assert app.window.size().toTuple() == (853, 480)


# -- settings that count for the whole window -------------------------------------------------------------------------


def act(app: App, title: str) -> None:
    next(action for action in shell_of(app).actions.everywhere() if action.title == title).do()


def test_another_theme_counts_at_once(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    act(app, "Use the dark theme")
    qtbot.waitUntil(lambda: theme.theme() is DARK, timeout=WAIT_MS)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.prefer(application, "light")


def test_another_text_size_offers_a_restart_once_and_comes_back_to_the_page(
    opened: Opened, practised: Desk, qtbot: QtBot
) -> None:
    app = opened()
    shell_of(app).go("practice")
    act(app, "Set the text size to 130 %")
    qtbot.waitUntil(lambda: "The text has its new size from the next start on." in words(app), timeout=WAIT_MS)
    button(app, "Restart now").click()
    assert app.restarting
    assert not app.window.isVisible()
    assert kept(practised)["text_size"] == 130
    again = opened()
    assert again.window.open_page() == "practice"
    again.window.close()
    assert opened().window.open_page() == pages.FIRST


def test_nobody_is_restarted_in_the_middle_of_a_talk(opened: Opened) -> None:
    app = opened()
    shell_of(app).busy.emit(True)
    shell_of(app).restart()
    assert not app.restarting
    assert "A talk is under way. End it first, then restart." in words(app)
    shell_of(app).busy.emit(False)


def test_a_mistake_keeps_how_the_window_stands(opened: Opened, practised: Desk, qtbot: QtBot) -> None:
    app = opened()
    app.window.resize(SMALLEST)
    app.keep()
    qtbot.waitUntil(lambda: kept(practised).get("window_geometry") == app.window.geometry_words(), timeout=WAIT_MS)


def test_what_a_restore_brought_is_not_written_over_when_the_window_begins_anew(
    opened: Opened, practised: Desk
) -> None:
    app = opened()
    practised.folder.settings.write_text('{"recognizer": "sphinx"}')
    assert app._desk is not None
    app._desk.settings()
    app._desk.close()  # as a restore does
    practised.folder.settings.write_text('{"recognizer": "vosk"}')
    shell_of(app).restart()
    assert kept(practised)["recognizer"] == "vosk"


def test_the_house_is_kept_behind_the_window_but_not_during_a_talk(
    opened: Opened, practised: Desk, qtbot: QtBot
) -> None:
    app = opened()
    shell_of(app).busy.emit(True)
    app._housekeeping.timeout.emit()
    qtbot.wait(200)
    assert not list(practised.folder.backups.glob("*.zip"))
    shell_of(app).busy.emit(False)
    app._housekeeping.timeout.emit()
    qtbot.waitUntil(lambda: len(list(practised.folder.backups.glob("*.zip"))) == 1, timeout=WAIT_MS)


def test_a_reminder_in_the_window_starts_the_drills(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    assert app._reminders is not None
    app._reminders.unseen.emit("3 drills are due, about 5 minutes")
    button(app, "Start drills").click()
    assert app.window.open_page() == "practice"


@pytest.mark.parametrize(
    ("before", "percent", "factor"),
    [(None, 130, "1.3"), ("2", 150, "3"), ("1.25", 100, "1.25"), ("much", 115, "1.15"), ("-1", 115, "1.15"),
     ("inf", 115, "1.15"), ("", 150, "1.5")],
)  # fmt: skip
def test_the_text_size_multiplies_what_the_user_asked_of_qt_and_leaves_it_to_others(
    before: str | None, percent: int, factor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if before is not None:
        monkeypatch.setenv(VARIABLE, before)
    with scaled(percent):
        assert os.environ[VARIABLE] == factor
    assert os.environ.get(VARIABLE) == before


SCALED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from coachdesk.glance import glance
from ui.text_size import scaled
with scaled(glance(Path(sys.argv[1])).text_size):
    application = QApplication([])
print(application.primaryScreen().devicePixelRatio())
"""


@pytest.mark.parametrize(
    ("settings", "ratio"),
    [
        ('{"text_size": 150}', 1.5), ('{"text_size": 100000}', 1), ('{"text_size": "150"}', 1),
        ('{"text_size": NaN}', 1), ('{"text_size": true}', 1), ('{"text_size": [150]}', 1), ("[" * 100_000, 1),
        ("\x00", 1), ("[150]", 1), ("{}", 1),
    ],
    ids=range(10),
)  # fmt: skip
def test_the_text_has_the_size_of_the_settings_whatever_else_is_in_them(
    settings: str, ratio: float, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(settings)
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    run = subprocess.run([sys.executable, "-c", SCALED, str(path)], env=environment, capture_output=True, text=True)
    assert float(run.stdout) == ratio


RESTARTS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app
starts = Path(sys.argv[1], "starts")
class Once(app.App):
    def _opened(self, opened):
        super()._opened(opened)
        with starts.open("a") as file:
            print(len(starts.read_text().splitlines()), file=file)
        QTimer.singleShot(0, self._shell.restart if starts.read_text() == "0\\n" else self.window.close)
app.App = Once
sys.exit(app.main(Path(sys.argv[1], "data")))
"""


def test_a_restart_starts_the_program_again_and_the_first_one_lets_go_of_the_folder(
    tmp_path: Path, qtbot: QtBot
) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", RESTARTS, str(tmp_path)], env=environment, check=True)
    starts = tmp_path / "starts"
    qtbot.waitUntil(lambda: starts.read_text() == "0\n1\n", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not (tmp_path / "data" / "window.lock").exists(), timeout=WAIT_MS)
