"""An answer as it was heard: words with times, other readings of them, and the sound around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a transcript, as the recognizer wrote it (lower case, no punctuation) or as it was typed.

    Times are seconds from the start of the answer, None where the answer was typed.
    Confidence is 0 to 1, None where nothing measured it.
    """

    text: str
    start_s: float | None = None
    end_s: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an answer, in seconds from its start."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Segment:
    """What was heard between two pauses: the best reading, and other readings as plain text, likeliest first.

    ``alternatives`` leaves out the best reading; it is empty where the engine has none.
    """

    span: Span
    words: tuple[Word, ...]
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sound:
    """Measures of the audio itself.

    ``voiced`` are the stretches in which somebody spoke, in order, not overlapping.
    ``loudness_dbfs`` is the RMS level over the voiced stretches (None: nobody spoke), ``peak_dbfs`` the highest
    sample, both in dB below full scale (so 0 or less); ``clipped_share`` the share of samples at full scale, 0 to 1.
    ``noise_dbfs`` is the median level between the voiced stretches (None: there was too little between them).
    """

    duration_s: float
    voiced: tuple[Span, ...]
    loudness_dbfs: float | None
    peak_dbfs: float
    clipped_share: float
    noise_dbfs: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """One whole answer. ``sound`` is None where the answer was typed."""

    segments: tuple[Segment, ...]
    sound: Sound | None

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def typed(text: str) -> Heard:
    """An answer that was typed instead of spoken."""
    text = text.encode("utf-8", "replace").decode()  # half characters, which no file could keep
    words = tuple(Word(part) for part in text.split())
    return Heard((Segment(Span(0.0, 0.0), words),), None)
