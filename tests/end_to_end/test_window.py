"""The real window on a virtual screen, driven by keys, with a voice in a virtual microphone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from coachdesk.paths import DataFolder
from coachdesk.services.desk import Desk
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.views import AnswerView
from tests.end_to_end.machine import Screen, SoundSystem, wait_for

SPOKEN = Path(__file__).parents[1] / "speech" / "data" / "b-05.flac"
SAID = frozenset("walk me through a normal monday for your support team what do they do first annoys them".split())
FEWEST_UNDERSTOOD = 3
"""Of the words said: a live stream on a busy machine is not heard exactly."""


@dataclass
class Program:
    """The program as it runs, and its data folder as another program sees it."""

    screen: Screen
    sound: SoundSystem
    folder: DataFolder
    process: subprocess.Popen[bytes]

    def attempts(self) -> list[str]:
        if not self.folder.database.exists():
            return []
        return sorted({path.name for path in self.folder.recordings.glob("*/*") if path.is_dir()})

    def answers(self) -> tuple[AnswerView, ...]:
        (attempt_id,) = self.attempts()
        return debrief(Desk(self.folder), attempt_id).answers

    def torn(self) -> list[Path]:
        return list(self.folder.recordings.rglob("*.wav"))


@pytest.fixture
def program(screen: Screen, sound: SoundSystem, tmp_path: Path) -> Iterator[Program]:
    folder = DataFolder(tmp_path / "data")
    environment = {**sound.environment, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "coachdesk", "--data-dir", str(folder.root)], env=environment, stdout=log, stderr=log
    )
    wait_for(screen.shows_window, "the window")
    wait_for(folder.database.exists, "the database")
    screen.focus()
    yield Program(screen, sound, folder, process)
    process.kill()
    process.wait()


def _begin_to_answer(program: Program) -> None:
    """Search the scenario, open it, start, and answer without waiting for the buyer's line to end."""
    wait_for(lambda: _opened(program), "the first attempt")
    program.screen.press("space")
    wait_for(program.torn, "a recording")


def _opened(program: Program) -> list[str]:
    program.screen.press("slash")
    program.screen.type("trucks leave")
    program.screen.press("Return", "Return")
    program.screen.press("space")
    try:
        wait_for(program.attempts, "an attempt", seconds=5)
    except pytest.fail.Exception:
        program.screen.press("Escape", "Escape")
        return []
    return program.attempts()


def test_a_spoken_answer_is_recorded_transcribed_judged_and_kept(program: Program) -> None:
    _begin_to_answer(program)
    program.sound.play(SPOKEN)
    wait_for(program.answers, "the first answer")
    (answer,) = program.answers()
    assert len(SAID & {word.text for word in answer.words}) >= FEWEST_UNDERSTOOD
    assert all(word.start_s is not None for word in answer.words)
    assert answer.audio is not None
    assert answer.audio.read_bytes().startswith(b"fLaC")
    assert len(answer.findings) >= 1
    assert program.process.poll() is None


def test_a_microphone_that_goes_away_and_comes_back_costs_nothing_that_was_said(program: Program) -> None:
    _begin_to_answer(program)
    playing = program.sound.playing(SPOKEN)
    wait_for(lambda: program.torn()[0].stat().st_size > 3 * 32_000, "three seconds of sound")
    program.sound.pull_out()
    playing.wait()
    time.sleep(3)  # longer than the silence that ends an answer: being without a microphone is not silence
    before = program.torn()[0].stat().st_size
    program.sound.plug_in()
    wait_for(lambda: program.torn() and program.torn()[0].stat().st_size > before + 16_000, "the recording to go on")
    program.sound.play(SPOKEN)
    wait_for(program.answers, "the answer")
    (answer,) = program.answers()
    assert answer.duration_s > 8
    assert len(SAID & {word.text for word in answer.words}) >= FEWEST_UNDERSTOOD
