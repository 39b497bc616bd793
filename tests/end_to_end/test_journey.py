"""A rep's first day with the real program, by keys alone: welcome, a whole talk, debrief, drill, and the next start."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from coachdesk.paths import DataFolder, bundled
from tests.end_to_end.machine import Screen, SoundSystem, wait_for

NAME = "Ada"
SAMPLES = bundled("resources") / "samples"
SPOKEN = json.loads((SAMPLES / "samples.json").read_text("utf-8"))["just-send-an-email"]
"""Of the scenario that a first start leads to."""
ANSWERS_MOST = 8


class Program:
    """The window on its screen, and what it has kept, as another program sees it."""

    def __init__(self, screen: Screen, folder: DataFolder, environment: dict[str, str], log: Path) -> None:
        self.screen, self.folder = screen, folder
        self._environment = {**environment, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "coachdesk", "--data-dir", str(self.folder.root)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        wait_for(self.screen.shows_window, "the window")
        wait_for(self.folder.database.exists, "the database")
        self.screen.focus()

    def quit(self) -> int:
        assert self._process is not None
        self.screen.press("ctrl+q")
        return self._process.wait(timeout=60)

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def press_until(self, keys: tuple[str, ...], what: str) -> None:
        """Press keys, again after a while, until the database or the settings say that it is so."""

        def tried() -> bool:
            self.screen.press(*keys)
            until = time.monotonic() + 4
            while time.monotonic() < until and not self.is_so(what):
                time.sleep(0.1)
            return self.is_so(what)

        wait_for(tried, what)

    def wait_until(self, what: str) -> None:
        wait_for(lambda: self.is_so(what), what)

    def is_so(self, what: str) -> bool:
        """Whether a question in SQL has an answer that is not zero."""
        return bool(self.ask(what))

    def ask(self, what: str) -> Any:
        with closing(sqlite3.connect(f"file:{self.folder.database}?mode=ro", uri=True)) as database:
            row = database.execute(f"SELECT {what}").fetchone()
            return row[0] if row else None

    def setting(self, name: str) -> Any:
        try:
            return json.loads(self.folder.settings.read_text("utf-8")).get(name)
        except (OSError, ValueError):
            return None

    def recording(self) -> Path | None:
        """What is being recorded now."""
        return next(iter(self.folder.recordings.rglob("*.wav")), None)

    def says(self, *words: str) -> Any:
        command = [sys.executable, "-m", "coachdesk", "--data-dir", str(self.folder.root), *words]
        run = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True)
        return json.loads(run.stdout)


@pytest.fixture
def silent(screen: Screen, tmp_path: Path) -> Iterator[Program]:
    """A machine without any sound."""
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path)}
    program = Program(screen, DataFolder(tmp_path / "data"), environment, tmp_path / "log")
    program.start()
    yield program
    screen.picture(tmp_path / "last.png")  # what a failure stopped at
    program.kill()


@pytest.fixture
def audible(screen: Screen, sound: SoundSystem, tmp_path: Path) -> Iterator[Program]:
    program = Program(screen, DataFolder(tmp_path / "data"), sound.environment, tmp_path / "log")
    program.start()
    yield program
    screen.picture(tmp_path / "last.png")  # what a failure stopped at
    program.kill()


ANSWERED = "(SELECT count(*) FROM utterances WHERE replaced_by IS NULL AND NOT skipped)"
TALK_OVER = "EXISTS (SELECT 1 FROM attempts WHERE mode = 'solo' AND state = 'finished')"
CORRECTED = "EXISTS (SELECT 1 FROM word_corrections)"
SAID_BY_HAND = "EXISTS (SELECT 1 FROM findings WHERE source = 'person')"
REDONE = "EXISTS (SELECT 1 FROM utterances WHERE replaced_by IS NOT NULL)"
DRILLED = "EXISTS (SELECT 1 FROM drill_reviews WHERE mode = 'drill')"
DRILL_RATED = "EXISTS (SELECT 1 FROM drill_reviews WHERE mode = 'drill' AND self_rating = 2)"


def come_to_the_first_buyer(program: Program) -> None:
    """Through the first start with a name, to an attempt that has begun."""
    wait_for(lambda: program.setting("welcome_step") == 1, "the first step")
    time.sleep(1)
    program.screen.press("ctrl+a")
    program.screen.type(NAME)
    program.screen.press("Return")
    program.wait_until(f"EXISTS (SELECT 1 FROM people WHERE name = '{NAME}')")
    wait_for(lambda: program.setting("welcome_step") == 2, "the microphone's step")
    time.sleep(1)
    program.screen.press("Return")
    wait_for(lambda: program.setting("welcome_step") == 3, "the recognizer's step")
    program.screen.press("Return")
    wait_for(lambda: program.setting("welcomed"), "the end of the first start")
    program.press_until(("space",), "EXISTS (SELECT 1 FROM attempts)")


def answer_aloud(program: Program, sound: SoundSystem, until: str) -> None:
    """Say the sample answer of each step, when the program listens, until something is so."""
    by_step = {sample["step"]: SAMPLES / sample["file"] for sample in SPOKEN}
    for _ in range(ANSWERS_MOST):
        wait_for(lambda: program.is_so(until) or program.recording() is not None, "the next answer")
        torn = program.recording()
        if torn is None:
            return
        step = torn.stem.split("-")[1]
        answers = program.ask("(SELECT count(*) FROM utterances)")
        sound.play(by_step.get(step, by_step["what_for"]))
        program.wait_until(f"{answers} < (SELECT count(*) FROM utterances)")
        wait_for(lambda torn=torn: not torn.exists(), "the recording to be kept")
        if program.is_so(until):
            return


def type_answers(program: Program) -> None:
    for sample in [*SPOKEN, *SPOKEN]:
        if program.is_so(TALK_OVER):
            return
        type_one(program, sample["text"])


def type_one(program: Program, text: str) -> None:
    before = program.ask("(SELECT count(*) FROM utterances)")
    time.sleep(1)  # the buyer's line comes up, and the field with it
    program.screen.type(text)
    program.screen.press("Return")
    program.wait_until(f"{before} < (SELECT count(*) FROM utterances)")


def rate_an_answer(program: Program) -> None:
    """Leave the talk with Space, and rate the first answer in the debrief. A second Space plays it, or does nothing."""
    program.press_until(("space", "4"), "EXISTS (SELECT 1 FROM utterances WHERE self_rating = 4)")


def correct_a_word(program: Program) -> None:
    def correct() -> bool:
        program.screen.press("F2", "Right", "F2")  # the first brings the keys to the words, where one is chosen
        time.sleep(0.5)
        program.screen.press("ctrl+a")
        program.screen.type("corrected")
        program.screen.press("Return")
        time.sleep(1)
        return program.is_so(CORRECTED)

    wait_for(correct, "a corrected word")
    assert program.is_so("NOT EXISTS (SELECT 1 FROM words WHERE text = 'corrected')")


def judge_a_finding(program: Program) -> None:
    """Go from one thing to the next with Tab, until one of them is a finding that can be judged."""

    def judge() -> bool:
        program.screen.press("Tab", "y")
        time.sleep(0.2)
        return program.is_so(SAID_BY_HAND)

    wait_for(judge, "a person's word on a finding")
    program.screen.press("Escape")  # asked which words did it, none is named


def drill(program: Program, answer: Callable[[], None]) -> None:
    """Begin today's drills by name, answer one, rate it, and end."""
    program.screen.press("ctrl+k")
    time.sleep(1)
    program.screen.type("start drills of")
    time.sleep(0.5)
    program.screen.press("Return")
    answer()
    program.wait_until(DRILLED)
    program.press_until(("2",), DRILL_RATED)
    program.screen.press("Escape")
    time.sleep(1)


def come_back_tomorrow(program: Program) -> None:
    """The program ends, starts again, and all is there."""
    attempts = program.ask("(SELECT count(*) FROM attempts)")
    assert program.quit() == 0
    program.start()
    assert program.ask("(SELECT count(*) FROM attempts)") == attempts
    assert program.setting("welcomed") is True
    history = program.says("history", "--json")
    assert len(history["lines"]) == attempts
    assert [person["name"] for person in program.says("people", "list", "--json")] == [NAME]


def test_a_rep_speaks_through_the_first_day(audible: Program, sound: SoundSystem) -> None:
    come_to_the_first_buyer(audible)
    answer_aloud(audible, sound, TALK_OVER)
    assert audible.ask(ANSWERED) >= 4
    assert audible.is_so("(SELECT count(*) FROM findings WHERE source = 'machine')")
    rate_an_answer(audible)
    correct_a_word(audible)
    audible.screen.press("a")
    answer_aloud(audible, sound, REDONE)
    audible.wait_until(REDONE)
    time.sleep(2)
    drill(audible, lambda: answer_aloud(audible, sound, DRILLED))
    come_back_tomorrow(audible)


def test_a_rep_without_a_microphone_types_through_the_first_day(silent: Program) -> None:
    come_to_the_first_buyer(silent)
    type_answers(silent)
    silent.wait_until(TALK_OVER)
    rate_an_answer(silent)
    judge_a_finding(silent)
    silent.screen.press("a")
    type_one(silent, SPOKEN[0]["text"])
    silent.wait_until(REDONE)
    time.sleep(2)
    drill(silent, lambda: type_one(silent, SPOKEN[0]["text"]))
    come_back_tomorrow(silent)
