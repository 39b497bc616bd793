"""An answer cut at its pauses, recognized piece by piece and measured."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.analysis.heard import Heard, Word
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.listen import SILENCE_DBFS, Listener
from coachdesk.speech.recognize import Block, Reading
from coachdesk.speech.sphinx import SphinxRecognizer

DATA = Path(__file__).parent / "data"


class Counting:
    """A recognizer whose one word a segment is how many samples, in which blocks, it was given."""

    name = EngineName("counting", "none", "none")

    def begin_answer(self) -> None:
        self.segments: list[list[int]] = []

    def begin_segment(self) -> None:
        self.segments.append([])

    def feed(self, block: Block) -> None:
        self.segments[-1].append(len(block))

    def partial(self) -> str:
        return "so far"

    def end_segment(self) -> Reading:
        sizes = self.segments[-1]
        return Reading((Word(f"{sum(sizes)} in {len(sizes)}", 0.1, 0.2, 0.5),), ("other",))


def spoken(name: str = "b-01") -> Block:
    audio, _ = soundfile.read(DATA / f"{name}.flac", dtype="int16")
    return np.asarray(audio)


def silence(seconds: float) -> Block:
    return np.zeros(int(seconds * 16_000), np.int16)


def heard(audio: Block, size: int = 4_000) -> Heard:
    listener = Listener(Counting())
    for start in range(0, len(audio), size):
        listener.feed(audio[start : start + size])
    return listener.finish()


WHOLE = heard(spoken())


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=40))
def test_how_the_audio_is_cut_into_blocks_changes_nothing(sizes: list[int]) -> None:
    audio = spoken()
    listener = Listener(Counting())
    for size in sizes:
        listener.feed(audio[:size])
        audio = audio[size:]
    listener.feed(audio)
    assert listener.finish() == WHOLE


def test_a_pause_of_half_a_second_cuts_the_answer() -> None:
    two = heard(np.concatenate((spoken("b-21"), silence(1.5), spoken("b-05"))))
    assert len(two.segments) >= 2
    for segment in two.segments:
        assert segment.words[0].start_s == pytest.approx(segment.span.start_s + 0.1, abs=0.002)
        assert segment.alternatives == ("other",)
    assert all(
        before.span.end_s <= after.span.start_s for before, after in zip(two.segments, two.segments[1:], strict=False)
    )


def test_silence_is_kept_around_speech_but_not_more() -> None:
    answer = heard(np.concatenate((silence(2), spoken("b-21"), silence(2))))
    sound = answer.sound
    assert sound is not None
    first, last = answer.segments[0].span, answer.segments[-1].span
    assert sound.voiced[0].start_s - first.start_s == pytest.approx(0.3, abs=0.05)
    assert last.end_s - sound.voiced[-1].end_s == pytest.approx(0.3, abs=0.05)


def test_speech_without_a_pause_is_cut_before_it_grows_long() -> None:
    part = spoken("b-05")[8_000:40_000]
    long = heard(np.concatenate([part] * 30))  # a minute
    assert len(long.segments) >= 2
    assert all(segment.span.length_s <= 25.1 for segment in long.segments)


def test_nobody_spoke() -> None:
    answer = heard(silence(3))
    assert answer.segments == ()
    assert answer.sound is not None
    assert (answer.sound.loudness_dbfs, answer.sound.peak_dbfs) == (None, SILENCE_DBFS)
    assert answer.sound.duration_s == 3.0


def test_no_audio_at_all_is_an_empty_answer() -> None:
    answer = Listener(Counting()).finish()
    assert answer.segments == ()
    assert answer.sound is not None
    assert answer.sound.duration_s == 0.0


def test_the_sound_is_measured() -> None:
    sound = WHOLE.sound
    audio = spoken()
    assert sound is not None
    assert sound.duration_s == pytest.approx(len(audio) / 16_000, abs=0.001)
    assert sound.peak_dbfs == pytest.approx(20 * np.log10(np.abs(audio.astype(int)).max() / 32_768), abs=0.01)
    assert sound.loudness_dbfs is not None
    assert -40 < sound.loudness_dbfs < sound.peak_dbfs
    assert sound.clipped_share == 0.0
    assert all(before.end_s < after.start_s for before, after in zip(sound.voiced, sound.voiced[1:], strict=False))


def test_clipping_is_counted() -> None:
    loud = np.clip(spoken().astype(int) * 40, -32_768, 32_767).astype(np.int16)
    sound = heard(loud).sound
    assert sound is not None
    full = np.abs(loud.astype(int)) >= 32_767
    assert sound.clipped_share == pytest.approx(full.mean())
    assert sound.peak_dbfs == 0.0


def test_silence_is_counted_from_the_last_voiced_frame() -> None:
    listener = Listener(Counting())
    assert (listener.silence_s, listener.heard_speech) == (0.0, False)
    listener.feed(spoken("b-21")[:32_000])
    assert (listener.speaking, listener.silence_s, listener.heard_speech) == (True, 0.0, True)
    assert listener.partial == "so far"
    listener.feed(silence(1.2))
    assert not listener.speaking
    assert listener.silence_s == pytest.approx(1.1, abs=0.15)
    assert listener.partial == " ".join(word.text for word in listener.finish().words)


def test_an_answer_that_was_begun_anew_knows_nothing_of_the_one_before() -> None:
    listener = Listener(Counting())
    listener.feed(spoken("b-05")[:50_000])
    listener.begin()
    listener.feed(spoken())
    assert listener.finish() == WHOLE


def test_pocketsphinx_hears_the_same_words_whatever_came_before() -> None:
    listener = Listener(SphinxRecognizer())
    listener.feed(spoken("b-21"))
    first = listener.finish()
    for name in ("b-01", "b-21"):
        listener.begin()
        listener.feed(spoken(name))
        again = listener.finish()
    assert again == first
