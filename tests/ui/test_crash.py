"""The last net: a mistake is told once, with a report that names nobody, and the program goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

import coachdesk
from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services.crash_report import report
from ui.crash import CrashNet
from ui.widgets.button import Button

SENTENCE = "Something went wrong inside CoachDesk."
LOG = Path("/somewhere/logs/window.log")


@pytest.fixture
def net(qtbot: QtBot) -> Iterator[CrashNet]:
    before = sys.excepthook, threading.excepthook
    hung = CrashNet(LOG)
    hung.hang_out()
    yield hung
    sys.excepthook, threading.excepthook = before


def dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def fall(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def labels(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def press(words: str) -> None:
    next(b for b in dialogs()[0].findChildren(Button) if b.text() == words).click()


def test_a_mistake_is_told_in_plain_words_with_a_report_to_copy(net: CrashNet, qtbot: QtBot) -> None:
    fall(ZeroDivisionError("division by zero"))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    (dialog,) = dialogs()
    assert SENTENCE in labels(dialog)
    assert any(str(LOG) in label for label in labels(dialog))
    assert "ZeroDivisionError" in dialog.findChild(QPlainTextEdit).toPlainText()
    press("Copy report")
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    press("Go on")
    assert dialogs() == []


def test_the_report_can_be_saved_into_a_file(
    net: CrashNet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(tmp_path / "no folder" / "report.txt"), str(tmp_path / "report.txt"), ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen.pop(0), ""))
    fall(ZeroDivisionError("division by zero"))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    press("Save report…")
    assert any("could not be saved" in label for label in labels(dialogs()[0]))
    press("Save report…")
    assert "ZeroDivisionError" in (tmp_path / "report.txt").read_text("utf-8")
    press("Save report…")
    assert any(str(tmp_path / "report.txt") in label for label in labels(dialogs()[0]))
    press("Go on")


def test_the_dialog_grows_with_the_details(net: CrashNet, qtbot: QtBot) -> None:
    fall(ZeroDivisionError("division by zero"))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    before = dialogs()[0].height()
    press("Details")
    qtbot.waitUntil(lambda: dialogs()[0].height() >= before + dialogs()[0].findChild(QPlainTextEdit).height())
    press("Go on")


def test_what_is_under_way_is_kept_when_a_mistake_falls(net: CrashNet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(net.fell):
        fall(ValueError("again"))
    press("Go on")


def test_a_mistake_that_repeats_opens_one_dialog(net: CrashNet, qtbot: QtBot) -> None:
    for _ in range(30):
        fall(ValueError("again"))
    qtbot.waitUntil(lambda: bool(dialogs()))
    qtbot.wait(100)
    assert len(dialogs()) == 1
    press("Go on")


def test_a_mistake_on_another_thread_is_told_too(net: CrashNet, qtbot: QtBot) -> None:
    def breaks() -> None:
        raise KeyError("gone")

    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(dialogs()))
    press("Go on")


def test_an_error_with_a_sentence_keeps_its_sentence(net: CrashNet, qtbot: QtBot) -> None:
    fall(CoachDeskError("The disk is full.", "Free some space."))
    qtbot.waitUntil(lambda: bool(dialogs()))
    assert "The disk is full." in labels(dialogs()[0])
    press("Go on")


def fallen(make: str, where: Path) -> BaseException:
    """What a piece of code raises that lies under a folder of somebody's own."""
    with pytest.raises(Exception) as caught:
        exec(compile(make, str(where), "exec"), {})
    return caught.value


def test_a_report_says_where_and_with_what_but_nothing_that_was_said_and_no_name() -> None:
    said = "ninety thousand is too much for us"
    code = f"""
try:
    {{}}[{said!r}]
except KeyError as error:
    raise ValueError("cannot read {said}") from error
"""
    error = fallen(code, Path("/home/anna/coachdesk/services/practice/attempt.py"))
    written = report(error, clock.now())
    assert said not in written
    assert "anna" not in written
    assert "ValueError\n" in written
    assert "KeyError\n" in written
    assert "coachdesk/services/practice/attempt.py:5" in written
    assert coachdesk.__version__ in written
    assert "pydantic" in written


def test_a_report_keeps_messages_that_speak_of_code_alone() -> None:
    written = report(fallen("import coachdesk.no_such_part", Path("ui/x.py")), clock.now())
    assert "ModuleNotFoundError" in written
    written = report(fallen("None.words", Path("ui/x.py")), clock.now())
    assert "'NoneType' object has no attribute 'words'" in written


def test_a_report_of_a_file_that_cannot_be_read_leaves_out_its_name() -> None:
    written = report(fallen("open('/home/anna/call with dana.wav')", Path("ui/x.py")), clock.now())
    assert "FileNotFoundError: 2 No such file or directory" in written
    assert "dana" not in written
