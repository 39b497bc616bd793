"""A line of the buyer's: its recording, else the machine's voice, else nothing, and in each case it ends."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import talk
from tests.ui.sample_views import DANA
from ui.practice.buyer_line import BuyerLine
from ui.speak import Voice
from ui.work import Work

WAIT_MS = 20_000
LINE = "A line that was recorded."
SPEAKS = """
import json, sys
print("ready", flush=True)
for line in sys.stdin:
    wish = json.loads(line)
    if "say" in wish:
        print("said", wish["say"], file=sys.stderr, flush=True)
        print("ended", wish["number"], flush=True)
"""


class Playing:
    """A recording that is over as soon as it is played."""

    position_s, finished, trouble = 1.0, True, ""

    def stop(self) -> None:
        """Nothing plays."""


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The recordings that were played; one is there for LINE."""
    found: list[Path] = []

    def play(_desk: Desk, audio: Path, _from_s: float) -> Playing:
        found.append(audio)
        return Playing()

    file = tmp_path / "resources" / "lines" / "dana" / f"{hashlib.sha256(LINE.encode()).hexdigest()[:16]}.opus"
    file.parent.mkdir(parents=True)
    file.touch()
    monkeypatch.setattr(talk, "play", play)
    monkeypatch.setattr("coachdesk.services.practice.talk.paths.bundled", lambda name: tmp_path / name)
    return found


@pytest.fixture
def line(desk: Desk, qtbot: QtBot) -> Iterator[BuyerLine]:
    desk.library  # noqa: B018 - read before the bundled folder is another one
    work, voice = Work(), Voice([sys.executable, "-c", SPEAKS])
    yield BuyerLine(desk, work, voice)
    voice.close()
    work.close()
    desk.close()


def test_a_line_that_was_recorded_is_played_and_not_spoken(line: BuyerLine, played: list[Path], qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.ended, timeout=WAIT_MS):
        line.say(LINE, replace(DANA, id="dana"))
    assert len(played) == 1
    assert line._voice._process is None


def test_a_line_without_a_recording_is_spoken_by_the_machine(line: BuyerLine, played: list[Path], qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.ended, timeout=WAIT_MS):
        line.say(LINE + " It was edited.", replace(DANA, id="dana"))
    assert played == []
    assert line._voice._process is not None


def test_a_recording_that_cannot_be_played_is_spoken_instead(
    line: BuyerLine, played: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> Playing:
        raise CoachDeskError("The loudspeaker is not there.")

    monkeypatch.setattr(talk, "play", refuse)
    with qtbot.waitSignal(line.ended, timeout=WAIT_MS):
        line.say(LINE, replace(DANA, id="dana"))
    assert line._voice._process is not None


def test_with_the_voice_off_the_line_is_only_read_and_that_is_said(
    line: BuyerLine, desk: Desk, played: list[Path], qtbot: QtBot
) -> None:
    desk.change_settings(buyer_voice=False)
    said: list[str] = []
    line.trouble.connect(said.append)
    with qtbot.waitSignal(line.ended, timeout=WAIT_MS):
        line.say(LINE, replace(DANA, id="dana"))
    assert played == []
    assert line._voice._process is None
    assert said == ["The buyer's voice is off. Read the line, then answer."]


def test_that_the_machines_voice_takes_another_speaker_is_said(
    line: BuyerLine, desk: Desk, played: list[Path], qtbot: QtBot
) -> None:
    desk.change_settings(speaker="ALSA: Projector")
    said: list[str] = []
    line.trouble.connect(said.append)
    with qtbot.waitSignal(line.ended, timeout=WAIT_MS):
        line.say("Not recorded.", DANA)
    assert "the system's own speaker" in said[-1]


def test_a_line_that_was_stopped_does_not_end(line: BuyerLine, played: list[Path], qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(line.ended, wait=300):
        line.say(LINE, replace(DANA, id="dana"))
        line.stop()
