"""The program is killed in the middle of an answer: the next start offers the attempt, with nearly all of its sound."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coachdesk.paths import DataFolder
from coachdesk.services.desk import Desk
from coachdesk.services.keeping import doctor
from coachdesk.services.practice import recover
from coachdesk.services.practice.choose import choices
from coachdesk.services.practice.debrief import debrief
from tests.end_to_end.machine import SoundSystem, wait_for

SPOKEN = Path(__file__).parents[1] / "speech" / "data" / "b-01.flac"
TIMES = 20
MOST_LOST_S = 1.0

RECORDS = """
import sys, time
from pathlib import Path
from coachdesk.services.desk import open_desk
from coachdesk.services.practice import attempt, talk
desk = open_desk(Path(sys.argv[1]))
turn = attempt.begin(desk, "too-expensive-cfo", seed=1)
live = talk.listen(desk, turn)
while True:
    print(live.state().elapsed_s, flush=True)
    time.sleep(0.05)
"""


def test_a_kill_at_any_moment_costs_at_most_the_last_second(sound: SoundSystem, tmp_path: Path) -> None:
    draw = random.Random(7)
    speaking = sound.playing(SPOKEN)
    for time_ in range(TIMES):
        folder = DataFolder(tmp_path / f"data-{time_}")
        recorded_s = _record_and_kill(sound, folder, draw.uniform(0.3, 3.0))
        if speaking.poll() is not None:
            speaking = sound.playing(SPOKEN)
        (waiting,) = choices(Desk(folder)).waiting
        assert waiting.answers == 0
        assert waiting.unsaved_s >= recorded_s - MOST_LOST_S
    speaking.kill()


def _record_and_kill(sound: SoundSystem, folder: DataFolder, after_s: float) -> float:
    """Seconds that the program said it had recorded before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", RECORDS, str(folder.root)], env=sound.environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = [float(process.stdout.readline())]
    while said[-1] == 0.0:
        said.append(float(process.stdout.readline()))
    until = time.monotonic() + after_s
    while time.monotonic() < until:
        said.append(float(process.stdout.readline()))
    process.send_signal(signal.SIGKILL)
    process.wait()
    return said[-1]


def test_a_saved_answer_is_judged_and_the_attempt_closed(sound: SoundSystem, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    speaking = sound.playing(SPOKEN)
    _record_and_kill(sound, folder, 6.0)
    speaking.kill()
    desk = Desk(folder)
    assert any(check.state == "warning" and "interrupted" in check.sentence for check in doctor(folder))
    (waiting,) = choices(desk).waiting
    recover.keep_interrupted(desk, waiting.attempt_id)
    assert choices(desk).waiting == ()
    (answer,) = debrief(desk, waiting.attempt_id).answers
    assert answer.audio is not None
    assert len(answer.words) >= 5
    assert not list(folder.recordings.rglob("*.wav"))
    wait_for(lambda: all(check.state != "problem" for check in doctor(folder, deep=True)), "a healthy folder")


def test_an_attempt_with_nothing_in_it_is_not_offered(tmp_path: Path) -> None:
    from coachdesk.services.practice import attempt

    desk = Desk(DataFolder(tmp_path / "data"))
    attempt.begin(desk, "too-expensive-cfo")
    for mark in desk.folder.recordings.rglob("playing.json"):
        mark.unlink()
    assert choices(desk).waiting == ()


@pytest.fixture(autouse=True)
def _posix_only() -> None:
    if sys.platform == "win32":
        pytest.skip("SIGKILL is not there on Windows")
