from dataclasses import replace

import pytest

from coachdesk.analysis.delivery import Questions, measure
from coachdesk.analysis.delivery.doubts import EVERY
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word, typed


def spoken(
    text: str,
    *voiced: tuple[float, float],
    clipped: float = 0.0,
    loudness: float = -22.5,
    noise: float = -70.0,
    confidence: float = 0.9,
) -> Heard:
    """Words that fill the voiced stretches evenly."""
    spans = tuple(Span(*span) for span in voiced)
    words = text.split()
    each_s = sum(span.length_s for span in spans) / len(words)
    placed: list[Word] = []
    for span in spans:
        here = round(span.length_s / each_s) if span is not spans[-1] else len(words) - len(placed)
        for i, word in enumerate(words[len(placed) :][:here]):
            start_s = span.start_s + i * span.length_s / here
            placed.append(Word(word, start_s, start_s + span.length_s / here, confidence))
    sound = Sound(spans[-1].end_s + 1, spans, loudness, -4.0, clipped, noise)
    return Heard((Segment(Span(spans[0].start_s, spans[-1].end_s), tuple(placed)),), sound)


def test_pace_leaves_pauses_out_and_says_both_rates() -> None:
    delivery = measure(spoken("one two three four five six seven eight nine ten", (0.5, 2.5), (4.5, 6.5)))
    assert delivery.rate_wpm == 150.0
    assert delivery.overall_wpm == 100.0
    assert delivery.rate_trusted


def test_pauses_are_silences_inside_the_answer_of_a_quarter_second_or_more() -> None:
    delivery = measure(spoken("a b c d e f g h i", (1.0, 2.0), (2.2, 3.0), (3.25, 4.0), (5.5, 6.0)))
    assert [(pause.start_s, pause.end_s) for pause in delivery.pauses] == [(3.0, 3.25), (4.0, 5.5)]
    assert delivery.longest_pause_s == 1.5
    assert delivery.pause_share == 0.35
    assert (delivery.latency_s, delivery.monologue_s) == (1.0, 5.0)


def test_a_rate_of_few_words_is_not_trusted() -> None:
    assert not measure(spoken("yes of course", (0, 1))).rate_trusted


def test_clipping_is_said() -> None:
    assert measure(spoken("a", (0, 1), clipped=0.01)).clipped
    assert not measure(spoken("a", (0, 1))).clipped


@pytest.mark.parametrize("heard", [typed("what do you mean"), Heard((), Sound(2.0, (), None, -70.0, 0.0)), typed("")])
def test_what_was_not_heard_has_no_figures(heard: Heard) -> None:
    delivery = measure(heard)
    assert delivery.rate_wpm is delivery.latency_s is delivery.monologue_s is delivery.loudness_dbfs is None
    assert delivery.pauses == ()


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("what are you comparing it with", Questions(1, 0)),
        ("so how many people would use it and do you decide alone", Questions(1, 1)),
        ("tell me about your week", Questions(1, 0)),
        ("can you sign today", Questions(0, 1)),
        ("that is what we do and how we work", Questions(0, 0)),
        ("Fair. What would help? Is it the price?", Questions(1, 1)),
        ("i think it is fine", Questions(0, 0)),
        ("what happened last quarter", Questions(1, 0)),
        ("Who owns that? What exactly are you comparing it with?", Questions(2, 0)),
        ("You have a budget for this? Is Thursday okay?", Questions(0, 2)),
        ("it is quick which is what you want", Questions(0, 0)),
    ],
)
def test_questions_are_counted_by_how_they_begin(text: str, questions: Questions) -> None:
    assert measure(typed(text)).questions == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("You have a budget for this, right?", Questions(0, 0, 1)),
        ("you have a budget for this right", Questions(0, 0, 1)),
        ("It is the price, isn't it?", Questions(0, 0, 1)),
        ("you decide that alone don't you", Questions(0, 0, 1)),
        ("You don't have a date, do you?", Questions(0, 0, 1)),
        ("we start small and grow from there does that make sense", Questions(0, 0, 1)),
        ("Does that make sense?", Questions(0, 0, 1)),
        ("What do you pay now? That is per seat, correct?", Questions(1, 0, 1)),
        ("you are right", Questions(0, 0, 0)),
        ("Yes, right.", Questions(0, 0, 0)),
        ("i think that is about right", Questions(0, 0, 0)),
        ("That makes sense.", Questions(0, 0, 0)),
    ],
)
def test_a_question_at_the_end_of_a_statement_is_a_tag(text: str, questions: Questions) -> None:
    assert measure(typed(text)).questions == questions


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("I think maybe we could sort of try it", ["i think", "maybe", "sort of"]),
        ("what kind of trucks do you have", []),
        ("it is kind of slow", ["kind of"]),
        ("I just wanted to ask", ["just"]),
        ("not just the price, just as fast, I have just sent it", []),
        ("it costs a little bit more", ["a little bit"]),
        ("Hopefully it might work", ["hopefully", "might"]),
        ("we start on Monday", []),
    ],
)
def test_hedges_are_found_where_they_soften(text: str, hedges: list[str]) -> None:
    delivery = measure(typed(text))
    assert [hedge.text for hedge in delivery.hedges] == hedges
    assert delivery.hedges_per_100 == round(100 * len(hedges) / len(text.split()), 1)


def timed(*words: tuple[str, float, float]) -> Heard:
    """Words with their times, in one voiced stretch each."""
    placed = tuple(Word(text, start_s, end_s, 0.9) for text, start_s, end_s in words)
    voiced = tuple(Span(start_s, end_s) for _, start_s, end_s in words)
    return Heard((Segment(Span(0, words[-1][2]), placed),), Sound(words[-1][2] + 1, voiced, -22.5, -4.0, 0.0, -70.0))


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ((("um", 0, 0.4), ("yes", 0.6, 0.9)), 1, 1),
        ((("so", 0, 0.3), ("on", 0.5, 0.9), ("we", 1.2, 1.4)), 0, 1),
        ((("start", 0, 0.3), ("on", 0.3, 0.45), ("monday", 0.45, 0.9)), 0, 0),
        ((("i'm", 0, 0.2), ("sure", 0.2, 0.6)), 0, 0),
        ((("so", 0, 0.3), ("ah", 0.5, 0.65), ("i'm", 0.65, 0.9), ("we", 1.2, 1.4)), 0, 1),
        ((("come", 0, 0.22), ("on", 0.22, 0.4), ("monday", 0.4, 0.9)), 0, 0),
        ((("this", 0, 0.3), ("and", 0.5, 0.9), ("that", 1.2, 1.4)), 0, 1),
        ((("this", 0, 0.3), ("and", 0.3, 0.7), ("that", 1.2, 1.4)), 0, 0),
        ((("it", 0, 0.2), ("is", 0.2, 0.4), ("you", 0.7, 0.8), ("know", 0.8, 1.0), ("fast", 1.3, 1.6)), 1, 1),
        ((("as", 0, 0.2), ("you", 0.2, 0.3), ("know", 0.3, 0.6), ("it", 1.0, 1.2)), 0, 0),
        ((("it", 0, 0.2), ("like", 0.5, 0.8), ("works", 1.1, 1.5)), 1, 1),
        ((("it", 0, 0.2), ("works", 0.2, 0.5), ("like", 0.5, 0.8), ("that", 0.8, 1.0)), 0, 0),
    ],
)
def test_fillers_are_what_was_written_and_what_is_written_for_them(
    words: tuple[tuple[str, float, float], ...], least: int, most: int
) -> None:
    fillers = measure(timed(*words)).fillers
    assert fillers is not None
    assert (fillers.least, fillers.most) == (least, most)


def test_voice_without_a_word_may_be_a_filler_if_it_is_as_long_as_one() -> None:
    words = (Word("it", 0.0, 0.3, 0.9), Word("is", 1.0, 1.3, 0.9))
    for gap_s, most in ((0.1, 0), (0.4, 1), (1.5, 0)):
        voiced = (Span(0.0, 0.3), Span(0.5, 0.5 + gap_s), Span(2.5, 2.8))
        placed = (words[0], Word("is", 2.5, 2.8, 0.9))
        fillers = measure(Heard((Segment(Span(0, 3), placed),), Sound(3.0, voiced, -20, -4, 0.0, -70))).fillers
        assert fillers is not None
        assert (fillers.least, fillers.most) == (0, most)
        assert [place.start_s for place in fillers.places] == [0.5] * most


TEN = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("heard", "names", "why"),
    [
        (typed(TEN), {"rate", "pauses", "latency", "monologue", "fillers", "loudness"}, "Typed"),
        (spoken("yes of course", (0, 2)), {"rate", "hedges"}, "Too few words to say: 3"),
        (spoken(TEN, (0, 4), confidence=0.5), {"questions", "hedges", "fillers"}, "a guess"),
        (spoken(TEN, (0, 4), confidence=0.3), {"rate", "questions", "hedges", "fillers"}, "a guess"),
        (spoken(TEN, (0, 4), noise=-32.0), {"rate", "questions", "hedges", "fillers", "loudness"}, "noise"),
        (spoken(TEN, (0, 4), loudness=-55.0), {*EVERY} - {"loudness"}, "too quiet"),
        (spoken(TEN, (0, 4), clipped=0.01), {"loudness"}, "overloaded"),
        (spoken(TEN, (0, 4)), set(), ""),
    ],
)  # fmt: skip
def test_each_figure_says_why_it_cannot_be_trusted(heard: Heard, names: set[str], why: str) -> None:
    delivery = measure(heard)
    assert set(delivery.doubts) == names
    assert all(why in reason for reason in delivery.doubts.values())
    assert delivery.rate_trusted is ("rate" not in names)


def test_speech_that_could_not_be_understood_makes_the_words_doubtful() -> None:
    heard = spoken(TEN, (0, 4))
    assert heard.sound is not None
    sound = replace(heard.sound, voiced=(*heard.sound.voiced, Span(5.0, 8.0)))
    assert "3 s of the talk could not be understood" in measure(replace(heard, sound=sound)).doubts["rate"]


def test_noise_is_unknown_where_nothing_lies_between_the_words() -> None:
    heard = spoken(TEN, (0, 4))
    assert heard.sound is not None
    assert measure(replace(heard, sound=replace(heard.sound, noise_dbfs=None))).doubts == {}
