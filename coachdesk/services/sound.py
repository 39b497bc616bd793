"""The microphones and speakers of this machine, to choose from, and a sound to try one with."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.errors import CoachDeskError
from coachdesk.paths import bundled
from coachdesk.services.desk import Desk
from coachdesk.services.practice import talk
from coachdesk.services.practice.talk import Playing

TEST_SOUND = "too-expensive-cfo-1-price-m1.flac"
"""A spoken sentence: whether speech can be understood is what matters."""
TEST_SOUND_S = 3.0


@dataclass(frozen=True, slots=True)
class DeviceView:
    """``key`` names the device across restarts."""

    key: str
    name: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Devices:
    """``trouble``: why there are none, empty where there are some."""

    devices: tuple[DeviceView, ...]
    trouble: str = ""


def microphones() -> Devices:
    from coachdesk.speech import capture  # starts PortAudio

    try:
        found = capture.devices()
    except CoachDeskError as error:
        return Devices((), str(error))
    views = tuple(DeviceView(talk.portaudio_key(device), device.name, device.is_default) for device in found)
    return Devices(views, "" if views else "No microphone was found. Plug one in, or type your answers.")


def speakers() -> Devices:
    from coachdesk.speech import playback

    try:
        found = playback.devices()
    except CoachDeskError as error:
        return Devices((), str(error))
    views = tuple(DeviceView(talk.portaudio_key(device), device.name, device.is_default) for device in found)
    return Devices(views, "" if views else "No speaker was found. Plug one in to hear recordings.")


def play_test_sound(desk: Desk) -> Playing:
    """Plays a sentence on the speaker that is chosen. Raises CoachDeskError where it cannot be played."""
    return talk.play(desk, bundled("resources") / "samples" / TEST_SOUND, 0.0, TEST_SOUND_S)
