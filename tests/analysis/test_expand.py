"""Ways to say a cue, drawn from its tree."""

import random

import pytest

from coachdesk.analysis.cue_parser import parse
from coachdesk.analysis.cues import Cue, CueBook
from coachdesk.analysis.expand import contracted, expansions
from coachdesk.analysis.normalise import normalise

LISTS = {"day": ("monday", "next tuesday")}


def ways(cue: str, how_many: int = 40, seed: int = 1) -> set[tuple[str, ...]]:
    return set(expansions(parse(cue, LISTS), how_many, random.Random(seed), lambda start, _draw: f"{start}y"))


def test_groups_lists_options_and_beginnings_are_said() -> None:
    assert ways("(call|ring) me {day}") == {
        ("call", "me", "monday"), ("ring", "me", "monday"),
        ("call", "me", "next", "tuesday"), ("ring", "me", "next", "tuesday"),
    }  # fmt: skip
    assert ways("really [very] worr*") == {("really", "worry"), ("really", "very", "worry")}


def test_a_gap_ends_a_stretch_as_it_could_be_anything() -> None:
    assert ways("when you say ... which is") == {("when", "you", "say"), ("which", "is")}


def test_numbers_are_said_in_words() -> None:
    said = ways("{number} percent")
    assert len(said) > 10
    assert all(way[-1] == "percent" and " ".join(way).replace(" ", "").isalpha() for way in said)


def test_what_people_contract_is_mostly_contracted() -> None:
    said = [contracted("i am sure we will not do it".split(), random.Random(seed)) for seed in range(50)]
    assert ["i'm", "sure", "we'll", "not", "do", "it"] in said
    assert ["i", "am", "sure", "we", "will", "not", "do", "it"] in said
    assert sum(words[0] == "i'm" for words in said) > 25


@pytest.mark.parametrize("cue", ["(i am|we are) sure", "can not [really] do {number}", "compar* (it|that) (to|with)"])
def test_a_cue_matches_every_way_to_say_it(cue: str) -> None:
    book = CueBook([("move", Cue(cue, LISTS))])
    for way in ways(cue):
        assert book.search(normalise(way).words), way


def test_the_same_seed_says_the_same() -> None:
    node = parse("(a|b|c) [d] {number} ... {day}", LISTS)
    first, second = (expansions(node, 20, random.Random("cue"), lambda s, _d: s) for _ in range(2))
    assert first == second
