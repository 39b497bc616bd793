"""Transcripts read back: subtitles keep their marks, JSON keeps both readings, text says who said what."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import jsonschema
import pytest

from coachdesk.report.talk import Correction, Point, ReadWord, SaidAnswer, SaidWord, Talk
from coachdesk.report.transcripts import FORMAT, subtitles, talk_json, talk_subtitles, talk_text

AT = datetime(2026, 3, 5, 9, 42, tzinfo=UTC)
SCHEMA = {
    "type": "object",
    "required": ["format", "id", "title", "started_at", "answers", "earlier_takes", "next_says"],
    "properties": {
        "format": {"const": FORMAT},
        "answers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["position", "take", "takes", "kind", "text", "heard", "words", "corrections", "points"],
                "properties": {
                    "kind": {"enum": ["spoken", "typed", "skipped"]},
                    "words": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["text", "start_s", "end_s", "confidence"],
                            "properties": {
                                "text": {"type": "string"},
                                "start_s": {"type": ["number", "null"]},
                                "confidence": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                            },
                        },
                    },
                    "corrections": {
                        "type": "array",
                        "items": {"type": "object", "required": ["first_word", "end_word", "heard", "text", "made_at"]},
                    },
                },
            },
        },
    },
}


def answer(position: int, text: str, starts_at_s: float | None, heard: str = "") -> SaidAnswer:
    spoken = starts_at_s is not None
    words = [(each, i * 1.0 if spoken else None, i + 0.5 if spoken else None) for i, each in enumerate(text.split())]
    by_machine = (heard or text).split()
    return SaidAnswer(
        position, 1, 1, "price", "Ninety thousand?", "spoken" if spoken else "typed", text, heard or text,
        tuple(SaidWord(each, i * 1.0 if spoken else None, i + 0.5 if spoken else None, 0.8 if spoken else None)
              for i, each in enumerate(by_machine)),
        tuple(ReadWord(*word) for word in words),
        (Correction(0, 1, by_machine[0], text.split()[0], AT),) if heard else (),
        (Point(1, "covered", "Acknowledge", "i hear you", "", 0.0, 1.0, 0.9, False),),
        (), "You did.", "Ask.", 4, None, 5.0 if spoken else 0.0, starts_at_s,
    )  # fmt: skip


def talk(*answers: SaidAnswer) -> Talk:
    return Talk(
        "01", "too-high", "The price", "Dana", "CFO", "Sam", AT, 1, "next step", "Thursday then.", "You kept it.",
        1, 2, 0, None, "Typed.", "Ask.", "It was missed.", None, answers,
    )  # fmt: skip


def test_subtitles_of_a_talk_run_on_the_clock_of_its_whole_recording() -> None:
    text = talk_subtitles(talk(answer(1, "one two", 0.0), answer(2, "typed", None), answer(3, "three", 6.0)), "srt")
    blocks = [block.split("\n") for block in text.split("\n\n")]
    assert [block[0] for block in blocks] == ["1", "2"]
    assert blocks[0][1:] == ["00:00:00,000 --> 00:00:01,500", "one two"]
    assert blocks[1][1:] == ["00:00:06,000 --> 00:00:06,500", "three"]


def test_a_long_answer_is_cut_into_lines() -> None:
    words = [SaidWord(str(i), float(i), i + 0.5) for i in range(30)]
    text = subtitles([words], "vtt")
    assert text.startswith("WEBVTT\n\n")
    assert len(re.findall(r"^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}$", text, re.M)) == 3


@pytest.mark.parametrize(("form", "kept"), [("vtt", "a &lt;b&gt; --&gt; &amp;"), ("srt", "a <b> → &")])
def test_no_word_can_be_taken_for_a_mark_of_the_format(form: str, kept: str) -> None:
    text = talk_subtitles(talk(answer(1, "a <b> --> &", 0.0)), form)  # type: ignore[arg-type]
    assert text.split("\n")[-1] == kept


def test_the_text_says_who_said_what_and_where_it_was_corrected() -> None:
    text = talk_text(talk(answer(1, "comparing 😀 שלום", None, heard="compiling 😀 שלום")))
    assert "Sam with Dana, CFO, 5 March 2026, 09:42" in text
    assert "Dana: Ninety thousand?\n\nSam: comparing 😀 שלום\n" in text
    assert "Dana: Thursday then." in text
    assert "Corrected by hand in one place" in text


def test_json_has_words_times_and_confidences_and_corrections_apart() -> None:
    value = json.loads(talk_json(talk(answer(1, "comparing é", 0.0, heard="compiling é"), answer(2, "typed", None))))
    jsonschema.validate(value, SCHEMA)
    first, second = value["answers"]
    assert (first["text"], first["heard"]) == ("comparing é", "compiling é")
    assert first["words"][0] == {"text": "compiling", "start_s": 0.0, "end_s": 0.5, "confidence": 0.8}
    assert first["corrections"][0]["text"] == "comparing"
    assert second["words"][0]["start_s"] is None
    assert value["started_at"] == "2026-03-05T09:42:00+00:00"
