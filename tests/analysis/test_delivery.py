import pytest

from coachdesk.analysis.delivery import Questions, measure
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
