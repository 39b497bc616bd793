"""How the tests of the settings find their way on the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.settings.control import Field
from ui.settings.page import SettingsPage
from ui.settings.section import Section
from ui.widgets.button import Button
from ui.widgets.question import Question

WAIT_MS = 30_000


class Said(list[str]):
    """What the window was told to say, and the last offer to take it back."""

    undo: Callable[[], object] | None = None


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


def field(page: SettingsPage, section: str, key: str) -> Field:
    control = at(page, section).rows[key].control
    assert isinstance(control, Field)
    return control
