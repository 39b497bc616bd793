"""The pages that fill themselves, on real services, in the language that nobody speaks: nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from ui import pages
from ui.practice.page import SECTIONS
from ui.pseudo import install, pseudo
from ui.settings.sections import sections
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.widgets.label import Elided, Label
from ui.widgets.page import Page
from ui.window import SIDEBAR_PX
from ui.work import Work

WAIT_MS = 30_000
SETTLES_MS = 300
SAID = pseudo("x")[0]


@pytest.fixture
def shell(desk: Desk, qapp: QApplication) -> Iterator[Shell]:
    people.rename(desk, "Ana")
    turn = attempt.begin(desk, "too-high", seed=1)
    attempt.answer_typed(desk, turn.attempt_id, "i hear you what do you compare it with")
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE  # no speech service is started
    translator = install(qapp)
    yield Shell(desk, work, voice)
    qapp.removeTranslator(translator)
    work.close()
    desk.close()


def _page(key: str) -> Callable[[Shell], QWidget]:
    return lambda shell: next(entry for entry in pages.pages() if entry.key == key).make(shell)


PLACES = {
    "today": (_page("today"), ""),
    **{f"practice, {key}": (make, "") for key, (_name, make) in SECTIONS.items()},
    **{f"settings, {key}": (_page("settings"), key) for key, *_ in sections()},
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, shell: Shell, qtbot: QtBot) -> Iterator[QWidget]:
    make, screen = PLACES[request.param]
    made = make(shell)
    qtbot.addWidget(made)
    made.resize(1280 - SIDEBAR_PX, 720)
    made.show()
    if screen:
        made.open_at(screen)  # type: ignore[attr-defined]
    else:
        made.open()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any(label.text().startswith(SAID) for label in _labels(made)), timeout=WAIT_MS)
    qtbot.wait(SETTLES_MS)
    yield made
    made.close_down()  # type: ignore[attr-defined]


def _labels(place: QWidget) -> list[Label]:
    return [label for label in place.findChildren(Label) if label.isVisible() and label.text()]


def test_nothing_on_a_page_is_cut_off_when_words_are_longer(place: QWidget) -> None:
    lines = [label for label in _labels(place) if not isinstance(label, Elided)]
    buttons = [each for each in place.findChildren(QAbstractButton) if each.isVisible() and each.text()]
    cut = {(each.text(), each.width(), each.sizeHint().width()) for each in buttons if _is_short(each)}
    cut |= {(each.text(), each.width(), each.sizeHint().width()) for each in lines if _is_short(each)}
    assert cut == set()
    assert [page for page in place.findChildren(Page) if page.isVisible() and page.content_width() > page.width()] == []


def _is_short(widget: QWidget) -> bool:
    if isinstance(widget, Label) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    return widget.sizeHint().width() > widget.width()
