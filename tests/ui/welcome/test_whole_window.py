"""The real window on a fresh data folder, by keyboard alone: from the first start to the first buyer's line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services.practice import choose
from ui.app import App
from ui.practice.brief import BriefScreen
from ui.practice.talk import TalkScreen
from ui.today.screen import TodayScreen
from ui.welcome.microphone import MicrophoneStep
from ui.welcome.name import NameStep
from ui.welcome.recognizer import RecognizerStep

WAIT_MS = 60_000


def until(app: App, qtbot: QtBot, kind: type[QWidget]) -> None:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in app.window.findChildren(kind)), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=WAIT_MS)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_rep_without_a_microphone_types_to_the_first_buyer_after_four_keys(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose, "microphones", lambda: ((), "No microphone was found."))
    app = App(tmp_path / "data")
    qtbot.addWidget(app.window)
    with qtbot.waitActive(app.window):
        app.window.show()
    app.open()
    for step in (NameStep, MicrophoneStep, RecognizerStep):
        until(app, qtbot, step)
        press(qtbot, Qt.Key.Key_Return)
    until(app, qtbot, BriefScreen)
    press(qtbot, Qt.Key.Key_Space)
    until(app, qtbot, TalkScreen)
    app.window.close()


def test_the_second_start_opens_today(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "microphones", lambda: ((), "No microphone was found."))
    (tmp_path / "settings.json").write_text('{"welcomed": true}')
    app = App(tmp_path)
    qtbot.addWidget(app.window)
    app.window.show()
    app.open()
    qtbot.waitUntil(lambda: any(s.isVisible() for s in app.window.findChildren(TodayScreen)), timeout=WAIT_MS)
    app.window.close()
