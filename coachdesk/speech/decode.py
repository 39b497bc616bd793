"""Audio files of any common kind, block by block as the recognizers want them: an hour in bounded memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from coachdesk.analysis.heard import Heard
from coachdesk.errors import CoachDeskError
from coachdesk.speech import whole
from coachdesk.speech.cancel import Progress, Stop, check
from coachdesk.speech.listen import Listener
from coachdesk.speech.recognize import RATE_HZ, Block, Recognizer

LOWEST_RATE_HZ = 8_000
HIGHEST_RATE_HZ = 192_000
_CAN_READ = "Use a wav, flac, ogg or mp3 file."
_MOST_CHANNELS = 8
_CANCELS_BELOW = 0.2
_ADDS_UP_ABOVE = 0.5
"""The mix's level as a share of the loudest channel's: 0.5 with one of two silent, 0.7 with two that differ, 0 with two
that are each the other turned over."""
_STREAMED = (0, 0xFFFFFFFF)
"""Lengths that a WAV header gives where its writer could not go back to fill them in."""


def hear(path: Path, recognizer: Recognizer, progress: Progress | None = None, cancelled: Stop | None = None) -> Heard:
    """What is said in a file."""
    listener = Listener(recognizer)
    for block, share in blocks(path):
        check(cancelled)
        listener.feed(block)
        if progress is not None:
            progress(share)
    heard = listener.finish()
    if progress is not None:
        progress(1.0)
    return heard


def blocks(path: Path) -> Iterator[tuple[Block, float]]:
    """The file as mono 16-bit blocks at 16 kHz, a second or so each, with the share of the file read so far."""
    _check_there(path)
    try:
        if (after_s := whole.mp3_breaks_off_s(path)) is not None:  # first of all: the library writes to the terminal
            raise _broken_off(path, after_s)
        with soundfile.SoundFile(path.absolute()) as file:  # the library takes a bare "-" for its standard input
            yield from _resampled(path, file)
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    except soundfile.LibsndfileError as problem:
        raise CoachDeskError(f"{path.name} is not an audio file that can be read here.", _CAN_READ) from problem


def _check_there(path: Path) -> None:
    try:
        found = path.stat()
    except FileNotFoundError as problem:
        raise CoachDeskError(f"There is no file {path}.") from problem
    except ValueError as problem:  # a name with a zero byte
        raise CoachDeskError(f"There can be no file called {str(path)!r}.") from problem
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    if not stat.S_ISREG(found.st_mode):
        raise CoachDeskError(f"{path} is not a file.")
    if not os.access(path, os.R_OK):
        raise CoachDeskError(f"{path} may not be read.", "Check its permissions.")
    if found.st_size == 0:
        raise CoachDeskError(f"{path.name} is empty.", _CAN_READ)


def _resampled(path: Path, file: soundfile.SoundFile) -> Iterator[tuple[Block, float]]:
    rate, total = file.samplerate, file.frames
    if not LOWEST_RATE_HZ <= rate <= HIGHEST_RATE_HZ:
        raise CoachDeskError(
            f"{path.name} has {rate} samples a second; 8,000 to 192,000 can be used.", "Convert it to 16,000 first."
        )
    if file.channels > _MOST_CHANNELS:
        raise CoachDeskError(f"{path.name} has {file.channels} channels.", "Mix it down to one or two first.")
    if total == 0:
        raise CoachDeskError(f"{path.name} holds no sound.")
    _check_whole(path, file)
    resample = None if rate == RATE_HZ else soxr.ResampleStream(rate, RATE_HZ, 1, dtype="float32")
    mixer = _Mixer()
    read = 0
    while len(audio := _read(path, file, rate, read)):
        read += len(audio)
        if not np.isfinite(audio).all():
            raise CoachDeskError(f"{path.name} holds samples that are not numbers.", "Export it anew as 16-bit audio.")
        mono = mixer.mono(audio)
        yield to_int16(resample.resample_chunk(mono) if resample else mono), min(1.0, read / total)
    if read < total and file.format != "MP3":  # an MP3's length is an estimate
        raise _broken_off(path, read / rate)
    if resample:
        yield to_int16(resample.resample_chunk(np.empty(0, np.float32), last=True)), 1.0


class _Mixer:
    """Channels made one: their mean, or the loudest alone where they cancel each other."""

    def __init__(self) -> None:
        self._alone: int | None = None

    def mono(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        if audio.shape[1] == 1:
            return audio[:, 0]
        mixed: NDArray[np.float32] = audio.mean(axis=1)
        levels = np.sqrt(np.mean(np.square(audio), axis=0))
        loudest = int(levels.argmax())
        enough = _CANCELS_BELOW if self._alone is None else _ADDS_UP_ABOVE  # two marks, so that it does not flicker
        if float(np.sqrt(np.mean(np.square(mixed)))) >= enough * levels[loudest]:
            self._alone = None
        elif self._alone is None or levels[self._alone] < levels[loudest] / 2:
            self._alone = loudest
        return mixed if self._alone is None else audio[:, self._alone]


def _read(path: Path, file: soundfile.SoundFile, frames: int, read: int) -> NDArray[np.float32]:
    try:
        return file.read(frames, dtype="float32", always_2d=True)  # type: ignore[no-any-return]
    except soundfile.LibsndfileError as problem:
        raise _broken_off(path, read / file.samplerate) from problem


def _check_whole(path: Path, file: soundfile.SoundFile) -> None:
    """A WAV that is shorter than its header says, an OGG without its end: the library would read it without a word."""
    if file.format == "OGG" and not whole.ogg_is_whole(path):
        raise _broken_off(path, file.frames / file.samplerate)
    if file.format not in ("WAV", "WAVEX"):
        return
    with path.open("rb") as raw:
        declared = int.from_bytes(raw.read(8)[4:], "little")
    if declared not in _STREAMED and path.stat().st_size < declared + 8:
        raise _broken_off(path, file.frames / file.samplerate)


def _broken_off(path: Path, after_s: float) -> CoachDeskError:
    return CoachDeskError(f"{path.name} breaks off after {after_s:.1f} s: a part of it is missing.", "Copy it again.")


def _unreadable(path: Path, problem: OSError) -> CoachDeskError:
    return CoachDeskError(f"{path} cannot be read: {problem.strerror or problem}.", "Check its name and its disk.")


def to_int16(audio: NDArray[np.float32]) -> Block:
    """Samples from -1 to 1 as 16-bit ones; what is louder is cut off."""
    return np.clip(np.rint(audio * 32768), -32768, 32767).astype(np.int16)
