"""``coachdesk settings`` as it is used."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.cli.app import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--data-dir", str(tmp_path / "home")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_setting_is_listed_set_got_and_reset(run: Run) -> None:
    rows = json.loads(run("settings", "list", "--json")[1])
    assert {"name": "theme", "value": "system"}.items() <= next(r for r in rows if r["name"] == "theme").items()
    assert run("settings", "set", "theme", "dark") == (0, "theme: dark\n", "")
    assert run("settings", "get", "theme") == (0, "dark\n", "")
    assert json.loads(run("settings", "get", "theme", "--json")[1])["value"] == "dark"
    assert "dark *" in run("settings", "list")[1]
    assert run("settings", "reset", "theme") == (0, "theme: system\n", "")


@pytest.mark.parametrize(
    "words", [("set", "theme", "purple"), ("set", "welcomed", "on"), ("get", "nothing"), ("reset", "nothing")]
)
def test_what_does_not_fit_is_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run("settings", *words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
