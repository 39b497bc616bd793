"""The program from its first paint to its last write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from coachdesk.speech.language import keep
from ui import app as program
from ui.app import App
from ui.practice.choose import ChooseScreen

WAIT_MS = 60_000


def words(app: App) -> list[str]:
    return [label.text() for label in app.window.findChildren(QLabel) if label.isVisible()]


def test_the_window_is_there_at_once_and_the_first_page_follows(tmp_path: Path, qtbot: QtBot) -> None:
    app = App(tmp_path / "new folder é")
    qtbot.addWidget(app.window)
    app.window.show()
    app.open()
    qtbot.waitUntil(lambda: any(s.isVisible() for s in app.window.findChildren(ChooseScreen)), timeout=WAIT_MS)
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
