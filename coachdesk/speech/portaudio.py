"""PortAudio, through sounddevice: imported only when sound is needed, started anew only while nothing uses it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coachdesk.errors import CoachDeskError, MissingOnThisMachine


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone or a loudspeaker. Name and host API say which it is: its number changes when others come and go."""

    name: str
    host_api: str
    channels: int
    rate_hz: float
    is_default: bool


_streams = 0
_lock = threading.RLock()


def library() -> Any:
    """The module sounddevice."""
    try:
        import sounddevice
    except (ImportError, OSError) as problem:
        raise MissingOnThisMachine(
            "This machine lacks the sound library PortAudio.", "On Debian and Ubuntu: sudo apt install libportaudio2."
        ) from problem
    return sounddevice


def devices(kind: str) -> list[Device]:
    """The devices there are now, of kind ``input`` or ``output``, the default first.

    PortAudio lists devices once, when it starts: it is started anew here, unless a stream is open.
    """
    return [device for _, device in numbered(kind)]


def numbered(kind: str) -> list[tuple[int, Device]]:
    """The devices with PortAudio's numbers for them, which hold until it is started anew."""
    sd = library()
    with _lock:
        if _streams == 0:
            _start_anew(sd)
        apis = sd.query_hostapis()
        default = _default(sd, kind)
        found = [
            (
                number,
                Device(
                    device["name"],
                    apis[device["hostapi"]]["name"],
                    device[f"max_{kind}_channels"],
                    device["default_samplerate"],
                    number == default,
                ),
            )
            for number, device in enumerate(sd.query_devices())
            if device[f"max_{kind}_channels"] > 0
        ]
    return sorted(found, key=lambda entry: not entry[1].is_default)


def find(kind: str, wished: Device | None) -> tuple[int, Device]:
    """The wished device, or the default one; raises where it is not there."""
    what = "microphone" if kind == "input" else "loudspeaker"
    there = numbered(kind)
    if not there:
        raise MissingOnThisMachine(f"This machine has no {what}.", "Plug one in, and try again.")
    if wished is None:
        return there[0]
    for number, device in there:
        if (device.name, device.host_api) == (wished.name, wished.host_api):
            return number, device
    raise MissingOnThisMachine(f"The {what} {wished.name} is not there.", "Plug it in, or choose another.")


@contextmanager
def in_use() -> Iterator[None]:
    """While a stream is opened and open PortAudio is not started anew."""
    global _streams
    with _lock:
        _streams += 1
    try:
        yield
    finally:
        with _lock:
            _streams -= 1


def _start_anew(sd: Any) -> None:
    try:
        sd._terminate()
        sd._initialize()
    except sd.PortAudioError as problem:
        raise CoachDeskError(
            "The sound system of this machine does not start.", "Restart it, and try again."
        ) from problem


def _default(sd: Any, kind: str) -> int:
    index: int = sd.default.device[0 if kind == "input" else 1]
    if index >= 0:
        return index
    try:
        return int(sd.query_devices(kind=kind)["index"])
    except sd.PortAudioError:  # there is none
        return -1
