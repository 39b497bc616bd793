from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.analysis.confidence import SPHINX, Clues
from coachdesk.analysis.findings import Finder, Finding, coverage
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word, typed
from coachdesk.analysis.targets import of_move, targets
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
    assert finding.certainty == "heard"


def test_a_typed_answer_has_evidence_as_it_was_written_and_no_times(finder: Finder, scenario: Scenario) -> None:
    finding = found(finder, scenario, typed("OK. I hear you! What are you comparing it with?"))["acknowledge"]
    assert finding.evidence == "I hear you!"
    assert finding.start_s is None
    assert finding.confidence > 0.9


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
    (nearly,) = Finder(shelf).find(step, typed("in comparisen with what"))
    (exact,) = Finder(shelf).find(step, typed("in comparison with what"))
    assert nearly.confidence < exact.confidence


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


def misheard(shown: str, *alternatives: str, sure: float = 0.5) -> Heard:
    """One stretch of speech, half a second a word, with other readings of it."""
    words = tuple(Word(text, i * 0.5, i * 0.5 + 0.4, sure) for i, text in enumerate(shown.split()))
    span = Span(0.0, len(words) * 0.5)
    return Heard((Segment(span, words, alternatives),), Sound(span.end_s + 1, (span,), -20.0, -3.0, 0.0))


def test_what_another_reading_says_is_probably_heard_over_the_stretch_where_it_lies(
    finder: Finder, scenario: Scenario
) -> None:
    heard = misheard("well i here you so", "well i hear you so", "well eye hear you so")
    finding = found(finder, scenario, heard)["acknowledge"]
    assert (finding.certainty, finding.evidence) == ("probably", "i hear you")
    assert finding.words == (1, 4)
    assert (finding.start_s, finding.end_s) == (0.5, 1.9)


def test_words_that_the_shown_reading_left_out_stand_in_the_gap_between_two_of_its_words(
    finder: Finder, scenario: Scenario
) -> None:
    heard = misheard("well so", "well i hear you so")
    seen = finder.look(targets(scenario.steps["price"], {}), heard)
    (one,) = next(seen for target, seen in seen.items() if target.name == "acknowledge")
    assert one.place == (1, 1)
    assert not one.is_shown


def test_a_finding_is_surer_the_more_readings_have_it_and_the_higher_they_stand() -> None:
    few = Clues(rank=8, share=0.1, similarity=1.0, words=3, sure=0.5)
    for many in (replace(few, rank=1), replace(few, share=0.9), replace(few, sure=0.9)):
        assert SPHINX.confidence(many) >= SPHINX.confidence(few)
    assert SPHINX.confidence(replace(few, similarity=0.85)) < SPHINX.confidence(few)


def test_a_red_flag_that_is_not_certain_is_asked_and_counts_for_nothing(finder: Finder, scenario: Scenario) -> None:
    readings = ["well i can do ten percent of", *(f"well i can do ten per cent {n}" for n in ("of", "half", "have"))]
    heard = misheard("well i can do tan percent of", *readings, "well i can do ten percent off")
    careful = replace(SPHINX, red_flag_at=1.0, ask_at=0.0)
    findings = finder.find(scenario.steps["price"], heard, careful)
    (discount,) = [finding for finding in findings if finding.name == "discount"]
    assert (discount.certainty, discount.counts) == ("unsure", False)


def test_a_key_point_under_its_threshold_is_not_found(finder: Finder, scenario: Scenario) -> None:
    strict = replace(SPHINX, key_point_at=1.0)
    assert finder.find(scenario.steps["price"], misheard("i hear you"), strict) == []


def test_a_not_in_another_reading_takes_back_what_it_says(finder: Finder, scenario: Scenario) -> None:
    heard = misheard("i can do ten percent of", "i can not do ten percent off")
    assert "discount" not in found(finder, scenario, heard)


def test_a_cue_reaches_over_a_pause_into_another_reading() -> None:
    move = Move(id="a", kind="key_point", says="x", skill="demo", focus="proof", why="x", cues=("hear you so much",))
    first = Segment(Span(0, 1), (Word("i", 0, 0.2, 0.9), Word("here", 0.2, 0.4, 0.5)), ("i hear",))
    second = Segment(Span(2, 3), tuple(Word(w, 2 + i, 2.5 + i, 0.9) for i, w in enumerate(("you", "so", "much"))))
    heard = Heard((first, second), Sound(5.0, (Span(0, 5),), -20.0, -3.0, 0.0))
    (one,) = Finder(Shelf({"a": move})).look([of_move(move)], heard)[of_move(move)]
    assert (one.evidence, one.place) == ("hear you so much", (1, 5))


@given(st.lists(st.sampled_from("i hear you well can do ten percent off so not".split()), max_size=8), st.data())
def test_whatever_the_readings_the_evidence_lies_within_the_answer(shown: list[str], data: st.DataObject) -> None:
    words = st.lists(st.sampled_from("i hear you well can do ten percent off so not".split()), min_size=1, max_size=8)
    others = data.draw(st.lists(words.map(" ".join), max_size=5))
    heard = misheard(" ".join(shown), *others)
    move = Move(
        id="a", kind="key_point", says="x", skill="demo", focus="proof", why="x", cues=("i hear you", "percent off")
    )
    for finding in Finder(Shelf({"a": move})).find_targets([of_move(move)], heard, replace(SPHINX, key_point_at=0.0)):
        first, end = finding.words
        assert 0 <= first <= end <= len(shown)
        assert finding.start_s is not None
        assert finding.end_s is not None
        assert 0 <= finding.start_s <= finding.end_s
        assert 0 <= finding.confidence <= 1
