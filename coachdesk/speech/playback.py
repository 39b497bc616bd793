"""Play a stretch of a recording, and say where it is."""

from __future__ import annotations

import atexit
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from coachdesk.errors import CoachDeskError
from coachdesk.speech import portaudio
from coachdesk.speech.portaudio import Device

_BLOCK_S = 0.05


def devices() -> list[Device]:
    """The loudspeakers there are now, the default first."""
    return portaudio.devices("output")


class Playback:
    """A recording that plays from ``start_s`` to ``end_s`` (its end, if None), on its own thread, from the start.

    The file and the device are opened at once, so what is wrong with them is raised here.
    """

    def __init__(
        self, path: Path, start_s: float = 0.0, end_s: float | None = None, device: Device | None = None
    ) -> None:
        self._stop = threading.Event()
        self.position_s = start_s
        self.trouble: CoachDeskError | None = None
        with ExitStack() as opening:
            self._file = opening.enter_context(_open(path))
            rate = self._file.samplerate
            self._end = self._file.frames if end_s is None else min(self._file.frames, round(end_s * rate))
            self._file.seek(min(self._end, max(0, round(start_s * rate))))
            number, found = portaudio.find("output", device)
            opening.enter_context(portaudio.in_use())
            self._stream, self._resample = _stream(number, found, rate, self._file.channels)
            opening.callback(self._stream.close, ignore_errors=True)
            self._closing = opening.pop_all()
        self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
        # PortAudio is taken down when the program exits; a thread that still writes to it then would crash.
        atexit.register(self.stop)
        self._thread.start()

    @property
    def finished(self) -> bool:
        """Whether it has come to its end, or was stopped."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Silence, at once."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._closing:
                self._play()
        except portaudio.library().PortAudioError as problem:
            self.trouble = CoachDeskError(
                f"The loudspeaker stopped: {problem}.", "Plug it in again, or choose another."
            )
        except soundfile.LibsndfileError as problem:
            self.trouble = CoachDeskError(f"The recording breaks off: {problem}.")
        finally:
            atexit.unregister(self.stop)

    def _play(self) -> None:
        rate = self._file.samplerate
        while not self._stop.is_set() and (left := self._end - self._file.tell()) > 0:
            audio = self._file.read(min(left, round(rate * _BLOCK_S)), dtype="float32", always_2d=True)
            if len(audio) == 0:
                break
            self._stream.write(np.ascontiguousarray(self._resample.resample_chunk(audio) if self._resample else audio))
            self.position_s = self._file.tell() / rate - self._stream.latency
        if self._stop.is_set():
            self._stream.abort()
        else:
            self._stream.stop()  # waits until all has been heard
            self.position_s = self._end / rate


def _open(path: Path) -> soundfile.SoundFile:
    if not path.is_file():
        raise CoachDeskError(f"The recording {path.name} is not there any more.")
    try:
        return soundfile.SoundFile(path)
    except soundfile.LibsndfileError as problem:
        raise CoachDeskError(f"The recording {path.name} cannot be read.", "It may be damaged.") from problem


def _stream(number: int, device: Device, rate: int, channels: int) -> tuple[Any, soxr.ResampleStream | None]:
    """An open stream, at the recording's rate or else at the device's own with what resamples to it."""
    sd = portaudio.library()
    own_rate = int(device.rate_hz)
    for tried in dict.fromkeys((rate, own_rate)):
        try:
            stream = sd.OutputStream(device=number, samplerate=tried, channels=channels, dtype="float32")
            stream.start()
        except sd.PortAudioError as problem:
            if tried == own_rate:
                raise CoachDeskError(
                    f"The loudspeaker {device.name} cannot be opened: {problem}.",
                    "Choose another, or close what uses it.",
                ) from problem
            continue
        return stream, None if tried == rate else soxr.ResampleStream(rate, tried, channels, dtype="float32")
    raise AssertionError("one of the two rates was tried last")
