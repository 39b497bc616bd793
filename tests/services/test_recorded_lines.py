"""The recordings of the buyers' lines that ship: each belongs to a line that is still said, and can be played."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import soundfile

from coachdesk import paths
from coachdesk.services.library import Library, load_library
from coachdesk.services.practice.talk import LINE_NAME_LETTERS, recorded_line

LINES = paths.bundled("resources") / "lines"
MOST_BYTES = 4_000_000


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def said(library: Library) -> set[tuple[str, str]]:
    """Every line with the persona who says it."""
    found = set()
    for scenario in library.scenarios.values():
        lines = [line for step in scenario.steps.values() for line in step.says]
        lines += [ending.says for ending in scenario.endings.values()]
        found |= {(scenario.persona, line) for line in lines}
    return found


def named(persona: str, line: str) -> str:
    return f"{persona}/{hashlib.sha256(line.encode()).hexdigest()[:LINE_NAME_LETTERS]}.opus"


def files() -> list[Path]:
    return sorted(LINES.rglob("*.opus"))


def test_no_recording_is_of_a_line_that_nobody_says_any_more(library: Library) -> None:
    wanted = {named(persona, line) for persona, line in said(library)}
    there = {path.relative_to(LINES).as_posix() for path in files()}
    assert there
    assert there - wanted == set()


def test_every_recording_decodes_to_a_line_s_length_of_sound(library: Library) -> None:
    letters = {named(persona, line): len(line) for persona, line in said(library)}
    for path in files():
        audio, rate = soundfile.read(path, always_2d=True)
        seconds = len(audio) / rate
        assert (rate, audio.shape[1]) == (24_000, 1)
        assert abs(audio).max() > 0.1
        assert 0.03 < seconds / letters[path.relative_to(LINES).as_posix()] < 0.15, path


def test_they_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in files()) < MOST_BYTES


def test_a_line_is_found_by_its_words_and_one_that_was_edited_is_not(library: Library) -> None:
    persona, line = next(pair for pair in sorted(said(library)) if (LINES / named(*pair)).exists())
    assert recorded_line(persona, line) == LINES / named(persona, line)
    assert recorded_line(persona, line + " Really.") is None
    assert recorded_line("somebody-else", line) is None
