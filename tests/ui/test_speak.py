"""The buyer's voice: every line ends, whatever the speech service does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import BuyerView
from ui import speak
from ui.speak import Voice

DANA = BuyerView("Dana Whitfield", "CFO", "Halden Logistics", "", (), "female", "us", 0.0, 0.0)

ANSWERS = """
import json, sys
print("ready", flush=True)
for line in sys.stdin:
    print("ended 0", flush=True)  # late word of a line that nobody waits for
    print("ended", json.loads(line)["number"], flush=True)
"""
HANGS = "import sys, time; print('ready', flush=True); time.sleep(600)"
NEVER_READY = "import time; time.sleep(600)"
NO_VOICE = "print('none', flush=True)"
BREAKS = "import sys; print('ready', flush=True); sys.stdin.readline(); sys.exit(3)"


@pytest.fixture
def voice_that(qtbot: QtBot) -> Iterator[Callable[[str], Voice]]:
    made: list[Voice] = []

    def make(script: str) -> Voice:
        made.append(Voice([sys.executable, "-c", script]))
        return made[-1]

    yield make
    for voice in made:
        voice.close()


def test_a_line_that_was_said_ends(voice_that: Callable[[str], Voice], qtbot: QtBot) -> None:
    voice = voice_that(ANSWERS)
    for _ in range(2):
        with qtbot.waitSignal(voice.ended, timeout=20_000):
            voice.say("Ninety thousand?", DANA)
    assert voice.trouble == ""


@pytest.mark.parametrize("script", [HANGS, NEVER_READY, BREAKS])
def test_a_speech_service_that_hangs_or_breaks_is_left_and_the_talk_goes_on(
    script: str, voice_that: Callable[[str], Voice], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speak, "START_MS", 2_000)
    monkeypatch.setattr(speak, "LINE_MS", 200)
    monkeypatch.setattr(speak, "LETTER_MS", 1)
    voice = voice_that(script)
    with qtbot.waitSignal(voice.ended, timeout=20_000):
        voice.say("Ninety thousand?", DANA)
    assert voice.trouble == speak.LOST_VOICE
    with qtbot.waitSignal(voice.ended):  # and the next line ends at once
        voice.say("Well?", DANA)


def test_a_machine_without_a_voice_says_so(voice_that: Callable[[str], Voice], qtbot: QtBot) -> None:
    voice = voice_that(NO_VOICE)
    with qtbot.waitSignal(voice.ended, timeout=20_000):
        voice.say("Ninety thousand?", DANA)
    assert voice.trouble == speak.NO_VOICE


def test_a_stopped_line_does_not_end(voice_that: Callable[[str], Voice], qtbot: QtBot) -> None:
    voice = voice_that(HANGS)
    with qtbot.assertNotEmitted(voice.ended, wait=300):
        voice.say("Ninety thousand?", DANA)
        voice.stop()
