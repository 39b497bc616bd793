"""Interrupted attempts whose last recording is whole, torn, empty or no recording at all."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, live_mark, recover
from coachdesk.services.practice.choose import choices
from coachdesk.services.practice.views import Turn
from coachdesk.store import records


def begun(desk: Desk, answers: int = 0) -> Turn:
    turn = attempt.begin(desk, "too-high")
    for _ in range(answers):
        turn = attempt.answer_typed(desk, turn.attempt_id, "We could do ten percent off.")
    return turn


def recording(desk: Desk, turn: Turn, name: str, content: bytes) -> Path:
    with desk.database.read() as session:
        folder = attempt.folder_of(desk, records.load_attempt(session, turn.attempt_id))
    (folder / live_mark.NAME).unlink(missing_ok=True)  # the program that played it is gone
    path = folder / f"{turn.position:02}-{turn.step}{name}"
    path.write_bytes(content)
    return path


def flac(seconds: int, folder: Path) -> bytes:
    audio = np.random.default_rng(3).integers(-900, 900, seconds * 16_000).astype(np.int16)
    soundfile.write(folder / "made.flac", audio, 16_000)
    return (folder / "made.flac").read_bytes()


JUNK = {
    "nothing.flac": b"",
    "junk.flac": b"this is no recording " * 50,
    "header.flac": b"fLaC",
    "nothing.wav": b"",
    "header.wav": bytes(44),
}


@pytest.mark.parametrize("name", JUNK)
def test_a_file_without_sound_is_nothing_to_save(desk: Desk, name: str) -> None:
    turn = begun(desk, answers=1)
    recording(desk, turn, f"-{name}", JUNK[name])
    (waiting,) = choices(desk).waiting
    assert (waiting.answers, waiting.unsaved_s) == (1, 0.0)
    assert recover.take_up(desk, turn.attempt_id) == turn


def test_an_attempt_with_nothing_but_junk_is_not_offered(desk: Desk) -> None:
    recording(desk, begun(desk), ".flac", b"junk")
    assert choices(desk).waiting == ()


def test_a_recording_with_a_hole_in_it_does_not_stop_the_attempt(desk: Desk, tmp_path: Path) -> None:
    turn = begun(desk, answers=1)
    content = flac(5, tmp_path)
    recording(desk, turn, ".flac", content[: len(content) // 2])
    assert choices(desk).waiting[0].unsaved_s == 0.0
    assert recover.take_up(desk, turn.attempt_id) == turn


def test_a_whole_recording_is_offered_although_junk_is_newer(desk: Desk, tmp_path: Path) -> None:
    turn = begun(desk)
    recording(desk, turn, ".flac", flac(2, tmp_path))
    recording(desk, turn, "-take2.flac", b"junk")
    assert choices(desk).waiting[0].unsaved_s == 2.0


def test_a_torn_wav_is_offered_by_its_length_on_the_disk(desk: Desk) -> None:
    recording(desk, begun(desk), ".wav", bytes(44 + 48_001))
    assert choices(desk).waiting[0].unsaved_s == 1.5
