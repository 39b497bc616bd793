"""Transcripts are written whole, and over nothing that is not a transcript's to replace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.services import transcribe


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"RIFF")
    return path


def test_a_transcript_takes_the_place_of_an_earlier_one_and_leaves_nothing_else(talk: Path) -> None:
    to = talk.with_name("talk.txt")
    bystander = talk.with_name("talk.txt.part")
    bystander.write_text("another's")
    for text in ("first", "second größer"):
        transcribe.write(to, text, [talk])
        assert to.read_text("utf-8") == text
    assert bystander.read_text() == "another's"
    assert sorted(talk.parent.iterdir()) == sorted([talk, to, bystander])


def test_the_recording_itself_is_not_written_over(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(talk.parent)
    other_name = talk.with_name("same.wav")
    other_name.hardlink_to(talk)
    for output in (talk, Path("talk.wav"), talk.parent / "." / "talk.wav", other_name):
        with pytest.raises(WrongUse, match="what is to be transcribed"):
            transcribe.write(output, "text", [talk])
    assert talk.read_bytes() == b"RIFF"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are of Unix")
def test_a_link_a_pipe_and_a_folder_are_not_replaced(talk: Path) -> None:
    link, pipe, folder = (talk.with_name(name) for name in ("link", "pipe", "folder"))
    link.symlink_to(talk.with_name("elsewhere"))
    os.mkfifo(pipe)
    folder.mkdir()
    for output in (link, pipe, folder):
        with pytest.raises(WrongUse):
            transcribe.write(output, "text", [talk])
    assert link.is_symlink()
    assert pipe.is_fifo()
    assert not talk.with_name("elsewhere").exists()


def test_a_folder_that_is_not_there_is_said(talk: Path) -> None:
    with pytest.raises(CoachDeskError, match="could not be written"):
        transcribe.write(talk.parent / "nowhere" / "talk.txt", "text")
    with pytest.raises(WrongUse, match="is not a folder"):
        transcribe.write(talk / "talk.txt", "text")
