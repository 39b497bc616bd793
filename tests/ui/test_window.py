"""The window: pages, keys, the sidebar that hides, and how quickly the shell is there."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.sample_views import LONG_NAME
from ui.window import FIRST_SIZE, RAIL_PX, SIDEBAR_PX, SMALLEST, Window, brand_icon

HEAVY = ("pyqtgraph", "scipy", "alembic", "sqlalchemy", "vosk", "pocketsphinx", "pydantic", "numpy", "qtawesome",
         "sounddevice", "PySide6.QtTextToSpeech")  # fmt: skip


def shown(qtbot: QtBot) -> tuple[Window, list[str]]:
    window, opened = Window(), list[str]()
    qtbot.addWidget(window)
    window.add_page("practice", "Practice", "microphone", 1)
    window.wanted.connect(opened.append)
    window.show_page("practice", QLabel("practice"))
    with qtbot.waitActive(window):
        window.show()
    return window, opened


def test_control_and_a_number_opens_a_page(qtbot: QtBot) -> None:
    window, opened = shown(qtbot)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["practice"]


def test_nobody_is_taken_away_while_the_sidebar_is_hidden(qtbot: QtBot) -> None:
    window, opened = shown(qtbot)
    window.show_sidebar(False)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert opened == []


def test_a_long_name_at_the_foot_does_not_widen_the_sidebar(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.resize(FIRST_SIZE)
    window.show_person(LONG_NAME)
    assert window._sidebar.width() == SIDEBAR_PX


def test_where_the_window_stood_comes_back(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    smallest = window.minimumSize()
    window.resize(smallest)
    kept = window.geometry_words()
    other, _ = shown(qtbot)
    other.restore(kept)
    assert other.size() == smallest
    other.restore("what somebody wrote into the settings")
    assert other.size() == smallest


def test_the_shell_imports_nothing_heavy() -> None:
    script = f"import sys, ui.app; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
