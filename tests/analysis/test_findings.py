from dataclasses import dataclass, field

import pytest

from coachdesk.analysis.findings import Finder, Finding, coverage, of_move, targets
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word, typed
from coachdesk.scenario.model import KeyPoint, Move, RedFlag, Scenario


@dataclass
class Shelf:
    moves: dict[str, Move] = field(default_factory=dict)
    word_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


@pytest.fixture
def finder() -> Finder:
    return Finder(Shelf())


def spoken(*words: tuple[str, float]) -> Heard:
    """Words with their confidence, half a second each."""
    every = tuple(Word(text, i * 0.5, i * 0.5 + 0.4, sure) for i, (text, sure) in enumerate(words))
    span = Span(0.0, len(words) * 0.5)
    return Heard((Segment(span, every),), Sound(span.end_s, (span,), -20.0, -3.0, 0.0))


def found(finder: Finder, scenario: Scenario, heard: Heard, step: str = "price") -> dict[str, Finding]:
    return {finding.name: finding for finding in finder.find(scenario.steps[step], heard)}


def test_a_finding_names_its_words_and_when_they_were_said(finder: Finder, scenario: Scenario) -> None:
    heard = spoken(("well", 1), ("i", 0.9), ("hear", 0.8), ("you", 0.7), ("so", 1))
    finding = found(finder, scenario, heard)["acknowledge"]
    assert finding.evidence == "i hear you"
    assert finding.words == (1, 4)
    assert (finding.start_s, finding.end_s) == (0.5, 1.9)
    assert finding.confidence == pytest.approx(0.8)


def test_a_typed_answer_has_evidence_as_it_was_written_and_no_times(finder: Finder, scenario: Scenario) -> None:
    finding = found(finder, scenario, typed("OK. I hear you! What are you comparing it with?"))["acknowledge"]
    assert finding.evidence == "I hear you!"
    assert finding.start_s is None
    assert finding.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "name", "is_found"),
    [
        ("i can do ten percent off", "discount", True),
        ("i can't do ten percent off", "discount", False),
        ("Why not? I can do ten percent off", "discount", True),
        ("no way i do ten percent off", "discount", False),
        ("we are not comparing it", "clarify", False),
        ("it is not that, what are you comparing it with", "clarify", True),
    ],
)
def test_a_not_takes_back_what_it_stands_before(
    finder: Finder, scenario: Scenario, text: str, name: str, is_found: bool
) -> None:
    assert (name in found(finder, scenario, typed(text))) is is_found


def test_a_not_does_not_reach_over_a_pause(finder: Finder, scenario: Scenario) -> None:
    before, after = (tuple(map(Word, text.split())) for text in ("why not", "i can do ten percent off"))
    heard = Heard((Segment(Span(0, 1), before), Segment(Span(2, 3), after)), None)
    assert "discount" in found(finder, scenario, heard)


def test_a_question_is_not_taken_back_by_a_not_before_it() -> None:
    move = Move(id="ask", kind="key_point", says="x", skill="demo", focus="proof", why="x", cues=("what are you",))
    assert Finder(Shelf({"ask": move})).find_targets([of_move(move)], typed("it is not what are you comparing"))


def test_a_refusal_does_not_hide_an_offer_made_later(finder: Finder, scenario: Scenario) -> None:
    heard = typed("i can't do ten percent off but maybe we could all agree on five percent off")
    assert found(finder, scenario, heard)["discount"].evidence == "five percent off"


def test_what_counts_is_shown_before_what_was_cancelled(finder: Finder, scenario: Scenario) -> None:
    (discount,) = [target for target in targets(scenario.steps["price"], {}) if target.name == "discount"]
    heard = typed("not ten percent off. Then five percent off")
    (finding,) = finder.find_targets([discount], heard, with_cancelled=True)
    assert (finding.evidence, finding.cancelled) == ("five percent off", False)


def test_a_word_that_is_only_nearly_right_is_found_with_less_confidence(finder: Finder, scenario: Scenario) -> None:
    move = Move(
        id="compare", kind="key_point", says="x", skill="demo", focus="proof", why="x", cues=("comparison (to|with)",)
    )
    shelf = Shelf({"compare": move})
    step = scenario.steps["price"].model_copy(update={"key_points": {"compare": KeyPoint(move="compare")}})
    (finding,) = Finder(shelf).find(step, typed("in comparisen with what"))
    assert 0.5 < finding.confidence < 0.75


def test_silence_makes_nothing(finder: Finder, scenario: Scenario) -> None:
    assert finder.find(scenario.steps["price"], typed("")) == []
    assert finder.find(scenario.steps["price"], Heard((), None)) == []


def test_coverage_is_by_weight_over_the_way_taken(scenario: Scenario) -> None:
    reached = coverage(scenario, [("price", frozenset({"clarify", "discount"})), ("pounce", frozenset())])
    assert (reached.made, reached.possible) == (1, 3)
    assert reached.share == 0.5
    assert coverage(scenario, []).share is None


def test_an_unless_cue_near_by_makes_it_another_thing(scenario: Scenario) -> None:
    move = Move(
        id="discount-at-once", kind="red_flag", says="x", skill="negotiation", focus="price-objections", why="x",
        cues=("{number} percent off",), unless=("if you (sign|commit)", "in return"),
    )  # fmt: skip
    step = scenario.steps["price"].model_copy(update={"red_flags": {"discount": RedFlag(move="discount-at-once")}})
    finder = Finder(Shelf({move.id: move}))

    def is_flagged(text: str) -> bool:
        return any(finding.kind == "red_flag" for finding in finder.find(step, typed(text)))

    assert is_flagged("fine ten percent off")
    assert not is_flagged("ten percent off if you sign for two years")
    assert not is_flagged("if you commit to a date i can do ten percent off")
    assert is_flagged("ten percent off " + "and then something else entirely " * 4 + "if you sign")
