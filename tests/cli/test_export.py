"""``coachdesk export`` and ``coachdesk moves proposals`` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coachdesk.cli.app import main
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, correct


@pytest.fixture
def talk(desk: Desk) -> str:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "I hear you. What do you put next to it?")
    attempt.stop(desk, turn.attempt_id, keep=True)
    return turn.attempt_id


def run(desk: Desk, *words: str) -> int:
    return main(["--data-dir", str(desk.folder.root), *words])


def test_the_last_talk_is_written_in_every_form_that_is_named(
    desk: Desk, talk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf, txt, as_json = (tmp_path / name for name in ("a.pdf", "a.txt", "a.json"))
    assert run(desk, "export", "--pdf", str(pdf), "--txt", str(txt), "--json", str(as_json)) == 0
    assert capsys.readouterr().out == f"Written: {pdf}\nWritten: {txt}\nWritten: {as_json}\n"
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert json.loads(as_json.read_text("utf-8"))["id"] == talk


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Nothing was asked for"),
        (["--audio", "a.mp3"], "neither in .wav nor in .flac"),
        (["--audio", "a.wav"], "no recording"),
        (["nobody", "--txt", "a.txt"], "no attempt nobody"),
    ],
)
def test_what_cannot_be_is_wrong_use(
    desk: Desk,
    talk: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(desk, "export", *words) == 2
    assert said in capsys.readouterr().err


def test_a_place_that_is_not_there_is_told(desk: Desk, talk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "export", "--txt", "/nowhere/at/all/a.txt") == 1
    assert "could not be written" in capsys.readouterr().err


def test_proposed_cues_are_listed(desk: Desk, talk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "moves", "proposals") == 0
    assert capsys.readouterr().out == "No cue is proposed.\n"
    attempt.judge(desk, talk, 1, "clarify", said=True)
    correct.propose_cue(desk, talk, 1, "clarify", 3, 9)
    assert run(desk, "moves", "proposals") == 0
    assert "what do you put next to" in capsys.readouterr().out
    assert run(desk, "moves", "proposals", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["name"], found["cue"]) == ("clarify", "what do you put next to")
