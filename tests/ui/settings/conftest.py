"""The Settings page on a real desk, with what the window is told to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.services import people
from coachdesk.services.desk import Desk
from tests.ui.settings.driving import Said
from ui import theme
from ui.settings.page import SettingsPage
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.work import Work


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def shell(desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr(theme, "_wish", "system")  # whatever an earlier test wished for
    people.rename(desk, "Ana")
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE  # no speech service is started
    shell = Shell(desk, work, voice)

    def heard(sentence: str, undo: Callable[[], object] | None) -> None:
        said.append(sentence)
        said.undo = undo

    shell.toast.connect(heard)
    yield shell
    work.close()
    desk.close()


@pytest.fixture
def page(shell: Shell, qtbot: QtBot) -> Iterator[SettingsPage]:
    made = SettingsPage(shell)
    qtbot.addWidget(made)
    made.resize(1080, 720)
    with qtbot.waitActive(made):
        made.show()
    yield made
    made.close_down()
