"""Speech and silence, told apart frame by frame."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coachdesk.speech.voice_activity import FRAME, VoiceActivity

SPOKEN = Path(__file__).parent / "data" / "b-01.flac"


def decisions(audio: np.ndarray, size: int) -> list[bool]:
    activity = VoiceActivity()
    cut = [audio[start : start + size] for start in range(0, len(audio), size)]
    return [speaking for block in cut for _, speaking in activity.frames(block)]


def test_speech_is_told_from_the_pause_in_it() -> None:
    audio, _ = soundfile.read(SPOKEN, dtype="int16")
    heard = decisions(audio, 16_000)
    assert 0.6 < np.mean(heard) < 0.95
    pause = slice(int(5.5 * 16_000 / FRAME), int(5.9 * 16_000 / FRAME))
    assert not any(heard[pause])


@pytest.mark.parametrize("level", [0, 30, 1000])
def test_silence_and_noise_are_not_speech(level: int) -> None:
    noise = (np.random.default_rng(1).standard_normal(48_000) * level).astype(np.int16)
    assert not any(decisions(noise, 4_000))


@pytest.mark.parametrize("size", [1, 511, 512, 513, 10_000_000])
def test_blocks_of_any_size_give_the_same_decisions(size: int) -> None:
    audio, _ = soundfile.read(SPOKEN, dtype="int16", frames=20_000)
    assert decisions(audio, size) == decisions(audio, 480)


def test_what_is_left_over_is_less_than_a_frame() -> None:
    activity = VoiceActivity()
    assert len(list(activity.frames(np.zeros(1_300, np.int16)))) == 2
    assert len(activity.rest()) == 1_300 - 2 * FRAME


def test_the_limit_on_threads_is_not_left_behind() -> None:
    VoiceActivity()
    assert "OMP_THREAD_LIMIT" not in os.environ
