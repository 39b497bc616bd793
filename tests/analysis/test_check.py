"""Moves that are taken for one another, and cues that no example needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coachdesk.analysis.check import Use, check_between, uses
from coachdesk.scenario.load import Problem, load, load_text
from coachdesk.scenario.model import Move, Scenario
from coachdesk.services.library import Library
from tests.conftest import SCENARIO

MOVE = """\
id: {id}
kind: {kind}
says: Do it
skill: negotiation
focus: price-objections
why: It works.
cues: {cues}
unless: {unless}
examples: {{yes: {yes}, no: []}}
"""
ASKS_BOTH = SCENARIO.replace('{says: Acknowledge, cues: ["i hear you"]}', "{move: hear}").replace(
    'discount: {says: Discount at once, why: It becomes the price., cues: ["{number} percent off"]}',
    "discount: {move: discount}",
)


@pytest.fixture
def library() -> Library:
    return Library()


def put(
    library: Library, folder: Path, name: str, cues: str, yes: str, kind: str = "key_point", unless: str = "[]"
) -> None:
    path = folder / f"{name}.yaml"
    path.write_text(MOVE.format(id=name, kind=kind, cues=cues, yes=yes, unless=unless))
    move, source, problems = load(Move, path)
    assert move is not None
    assert source is not None
    assert problems == []
    library.moves[name], library.sources["move", name] = move, source


def between(library: Library, *scenarios: Scenario) -> list[Problem]:
    sources = {name: library.sources["move", name] for name in library.moves}
    return check_between(sources, scenarios, library.finder)


def test_an_example_that_only_another_move_is_found_in_is_told_at_the_example(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "hear", "[i hear you]", "[i hear you, what is it next to]")
    put(library, tmp_path, "clarify", "[what is it]", "[what is it]")
    (problem,) = between(library)
    assert (problem.file.name, problem.line, problem.severity) == ("hear.yaml", 9, "warning")
    assert "not this move but 'clarify'" in problem.message
    assert "what is it" in problem.message


def test_an_example_that_makes_two_moves_is_no_problem(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "hear", "[i hear you]", "[i hear you what is it]")
    put(library, tmp_path, "clarify", "[what is it]", "[what is it]")
    assert between(library) == []


def test_a_red_flag_in_an_example_of_what_the_same_step_asks_for_is_told_at_its_cue(
    library: Library, tmp_path: Path
) -> None:
    put(library, tmp_path, "hear", "[i hear you]", "[i hear you ten percent off]")
    put(library, tmp_path, "discount", "[off the list, percent off]", "[percent off]", kind="red_flag")
    assert between(library) == []
    (problem,) = between(library, load_text(Scenario, ASKS_BOTH, "too-high"))
    assert (problem.file.name, problem.line, problem.column) == ("discount.yaml", 7, 22)
    assert "'hear'" in problem.message
    assert "i hear you ten percent off" in problem.message


def test_what_an_unless_takes_back_is_not_taken_for_another_move(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "hear", "[i hear you]", "[i hear you ten percent off if you sign]")
    put(library, tmp_path, "discount", "[percent off]", "[percent off]", kind="red_flag", unless="[if you sign]")
    assert between(library, load_text(Scenario, ASKS_BOTH, "too-high")) == []


def test_a_cue_that_says_more_of_other_moves_than_of_its_own_is_told(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "hear", "[i hear you]", "[i hear you one price, i hear you a price, i hear you no price]")
    put(library, tmp_path, "clarify", "[what is it, price]", "[what is it the price, what is it]")
    (problem,) = between(library)
    assert problem.message == "this cue matches 3 examples of other moves and 1 of its own"
    put(library, tmp_path, "clarify", "[what is it, price]", "[what price, which price]")
    assert between(library) == []


def test_cues_that_never_matter_are_those_that_no_example_needs(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "hear", "[i hear you, hear you, i see, that is fair]", "[i hear you, that is fair]")
    put(library, tmp_path, "clarify", "[what is it]", "[i hear you what is it]")
    hear, clarify = uses(library.finder)
    assert hear == Use("hear", 4, ("i see",), ("i hear you", "hear you"), (("clarify", 1),))
    assert replace(clarify, move="") == Use("", 1, (), (), ())
