"""A sound system and a screen of the test's own, so that the real program can be driven as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_WAITED_S = 60.0


def needs(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")


def wait_for(what: Callable[[], object], why: str, seconds: float = _WAITED_S) -> object:
    """What ``what`` gives as soon as it is something; a failure that says ``why`` when it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    pytest.fail(f"waited {seconds:.0f} s in vain for {why}")


@dataclass
class SoundSystem:
    """A PulseAudio of the test's own, with one microphone into which files can be played."""

    runtime: Path
    environment: dict[str, str] = field(init=False)
    _rate_hz: int = 44_100

    def __post_init__(self) -> None:
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self.runtime),
            "PULSE_SERVER": f"unix:{self.runtime}/n",
        }

    def start(self, rate_hz: int = 44_100) -> None:
        self._rate_hz = rate_hz
        self.runtime.mkdir(mode=0o700)
        protocol = f"module-native-protocol-unix socket={self.runtime}/n"
        subprocess.run(
            ["pulseaudio", "--daemonize=yes", "--exit-idle-time=-1", "-n", "-L", protocol],
            env={**self.environment, "HOME": str(self.runtime)}, check=True, capture_output=True,
        )  # fmt: skip
        wait_for(lambda: self._control("info", check=False).returncode == 0, "PulseAudio")
        self.plug_in()

    def plug_in(self) -> None:
        self._control("load-module", "module-null-sink", "sink_name=virtmic", f"rate={self._rate_hz}", "channels=1")
        self._control("load-module", "module-virtual-source", "source_name=mic", "master=virtmic.monitor")
        self._control("set-default-source", "mic")

    def pull_out(self) -> None:
        """Take every device away: with another one left, PulseAudio would move the recording to that."""
        self._control("unload-module", "module-null-sink")

    def mute(self, muted: bool) -> None:
        """What the switch on a headset does: the microphone goes on, and gives zeros."""
        self._control("set-source-mute", "mic", "1" if muted else "0")

    def play(self, file: Path) -> None:
        """Play a file into the microphone, to its end."""
        self.playing(file).wait()

    def playing(self, file: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["paplay", "-d", "virtmic", str(file)], env=self.environment)

    def stop(self) -> None:
        subprocess.run(["pulseaudio", "--kill"], env={**self.environment, "HOME": str(self.runtime)}, check=False)

    def _control(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["pactl", *words], env=self.environment, check=check, capture_output=True, text=True)


@dataclass
class Screen:
    """A virtual screen, on which keys are pressed and pictures taken."""

    display: str

    def press(self, *keys: str) -> None:
        for key in keys:
            subprocess.run(["xdotool", "key", key], env=self._environment, check=True)
            time.sleep(0.1)

    def type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "20", text], env=self._environment, check=True)

    def shows_window(self) -> bool:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "CoachDesk"], env=self._environment, capture_output=True
        )
        return bool(found.stdout.strip())

    def focus(self) -> None:
        """Give the window the keyboard, as a window manager would; there is none here."""
        subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", "CoachDesk", "windowfocus", "--sync"],
            env=self._environment, check=True, capture_output=True,
        )  # fmt: skip

    def picture(self, path: Path) -> None:
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}
