import json
import os
from pathlib import Path

import pytest

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.settings import MOST_BYTES, Settings, changed, problem_in, read, write


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    write(path, changed(Settings(), silence_s=3.5, theme="dark"))
    assert read(path) == Settings(silence_s=3.5, theme="dark")


@pytest.mark.parametrize("content", ["", "{", "[1]", '"text"', "\x00", '{"theme": 3, "silence_s": -1}'])
def test_an_unreadable_file_means_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert read(path) == Settings()


@pytest.mark.parametrize("content", ["[" * 200_000, '{"theme": "dark"}' + " " * MOST_BYTES])
def test_an_absurd_file_means_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert read(path) == Settings()
    assert "cannot be read" in problem_in(path)


def test_what_is_not_used_is_said(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    assert problem_in(path) == ""
    path.write_text('{"theme": "dark"}')
    assert problem_in(path) == ""
    path.write_text('{"theme": "purple", "silence_s": 0}')
    assert problem_in(path).endswith("values that do not fit: silence_s, theme.")
    path.unlink()
    path.mkdir()
    assert read(path) == Settings()
    assert "not a plain file" in problem_in(path)


def test_one_wrong_value_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "purple", "silence_s": 4, "from_a_newer_version": 1}))
    assert read(path) == Settings(silence_s=4)


def test_a_value_that_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(WrongUse, match="'silence_s' cannot be 60"):
        changed(Settings(), silence_s=60)


def test_settings_that_cannot_be_written_leave_the_earlier_ones(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write(path, Settings(theme="dark"))
    os.mkdir(path.with_suffix(".part"))  # noqa: PTH102 - stands where the draft would be written
    with pytest.raises(CoachDeskError, match="could not be kept"):
        write(path, Settings(theme="light"))
    assert read(path).theme == "dark"


def test_a_pace_that_ends_before_it_begins_means_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"pace_low_wpm": 200, "pace_high_wpm": 100, "theme": "dark"}')
    assert read(path) == Settings(theme="dark")
    assert "pace_high_wpm, pace_low_wpm" in problem_in(path)
