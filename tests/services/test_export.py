"""Attempts as files: whole or not at all, read back, and told plainly where they cannot be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, correct, export
from coachdesk.services.practice.export import FORMS, GAP_S, Form
from coachdesk.speech.cancel import Cancelled
from coachdesk.speech.recognize import RATE_HZ
from tests.services.test_correct import spoken

SECONDS = (1.5, 2.0)


def recorded(desk: Desk, turn: attempt.Turn, seconds: float, text: str) -> attempt.Spoken:
    """An answer with a recording of that length."""
    path = attempt.recording_path(desk, turn).with_suffix(".flac")
    tone = (np.sin(np.arange(int(seconds * RATE_HZ)) / 20) * 8000).astype(np.int16)
    soundfile.write(path, tone, RATE_HZ, subtype="PCM_16")
    heard = spoken(text).heard
    assert heard.sound is not None
    sound = type(heard.sound)(seconds, heard.sound.voiced, -20.0, -3.0, 0.0)
    return attempt.Spoken(type(heard)(heard.segments, sound), path)


@pytest.fixture
def talk(desk: Desk) -> str:
    """A talk of two spoken answers, with a typed one that took the place of nothing."""
    turn = attempt.begin(desk, "too-high")
    turn = attempt.answer_spoken(desk, turn.attempt_id, recorded(desk, turn, SECONDS[0], "i hear you"))
    attempt.answer_spoken(desk, turn.attempt_id, recorded(desk, turn, SECONDS[1], "if you sign then yes"))
    return turn.attempt_id


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_written_whole_and_leaves_nothing_else(desk: Desk, talk: str, tmp_path: Path, form: Form) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    to = folder / f"talk.{form}"
    to.write_text("an earlier one")
    made = export.export(desk, talk, form, to)
    assert (made.path, made.note) == (to, "")
    assert to.read_bytes() != b"an earlier one"
    assert list(folder.iterdir()) == [to]


@pytest.mark.parametrize("form", ["wav", "flac"])
def test_the_recording_is_all_answers_with_silence_between(desk: Desk, talk: str, tmp_path: Path, form: Form) -> None:
    shares: list[float] = []
    export.export(desk, talk, form, tmp_path / f"talk.{form}", shares.append)
    sound, rate = soundfile.read(tmp_path / f"talk.{form}", dtype="int16")
    assert rate == RATE_HZ
    assert len(sound) == (sum(SECONDS) + GAP_S) * RATE_HZ
    silent = sound[int(SECONDS[0] * RATE_HZ) : int((SECONDS[0] + GAP_S) * RATE_HZ)]
    assert not silent.any()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_subtitles_fit_the_recording_and_corrections_enter_every_text(desk: Desk, talk: str, tmp_path: Path) -> None:
    correct.correct_words(desk, talk, 1, 1, 2, "hear & see")
    for form in ("srt", "txt", "json"):
        export.export(desk, talk, form, tmp_path / f"talk.{form}")  # type: ignore[arg-type]
    subtitles = (tmp_path / "talk.srt").read_text("utf-8")
    assert "00:00:02,500 --> " in subtitles
    assert "i hear & see you" in subtitles
    assert "i hear & see you" in (tmp_path / "talk.txt").read_text("utf-8")
    value = json.loads((tmp_path / "talk.json").read_text("utf-8"))
    first = value["answers"][0]
    assert (first["text"], first["heard"]) == ("i hear & see you", "i hear you")
    assert [(c["first_word"], c["end_word"], c["heard"], c["text"]) for c in first["corrections"]] == [
        (1, 2, "hear", "hear & see")
    ]
    assert first["words"][0]["confidence"] == 0.6


def test_a_typed_talk_has_no_recording_and_no_subtitles_but_a_transcript(desk: Desk, tmp_path: Path) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "שלום 😀 what are you comparing it with")
    attempt.stop(desk, turn.attempt_id, keep=True)
    for form, what in (("wav", "recording"), ("flac", "recording"), ("srt", "spoken"), ("vtt", "spoken")):
        with pytest.raises(WrongUse, match=what):
            export.export(desk, turn.attempt_id, form, tmp_path / f"talk.{form}")  # type: ignore[arg-type]
    assert list(tmp_path.glob("talk.*")) == []
    for form in ("pdf", "txt", "json"):
        export.export(desk, turn.attempt_id, form, tmp_path / f"talk.{form}")  # type: ignore[arg-type]
    assert "שלום 😀" in (tmp_path / "talk.txt").read_text("utf-8")


def test_a_recording_that_is_gone_is_left_out_and_told(desk: Desk, talk: str, tmp_path: Path) -> None:
    next(desk.folder.recordings.rglob("01-*.flac")).unlink()
    made = export.export(desk, talk, "wav", tmp_path / "talk.wav")
    assert made.note == "Without answer 1: the recording is gone."
    assert soundfile.info(tmp_path / "talk.wav").frames == SECONDS[1] * RATE_HZ


@pytest.mark.parametrize("form", FORMS)
def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(
    desk: Desk, talk: str, tmp_path: Path, form: Form
) -> None:
    with pytest.raises(CoachDeskError, match="could not be written"):
        export.export(desk, talk, form, tmp_path / "nowhere" / f"talk.{form}")
    (tmp_path / f"a.{form}").mkdir()
    with pytest.raises(WrongUse, match="not a plain file"):
        export.export(desk, talk, form, tmp_path / f"a.{form}")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits the size of a file by the system's means")
@pytest.mark.parametrize("option", ["--txt", "--pdf", "--audio"])
def test_a_disk_that_takes_no_more_is_told_and_the_earlier_file_stays(
    desk: Desk, talk: str, tmp_path: Path, option: str
) -> None:
    to = tmp_path / ("talk.wav" if option == "--audio" else "talk.out")
    to.write_text("an earlier one")
    code = (
        "import resource, sys; from coachdesk.cli.app import main; "
        "import coachdesk.services.practice.export; "
        "from coachdesk.store import target; from contextlib import contextmanager\n"
        "whole = target.written_whole\n"
        "@contextmanager\n"
        "def limited(to):\n"
        "    with whole(to) as draft:\n"
        "        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); yield draft\n"
        "coachdesk.services.practice.export.written_whole = limited\n"
        f"sys.exit(main(['--data-dir', {str(desk.folder.root)!r}, 'export', {talk!r}, {option!r}, {str(to)!r}]))"
    )
    desk.close()
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ})
    assert ran.returncode == 1, ran.stderr
    assert "could not be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert to.read_text() == "an earlier one"


def test_somebody_may_stop_the_writing_of_a_long_recording(desk: Desk, talk: str, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        export.export(desk, talk, "flac", tmp_path / "talk.flac", stop=lambda: True)
    assert list(tmp_path.glob("talk*")) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('A "price": too/high?', "A price too high, 2026.pdf"),
        ("...", "Talk, 2026.pdf"),
        ("x" * 200, f"{'x' * 80}, 2026.pdf"),
        ("Größe 😀", "Größe 😀, 2026.pdf"),
    ],
)
def test_a_name_is_one_that_every_system_takes(title: str, name: str) -> None:
    assert export.file_name(title, "2026", "pdf") == name


def test_the_last_attempt_that_is_over_is_exported_where_none_is_named(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="no talk"):
        export.latest(desk)
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "Well.")
    attempt.stop(desk, turn.attempt_id, keep=True)
    attempt.begin(desk, "too-high")
    assert export.latest(desk) == turn.attempt_id
