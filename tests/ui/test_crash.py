"""The last net: a mistake is told once, with its details, and the program goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from ui.crash import SENTENCE, CrashNet
from ui.widgets.button import Button


@pytest.fixture
def net(qtbot: QtBot) -> Iterator[CrashNet]:
    before = sys.excepthook, threading.excepthook
    hung = CrashNet()
    hung.hang_out()
    yield hung
    sys.excepthook, threading.excepthook = before


def dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def fall(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def test_a_mistake_is_told_in_plain_words_with_details_to_copy(net: CrashNet, qtbot: QtBot) -> None:
    fall(ZeroDivisionError("division by zero"))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    (dialog,) = dialogs()
    assert SENTENCE in [label.text() for label in dialog.findChildren(QLabel)]
    assert "ZeroDivisionError" in dialog.findChild(QPlainTextEdit).toPlainText()
    copy, on = (next(b for b in dialog.findChildren(Button) if b.text() == t) for t in ("Copy details", "Go on"))
    copy.click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    on.click()
    assert dialogs() == []


def test_a_mistake_that_repeats_opens_one_dialog(net: CrashNet, qtbot: QtBot) -> None:
    for _ in range(30):
        fall(ValueError("again"))
    qtbot.waitUntil(lambda: bool(dialogs()))
    qtbot.wait(100)
    assert len(dialogs()) == 1
    next(b for b in dialogs()[0].findChildren(Button) if b.text() == "Go on").click()


def test_a_mistake_on_another_thread_is_told_too(net: CrashNet, qtbot: QtBot) -> None:
    def breaks() -> None:
        raise KeyError("gone")

    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(dialogs()))
    next(b for b in dialogs()[0].findChildren(Button) if b.text() == "Go on").click()


def test_an_error_with_a_sentence_keeps_its_sentence(net: CrashNet, qtbot: QtBot) -> None:
    fall(CoachDeskError("The disk is full.", "Free some space."))
    qtbot.waitUntil(lambda: bool(dialogs()))
    assert "The disk is full." in [label.text() for label in dialogs()[0].findChildren(QLabel)]
    next(b for b in dialogs()[0].findChildren(Button) if b.text() == "Go on").click()
