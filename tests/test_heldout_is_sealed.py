"""What is held out stays so: nothing but the bench reads it, nothing packs it, and no cue or example was made of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from coachdesk.analysis.normalise import normalise
from tests.bench.__main__ import main as bench
from tests.bench.answers import HELD_OUT, Material

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "held" + "out"
MAY_NAME_IT = {
    "tests/bench/answers.py",  # reads it, for the benches
    "tests/test_contracts.py",  # sees that it is not packed
    Path(__file__).relative_to(ROOT).as_posix(),
}
SHORTEST_WORDS = 5
"""Fewer words in a row may well be written twice."""

WATCH = """
import importlib, json, pkgutil, sys, tempfile
from pathlib import Path

touched = []
def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "glob.glob"):
        touched.append(str(arguments[0]))
sys.addaudithook(watch)

import coachdesk
for module in pkgutil.walk_packages(coachdesk.__path__, "coachdesk."):
    if "__main__" not in module.name and ".migrations." not in module.name:  # these run when they are imported
        importlib.import_module(module.name)

from coachdesk.cli.app import main
from coachdesk.services import language
from coachdesk.services.library import load_library
from coachdesk.speech.language.build import dictionary_for
from coachdesk.speech.language.lessons import Frequent, stretches

with tempfile.TemporaryDirectory() as home:
    codes = [main([*words.split(), "--data-dir", home]) for words in ("moves check --all", "scenarios check")]
lessons = language.lessons_of(load_library())  # taught in a process of its own, which would not be watched
learned = [*stretches(lessons, Frequent({})), *dictionary_for(lessons).items()]
print(json.dumps({"codes": codes, "learned": len(learned), "touched": touched}))
"""


def text_files() -> list[Path]:
    """All of the repository's own text: what is tracked or could be, without what is held out."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in sorted(set(listing.split("\0"))) if name]
    read = {".py", ".yaml", ".yml", ".json", ".txt", ".sh", ".tsv", ".csv", ""}
    return [path for path in paths if path.suffix in read and path.is_file() and not path.is_relative_to(HELD_OUT)]


def test_only_the_bench_names_what_is_held_out() -> None:
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in text_files()
        if FOLDER in path.read_text("utf-8", errors="replace")
        if path.relative_to(ROOT).parts[0] in {"coachdesk", "ui", "tests", "scenarios", "resources", "bootstrap.py"}
    }
    assert naming <= MAY_NAME_IT


def test_the_checks_name_it_only_to_see_that_it_is_not_packed() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if FOLDER in line]
    assert lines
    assert all("grep -E" in line for line in lines)


def test_only_measurements_know_the_place() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in text_files()
        if path.suffix == ".py"
        if "HELD_OUT" in path.read_text("utf-8") or "bench.answers" in path.read_text("utf-8")
    }
    assert {name for name in users if not name.startswith("tests/bench/")} == {
        "tests/test_bench_scores.py",  # what the figures are worth, on answers that it makes up
        Path(__file__).relative_to(ROOT).as_posix(),
    }


def test_the_program_opens_nothing_of_it_when_it_checks_and_learns() -> None:
    ran = subprocess.run([sys.executable, "-c", WATCH], capture_output=True, encoding="utf-8", cwd=ROOT, check=True)
    told = json.loads(ran.stdout.splitlines()[-1])
    assert set(told["codes"]) <= {0, 1}  # 1: the content has an error, which is not the question here
    assert told["learned"] > 1000
    assert any(path.endswith("clarify-objection.yaml") for path in told["touched"])
    assert [path for path in told["touched"] if FOLDER in path] == []


def test_nothing_held_out_is_written_in_the_content() -> None:
    """Tells ids only."""
    written = [
        f" {' '.join(normalise(text.split()).words)} "
        for path in text_files()
        if path.relative_to(ROOT).parts[0] in {"scenarios", "resources"}
        for text in strings(path)
    ]
    answers = Material((HELD_OUT / "answers.tsv",), None).answers()
    said = {answer.id: normalise(answer.text.split()).words for answer in answers}
    assert said
    found = [
        name
        for name, words in said.items()
        if len(words) >= SHORTEST_WORDS
        if any(f" {' '.join(words)} " in text for text in written)
    ]
    assert found == []


def strings(path: Path) -> list[str]:
    text = path.read_text("utf-8", errors="replace")
    if path.suffix not in {".yaml", ".yml"}:
        return [text]
    found, left = [], [yaml.safe_load(text)]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str):
            found.append(value)
    return found


@pytest.mark.parametrize("words", [["findings", "--misses"], ["calibrate"]])
def test_what_is_held_out_is_neither_listed_nor_fitted_to(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *words])
    with pytest.raises(SystemExit):
        bench()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "What is held out" in printed.err
