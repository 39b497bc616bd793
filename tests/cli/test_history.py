"""``history`` and ``progress`` on the command line: what they print, as tables and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coachdesk.cli.app import main
from coachdesk.paths import DataFolder
from coachdesk.services.desk import Desk
from coachdesk.store import people
from tests.attempts import Said, keep

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    desk = Desk(DataFolder(tmp_path / "home"))
    with desk.database.write() as session:
        for _ in range(3):
            keep(desk, session, AT, [Said("--verbose money talks", step="opening")], scenario="trucks-leave-late")
    desk.close()
    return tmp_path / "home"


def run(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words, "--data-dir", str(home)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def as_json(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, err = run(home, capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_history_lists_attempts_and_marks_what_was_searched(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(home, capsys, "history", "--search", "mone", "--limit", "2")
    assert code == 0
    assert "[money]" in out
    assert "The newest 2 of 3" in out
    view = as_json(home, capsys, "history", "--search", "money")
    assert (view["total"], len(view["lines"])) == (3, 3)
    assert {"text": "money", "is_hit": True} in view["lines"][0]["snippet"]
    assert run(home, capsys, "history", "--search", "--verbose")[0] == 0
    assert run(home, capsys, "history", "--search", "nowhere")[1] == "Nothing was found.\n"


def test_progress_tells_the_attempts_behind_each_figure(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(home, capsys, "progress")
    assert code == 0
    assert "3 talks, 0 drills" in out
    assert "Moves to work on" in out
    view = as_json(home, capsys, "progress")
    discovery = next(area for area in view["areas"] if area["skill"] == "discovery")
    assert (discovery["attempts"], discovery["coverage"]) == (3, 0.5)
    assert discovery["weeks"][0]["monday"] == "2026-03-02"


@pytest.mark.parametrize("command", ["history", "progress"])
def test_an_unknown_rep_is_an_error_that_adds_nobody(
    command: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(home, capsys, command, "--rep", "Nemo")
    assert (code, out) == (2, "")
    assert "Nemo" in err
    desk = Desk(DataFolder(home))
    with desk.database.read() as session:
        assert [person.name for person in people.people(session)] == ["Me"]
    desk.close()


@pytest.mark.parametrize("command", ["history", "progress"])
def test_before_the_first_attempt_both_say_so(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "new", capsys, command)[1] == "Nothing has been practised yet.\n"
