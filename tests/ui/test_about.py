"""About: what the program is built of, with licences, and diagnostics that name nobody."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import coachdesk
from coachdesk.paths import DataFolder, bundled
from coachdesk.services import about
from coachdesk.services.desk import Desk
from ui.about import AboutDialog
from ui.shell import Shell
from ui.speak import Voice
from ui.work import Work


def test_every_library_that_the_program_asks_for_is_named_with_version_and_licence() -> None:
    parts = {part.name.casefold().replace("_", "-"): part for part in about.parts()}
    for name in about._requirements():
        assert parts[name.casefold()].version == importlib.metadata.version(name)
    assert {"inter", "phosphor icons", "python", "sqlite", "markupsafe"} <= set(parts)  # the last through others
    assert all(part.version and part.licence and "\n" not in part.licence for part in parts.values())


def test_the_licences_of_fonts_and_icons_lie_beside_them() -> None:
    assert "OFL-1.1" in (bundled("resources") / "fonts" / "LICENSE-Inter.txt").read_text("utf-8")
    assert "MIT License" in (bundled("resources") / "icons" / "LICENSE-Phosphor.txt").read_text("utf-8")


def test_diagnostics_name_neither_the_person_nor_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "anna"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    words = about.diagnostics(DataFolder(home / "data"))
    assert "anna" not in words
    assert coachdesk.__version__ in words
    assert "database" in words
    assert str(tmp_path) not in words


def test_the_dialog_shows_the_libraries_and_copies_diagnostics(desk: Desk, qtbot: QtBot) -> None:
    window, work = QWidget(), Work()
    qtbot.addWidget(window)
    dialog = AboutDialog(Shell(desk, work, Voice()), window)
    dialog.open()

    def words() -> list[str]:
        return [label.text() for label in dialog.findChildren(QLabel)]

    qtbot.waitUntil(lambda: "pydantic" in words())
    assert any(coachdesk.__version__ in text for text in words())
    QApplication.clipboard().clear()
    dialog.copy()
    qtbot.waitUntil(lambda: any(text.startswith("Copied") for text in words()))
    assert "recognizer" in QApplication.clipboard().text()
    dialog.close()
    work.close()
