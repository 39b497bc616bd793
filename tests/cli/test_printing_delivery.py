"""How an answer sounded, as the command line prints it."""

import json
from dataclasses import asdict

from coachdesk.analysis.delivery import measure
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word, typed
from coachdesk.cli.printing import delivery


def lines(heard: Heard) -> list[str]:
    return list(delivery(json.loads(json.dumps(asdict(measure(heard))))))


def test_a_spoken_answer_is_told_in_lines_and_a_reason_once() -> None:
    words = (Word("um", 1.0, 1.5, 0.9), Word("just", 2.5, 3.0, 0.9))
    voiced = (Span(1.0, 1.5), Span(2.5, 3.0))
    told = lines(Heard((Segment(Span(1.0, 3.0), words),), Sound(4.0, voiced, -22.0, -4.0, 0.01, -70.0)))
    assert told == [
        "pace: 60 words a minute, 120 without the pauses",
        "pauses: 1, the longest 1.0 s, 50% of the time",
        "began after 1.0 s, talked for 2.0 s",
        "questions: 0 open, 0 closed, 0 at the end of a statement",
        "softening words: 1 (just)",
        "um and uh: 1 written down, up to 1 with what sounds like one",
        "not certain (loudness): The microphone was overloaded: the voice was louder than it could take.",
        "not certain (rate, hedges): Too few words to say: 2.",
    ]


def test_a_typed_answer_has_no_figures_of_a_voice() -> None:
    told = lines(typed("What do you pay now? I think it is fine, right?"))
    assert told[:2] == ["questions: 1 open, 0 closed, 1 at the end of a statement", "softening words: 1 (i think)"]
    assert told[2].endswith("Typed, so there was no voice to measure.")
