"""The first start by keyboard alone: from a fresh data folder to the first brief, with a microphone and without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder
from coachdesk.services import models, people, today, welcome
from coachdesk.services.desk import Desk
from coachdesk.services.practice import choose
from coachdesk.services.practice.views import MicrophoneView
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.today.page import TodayPage
from ui.welcome.microphone import MicrophoneStep
from ui.welcome.name import NameStep
from ui.welcome.page import WelcomePage
from ui.welcome.recognizer import RecognizerStep
from ui.work import Work

WAIT_MS = 30_000
NONE = "No microphone was found. Plug one in and open this page again, or type your answers."


@pytest.fixture
def fresh(tmp_path: Path) -> Desk:
    return Desk(DataFolder(tmp_path / "data"))


@pytest.fixture
def shell(fresh: Desk, qtbot: QtBot) -> Iterator[Shell]:
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE
    yield Shell(fresh, work, voice)
    work.close()
    fresh.close()


@pytest.fixture
def no_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "microphones", lambda: ((), NONE))


def opened(shell: Shell, qtbot: QtBot) -> TodayPage:
    page = TodayPage(shell)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    with qtbot.waitActive(page):
        page.show()
    page.open()
    return page


def step(page: TodayPage, qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    """The step, once it is shown and its way there is written down."""

    def is_there() -> bool:
        found = page.findChild(WelcomePage)
        return found is not None and isinstance(found.current(), kind)

    qtbot.waitUntil(is_there, timeout=WAIT_MS)
    found = page.findChild(WelcomePage)
    assert found is not None
    shown = found.current()
    assert shown is not None
    return shown


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.usefixtures("no_microphone")
def test_a_fresh_start_leads_by_keyboard_alone_to_the_first_brief(shell: Shell, qtbot: QtBot, fresh: Desk) -> None:
    page = opened(shell, qtbot)
    name = step(page, qtbot, NameStep)
    assert isinstance(name, NameStep)
    qtbot.waitUntil(name.field.hasFocus)
    assert name.field.selectedText() == people.login_name()
    assert "stays on this computer" in words(page)
    qtbot.keyClicks(QApplication.focusWidget(), "Priya Nair")
    press(qtbot, Qt.Key.Key_Return)
    step(page, qtbot, MicrophoneStep)
    assert NONE in words(page)
    press(qtbot, Qt.Key.Key_Return)
    step(page, qtbot, RecognizerStep)
    with qtbot.waitSignal(shell.going, timeout=WAIT_MS) as going:
        press(qtbot, Qt.Key.Key_Return)
    assert going.args == ["practice", "brief", "just-send-an-email"]
    assert fresh.settings().welcomed
    assert today.my_name(fresh) == "Priya Nair"
    page.close_down()


@pytest.mark.usefixtures("no_microphone")
def test_everything_can_be_skipped_and_today_offers_the_first_talk(shell: Shell, qtbot: QtBot, fresh: Desk) -> None:
    page = opened(shell, qtbot)
    for kind in (NameStep, MicrophoneStep, RecognizerStep):
        shown = step(page, qtbot, kind)
        shown.skip.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "A first talk" in words(page), timeout=WAIT_MS)
    assert today.my_name(fresh) == people.login_name()
    with qtbot.waitSignal(shell.going) as going:
        press(qtbot, Qt.Key.Key_Space)
    assert going.args == ["practice", "brief", "just-send-an-email"]
    page.close_down()


@pytest.mark.usefixtures("no_microphone")
def test_one_that_is_left_in_the_middle_goes_on_there_and_esc_goes_back(
    shell: Shell, qtbot: QtBot, fresh: Desk
) -> None:
    page = opened(shell, qtbot)
    step(page, qtbot, NameStep)
    press(qtbot, Qt.Key.Key_Return)
    step(page, qtbot, MicrophoneStep)
    qtbot.waitUntil(lambda: fresh.settings().welcome_step == 2, timeout=WAIT_MS)
    page.close_down()
    again = opened(shell, qtbot)
    step(again, qtbot, MicrophoneStep)
    press(qtbot, Qt.Key.Key_Escape)
    step(again, qtbot, NameStep)
    again.close_down()


@pytest.mark.usefixtures("no_microphone")
def test_a_name_that_cannot_be_had_is_told_and_can_be_changed(
    shell: Shell, qtbot: QtBot, fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh.database.write() as session:
        people.rep_id(session, "Somebody")
        people.rep_id(session, "Priya")
    page = opened(shell, qtbot)
    step(page, qtbot, NameStep)
    qtbot.keyClicks(QApplication.focusWidget(), "Priya")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "There is somebody called Priya already" in words(page), timeout=WAIT_MS)
    page.close_down()


def test_a_microphone_that_was_plugged_in_is_found_by_looking_again(
    shell: Shell, qtbot: QtBot, fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[MicrophoneView] = []
    monkeypatch.setattr(choose, "microphones", lambda: (tuple(there), "" if there else NONE))
    welcome.reached(fresh, 2)
    page = opened(shell, qtbot)
    step(page, qtbot, MicrophoneStep)
    assert NONE in words(page)
    there.append(MicrophoneView("test: desk microphone", "Desk microphone", True))
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Can you be heard?" in words(page), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Can you be heard?" in words(page) and NONE not in words(page), timeout=WAIT_MS)
    page.close_down()


@pytest.mark.usefixtures("no_microphone")
def test_a_model_that_cannot_be_fetched_is_told_and_holds_nobody_up(
    shell: Shell, qtbot: QtBot, fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_words: object) -> str:
        raise CoachDeskError("The publisher cannot be reached.", "Check the network.")

    monkeypatch.setattr(models, "install", unreachable)
    welcome.reached(fresh, 3)
    page = opened(shell, qtbot)
    shown = step(page, qtbot, RecognizerStep)
    assert isinstance(shown, RecognizerStep)
    assert "41 MB" in words(page)
    with qtbot.waitSignal(shell.toast, timeout=WAIT_MS):
        shown.begin()
    qtbot.waitUntil(lambda: "The publisher cannot be reached." in words(page), timeout=WAIT_MS)
    assert "The built-in one works without it." in words(page)
    assert shown.onward.isEnabled()
    page.close_down()


@pytest.mark.usefixtures("no_microphone")
def test_a_fetch_goes_on_when_the_first_start_is_over_and_ends_with_the_window(
    shell: Shell, qtbot: QtBot, fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []

    def slow(_desk: Desk, _what: str, progress: object, cancelled: object) -> str:
        while not cancelled():  # type: ignore[operator]
            pass
        stopped.append(True)
        raise CoachDeskError("Stopped.")

    monkeypatch.setattr(models, "install", slow)
    welcome.reached(fresh, 3)
    page = opened(shell, qtbot)
    shown = step(page, qtbot, RecognizerStep)
    assert isinstance(shown, RecognizerStep)
    shown.begin()
    shown.skip.click()
    qtbot.waitUntil(lambda: "A first talk" in words(page), timeout=WAIT_MS)
    assert [action.title for action in shell.actions.now() if "fetching" in action.title]
    assert not stopped
    page.close_down()
    qtbot.waitUntil(lambda: stopped == [True], timeout=WAIT_MS)


def test_who_has_practised_is_not_welcomed_again(desk: Desk) -> None:
    from coachdesk.services.practice import attempt

    attempt.begin(desk, "too-high", seed=1)
    seen = today.today(desk, clock.now())
    assert seen is not None
    assert not desk.settings().welcomed
    desk.close()
