import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.analysis.cue_parser import CueError, parse
from coachdesk.analysis.cues import MOST_HITS, Cue, CueBook, Hit
from coachdesk.analysis.normalise import normalise

LISTS = {"day": ("monday", "tuesday", "next week"), "objection": ("too expensive", "no budget")}


def hits(cue: str, text: str) -> list[Hit]:
    return CueBook([("move", Cue(cue, LISTS))]).search(normalise(text.split()).words).get("move", [])


def evidence(cue: str, text: str) -> list[str]:
    words = normalise(text.split()).words
    return [" ".join(words[hit.start : hit.end]) for hit in hits(cue, text)]


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("help me understand", "Could you help me understand that?", ["help me understand"]),
        ("help me understand", "help me please understand", []),
        ("compar* (it|that) (to|with)", "what are you comparing it with", ["comparing it with"]),
        ("(what|which part) ... worr*", "and which part of it worries you", ["which part of it worries"]),
        ("what ... worr*", "what one two three four worries", ["what one two three four worries"]),
        ("what ... worr*", "what one two three four five worries", []),
        ("what [exactly] is it", "what is it", ["what is it"]),
        ("what [exactly] is it", "what exactly is it", ["what exactly is it"]),
        ("(on|by) {day}", "let us talk by next week", ["by next week"]),
        ("{number} percent", "i can do twenty five percent", ["twenty five percent"]),
        ("{number} a (year|month)", "it is $90,000 a year", []),
        ("{number} [dollars] a year", "it is $90,000 a year", ["ninety thousand dollars a year"]),
        ("you're right", "You are right", ["you are right"]),
        ("i hear you", "I hear you. Yes, I hear you!", ["i hear you", "i hear you"]),
    ],
)
def test_a_cue_finds_its_words(cue: str, text: str, found: list[str]) -> None:
    assert evidence(cue, text) == found


def test_a_hit_starts_as_early_and_ends_as_late_as_its_words_allow() -> None:
    assert evidence("[i] (really|truly) [do] hear [you]", "i really do hear you") == ["i really do hear you"]


def test_a_misheard_long_word_passes_for_the_right_one_and_says_so() -> None:
    (hit,) = hits("compared with what", "comparid with what")
    assert 0.8 < hit.similarity < 1


def test_a_misheard_short_word_does_not_pass() -> None:
    assert hits("price is high", "prize is high") == []


@pytest.mark.parametrize(
    ("cue", "text", "negation"),
    [
        ("lower the price", "i can't lower the price", 0),
        ("lower the price", "i would not want to lower the price", 2),
        ("lower the price", "i would not have to be asked to lower the price", None),
        ("we ... lower the price", "we will not lower the price", 0),
        ("lower the price", "no problem at all we lower the price", None),
        ("lower the price", "no way we lower the price", 1),
        ("not cheap", "it is not cheap", None),
        ("lower the price", "Why not? We lower the price", None),
    ],
)
def test_a_not_near_the_words_is_seen_within_its_sentence(cue: str, text: str, negation: int | None) -> None:
    normal = normalise(text.split())
    (hit,) = CueBook([("move", Cue(cue, LISTS))]).search(normal.words, normal.ends)["move"]
    assert hit.negation == negation


def test_an_opposite_is_not_taken_for_a_misheard_word() -> None:
    assert hits("predictable cost", "an unpredictable cost") == []
    assert hits("comfortable with", "uncomfortable with") == []


def test_what_a_misheard_word_can_be_does_not_depend_on_other_cues() -> None:
    alone = CueBook([("a", Cue("reasonable price", {}))])
    crowded = CueBook([("a", Cue("reasonable price", {})), ("b", Cue("reasonably priced", {}))])
    words = ["reasonabl", "price"]
    assert "a" in alone.search(words)
    assert "a" in crowded.search(words)


def test_a_gap_needs_no_blanks_around_it() -> None:
    assert evidence("what...worries", "what really worries you") == ["what really worries"]


def test_a_long_word_list_is_compiled_in_no_time_worth_counting() -> None:
    lists = {"long": tuple(f"word{i} other{i}" for i in range(20))}
    tree = parse("{long} " * 2, lists)
    assert tree == parse("{long} {long}", {"long": lists["long"] * 500})


def test_hits_in_one_answer_are_limited() -> None:
    assert len(hits("yes", "yes " * 100)) == MOST_HITS


@pytest.mark.parametrize(
    ("cue", "problem", "column"),
    [
        ("(what|which", "'(' is not closed", 1),
        ("what)", "')' closes nothing", 5),
        ("what ()", "there is nothing here", 7),
        ("(what||which)", "there is nothing here", 7),
        ("a {colour}", "there is no word list 'colour'", 3),
        ("what {day", "'{' is not closed", 6),
        ("w*", "would match nearly anything", 1),
        ("[what] [is]", "every word of it can be left out", 1),
        ("... what", "a gap at the beginning", 1),
        ("what ...", "a gap at the beginning or the end", 1),
        ("what ###", "'###' is not a word", 6),
        ("wh*t is", "'wh*t' is not a word", 1),
        ("a " * 97, "more than 96 words", 1),
        ("(" * 20 + "a" + ")" * 20, "nested more than", 14),
        ("", "there is nothing here", 1),
    ],
)
def test_a_cue_that_cannot_be_read_says_what_is_wrong_and_where(cue: str, problem: str, column: int) -> None:
    with pytest.raises(CueError) as error:
        Cue(cue, LISTS)
    assert problem in error.value.problem
    assert error.value.column == column


WORDS = st.sampled_from("what is it worth to you and when not ten".split())


@st.composite
def cues(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A cue, and words that it must match."""
    parts: list[str] = []
    says: list[str] = []
    for i in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["word", "group", "option", "beginning", "list", "number"]))
        word, other = draw(WORDS), draw(WORDS)
        if i and draw(st.booleans()):
            parts.append("...")
            says += draw(st.lists(st.sampled_from(["er", "well"]), max_size=4))
        if kind == "group":
            parts.append(f"({word}|{other} {word})")
            says += draw(st.sampled_from([[word], [other, word]]))
        elif kind == "beginning":
            parts.append(f"{word}xx*")
            says.append(f"{word}xx" + draw(st.sampled_from(["", "ing"])))
        elif kind == "list":
            parts.append("{day}")
            says += draw(st.sampled_from([["monday"], ["next", "week"]]))
        elif kind == "number":
            parts.append("{number}")
            says += draw(st.sampled_from([["ten"], ["ninety", "thousand"], ["two", "hundred", "and", "five"]]))
        else:
            parts.append(word)
            says.append(word)
    if draw(st.booleans()):
        parts[-1:] = [parts[-1], "[indeed]"]
    return " ".join(parts), says


@given(cues(), st.lists(st.sampled_from(["um", "so"]), max_size=3), st.lists(st.just("bye"), max_size=3))
def test_what_a_cue_describes_is_found_wherever_it_stands(
    made: tuple[str, list[str]], before: list[str], after: list[str]
) -> None:
    cue, says = made
    book = CueBook([("move", Cue(cue, LISTS))])
    (hit, *_) = book.search([*before, *says, *after])["move"]
    assert hit.end > hit.start
    assert hit.similarity == 1


@given(st.text(alphabet="ab()[]|{}.* #'1", max_size=60), st.lists(st.sampled_from(["a", "b", "ab"]), max_size=40))
def test_any_text_is_a_cue_or_a_clear_error_and_hits_lie_inside_the_answer(cue: str, words: list[str]) -> None:
    try:
        book = CueBook([("move", Cue(cue, {}))])
    except CueError as error:
        assert error.problem
        assert 1 <= error.column <= len(cue) + 1
        return
    ends = 0
    for hit in book.search(words).get("move", []):
        assert ends <= hit.start < hit.end <= len(words)
        ends = hit.end


def test_the_work_for_a_word_does_not_grow_with_what_is_written_in_the_cue() -> None:
    """Steps are counted, not seconds: a backtracking matcher would need more than 5 ** 18 of them here."""
    cue = Cue("a " + "... a " * 18, {})
    steps = 0
    after = cue._after.of

    class Counting:
        def of(self, active: int) -> int:
            nonlocal steps
            steps += 1
            return after(active)

    cue._after = Counting()  # type: ignore[assignment]
    words = (["a"] * 20 + ["b"] * 5) * 20
    CueBook([("move", cue)]).search(words)
    assert steps <= len(words) * (MOST_HITS + 1)
