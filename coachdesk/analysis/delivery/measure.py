"""All figures of one answer together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coachdesk.analysis.delivery import doubts, fillers, hedges, questions
from coachdesk.analysis.delivery.fillers import Fillers
from coachdesk.analysis.delivery.hedges import Hedge
from coachdesk.analysis.delivery.questions import Questions
from coachdesk.analysis.delivery.speech import speech
from coachdesk.analysis.heard import Heard, Span


@dataclass(frozen=True, slots=True)
class Delivery:
    """Figures of one answer. Times in seconds, rates in words a minute, levels in dB below full scale.

    ``rate_wpm`` = 60 * words / time spoken without pauses: the articulation rate; ``overall_wpm`` = 60 * words / time
    from first to last sound, pauses included: the speech rate (Goldman-Eisler 1968; de Jong and Wempe 2009 measure both
    so, from syllables). ``pauses`` are the silences of 0.25 s or more between first and last sound, ``pause_share``
    their share of that time, 0 to 1. ``latency_s`` is from the end of the buyer's line to the first sound.
    ``monologue_s`` is how long the rep talked without the buyer: from the first sound to the last. ``spoken_s`` is that
    without the pauses. ``hedges_per_100`` is of 100 words. ``fillers`` is None where nobody spoke.

    ``doubts`` has for each figure that can't be trusted a sentence that says why, by the figure's name: rate, pauses,
    latency, monologue, questions, hedges, fillers, loudness. ``rate_trusted`` says whether rate is not among them.
    """

    words: int
    rate_wpm: float | None
    overall_wpm: float | None
    rate_trusted: bool
    pauses: tuple[Span, ...]
    longest_pause_s: float | None
    pause_share: float | None
    latency_s: float | None
    monologue_s: float | None
    questions: Questions
    loudness_dbfs: float | None
    clipped: bool | None
    spoken_s: float | None = None
    hedges: tuple[Hedge, ...] = ()
    hedges_per_100: float | None = None
    fillers: Fillers | None = None
    doubts: Mapping[str, str] = field(default_factory=dict)


def measure(heard: Heard) -> Delivery:
    """The figures of one answer."""
    count, sound = len(heard.words), heard.sound
    asked = questions.count(heard)
    hedged = hedges.find(heard.words)
    per_100 = round(100 * len(hedged) / count, 1) if count else None
    spoken = speech(sound.voiced) if sound else None
    doubted = doubts.find(heard, spoken)
    clipped = sound.clipped_share > doubts.CLIPPED_SHARE if sound else None
    if sound is None or spoken is None:
        return Delivery(
            count, None, None, False, (), None, None, None, None, asked, None, clipped,
            hedges=hedged, hedges_per_100=per_100, doubts=doubted,
        )  # fmt: skip
    talked_s = spoken.from_first_to_last_s
    return Delivery(
        words=count,
        rate_wpm=round(count * 60 / spoken.spoken_s, 1) if count else None,
        overall_wpm=round(count * 60 / talked_s, 1) if count else None,
        rate_trusted="rate" not in doubted,
        pauses=spoken.pauses,
        longest_pause_s=round(max((pause.length_s for pause in spoken.pauses), default=0.0), 2),
        pause_share=round(spoken.paused_s / talked_s, 3),
        latency_s=round(spoken.runs[0].start_s, 2),
        monologue_s=round(talked_s, 2),
        questions=asked,
        loudness_dbfs=sound.loudness_dbfs,
        clipped=clipped,
        spoken_s=round(spoken.spoken_s, 2),
        hedges=hedged,
        hedges_per_100=per_100,
        fillers=fillers.find(heard),
        doubts=doubted,
    )
