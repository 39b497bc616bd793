"""The sound of an answer on disk: a WAV that survives a crash while it grows, a checked FLAC after."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from coachdesk.errors import CoachDeskError
from coachdesk.speech.recognize import RATE_HZ, Block

HEADER_BYTES = 44
SAMPLE_BYTES = 2
_SYNC_EVERY_S = 1.0
_COPIED_AT_ONCE = RATE_HZ * 10
_LONGEST_BYTES = 0xFFFFFFFF - HEADER_BYTES


class Recording:
    """A 16-bit mono WAV at 16 kHz that is written as the sound comes.

    Every block goes to the system at once, so that a program that is killed loses none of it; every second the header
    is made true and all is forced to the disk, so that a machine that dies loses at most that second.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.samples = 0
        if path.exists():
            raise CoachDeskError(f"There is a recording {path} already.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb", buffering=0)
            self._file.write(_header(0))
        except OSError as problem:
            raise _cannot_write(path, problem) from problem
        self._synced = time.monotonic()

    @property
    def duration_s(self) -> float:
        return self.samples / RATE_HZ

    def write(self, block: Block) -> None:
        try:
            _write_all(self._file.fileno(), block.astype("<i2", copy=False).tobytes())
            self.samples += len(block)
            if time.monotonic() - self._synced >= _SYNC_EVERY_S:
                self._sync()
        except OSError as problem:
            raise _cannot_write(self.path, problem) from problem

    def _sync(self) -> None:
        end = self._file.seek(0, os.SEEK_CUR)
        self._file.seek(0)
        self._file.write(_header(self.samples))
        self._file.seek(end)
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def close(self) -> None:
        """Leave the WAV as it is, whole."""
        if self._file.closed:
            return
        try:
            self._sync()
        except OSError as problem:
            raise _cannot_write(self.path, problem) from problem
        finally:
            self._file.close()

    def finish(self) -> Path:
        """The recording as FLAC, checked sample by sample; the WAV goes only then."""
        self.close()
        if self.samples == 0:
            self.discard()
            raise CoachDeskError("Nothing was recorded: no sound came.", "Try the microphone, and answer again.")
        return _to_flac(self.path)

    def discard(self) -> None:
        """Drop the recording."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def recover(wav: Path) -> Path | None:
    """The FLAC of a recording that a crash left behind, whatever its header says; None where it holds no sound."""
    whole = wav.with_suffix(".flac")
    if not wav.exists():
        return whole if whole.exists() else None
    samples = max(0, wav.stat().st_size - HEADER_BYTES) // SAMPLE_BYTES
    if samples == 0:
        wav.unlink()
        return None
    try:
        os.truncate(wav, HEADER_BYTES + samples * SAMPLE_BYTES)
        with wav.open("r+b") as file:
            file.write(_header(samples))
    except OSError as problem:
        raise _cannot_write(wav, problem) from problem
    return _to_flac(wav)


def seconds_of(path: Path) -> float:
    """How long a recording is, without trusting the header that a crash may have left; 0 where it cannot be read."""
    try:
        if path.suffix == ".wav":
            return max(0, path.stat().st_size - HEADER_BYTES) // SAMPLE_BYTES / RATE_HZ
        with soundfile.SoundFile(path) as file:
            total, read = file.frames, 0
            while count := len(file.read(_COPIED_AT_ONCE, dtype="int16")):
                read += count
    except (soundfile.LibsndfileError, OSError):
        return 0.0
    return read / RATE_HZ if read == total else 0.0


def read_samples(path: Path, start: int, most: int) -> Block:
    """What a recording holds from a sample on, ``most`` samples at most, also while it is being written."""
    with path.open("rb") as file:
        file.seek(HEADER_BYTES + start * SAMPLE_BYTES)
        data = file.read(most * SAMPLE_BYTES)
    return np.frombuffer(data[: len(data) - len(data) % SAMPLE_BYTES], "<i2").astype(np.int16, copy=False)


def read_peaks(path: Path, count: int) -> NDArray[np.float32]:
    """The highest level, 0 to 1, in each of ``count`` equal parts of a recording: what a waveform shows."""
    peaks = np.zeros(count, np.float32)
    try:
        with soundfile.SoundFile(path) as file:
            total = max(1, file.frames)
            done = 0
            while len(audio := file.read(_COPIED_AT_ONCE, dtype="float32", always_2d=True)):
                part = (np.arange(done, done + len(audio), dtype=np.int64) * count) // total
                np.maximum.at(peaks, np.minimum(part, count - 1), np.abs(audio).max(axis=1))
                done += len(audio)
    except (soundfile.LibsndfileError, OSError) as problem:
        raise CoachDeskError(
            f"The recording {path.name} cannot be read.", "It may have been moved or damaged."
        ) from problem
    return np.minimum(peaks, 1.0)


def _to_flac(wav: Path) -> Path:
    whole = wav.with_suffix(".flac")
    part = wav.with_suffix(".flac.part")
    try:
        with (
            soundfile.SoundFile(wav) as sound,
            part.open("wb") as raw,
            soundfile.SoundFile(raw, "w", RATE_HZ, 1, format="FLAC", subtype="PCM_16") as flac,
        ):
            for block in sound.blocks(_COPIED_AT_ONCE, dtype="int16"):
                flac.write(block)
        _force_to_disk(part)
        if not _same(wav, part):
            raise CoachDeskError(f"The recording {wav.name} could not be packed.", "It is kept as it is.")
        part.replace(whole)
    except (soundfile.LibsndfileError, OSError) as problem:
        raise _cannot_write(whole, problem) from problem
    finally:
        part.unlink(missing_ok=True)
    wav.unlink()
    return whole


def _same(first: Path, second: Path) -> bool:
    with soundfile.SoundFile(first) as a, soundfile.SoundFile(second) as b:
        if a.frames != b.frames:
            return False
        pairs = zip(a.blocks(_COPIED_AT_ONCE, dtype="int16"), b.blocks(_COPIED_AT_ONCE, dtype="int16"), strict=True)
        return all(np.array_equal(one, other) for one, other in pairs)


def _force_to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _header(samples: int) -> bytes:
    size = min(samples * SAMPLE_BYTES, _LONGEST_BYTES)
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        size + HEADER_BYTES - 8,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        RATE_HZ,
        RATE_HZ * SAMPLE_BYTES,
        SAMPLE_BYTES,
        8 * SAMPLE_BYTES,
        b"data",
        size,
    )


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _cannot_write(path: Path, problem: Exception) -> CoachDeskError:
    reason = getattr(problem, "strerror", None) or str(problem)
    return CoachDeskError(
        f"The recording cannot be written in {path.parent}: {reason}.",
        "What was recorded so far is kept. Make room on the disk, or choose another data folder.",
    )
