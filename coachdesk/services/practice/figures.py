"""Delivery figures in words: the target band of each, and one plain sentence that a good coach would say aloud.

A stored delivery may be older than a figure; such a figure is then left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coachdesk.services.practice.views import Figure
from coachdesk.settings import Settings

LATENCY_S = (0.4, 2.5)
"""Seconds before the answer begins. People answer each other after about 0.2 s (Stivers and others 2009); to an
objection a moment longer shows that it was heard."""

SHORTEST_PAUSE_S = 0.3
SHORTEST_ANSWER_S = 5.0

LOUDNESS_DBFS = (-35.0, -12.0)
"""RMS over speech. Under the band words are lost to the noise of a room, above it peaks clip."""

HEDGES_PER_100 = 4.0
FILLERS_PER_100 = 3.0
"""Of 100 words. In unscripted talk two or three in a hundred are fillers (Bortfeld and others 2001); for hedges there
is no norm, the bound is ours. One of each is never too many."""


@dataclass(frozen=True, slots=True)
class Bands:
    """What an answer is to aim for, as the settings say.

    Their defaults: conversational English is about 150 words a minute, pauses included (National Center for Voice and
    Speech); over 170 listeners start to lose new content, under 120 they wait. Over about three quarters of a minute
    buyers stop listening and start waiting.
    """

    pace_wpm: tuple[float, float] = (120.0, 170.0)
    longest_pause_s: float = 2.0
    longest_answer_s: float = 45.0


USUAL = Bands()


def bands(settings: Settings) -> Bands:
    return Bands(
        (float(settings.pace_low_wpm), float(settings.pace_high_wpm)),
        settings.longest_pause_s,
        float(settings.longest_answer_s),
    )


_DOUBTED = {
    "pace": "rate", "pause": "pauses", "latency": "latency", "length": "monologue", "questions": "questions",
    "hedges": "hedges", "fillers": "fillers", "loudness": "loudness",
}  # fmt: skip
"""What each figure shown here is called among a delivery's doubts."""


def figures(delivery: Mapping[str, Any], *, typed: bool, wanted: Bands = USUAL) -> tuple[Figure, ...]:
    """The figures of one answer, from its stored delivery; of a typed or silent one only those of its words."""
    found = [_questions(delivery["questions"]), *_hedges(delivery)]
    if not typed and delivery["monologue_s"] is not None:
        of_time = [
            _pace(delivery, wanted.pace_wpm),
            _pause(delivery, wanted.longest_pause_s),
            _latency(delivery["latency_s"]),
            _length(delivery, wanted.longest_answer_s),
        ]
        found = [*of_time, *found, *_fillers(delivery), *_loudness(delivery)]
    doubts: Mapping[str, str] = delivery.get("doubts", {})
    return tuple(_doubted(figure, doubts.get(_DOUBTED[figure.id])) for figure in found)


def _doubted(figure: Figure, doubt: str | None) -> Figure:
    return figure if doubt is None else replace(figure, trusted=False, good=False, sentence=doubt, detail="")


def _pace(delivery: Mapping[str, Any], band: tuple[float, float]) -> Figure:
    rate, (low, high) = delivery["overall_wpm"], band
    scale = (min(60.0, low), max(240.0, high))
    if rate is None or not delivery["rate_trusted"]:
        return _figure("pace", "Pace", rate, "wpm", scale, band, False, "Too few words to say.", trusted=False)
    if rate < low:
        sentence = "Slow. Fine for a hard number, long for a whole answer."
    elif rate > high:
        sentence = f"Fast. Aim for {low:.0f} to {high:.0f} so that it lands."
    else:
        sentence = f"Easy to follow, target {low:.0f} to {high:.0f}."
    figure = _figure("pace", "Pace", rate, "wpm", scale, band, low <= rate <= high, sentence)
    return replace(figure, detail=f"Without the pauses {delivery['rate_wpm']:.0f}.")


def _pause(delivery: Mapping[str, Any], high: float) -> Figure:
    longest, count = delivery["longest_pause_s"], len(delivery["pauses"])
    if longest > high:
        sentence = "A long silence. If you think, say that you do."
    elif count == 0:
        sentence = "No pause at all. One before the question gives it weight."
    else:
        sentence = f"{count} pause{'' if count == 1 else 's'}, room for the buyer to think."
    good = count > 0 and longest <= high
    figure = _figure("pause", "Longest pause", longest, "s", (0, 2 * high), (SHORTEST_PAUSE_S, high), good, sentence)
    return replace(figure, detail=f"Pauses took {delivery['pause_share']:.0%} of the time." if count else "")


def _latency(latency: float) -> Figure:
    low, high = LATENCY_S
    if latency < low:
        sentence = "You came in fast. Let the objection land."
    elif latency > high:
        sentence = "You took your time. A short acknowledgement fills it."
    else:
        sentence = "You let it land, then answered."
    return _figure("latency", "Answer began after", latency, "s", (0, 5), LATENCY_S, low <= latency <= high, sentence)


def _length(delivery: Mapping[str, Any], high: float) -> Figure:
    seconds = delivery["monologue_s"]
    band = (SHORTEST_ANSWER_S, high)
    if seconds > high:
        sentence = "Long. Stop sooner and ask."
    elif seconds < SHORTEST_ANSWER_S:
        sentence = "Short. The buyer may want one sentence more."
    else:
        sentence = "A length that a buyer listens to."
    return _figure("length", "Talked for", seconds, "s", (0, 2 * high), band, band[0] <= seconds <= high, sentence)


def _questions(questions: Mapping[str, int]) -> Figure:
    opened, closed, tags = questions["open"], questions["closed"], questions.get("tag", 0)
    kinds = [
        f"{count} {kind}" for count, kind in ((opened, "open"), (closed, "closed"), (tags, "“..., right?”")) if count
    ]
    if opened:
        sentence = f"{', '.join(kinds)}. Open ones keep the buyer talking."
    elif closed or tags:
        sentence = f"{', '.join(kinds)}. One that begins with what or how opens the talk."
    else:
        sentence = "None heard. A question hands the talk back."
    return _figure("questions", "Questions", opened + closed + tags, "", (0, 5), (1.0, 3.0), opened > 0, sentence)


def _hedges(delivery: Mapping[str, Any]) -> list[Figure]:
    """Words that take back what is said."""
    if "hedges" not in delivery:
        return []
    hedges: Sequence[Mapping[str, Any]] = delivery["hedges"]
    few = _few(delivery["words"], HEDGES_PER_100)
    good = len(hedges) <= few
    if not hedges:
        sentence = "None. You said it as it is."
    else:
        said = ", ".join(f"“{text}”" for text in dict.fromkeys(hedge["text"] for hedge in hedges))
        sentence = f"{said}. " + ("No harm in that." if good else "Say it plainly, and it sounds surer.")
    return [_figure("hedges", "Softening words", len(hedges), "", (0, max(6.0, 2 * few)), (0.0, few), good, sentence)]


def _fillers(delivery: Mapping[str, Any]) -> list[Figure]:
    fillers = delivery.get("fillers")
    if fillers is None:
        return []
    least, most = fillers["least"], fillers["most"]
    few = _few(delivery["words"], FILLERS_PER_100)
    if most == 0:
        sentence = "None found. Some are never written down."
    elif least > few:
        sentence = "Often. A short silence does the same and sounds calm."
    elif least == most:
        sentence = "Few enough. Some are never written down."
    else:
        sentence = f"{least or 'None'} written down, {most - least} more may be one: listen. Some are never heard."
    figure = _figure("fillers", "Um and uh", least, "", (0, max(6.0, 2 * few)), (0.0, few), least <= few, sentence)
    return [replace(figure, most=most, places=tuple(place["start_s"] for place in fillers["places"]))]


def _few(words: int, per_100: float) -> float:
    """How many may be said in so many words."""
    return max(1.0, round(words * per_100 / 100))


def _loudness(delivery: Mapping[str, Any]) -> list[Figure]:
    level, clipped = delivery["loudness_dbfs"], delivery["clipped"]
    if level is None:
        return []
    low, high = LOUDNESS_DBFS
    if clipped or level > high:
        sentence = "Too loud for the microphone. Move back a little."
    elif level < low:
        sentence = "Quiet. Move closer, or turn the microphone up."
    else:
        sentence = "A good level."
    good = low <= level <= high and not clipped
    return [_figure("loudness", "Loudness", level, "dB", (-60, 0), LOUDNESS_DBFS, good, sentence)]


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
