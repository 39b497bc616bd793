"""Fixtures of `machine`: a sound system and a screen for one test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.machine import Screen, SoundSystem, needs


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundSystem]:
    needs("pulseaudio", "pactl", "paplay")
    system = SoundSystem(tmp_path / "run")
    system.start()
    yield system
    system.stop()


@pytest.fixture
def screen() -> Iterator[Screen]:
    needs("Xvfb", "xdotool")
    read, write = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    yield Screen(f":{number}")
    process.terminate()
    process.wait()
