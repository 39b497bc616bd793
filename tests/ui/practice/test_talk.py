"""Talk, built from dataclasses alone: phases, keys, troubles, typed answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import Turn
from tests.ui.sample_views import ENDING, LISTENING, LONG_NAME, OVER, TURN
from ui.practice.talk import Phase, TalkScreen
from ui.widgets.page import Page
from ui.window import SMALLEST


def shown(qtbot: QtBot, turn: Turn = TURN, phase: Phase = Phase.LISTENING) -> TalkScreen:
    screen = TalkScreen()
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    with qtbot.waitActive(screen):
        screen.show()
    screen.show_turn(turn)
    screen.show_trouble("")
    screen.show_phase(phase)
    return screen


def words(screen: TalkScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_the_line_the_buyer_and_the_mood_are_shown(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    assert TURN.says in screen._line.accessibleName()
    for part in (TURN.title, "Dana Whitfield", "guarded", "answer 2 of about 5", "/ 06:00"):
        assert part in words(screen)


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_Space, "big_button"), (Qt.Key.Key_R, "redo"), (Qt.Key.Key_S, "skip"), (Qt.Key.Key_H, "hint"),
        (Qt.Key.Key_P, "pause"), (Qt.Key.Key_A, "hear_again"), (Qt.Key.Key_Escape, "leave"),
        (Qt.Key.Key_K, "keep_listening"), (Qt.Key.Key_M, "mode_wanted"),
    ],
)  # fmt: skip
def test_each_key_does_what_is_written_beside_it(key: Qt.Key, signal: str, qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.waitSignal(getattr(screen, signal)):
        qtbot.keyClick(screen, key)


def test_letters_typed_into_an_answer_are_letters_and_no_commands(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.TYPING)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    with qtbot.assertNotEmitted(screen.skip), qtbot.assertNotEmitted(screen.redo):
        qtbot.keyClicks(field, "sorry rest please a ")
    assert screen.typed_text() == "sorry rest please a "


def test_enter_sends_a_typed_answer_and_shift_enter_does_not(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.TYPING)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "i hear you")
    with qtbot.assertNotEmitted(screen.sent):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(screen.sent) as sent:
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.args == ["i hear you"]


def test_an_empty_answer_is_not_sent(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.TYPING)
    with qtbot.assertNotEmitted(screen.sent):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_escape_leaves_also_from_the_text_field(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.TYPING)
    with qtbot.waitSignal(screen.leave):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_the_words_can_be_hidden_by_one_key(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_listening(LISTENING)
    assert LISTENING.words in words(screen)
    with qtbot.waitSignal(screen.words_shown) as shown_words:
        qtbot.keyClick(screen, Qt.Key.Key_W)
    assert shown_words.args == [False]
    screen.show_words(False)
    assert LISTENING.words not in words(screen)


def test_the_end_of_an_answer_is_announced_before_it_comes(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_listening(replace(LISTENING, speaking=False, silence_left_s=1.9))
    assert "your turn" in words(screen)
    screen.show_listening(replace(LISTENING, speaking=False, silence_left_s=1.2))
    assert "sending in 1.2 s" in words(screen)


def test_a_lost_microphone_is_told_and_forgotten_when_it_is_back(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_listening(replace(LISTENING, waiting=True, trouble="The microphone is gone.", remedy="Plug it in."))
    assert "The microphone is gone." in words(screen)
    assert "for the microphone" in words(screen)
    screen.show_listening(LISTENING)
    assert "The microphone is gone." not in words(screen)


def test_a_hint_is_shown_and_said_to_be_noted(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_hint()
    assert str(TURN.hint) in words(screen)
    assert "noted in the result" in words(screen)
    screen.show_turn(TURN)
    assert str(TURN.hint) not in words(screen)


def test_a_step_without_a_hint_offers_none(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TURN, hint=None))
    with qtbot.assertNotEmitted(screen.hint):
        qtbot.keyClick(screen, Qt.Key.Key_H)


def test_nothing_can_be_done_while_the_buyer_thinks(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.THINKING)
    with qtbot.assertNotEmitted(screen.big_button), qtbot.assertNotEmitted(screen.skip):
        qtbot.keyClick(screen, Qt.Key.Key_Space)
        qtbot.keyClick(screen, Qt.Key.Key_S)


def test_the_ending_is_told_in_words(qtbot: QtBot) -> None:
    screen = shown(qtbot, OVER, Phase.OVER)
    assert ENDING.says in screen._line.accessibleName()
    assert "You have a next step" in words(screen)
    assert "1 answer given" in words(screen)
    assert ENDING.means in words(screen)


def test_space_held_while_hands_free_keeps_listening_and_does_not_end_the_answer(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.assertNotEmitted(screen.big_button):
        with qtbot.waitSignal(screen.keep_listening):
            qtbot.keyPress(screen, Qt.Key.Key_Space)
        qtbot.keyRelease(screen, Qt.Key.Key_Space)


def test_with_push_to_talk_space_begins_at_once_and_letting_go_after_a_while_is_told(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.READY)
    screen.show_mode(False)
    assert "press Space and speak" in words(screen)
    with qtbot.waitSignal(screen.big_button):
        qtbot.keyPress(screen, Qt.Key.Key_Space)
    screen.show_phase(Phase.LISTENING)
    assert "Space ends it" in words(screen)
    qtbot.waitUntil(lambda: screen._space.is_held)
    with qtbot.waitSignal(screen.let_go):
        qtbot.keyRelease(screen, Qt.Key.Key_Space)


def test_with_push_to_talk_a_tap_is_not_told_as_let_go(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.READY)
    screen.show_mode(False)
    with qtbot.assertNotEmitted(screen.let_go), qtbot.waitSignal(screen.big_button):
        qtbot.keyClick(screen, Qt.Key.Key_Space)


def test_a_key_whose_window_is_left_is_not_held(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    qtbot.keyPress(screen, Qt.Key.Key_Space)
    screen.clearFocus()
    with qtbot.assertNotEmitted(screen.keep_listening, wait=700), qtbot.assertNotEmitted(screen.big_button):
        pass


def test_the_key_that_keeps_listening_is_shown_in_the_countdown(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_listening(replace(LISTENING, speaking=False, silence_left_s=1.9))
    assert not screen._keep.isVisible()
    screen.show_listening(replace(LISTENING, speaking=False, silence_left_s=1.2))
    assert screen._keep.isVisible()


def test_who_says_nothing_for_long_is_shown_a_way_on(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    silent = replace(LISTENING, words="", heard_speech=False, speaking=False)
    screen.show_listening(replace(silent, elapsed_s=19))
    assert "Take your time" not in words(screen)
    screen.show_listening(replace(silent, elapsed_s=21))
    assert "Take your time. H shows a hint, S skips this one." in words(screen)
    screen.show_listening(LISTENING)
    assert "Take your time" not in words(screen)


def test_words_that_come_late_are_told_to_be_on_their_way(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_listening(replace(LISTENING, behind_s=3.4))
    assert "Still writing down what you said. Nothing is lost." in words(screen)
    screen.show_thinking(3.4)
    assert "still writing down what you said; nothing is lost" in words(screen)
    assert screen.phase is Phase.THINKING


def test_a_model_answer_is_shown_where_it_is_allowed_and_said_to_be_noted(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TURN, support="model answer", model_answer="I hear you. Compared with what?"))
    with qtbot.waitSignal(screen.model_answer):
        qtbot.keyClick(screen, Qt.Key.Key_O)
    screen.show_model_answer()
    assert "I hear you. Compared with what?" in words(screen)
    assert "noted in the result" in words(screen)


def test_without_help_there_is_neither_hint_nor_model_answer(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TURN, support="none"))
    with qtbot.assertNotEmitted(screen.hint), qtbot.assertNotEmitted(screen.model_answer):
        qtbot.keyClick(screen, Qt.Key.Key_H)
        qtbot.keyClick(screen, Qt.Key.Key_O)
    screen.show_hint()
    assert str(TURN.hint) not in words(screen)


def test_an_answer_that_is_given_once_more_says_so_and_cannot_be_skipped(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TURN, redoes=2))
    assert "Once more: answer 2" in words(screen)
    with qtbot.assertNotEmitted(screen.skip):
        qtbot.keyClick(screen, Qt.Key.Key_S)


def test_a_drill_says_that_it_is_one_and_can_be_skipped_for_want_of_an_answer(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TURN, is_drill=True))
    assert "Drill: one answer" in words(screen)
    with qtbot.waitSignal(screen.skip):
        qtbot.keyClick(screen, Qt.Key.Key_S)


def test_an_answer_that_could_not_be_saved_can_be_tried_again_or_given_anew(qtbot: QtBot) -> None:
    screen = shown(qtbot, phase=Phase.NOT_SAVED)
    assert "your recording is kept" in words(screen)
    with qtbot.waitSignal(screen.big_button):
        qtbot.keyClick(screen, Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.redo):
        qtbot.keyClick(screen, Qt.Key.Key_R)


def test_time_that_is_up_is_told_and_does_not_cut_anybody_off(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_clock(359, 360)
    assert "The time is up" not in words(screen)
    screen.show_clock(361, 360)
    assert "The time is up: come to an end." in words(screen)
    assert screen._clock.property("tone") == "caution"
    assert screen.phase is Phase.LISTENING


def test_long_names_and_lines_do_not_push_the_waveform_off_the_screen(qtbot: QtBot) -> None:
    long = replace(TURN, title=LONG_NAME * 2, says="Na ja, " * 40, buyer=replace(TURN.buyer, name=LONG_NAME))
    screen = shown(qtbot, long)
    screen.show_listening(LISTENING)
    assert screen.findChild(Page).content_width() <= SMALLEST.width()
    screen.grab()


def test_large_text_on_a_small_screen_cuts_nothing_off(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.resize(1280 * 100 // 150, 720 * 100 // 150)
    screen.show_listening(replace(LISTENING, silence_left_s=1.0))
    page = screen.findChild(Page)
    assert page is not None
    assert page.content_width() <= page.width()


def test_the_buyers_line_stays_where_it_is_while_silence_counts_down(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    heard = replace(LISTENING, trouble="", remedy="")
    screen.show_listening(replace(heard, silence_left_s=None))
    screen.layout().activate()
    QApplication.processEvents()
    before = screen._line.mapTo(screen, screen._line.rect().topLeft())
    screen.show_listening(replace(heard, silence_left_s=1.0))
    QApplication.processEvents()
    assert screen._keep.isVisible()
    assert screen._line.mapTo(screen, screen._line.rect().topLeft()) == before
