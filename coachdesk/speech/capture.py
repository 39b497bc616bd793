"""The microphone: blocks of sound from PortAudio, taken in without ever making it wait."""

from __future__ import annotations

import queue
import sys
import time
from contextlib import ExitStack
from typing import Any, Protocol

import soxr

from coachdesk.errors import CoachDeskError
from coachdesk.speech import portaudio
from coachdesk.speech.portaudio import Device
from coachdesk.speech.recognize import RATE_HZ, Block

LOST_AFTER_S = 0.5
"""A device that was unplugged often raises nothing and just stops: without a block for so long it is lost."""
STARTS_WITHIN_S = 5.0
"""So long may the first block take; a sleeping virtual or wireless device was seen to need two seconds."""
MUTED_AFTER_S = 3.0
"""A microphone that is muted or not permitted often gives exact zeros, which no real one does for so long."""
_BLOCK_S = 0.032
_LATENCY_S = 0.1
"""Asked of PortAudio: it keeps so much while Python's lock is taken. Its own choice (9 to 35 ms) was seen to be less
than a window's slow moments."""
_QUEUE_S = 30.0
"""So much sound is kept for a consumer that is held up (by a slow disk, say) before any is lost."""

_WHERE_PERMITTED = {
    "win32": "Allow it under Settings, Privacy & security, Microphone.",
    "darwin": "Allow it under System Settings, Privacy & Security, Microphone.",
}


class BlockSource(Protocol):
    """Where the sound of an answer comes from: a microphone, or something that stands in for one."""

    overflows: int
    """How many times sound was lost because nobody took it in time."""

    def open(self) -> None:
        """Raises CoachDeskError where there is nothing to open; may be tried again."""
        ...

    def read(self, timeout_s: float) -> Block | None:
        """The next sound (mono, 16-bit, 16 kHz), or None where none came in time."""
        ...

    @property
    def lost(self) -> bool:
        """Whether the device has stopped giving sound."""
        ...

    @property
    def trouble(self) -> CoachDeskError | None:
        """What is wrong with the sound that comes, if anything."""
        ...

    def close(self) -> None: ...


def devices() -> list[Device]:
    """The microphones there are now, the default first."""
    return portaudio.devices("input")


class Microphone:
    """One microphone as a ``BlockSource``; without ``device`` the system's default one.

    Opened at 16 kHz where the device allows it, else at its own rate and resampled by the reader.
    """

    def __init__(self, device: Device | None = None) -> None:
        self.device = device
        self.overflows = 0
        self._stream: Any = None
        self._closing = ExitStack()

    def open(self) -> None:
        with ExitStack() as opening:
            number, found = portaudio.find("input", self.device)
            opening.enter_context(portaudio.in_use())
            self._start(number, found)
            self._closing = opening.pop_all()
        self._last_block = time.monotonic()
        self._patience_s = STARTS_WITHIN_S
        self._zeros_since: float | None = None

    def _start(self, number: int, device: Device) -> None:
        sd = portaudio.library()
        rate, channels = _format(sd, number, device)
        self._resample = None if rate == RATE_HZ else soxr.ResampleStream(rate, RATE_HZ, 1, dtype="int16")
        self._blocks: queue.Queue[Block] = queue.Queue(int(_QUEUE_S / _BLOCK_S))
        try:
            self._stream = sd.InputStream(
                device=number,
                samplerate=rate,
                channels=channels,
                dtype="int16",
                blocksize=int(rate * _BLOCK_S),
                latency=_LATENCY_S,
                callback=self._take,
            )
            self._stream.start()
        except sd.PortAudioError as problem:
            if self._stream is not None:
                self._stream.close()
                self._stream = None
            raise _cannot_open(device, problem) from problem

    def _take(self, sound: Any, _frames: int, _time: Any, status: Any) -> None:
        """Called on PortAudio's thread: copy (the first channel), and go."""
        if status.input_overflow:
            self.overflows += 1
        try:
            self._blocks.put_nowait(sound[:, 0].copy())
        except queue.Full:
            self.overflows += 1

    def read(self, timeout_s: float) -> Block | None:
        try:
            block = self._blocks.get(timeout=timeout_s)
        except queue.Empty:
            return None
        self._last_block = time.monotonic()
        self._patience_s = LOST_AFTER_S
        if block.any():
            self._zeros_since = None
        elif self._zeros_since is None:
            self._zeros_since = self._last_block
        return self._resample.resample_chunk(block) if self._resample else block

    @property
    def lost(self) -> bool:
        return time.monotonic() - self._last_block > self._patience_s

    @property
    def trouble(self) -> CoachDeskError | None:
        if self._zeros_since is None or self._last_block - self._zeros_since < MUTED_AFTER_S:
            return None
        return CoachDeskError(
            "Your microphone sends silence. Is it muted?",
            _WHERE_PERMITTED.get(sys.platform, "Look at its own switch, and in the sound settings."),
        )

    def close(self) -> None:
        """Let go of the device. What it gave before can no longer be read."""
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None
        self._closing.close()


def _format(sd: Any, number: int, device: Device) -> tuple[int, int]:
    """Sample rate and channels that the device allows; some give only both channels, or only their own rate."""
    own_rate = int(device.rate_hz)
    for rate, channels in ((RATE_HZ, 1), (RATE_HZ, 2), (own_rate, 1), (own_rate, 2)):
        try:
            sd.check_input_settings(device=number, samplerate=rate, channels=channels, dtype="int16")
        except sd.PortAudioError:
            continue
        return rate, channels
    return own_rate, 1


def _cannot_open(device: Device, problem: Exception) -> CoachDeskError:
    said = str(problem)
    if "Invalid sample rate" in said:
        return CoachDeskError(
            f"The microphone {device.name} allows no sample rate that can be used.", "Choose another."
        )
    if "unavailable" in said or "busy" in said.lower():
        return CoachDeskError(
            f"The microphone {device.name} is in use by another program, or gone.",
            "Close the other program, or choose another.",
        )
    return CoachDeskError(
        f"The microphone {device.name} cannot be opened: {said}.", "Choose another, or plug it in again."
    )
