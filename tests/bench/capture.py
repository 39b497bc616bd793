"""Frames that the microphone path loses while every core is busy: a counting signal is played in and checked."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from coachdesk.speech.recognize import RATE_HZ
from tests.bench.measure import Counted, Result
from tests.end_to_end.machine import SoundSystem

_STEPS = 65_536
"""The signal counts up by one a frame and starts again; so a jump tells how many frames are missing, up to 4 s."""

_LEAST_RUN = 100


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    what = f"frames lost in {chosen.minutes:g} minutes with every core busy"
    if not all(map(shutil.which, ("pulseaudio", "pactl", "paplay"))):
        yield Counted("capture", what, float("nan"), "frames", None, "not measured: PulseAudio is not on this machine")
        return
    with tempfile.TemporaryDirectory() as folder:
        system = SoundSystem(Path(folder) / "run")
        system.start(rate_hz=RATE_HZ)
        try:
            yield from _measure(system, Path(folder), chosen.minutes * 60, what)
        finally:
            system.stop()


def _measure(system: SoundSystem, folder: Path, seconds: float, what: str) -> Iterator[Result]:
    signal = folder / "counting.wav"
    with soundfile.SoundFile(signal, "w", RATE_HZ, 1, "PCM_16") as file:
        second = np.arange(RATE_HZ, dtype=np.int64)
        for i in range(int(seconds) + 2):
            file.write(((second + i * RATE_HZ) % _STEPS - _STEPS // 2).astype(np.int16))
    os.environ.update(system.environment)
    from coachdesk.speech.capture import Microphone
    from coachdesk.speech.recording import Recording

    busy = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(os.cpu_count() or 1)]
    for process in busy:
        process.start()
    microphone, recording = Microphone(), Recording(folder / "answer.wav")
    microphone.open()
    player = system.playing(signal)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if (block := microphone.read(0.2)) is not None:
            recording.write(block)
    microphone.close()
    recording.close()
    player.kill()
    for process in busy:
        process.kill()
    heard, lost, breaks = _jumps(soundfile.read(folder / "answer.wav", dtype="int16")[0])
    note = f"{heard:,} frames heard, {breaks} breaks, {microphone.overflows} overflows told by the device"
    yield Counted("capture", what, float(lost), "frames", 0.0, note)


def _spin() -> None:
    while True:
        pass


def _jumps(samples: np.ndarray) -> tuple[int, int, int]:
    """Frames of the signal, frames missing from it, and in how many places; its beginning is looked for."""
    steps = np.diff(samples.astype(np.int64)) % _STEPS
    counting = np.flatnonzero(steps == 1)
    if len(counting) < _LEAST_RUN:
        return 0, len(samples), 1
    inside = steps[counting[0] : counting[-1] + 1]
    breaks = inside[inside != 1]
    return len(inside), int(((breaks - 1) % _STEPS).sum()), len(breaks)
