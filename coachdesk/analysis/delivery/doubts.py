"""Which figures of an answer can't be trusted, each with a sentence that says why."""

from __future__ import annotations

import math

from coachdesk.analysis.delivery.fillers import LONGEST_S, unheard
from coachdesk.analysis.delivery.speech import Speech
from coachdesk.analysis.heard import Heard, Sound

CLIPPED_SHARE = 0.0005
"""Samples at full scale from which a voice is audibly cut off."""

FEWEST_WORDS_FOR_RATE = 8
"""Under this many words a rate says more about the sentence than about the speaker."""

_BADLY_CLIPPED_SHARE = 0.05
_QUIET_DBFS = -50.0
_NOISY_DB = 15.0
_VERY_NOISY_DB = 5.0
_UNSURE = 0.55
_GUESSED = 0.4
_UNHEARD_SHARE = 0.15
_FEWEST_S = 1.0

_TIMES = ("pauses", "latency", "monologue")
_WORDS = ("rate", "questions", "hedges", "fillers")
EVERY = ("rate", *_TIMES, "questions", "hedges", "fillers", "loudness")


def find(heard: Heard, spoken: Speech | None) -> dict[str, str]:
    """The doubts of an answer by figure; the weightiest reason where there are several."""
    sound = heard.sound
    if sound is None:
        reasons = dict.fromkeys(("rate", *_TIMES, "fillers", "loudness"), "Typed, so there was no voice to measure.")
    elif spoken is None:
        reasons = dict.fromkeys(EVERY, "No voice was found in this recording, only silence, noise or music.")
    else:
        reasons = {**_of_words(heard), **_of_sound(sound)}
        if spoken.spoken_s < _FEWEST_S:
            reasons.setdefault("loudness", "Too little speech to say.")
    count = len(heard.words)
    if count < FEWEST_WORDS_FOR_RATE:
        for name in ("rate", "hedges"):
            reasons.setdefault(name, f"Too few words to say: {count}.")
    return reasons


def _of_sound(sound: Sound) -> dict[str, str]:
    snr = signal_to_noise_db(sound)
    if sound.loudness_dbfs is not None and sound.loudness_dbfs < _QUIET_DBFS:
        return dict.fromkeys((*_WORDS, *_TIMES), "The voice was too quiet for the microphone, so parts of it are lost.")
    if snr is not None and snr < _NOISY_DB:
        names = (*_WORDS, *_TIMES, "loudness") if snr < _VERY_NOISY_DB else (*_WORDS, "loudness")
        return dict.fromkeys(names, "Too much noise behind the voice.")
    if sound.clipped_share > _BADLY_CLIPPED_SHARE:
        return dict.fromkeys((*_WORDS, *_TIMES, "loudness"), "The microphone was overloaded, and words got lost.")
    if sound.clipped_share > CLIPPED_SHARE:
        return {"loudness": "The microphone was overloaded: the voice was louder than it could take."}
    return {}


def signal_to_noise_db(sound: Sound) -> float | None:
    """How far the voice stands above the noise between it; None where there was no silence to measure noise in.

    The voiced stretches hold voice and noise, so the noise's power is taken off before they are compared.
    """
    if sound.loudness_dbfs is None or sound.noise_dbfs is None:
        return None
    ratio = 10 ** ((sound.loudness_dbfs - sound.noise_dbfs) / 10) - 1
    return 10 * math.log10(ratio) if ratio > 0 else 0.0


def _of_words(heard: Heard) -> dict[str, str]:
    sure = [word.confidence for word in heard.words if word.confidence is not None]
    lost_s = sum(span.length_s for span in unheard(heard) if span.length_s > LONGEST_S)
    voiced_s = sum(span.length_s for span in heard.sound.voiced) if heard.sound else 0.0
    if not heard.words:
        return dict.fromkeys(_WORDS, "No word was understood.")
    if lost_s > _UNHEARD_SHARE * voiced_s:
        return dict.fromkeys(_WORDS, f"{lost_s:.0f} s of the talk could not be understood.")
    mean = sum(sure) / len(sure) if sure else 1.0
    if mean < _UNSURE:
        names = _WORDS if mean < _GUESSED else _WORDS[1:]
        return dict.fromkeys(names, "Few of the words were heard clearly, so counting them is a guess.")
    return {}
