"""One window for a data folder, shown with real processes: a second start, a crash, a copy that hangs."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from coachdesk.paths import DataFolder
from ui import one_copy
from ui.one_copy import Holder, OneCopy
from ui.one_copy_dialog import NoAnswer
from ui.widgets.button import Button

WAIT_S = 60.0

Start = Callable[..., subprocess.Popen[str]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are stopped by signals")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a folder below ``tmp_path``; all of them are ended."""
    started: list[subprocess.Popen[str]] = []
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime)}

    def begin(folder: str = "data") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "coachdesk", "--data-dir", str(tmp_path / folder)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def wait_for(what: Callable[[], object], why: str) -> None:
    until = time.monotonic() + WAIT_S
    while not what():
        assert time.monotonic() < until, f"waited in vain for {why}"
        time.sleep(0.05)


def holder_of(folder: Path) -> int:
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)
    return lock.getLockInfo()[0]


def listens(tmp_path: Path) -> bool:
    return any((tmp_path / "run").glob("coachdesk-*"))


def test_a_second_start_brings_the_first_forward_and_ends_well(start: Start, tmp_path: Path) -> None:
    first = start()
    wait_for(lambda: listens(tmp_path), "the first to listen")
    said, wrong = start().communicate(timeout=WAIT_S)
    assert "open already" in said
    assert wrong == ""
    assert first.poll() is None


def test_a_second_start_at_the_same_moment_is_the_second_all_the_same(start: Start) -> None:
    both = [start(), start()]
    wait_for(lambda: any(process.poll() is not None for process in both), "one of them to give way")
    (gave_way,) = [process for process in both if process.poll() is not None]
    assert gave_way.returncode == 0
    assert "open already" in gave_way.communicate()[0]


def test_a_window_on_another_folder_stands_beside_it(start: Start, tmp_path: Path) -> None:
    start("data")
    start("other")
    wait_for(lambda: len(list((tmp_path / "run").glob("coachdesk-*"))) == 2, "both to listen")


def test_what_a_crash_leaves_does_not_keep_the_next_start_away(start: Start, tmp_path: Path) -> None:
    first = start()
    wait_for(lambda: listens(tmp_path), "the first to listen")
    first.kill()
    first.wait()
    assert listens(tmp_path)  # the socket and the lock are still there
    next_one = start()
    wait_for(lambda: holder_of(tmp_path / "data") == next_one.pid, "the next to be the first")
    assert next_one.poll() is None


def test_what_brings_the_whole_process_down_is_written_down(start: Start, tmp_path: Path) -> None:
    first = start()
    wait_for(lambda: listens(tmp_path), "the first to listen")
    first.send_signal(signal.SIGSEGV)
    first.wait()
    written = (tmp_path / "data" / "logs" / "ended.log").read_text()
    assert "Segmentation fault" in written
    assert "ui/app.py" in written


def test_a_first_that_hangs_is_told_in_words_and_nothing_is_touched(start: Start, tmp_path: Path) -> None:
    first = start()
    database = tmp_path / "data" / "coachdesk.db"
    wait_for(lambda: listens(tmp_path) and database.exists(), "the first to listen")
    first.send_signal(signal.SIGSTOP)
    second = start()
    assert second.stderr is not None
    said = second.stderr.readline()
    assert "does not answer" in said
    assert str(first.pid) in said
    assert second.poll() is None  # it asks whether to try again
    assert holder_of(tmp_path / "data") == first.pid
    first.send_signal(signal.SIGCONT)
    with sqlite3.connect(database) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    assert first.poll() is None


def test_a_command_works_beside_the_window(start: Start, tmp_path: Path) -> None:
    start()
    wait_for(lambda: listens(tmp_path), "the window")
    command = [sys.executable, "-m", "coachdesk", "--data-dir", str(tmp_path / "data"), "scenarios", "list"]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))


@pytest.fixture
def first(tmp_path: Path, runtime: None) -> Iterator[OneCopy]:
    copy = OneCopy(DataFolder(tmp_path / "data"))
    assert copy.claim()
    yield copy
    copy.let_go()


def test_the_first_hears_of_the_second(first: OneCopy, start: Start, qtbot: QtBot) -> None:
    first.listen()
    with qtbot.waitSignal(first.asked, timeout=round(WAIT_S * 1000)):
        second = start()
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=round(WAIT_S * 1000))
    assert second.returncode == 0


def test_a_first_that_ends_while_it_is_asked_makes_room(
    first: OneCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = OneCopy(DataFolder(tmp_path / "data"))
    assert not second.claim()
    first.let_go()
    assert second.ask_first() is None
    second.let_go()


def test_nobody_who_talks_nonsense_brings_the_window_forward(first: OneCopy, qtbot: QtBot) -> None:
    from PySide6.QtNetwork import QLocalSocket

    heard: list[None] = []
    first.asked.connect(lambda: heard.append(None))
    first.listen()
    caller = QLocalSocket()
    caller.connectToServer(one_copy._address(first._folder))
    assert caller.waitForConnected()
    caller.write(b"x" * 5_000)
    qtbot.waitUntil(lambda: caller.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []


def test_where_nothing_can_be_kept_the_window_opens_and_says_so_itself(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder belongs")
    assert OneCopy(DataFolder(tmp_path / "data" / "below")).claim()


def test_a_number_that_another_process_has_now_is_no_first_one(tmp_path: Path, runtime: None) -> None:
    """A process of this program's name got the number of one that crashed."""
    folder = DataFolder(tmp_path / "data")
    folder.make()
    left = OneCopy(folder)
    assert left.claim()
    lock = folder.root / "window.lock"
    text = lock.read_text()
    left.let_go()
    lock.write_text(text)
    os.utime(lock, (0, 0))
    copy = OneCopy(folder)
    assert copy.claim()
    copy.let_go()


def test_the_dialog_of_a_silent_first_offers_to_try_again(qtbot: QtBot) -> None:
    dialog = NoAnswer(Holder(4711))
    qtbot.addWidget(dialog)
    assert "4711" in dialog.sentence
    with qtbot.waitSignal(dialog.accepted):
        next(b for b in dialog.findChildren(Button) if b.text() == "Try again").click()


def test_a_first_on_another_computer_is_named(qtbot: QtBot) -> None:
    dialog = NoAnswer(Holder(4711, "front-desk"))
    qtbot.addWidget(dialog)
    assert "front-desk" in dialog.sentence
    assert "4711" not in dialog.sentence
