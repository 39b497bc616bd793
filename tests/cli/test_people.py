"""``coachdesk people`` as it is used."""

import json
import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.cli.app import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def run(*words: str | Path) -> tuple[int, str, str]:
        code = main([*map(str, words), "--data-dir", str(tmp_path / "home")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert run("rehearse", "too-expensive-cfo", "--typed", "A zebrafinch.", "--rep", "Ana")[0] == 0
    return run


def test_people_are_listed_and_exported(run: Run, tmp_path: Path) -> None:
    (row,) = json.loads(run("people", "list", "--json")[1])
    assert row == {"name": "Ana", "roles": ["rep", "admin"], "attempts": 1, "recordings": 0}
    assert "Ana" in run("people", "list")[1]
    code, out, _ = run("people", "export", "Ana", "--to", tmp_path / "ana.zip")
    assert (code, out) == (0, f"Written: {tmp_path / 'ana.zip'}\n")
    with zipfile.ZipFile(tmp_path / "ana.zip") as packed:
        assert b"zebrafinch" in packed.read("attempts.json")


def test_nobody_is_erased_without_being_asked_for(run: Run) -> None:
    code, out, err = run("people", "erase", "Ana")
    assert (code, out) == (2, "")
    assert "--yes" in err
    assert len(json.loads(run("people", "list", "--json")[1])) == 1


def test_somebody_is_erased(run: Run, tmp_path: Path) -> None:
    assert run("backup")[0] == 0
    code, out, _ = run("people", "erase", "Ana", "--yes")
    assert code == 0
    assert out.startswith("Erased: Ana.\nMade before, so it may still hold Ana: ")
    assert json.loads(run("people", "list", "--json")[1]) == []
    assert not any(b"zebrafinch" in path.read_bytes() for path in (tmp_path / "home").glob("coachdesk.db*"))


@pytest.mark.parametrize("words", [("erase", "Bo", "--yes"), ("export", "Bo")])
def test_nobody_of_that_name_is_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    code, _, err = run("people", *words)
    assert code == 2
    assert "nobody called Bo" in err


@pytest.mark.parametrize(("typed", "code", "left"), [("Ann", 1, 1), ("Ana", 0, 0)])
def test_at_a_terminal_the_name_has_to_be_typed(run: Run, tmp_path: Path, typed: str, code: int, left: int) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coachdesk", "people", "erase", "Ana", "--data-dir", str(tmp_path / "home")]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as asked:
        os.write(ours, f"{typed}\n".encode())
        said = asked.communicate()[0]
    assert asked.returncode == code
    assert "cannot be brought back" in said
    assert len(json.loads(run("people", "list", "--json")[1])) == left
