"""Transcripts as files: plain text, subtitles (SubRip and WebVTT), JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from html import escape
from typing import Literal, Protocol

from coachdesk.report.talk import ReadWord, SaidAnswer, Talk

LINE_WORDS = 12
"""Words of one subtitle; about two lines of 42 characters."""

FORMAT = "coachdesk-talk/1"
"""What the JSON says it is, so that a reader can tell when it changes."""


class Timed(Protocol):
    """A word with its time in seconds, None where nobody knows."""

    @property
    def text(self) -> str: ...

    @property
    def start_s(self) -> float | None: ...

    @property
    def end_s(self) -> float | None: ...


def subtitles(stretches: Iterable[Sequence[Timed]], form: Literal["srt", "vtt"]) -> str:
    """SubRip or WebVTT of some stretches of speech on one clock; no line holds words of two of them."""
    mark = "," if form == "srt" else "."
    blocks = [] if form == "srt" else ["WEBVTT"]
    number = 0
    for words in stretches:
        for at in range(0, len(words), LINE_WORDS):
            line = words[at : at + LINE_WORDS]
            number += 1
            times = f"{_clock(line[0].start_s or 0.0, mark)} --> {_clock(line[-1].end_s or 0.0, mark)}"
            text = _payload(" ".join(word.text for word in line), form)
            blocks.append("\n".join([*([str(number)] if form == "srt" else []), times, text]))
    return "\n\n".join(blocks)


def _payload(text: str, form: str) -> str:
    """A subtitle's words, in which nothing can be taken for a mark of the format."""
    return escape(text, quote=False) if form == "vtt" else text.replace("-->", "→")


def _clock(seconds: float, mark: str) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def talk_subtitles(talk: Talk, form: Literal["srt", "vtt"]) -> str:
    """What was spoken in a talk, on the clock of its whole recording; empty where nothing was."""
    stretches = [_moved(answer) for answer in talk.answers if answer.starts_at_s is not None and answer.reads]
    return subtitles(stretches, form) if stretches else ""


def _moved(answer: SaidAnswer) -> list[ReadWord]:
    """An answer's words on the clock of the whole talk."""
    shift = answer.starts_at_s or 0.0
    return [ReadWord(word.text, (word.start_s or 0.0) + shift, (word.end_s or 0.0) + shift) for word in answer.reads]


def talk_text(talk: Talk) -> str:
    """A talk to read: who said what, in turn."""
    when = f"{talk.started_at:%d %B %Y, %H:%M}".lstrip("0")
    lines = [talk.title, f"{talk.rep} with {_buyer(talk)}, {when}", ""]
    for answer in talk.answers:
        lines += [f"{talk.buyer}: {answer.buyer_says}", ""]
        said = answer.text or ("(skipped)" if answer.kind == "skipped" else "(no word was understood)")
        lines += [f"{talk.rep}: {said}", ""]
    if talk.ending_says:
        lines += [f"{talk.buyer}: {talk.ending_says}", ""]
    corrected = sum(len(answer.corrections) for answer in talk.answers)
    lines.append(talk.recognizer)
    if corrected:
        places = "one place" if corrected == 1 else f"{corrected} places"
        lines.append(f"Corrected by hand in {places}; the JSON export has both.")
    return "\n".join(lines) + "\n"


def _buyer(talk: Talk) -> str:
    return ", ".join(part for part in (talk.buyer, talk.buyer_role) if part)


def talk_json(talk: Talk) -> str:
    """Everything about a talk: words with times and confidences, the corrections apart from them, what was found."""
    return json.dumps({"format": FORMAT, **asdict(talk)}, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
