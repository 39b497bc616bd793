"""Delivery figures on sound whose measures are known, because the test makes it.

Speech is taken from the shipped samples, which are cut to their first and last audible sample. Tolerances:
pauses and latency 0.15 s, share of pause 0.05, rates 8 %, loudness 1.5 dB.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from coachdesk.analysis.delivery import Delivery, measure
from coachdesk.analysis.delivery.doubts import EVERY, signal_to_noise_db
from coachdesk.analysis.heard import Heard
from coachdesk.paths import bundled
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.listen import Listener
from coachdesk.speech.recognize import RATE_HZ, Block, Reading, Recognizer
from coachdesk.speech.sphinx import SphinxRecognizer

Audio = NDArray[np.float64]

SECONDS, SHARE, RATE, DECIBELS = 0.15, 0.05, 0.08, 1.5
SAMPLES = bundled("resources") / "samples"
UM = Path(__file__).parent / "data"
NAMES = ("too-expensive-cfo-3-give_and_take-m1", "just-send-an-email-4-calendar-f1", "trucks-leave-late-4-wrap-m1",
         "show-me-monday-morning-1-tour-m2")  # fmt: skip


class Deaf:
    """A recognizer that makes out no word: for figures that rest on the sound alone."""

    name = EngineName("deaf", "", "")

    def begin_answer(self) -> None: ...

    def begin_segment(self) -> None: ...

    def feed(self, block: Block) -> None: ...

    def partial(self) -> str:
        return ""

    def end_segment(self) -> Reading:
        return Reading(())


@pytest.fixture(scope="module")
def sphinx() -> SphinxRecognizer:
    return SphinxRecognizer()


def heard(audio: Audio, recognizer: Recognizer | None = None) -> Heard:
    listener = Listener(recognizer or Deaf())
    listener.feed((np.clip(audio, -1, 32767 / 32768) * 32768).astype(np.int16))
    return listener.finish()


def delivered(audio: Audio, recognizer: Recognizer | None = None) -> Delivery:
    return measure(heard(audio, recognizer))


@cache
def sample(name: str) -> Audio:
    """A shipped sample from its first to its last sound."""
    audio = soundfile.read(SAMPLES / f"{name}.flac", dtype="float64")[0]
    audible = np.flatnonzero(np.abs(audio) > 0.01)
    return np.asarray(audio[audible[0] : audible[-1] + 1])


@cache
def breath(name: str) -> Audio:
    """A shipped sample up to its first pause."""
    audio = sample(name)
    audible = np.flatnonzero(np.abs(audio) > 0.01)
    ends = audible[:-1][np.diff(audible) > 0.2 * RATE_HZ]
    return audio[: ends[0] + 1] if len(ends) else audio


@cache
def texts() -> dict[str, str]:
    listed = json.loads((SAMPLES / "samples.json").read_text("utf-8"))
    return {each["file"].removesuffix(".flac"): each["text"] for answers in listed.values() for each in answers}


def silence(seconds: float) -> Audio:
    return np.zeros(round(seconds * RATE_HZ))


def level(dbfs: float) -> float:
    return float(10 ** (dbfs / 20))


def rms(audio: Audio) -> float:
    return float(np.sqrt(np.mean(audio**2)))


def noise(samples: int, dbfs: float) -> Audio:
    return np.random.default_rng(4).standard_normal(samples) * level(dbfs)


def said(parts: Sequence[Audio], pauses: Sequence[float], *, lead: float = 0.5) -> Audio:
    """Speech with a pause of known length after each part, the last one aside."""
    pieces = [silence(lead)]
    for part, pause in zip(parts, (*pauses, 1.0), strict=True):
        pieces += [part, silence(pause)]
    return np.concatenate(pieces)


PARTS = tuple(breath(name) for name in NAMES)
PAUSES = (0.4, 1.2, 3.0)


@pytest.mark.parametrize("noise_dbfs", [None, -60.0, -45.0])
def test_pauses_of_known_length_are_measured(noise_dbfs: float | None) -> None:
    audio = said(PARTS, PAUSES)
    if noise_dbfs is not None:
        audio = audio + noise(len(audio), noise_dbfs)
    delivery = delivered(audio)
    assert [pause.length_s for pause in delivery.pauses] == pytest.approx(PAUSES, abs=SECONDS)
    ends = list(accumulate(len(part) / RATE_HZ for part in PARTS))
    starts = [0.5 + end + sum(PAUSES[:i]) for i, end in enumerate(ends[:-1])]
    assert [pause.start_s for pause in delivery.pauses] == pytest.approx(starts, abs=SECONDS)
    assert delivery.longest_pause_s == pytest.approx(3.0, abs=SECONDS)
    assert delivery.pause_share == pytest.approx(sum(PAUSES) / (ends[-1] + sum(PAUSES)), abs=SHARE)
    assert delivery.monologue_s == pytest.approx(ends[-1] + sum(PAUSES), abs=2 * SECONDS)
    assert not {"pauses", "latency", "monologue"} & delivery.doubts.keys()


@pytest.mark.parametrize("lead", [0.3, 1.0, 4.0])
def test_the_silence_before_the_answer_is_its_latency(lead: float) -> None:
    assert delivered(said(PARTS[:1], (), lead=lead)).latency_s == pytest.approx(lead, abs=SECONDS)


def test_a_click_before_the_answer_does_not_begin_it() -> None:
    audio = said(PARTS[:1], (), lead=2.0)
    audio[RATE_HZ // 2 : RATE_HZ // 2 + 80] = 0.5
    assert delivered(audio).latency_s == pytest.approx(2.0, abs=SECONDS)


@pytest.mark.parametrize("voice", ["f1", "f2", "m1", "m2"])
def test_known_words_in_a_known_time_give_both_rates(voice: str, sphinx: SphinxRecognizer) -> None:
    names = tuple(name for name in texts() if name.endswith(voice))
    words = sum(len(re.findall(r"[\w']+", texts()[name])) for name in names)
    pauses = (1.0,) * (len(names) - 1)
    delivery = delivered(said([sample(name) for name in names], pauses), sphinx)
    talked_s = sum(len(sample(name)) for name in names) / RATE_HZ + sum(pauses)
    inner_s = sum(pause.length_s for pause in delivery.pauses if pause.length_s < 0.8)
    assert delivery.overall_wpm == pytest.approx(60 * words / talked_s, rel=RATE)
    assert delivery.rate_wpm == pytest.approx(60 * words / (talked_s - sum(pauses) - inner_s), rel=RATE)
    assert delivery.rate_trusted


def test_loudness_is_the_level_of_the_speech_whatever_silence_lies_around_it() -> None:
    speech = PARTS[0]
    quiet = speech / rms(speech) * level(-30)
    for around_s in (0.5, 10.0):
        delivery = delivered(np.concatenate([silence(around_s), quiet, silence(around_s)]))
        assert delivery.loudness_dbfs == pytest.approx(-30, abs=DECIBELS)
    assert not delivery.clipped
    assert "loudness" not in delivery.doubts


def test_a_clipped_voice_is_said_and_where_words_are_lost_nothing_is_trusted() -> None:
    audio = said(PARTS, PAUSES)
    assert not delivered(audio).clipped
    loud = delivered(audio * level(12))
    assert loud.clipped
    assert "overloaded" in loud.doubts["loudness"]
    assert "pauses" not in loud.doubts
    shouted = delivered(audio * level(30))
    assert all("overloaded" in shouted.doubts[name] for name in EVERY if name in shouted.doubts)
    assert {"rate", "pauses", "fillers", "loudness"} <= shouted.doubts.keys()


def test_too_quiet_a_voice_is_measured_with_doubt() -> None:
    audio = said(PARTS, PAUSES)
    delivery = delivered(audio / rms(audio) * level(-55))
    assert all("too quiet" in delivery.doubts[name] for name in ("rate", "pauses", "latency", "fillers", "hedges"))


@pytest.mark.parametrize("dbfs", [-50.0, -30.0, -12.0])
def test_noise_alone_is_nobody_speaking(dbfs: float, sphinx: SphinxRecognizer) -> None:
    delivery = delivered(noise(5 * RATE_HZ, dbfs), sphinx)
    assert (delivery.rate_wpm, delivery.monologue_s, delivery.fillers) == (None, None, None)
    assert set(delivery.doubts) == set(EVERY)
    assert "only silence, noise or music" in delivery.doubts["rate"]


def chord(frequencies: tuple[float, ...], seconds: float) -> Audio:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tones = [np.sin(2 * np.pi * f * k * t) / k for f in frequencies for k in range(1, 5)]
    return np.asarray(sum(tones)) * level(-24)


CHORDS = ((262, 330, 392), (294, 370, 440), (220, 277, 330), (196, 247, 294))


@pytest.mark.parametrize("fades_per_s", [0.0, 1.5, 4.0])
def test_music_is_nobody_speaking(fades_per_s: float, sphinx: SphinxRecognizer) -> None:
    played = [chord(tones, 1.0) * np.exp(-fades_per_s * np.arange(RATE_HZ) / RATE_HZ) for tones in CHORDS * 2]
    delivery = delivered(np.concatenate(played), sphinx)
    assert delivery.monologue_s is None
    assert set(delivery.doubts) == set(EVERY)


@pytest.mark.parametrize(("snr_db", "doubted"), [(30, False), (10, True), (5, True)])
def test_noise_behind_the_voice_makes_words_doubtful_and_leaves_pauses(snr_db: int, doubted: bool) -> None:
    audio = said(PARTS, PAUSES)
    speech_dbfs = 20 * np.log10(rms(np.concatenate(PARTS)))
    noisy = heard(audio + noise(len(audio), speech_dbfs - snr_db))
    assert noisy.sound is not None
    assert signal_to_noise_db(noisy.sound) == pytest.approx(snr_db, abs=2)
    delivery = measure(noisy)
    assert [pause.length_s for pause in delivery.pauses] == pytest.approx(PAUSES, abs=SECONDS)
    assert ("noise" in delivery.doubts.get("rate", "")) is doubted
    assert ("noise" in delivery.doubts.get("loudness", "")) is doubted


@pytest.mark.parametrize("voice", ["f1", "m1"])
def test_two_of_three_fillers_are_in_the_range_and_can_be_heard(voice: str, sphinx: SphinxRecognizer) -> None:
    audio = soundfile.read(UM / f"um-{voice}.flac", dtype="float64")[0]
    fillers = delivered(audio, sphinx).fillers
    assert fillers is not None
    assert fillers.least <= 3
    assert 2 <= fillers.most <= 3
    for place in fillers.places:
        around = audio[round(place.start_s * RATE_HZ) : round(place.end_s * RATE_HZ)]
        assert rms(around) > level(-40)


def test_an_answer_without_fillers_has_none(sphinx: SphinxRecognizer) -> None:
    for name in NAMES:
        fillers = delivered(np.concatenate([silence(0.5), sample(name), silence(0.5)]), sphinx).fillers
        assert fillers is not None
        assert fillers.most == 0
