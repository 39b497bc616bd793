"""What a section of Practice is made with, on a real desk and without a speech service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coachdesk.services.desk import Desk
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.work import Work


@pytest.fixture
def shell(desk: Desk) -> Iterator[Shell]:
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE
    yield Shell(desk, work, voice)
    work.close()
    desk.close()
