"""Brief, built from dataclasses alone: what it tells, and what it says about the microphone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import BriefView
from tests.ui.sample_views import BRIEF, LISTENING, LONG_NAME
from ui.practice.brief import LISTENED_FOR, BriefScreen, level_advice
from ui.widgets.button import Button
from ui.widgets.page import Page
from ui.widgets.select import Select
from ui.window import SIDEBAR_PX, SMALLEST

NO_MICROPHONE = replace(BRIEF, microphones=(), no_microphone="No microphone was found. Plug one in, or type.")


def shown(qtbot: QtBot, brief: BriefView = BRIEF, microphone: str = "") -> BriefScreen:
    screen = BriefScreen()
    qtbot.addWidget(screen)
    screen.resize(1080, 720)
    screen.show_brief(brief, microphone)
    with qtbot.waitActive(screen):
        screen.show()
    screen.setFocus()
    return screen


def words(screen: BriefScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def start(screen: BriefScreen) -> Button:
    return next(b for b in screen.findChildren(Button) if b.kind == "primary")


def test_it_tells_who_what_why_how_long_and_who_listens(qtbot: QtBot) -> None:
    said = words(shown(qtbot))
    for part in (
        BRIEF.title, "Dana Whitfield", BRIEF.brief, BRIEF.goal, *BRIEF.criteria, *BRIEF.buyer.goals,
        "at most 6 minutes", "counts for a track", BRIEF.recognizer,
    ):  # fmt: skip
        assert part in said


def test_space_starts_and_t_starts_with_typing(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.waitSignal(screen.started) as started:
        qtbot.keyClick(screen, Qt.Key.Key_Space)
    assert started.args == [False]
    with qtbot.waitSignal(screen.started) as started:
        qtbot.keyClick(screen, Qt.Key.Key_T)
    assert started.args == [True]


def test_escape_goes_back(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.waitSignal(screen.back):
        qtbot.keyClick(screen, Qt.Key.Key_Escape)


def test_without_a_microphone_it_says_why_and_the_big_button_types(qtbot: QtBot) -> None:
    screen = shown(qtbot, NO_MICROPHONE)
    assert NO_MICROPHONE.no_microphone in words(screen)
    assert start(screen).text() == "Start and type your answers"
    with qtbot.waitSignal(screen.started) as started:
        qtbot.keyClick(screen, Qt.Key.Key_Space)
    assert started.args == [True]


@pytest.mark.parametrize("level", LISTENED_FOR)
def test_the_level_is_told_in_words(level: str, qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_level(replace(LISTENING, level=level))
    assert level_advice(level) in words(screen)


def test_what_is_wrong_with_the_microphone_is_told_with_what_to_do(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_level(replace(LISTENING, trouble="Only silence arrives.", remedy="Allow the microphone in Settings."))
    assert "Only silence arrives. Allow the microphone in Settings." in words(screen)


def test_choosing_a_microphone_names_its_key(qtbot: QtBot) -> None:
    screen = shown(qtbot, microphone="b")
    devices = screen.findChild(Select)
    assert devices.currentText() == "USB headset"
    with qtbot.waitSignal(screen.microphone_chosen) as chosen:
        qtbot.keyClick(devices, Qt.Key.Key_Up)
    assert chosen.args == ["a"]


def test_how_to_answer_and_what_help_there_is_are_chosen_and_explained(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_choices("push-to-talk", "none")
    assert "Space begins an answer and ends it" in words(screen)
    assert "the keys for hints are off" in words(screen)
    assert screen.support == "none"
    with qtbot.waitSignal(screen.support_chosen) as support:
        qtbot.keyClick(screen._support, Qt.Key.Key_Up)
    assert support.args == ["model answer"]
    assert "O a model answer" in words(screen)
    with qtbot.waitSignal(screen.mode_chosen) as mode:
        qtbot.keyClick(screen._mode, Qt.Key.Key_Up)
    assert mode.args == ["hands-free"]


def test_who_cannot_talk_is_not_asked_how_an_answer_ends(qtbot: QtBot) -> None:
    screen = shown(qtbot, NO_MICROPHONE)
    assert "How you answer" not in words(screen)
    assert "Help while talking" in words(screen)


def test_while_it_gets_ready_it_cannot_be_started_twice(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_starting(True)
    with qtbot.assertNotEmitted(screen.started):
        qtbot.keyClick(screen, Qt.Key.Key_Space)
    screen.show_starting(False)
    assert start(screen).isEnabled()


def test_long_texts_fit_into_the_smallest_window(qtbot: QtBot) -> None:
    longer = " Und das dauert in einer anderen Sprache leider ein ganzes Stück länger." * 3
    criteria = tuple(name + longer for name in BRIEF.criteria)
    buyer = replace(BRIEF.buyer, name=LONG_NAME)
    brief = replace(BRIEF, title=LONG_NAME, brief=BRIEF.brief + longer, criteria=criteria, buyer=buyer)
    assert shown(qtbot, brief).findChild(Page).content_width() <= SMALLEST.width() - SIDEBAR_PX
