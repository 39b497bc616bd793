"""The microphone step says in words what is wrong, and shows what was heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice.views import Listening
from ui.shell import Shell
from ui.speak import Voice
from ui.welcome.microphone import SILENT_TICKS, MicrophoneStep, Phase
from ui.work import Work

NOTHING = Listening(0.0, (0.0,) * 8, "silent", "", False, False, None, False, False, "", "", 0.0)


@pytest.fixture
def step(desk: Desk, qtbot: QtBot) -> Iterator[MicrophoneStep]:
    work = Work()
    step = MicrophoneStep(3, Shell(desk, work, Voice()))
    qtbot.addWidget(step)
    yield step
    work.close()
    desk.close()


def heard(level: str, trouble: str = "") -> Listening:
    return Listening(0.0, (0.5,) * 8, level, "", False, False, None, False, False, trouble, "", 0.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (heard("too quiet"), "Too quiet"),
        (heard("too loud"), "Too loud: it crackles"),
        (heard("good"), "A good level"),
        (heard("silent", "The microphone gives only silence: it is muted."), "it is muted"),
    ],
)
def test_each_level_has_its_advice(step: MicrophoneStep, moment: Listening, said: str) -> None:
    step._hear(moment)
    assert said in step._advice.text()


def test_long_silence_asks_for_the_right_microphone(step: MicrophoneStep) -> None:
    step._hear(NOTHING)
    assert "Say anything" in step._advice.text()
    for _ in range(SILENT_TICKS + 1):
        step._hear(NOTHING)
    assert "Is it the right microphone" in step._advice.text()


def test_what_was_heard_is_shown_and_no_words_are_told(step: MicrophoneStep) -> None:
    step._written("good morning")
    assert (step.heard.text(), step.phase) == ("“good morning”", Phase.HEARD)
    step._written("")
    assert "No words were heard" in step._advice.text()


def test_a_trial_that_fails_says_why_and_can_be_tried_again(step: MicrophoneStep) -> None:
    step._failed(CoachDeskError("The microphone is gone.", "Plug it in again."))
    assert step._advice.text() == "The microphone is gone. Plug it in again."
    assert step.speak.isEnabled()
