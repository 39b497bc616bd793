"""One spoken answer, from blocks of audio to what was heard: the same code for a microphone and for a file."""

from __future__ import annotations

import math
import statistics
from collections import Counter, deque
from dataclasses import replace

import numpy as np

from coachdesk.analysis.heard import Heard, Segment, Sound, Span
from coachdesk.speech.recognize import RATE_HZ, Block, Reading, Recognizer
from coachdesk.speech.voice_activity import FRAME_S, VoiceActivity

_PAUSE = round(0.5 / FRAME_S)
"""Frames of silence that end a segment."""
_PADDING = round(0.3 / FRAME_S)
"""Frames of silence that a segment keeps before and after its speech, so that no word is clipped."""
_LONG = round(15 / FRAME_S)
_SHORT_PAUSE = round(0.2 / FRAME_S)
"""A segment that is long already ends at a pause as short as this."""
_VERY_LONG = round(20 / FRAME_S)
_LONGEST = round(25 / FRAME_S)
"""Without any pause it ends between these two, at a frame as quiet as its quietest tenth."""
_SPEECH = 3
"""So many voiced frames (96 ms) are speech; fewer are a click or a cough."""
_FED_AT_ONCE = 8
"""Frames given to the recognizer together, always counted from the segment's start: engines give slightly different
words for other block sizes."""

FULL_SCALE = 32767
SILENCE_DBFS = -100.0
"""Written where there is no sound at all, whose level would be minus infinity."""
_NOISE = round(0.3 / FRAME_S)
"""Frames without speech from which the level of the noise can be told."""


def dbfs(amplitude: float) -> float:
    """A level in decibels below full scale, of an amplitude in 16-bit steps."""
    return round(max(SILENCE_DBFS, 20 * math.log10(amplitude / (FULL_SCALE + 1))), 2) if amplitude > 0 else SILENCE_DBFS


class _Measures:
    """Sound measured frame by frame, in one pass."""

    def __init__(self) -> None:
        self.samples = 0
        self._voiced: list[Span] = []
        self._voiced_since: int | None = None
        self._voiced_samples = 0
        self._voiced_power = 0.0
        self._peak = 0
        self._clipped = 0
        self._noise_levels: Counter[int] = Counter()  # frames without speech by their level in whole dB

    def add(self, frame: Block, speaking: bool) -> None:
        peak = max(int(frame.max()), -int(frame.min()))
        self._peak = max(self._peak, peak)
        if peak >= FULL_SCALE:
            self._clipped += int(np.count_nonzero((frame >= FULL_SCALE) | (frame <= -FULL_SCALE)))
        amplitudes = frame.astype(np.float64)
        power = float(np.dot(amplitudes, amplitudes))
        if speaking:
            if self._voiced_since is None:
                self._voiced_since = self.samples
            self._voiced_power += power
            self._voiced_samples += len(frame)
        else:
            self._close_span()
            self._noise_levels[round(dbfs(math.sqrt(power / len(frame))))] += 1
        self.samples += len(frame)

    def _close_span(self) -> None:
        if self._voiced_since is not None:
            self._voiced.append(Span(_seconds(self._voiced_since), _seconds(self.samples)))
            self._voiced_since = None

    def sound(self) -> Sound:
        self._close_span()
        level = math.sqrt(self._voiced_power / self._voiced_samples) if self._voiced_samples else None
        return Sound(
            duration_s=_seconds(self.samples),
            voiced=tuple(self._voiced),
            loudness_dbfs=None if level is None else dbfs(level),
            peak_dbfs=dbfs(self._peak),
            clipped_share=self._clipped / self.samples if self.samples else 0.0,
            noise_dbfs=self._noise(),
        )

    def _noise(self) -> float | None:
        """The median: what a word's beginning or end adds to a frame that was not called speech does not move it."""
        if self._noise_levels.total() < _NOISE:
            return None
        return float(statistics.median_low(self._noise_levels.elements()))


class Listener:
    """Cuts an answer at its pauses and has each piece recognized as soon as it is said.

    So the end of an answer costs no more than its last piece. Memory holds one segment's audio at most 0.3 s long:
    all else is with the recognizer. Used by one thread at a time.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer
        self._activity = VoiceActivity()
        self.begin()

    def begin(self) -> None:
        """Start a new answer; one that was under way is dropped."""
        self._activity.begin()
        self.recognizer.begin_answer()
        self._measures = _Measures()
        self._segments: list[Segment] = []
        self._waiting: deque[Block] = deque()  # heard, but not (yet) part of a segment
        self._to_feed: list[Block] = []
        self._starts: int | None = None  # the sample at which the segment under way starts
        self._fed_samples = 0
        self._levels: list[int] = []
        self._quiet = 0  # frames since the last voiced one
        self._voiced = 0

    def feed(self, block: Block) -> None:
        """The next samples: mono, 16-bit, 16 kHz, any number of them."""
        for frame, speaking in self._activity.frames(block):
            self._take(frame, speaking)

    def finish(self) -> Heard:
        """No more comes: what was heard."""
        if len(rest := self._activity.rest()):
            self._take(rest, self.speaking)
        if self._starts is not None:
            self._end_segment()
        return Heard(tuple(self._segments), self._measures.sound())

    @property
    def partial(self) -> str:
        """The words of the answer so far; the last ones may still change."""
        done = [word.text for segment in self._segments for word in segment.words]
        now = self.recognizer.partial() if self._starts is not None else ""
        return " ".join([*done, now]).strip()

    @property
    def speaking(self) -> bool:
        return self._activity.speaking

    @property
    def silence_s(self) -> float:
        """How long nobody has spoken; 0 while somebody speaks."""
        return self._quiet * FRAME_S

    @property
    def heard_speech(self) -> bool:
        """Whether anybody has spoken in this answer."""
        return self._voiced >= _SPEECH

    def _take(self, frame: Block, speaking: bool) -> None:
        self._measures.add(frame, speaking)
        self._quiet = 0 if speaking else self._quiet + 1
        self._voiced += speaking
        self._waiting.append(frame)
        if self._starts is None:
            if speaking:
                self._begin_segment()
            elif len(self._waiting) > _PADDING:
                self._waiting.popleft()
            return
        self._levels.append(int(np.abs(frame.astype(np.int32)).sum()))
        if self._quiet <= _PADDING:
            self._feed_waiting()
        if self._is_over():
            self._end_segment()

    def _begin_segment(self) -> None:
        self._starts = self._measures.samples - sum(map(len, self._waiting))
        self._fed_samples = 0
        self._levels = []
        self.recognizer.begin_segment()
        self._feed_waiting()

    def _feed_waiting(self) -> None:
        self._to_feed.extend(self._waiting)
        self._waiting.clear()
        while len(self._to_feed) >= _FED_AT_ONCE:
            self._feed_recognizer(_FED_AT_ONCE)

    def _feed_recognizer(self, frames: int) -> None:
        audio = np.concatenate(self._to_feed[:frames])
        del self._to_feed[:frames]
        self._fed_samples += len(audio)
        self.recognizer.feed(audio)

    def _is_over(self) -> bool:
        length = len(self._levels)
        if self._quiet >= _PAUSE or (length >= _LONG and self._quiet >= _SHORT_PAUSE) or length >= _LONGEST:
            return True
        return length >= _VERY_LONG and self._levels[-1] <= float(np.percentile(self._levels, 10))

    def _end_segment(self) -> None:
        if self._to_feed:
            self._feed_recognizer(len(self._to_feed))
        assert self._starts is not None
        start_s = _seconds(self._starts)
        span = Span(start_s, _seconds(self._starts + self._fed_samples))
        self._starts = None
        if segment := _placed(self.recognizer.end_segment(), span):
            self._segments.append(segment)


def _placed(reading: Reading, span: Span) -> Segment | None:
    """A reading at its place in the answer; None where nothing was made out."""
    if not reading.words and not reading.alternatives:
        return None
    words = tuple(
        replace(
            word,
            start_s=round(min(span.end_s, span.start_s + (word.start_s or 0.0)), 3),
            end_s=round(min(span.end_s, span.start_s + (word.end_s or 0.0)), 3),
        )
        for word in reading.words
    )
    return Segment(span, words, reading.alternatives)


def _seconds(samples: int) -> float:
    return round(samples / RATE_HZ, 3)
