"""Delivery figures in words: the target band of each, and one plain sentence that a good coach would say aloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coachdesk.services.practice.views import Figure

PACE_WPM = (120.0, 170.0)
"""Words a minute, pauses left out. Conversational English is about 150 (National Center for Voice and Speech); over 170
listeners start to lose new content, under 120 they wait."""

LATENCY_S = (0.4, 2.5)
"""Seconds before the answer begins. People answer each other after about 0.2 s (Stivers and others 2009); to an
objection a moment longer shows that it was heard."""

LONGEST_PAUSE_S = (0.3, 2.0)
MONOLOGUE_S = (5.0, 45.0)
"""Seconds of one answer. Over about three quarters of a minute buyers stop listening and start waiting."""

LOUDNESS_DBFS = (-35.0, -12.0)
"""RMS over speech. Under the band words are lost to the noise of a room, above it peaks clip."""


def figures(delivery: Mapping[str, Any], *, typed: bool) -> tuple[Figure, ...]:
    """The figures of one answer, from its stored delivery; none of a typed or silent one but its questions."""
    result = [_questions(delivery["questions"])]
    if typed or delivery["monologue_s"] is None:
        return tuple(result)
    result = [_pace(delivery), _pause(delivery), _latency(delivery["latency_s"]), _length(delivery), *result]
    if delivery["loudness_dbfs"] is not None:
        result.append(_loudness(delivery))
    return tuple(result)


def _pace(delivery: Mapping[str, Any]) -> Figure:
    rate, trusted = delivery["rate_wpm"], delivery["rate_trusted"]
    low, high = PACE_WPM
    if rate is None or not trusted:
        return _figure("pace", "Pace", rate, "wpm", (60, 240), PACE_WPM, False, "Too few words to say.", trusted=False)
    if rate < low:
        sentence = "Slow. Fine for a hard number, long for a whole answer."
    elif rate > high:
        sentence = f"Fast. Aim for {low:.0f} to {high:.0f} so that it lands."
    else:
        sentence = f"Easy to follow, target {low:.0f} to {high:.0f}."
    return _figure("pace", "Pace", rate, "wpm", (60, 240), PACE_WPM, low <= rate <= high, sentence)


def _pause(delivery: Mapping[str, Any]) -> Figure:
    longest, count = delivery["longest_pause_s"], len(delivery["pauses"])
    low, high = LONGEST_PAUSE_S
    if longest > high:
        sentence = "A long silence. If you think, say that you do."
    elif count == 0:
        sentence = "No pause at all. One before the question gives it weight."
    else:
        sentence = f"{count} pause{'' if count == 1 else 's'}, room for the buyer to think."
    good = count > 0 and longest <= high
    return _figure("pause", "Longest pause", longest, "s", (0, 4), (low, high), good, sentence)


def _latency(latency: float) -> Figure:
    low, high = LATENCY_S
    if latency < low:
        sentence = "You came in fast. Let the objection land."
    elif latency > high:
        sentence = "You took your time. A short acknowledgement fills it."
    else:
        sentence = "You let it land, then answered."
    return _figure("latency", "Answer began after", latency, "s", (0, 5), LATENCY_S, low <= latency <= high, sentence)


def _length(delivery: Mapping[str, Any]) -> Figure:
    seconds = delivery["monologue_s"]
    low, high = MONOLOGUE_S
    if seconds > high:
        sentence = "Long. Stop sooner and ask."
    elif seconds < low:
        sentence = "Short. The buyer may want one sentence more."
    else:
        sentence = "A length that a buyer listens to."
    return _figure("length", "Talked for", seconds, "s", (0, 90), MONOLOGUE_S, low <= seconds <= high, sentence)


def _questions(questions: Mapping[str, int]) -> Figure:
    opened, closed = questions["open"], questions["closed"]
    if opened:
        sentence = f"{opened} open, {closed} closed. Open ones keep the buyer talking."
    elif closed:
        sentence = "All closed. One that begins with what or how opens the talk."
    else:
        sentence = "None heard. A question hands the talk back."
    return _figure("questions", "Questions", opened + closed, "", (0, 5), (1.0, 3.0), opened > 0, sentence)


def _loudness(delivery: Mapping[str, Any]) -> Figure:
    level, clipped = delivery["loudness_dbfs"], delivery["clipped"]
    low, high = LOUDNESS_DBFS
    if clipped or level > high:
        sentence = "Too loud for the microphone. Move back a little."
    elif level < low:
        sentence = "Quiet. Move closer, or turn the microphone up."
    else:
        sentence = "A good level."
    good = low <= level <= high and not clipped
    return _figure("loudness", "Loudness", level, "dB", (-60, 0), LOUDNESS_DBFS, good, sentence)


def _figure(
    name: str,
    label: str,
    value: float | None,
    unit: str,
    scale: tuple[float, float],
    target: tuple[float, float],
    good: bool,
    sentence: str,
    *,
    trusted: bool = True,
) -> Figure:
    return Figure(name, label, value, unit, scale, target, good, sentence, trusted)
