"""The passage on the screen: reading it, cancelling, too little of it, and what was heard otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from coachdesk.services import baseline
from coachdesk.services.desk import Desk
from coachdesk.speech import capture
from coachdesk.speech.paced import PacedFile
from ui.practice.baseline import BaselineSection, Stage
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.work import Work

WAIT_MS = 30_000
SPOKEN = Path(__file__).parents[2] / "speech" / "data" / "b-21.flac"
READ = "No problem at all, take your time. Is there anything in the proposal that your purple team is likely to push"


@pytest.fixture
def section(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaselineSection]:
    """The section, with a file in the place of the microphone."""
    desk.change_settings(recognizer="sphinx")
    monkeypatch.setattr(capture, "Microphone", lambda _device: PacedFile(SPOKEN, 8.0))
    monkeypatch.setattr(baseline, "passage", lambda: READ)
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE
    made = BaselineSection(Shell(desk, work, voice))
    qtbot.addWidget(made)
    made.resize(1080, 720)
    with qtbot.waitActive(made):
        made.show()
    made.open("too-high")
    until(qtbot, made, Stage.READY)
    yield made
    made.close_down()
    work.close()
    desk.close()


def until(qtbot: QtBot, section: BaselineSection, stage: Stage) -> None:
    qtbot.waitUntil(lambda: section.shown.stage is stage, timeout=WAIT_MS)


def words(section: BaselineSection) -> str:
    return "\n".join(label.text() for label in section.findChildren(QLabel) if label.isVisible())


def test_a_passage_is_read_with_one_key_and_its_result_said_in_words(section: BaselineSection, qtbot: QtBot) -> None:
    assert READ in words(section)
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.READING)
    qtbot.waitUntil(lambda: section._reading is not None and section._reading.state().elapsed_s > 7.5, timeout=WAIT_MS)
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.DONE)
    assert "heard otherwise" in words(section)
    assert "“purple” as “legal”" in words(section)
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.READING)


def test_a_reading_can_be_begun_again_and_nothing_is_kept_of_the_first(
    section: BaselineSection, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.READING)
    qtbot.keyClick(section.shown, Qt.Key.Key_R)
    until(qtbot, section, Stage.READY)
    qtbot.waitUntil(lambda: not (desk.folder.root / "passage").exists(), timeout=WAIT_MS)
    assert baseline.reading(desk).last is None


def test_too_little_is_told_and_can_be_read_again(
    section: BaselineSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "passage", lambda: READ * 4)
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.READING)
    qtbot.waitUntil(lambda: section._reading is not None and section._reading.state().heard_speech, timeout=WAIT_MS)
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.READY)
    assert "less than half of the passage" in words(section)


def test_no_microphone_is_told_and_can_be_tried_again(
    section: BaselineSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_device: object) -> PacedFile:
        raise CoachDeskError("This machine has no microphone.", "Plug one in, and try again.")

    monkeypatch.setattr(capture, "Microphone", refuse)
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "This machine has no microphone." in words(section), timeout=WAIT_MS)
    assert section.shown.stage is Stage.READY


def test_leaving_goes_back_to_the_brief_and_drops_the_reading(
    section: BaselineSection, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(section.shown, Qt.Key.Key_Space)
    until(qtbot, section, Stage.READING)
    with qtbot.waitSignal(section._shell.going) as gone:
        qtbot.keyClick(section.shown, Qt.Key.Key_Escape)
    assert gone.args == ["practice", "brief", "too-high"]
    qtbot.waitUntil(lambda: not (desk.folder.root / "passage").exists(), timeout=WAIT_MS)
