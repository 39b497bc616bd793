"""The transcript: words are targets, evidence is joined, keys do what the mouse does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import WordView
from tests.ui.sample_views import ANSWER, FINDINGS, TYPED
from ui.widgets.transcript import LINE_PX, TranscriptView, word_tip
from ui.widgets.word_editor import WordEditor


def shown(qtbot: QtBot, width: int = 600) -> TranscriptView:
    view = TranscriptView()
    qtbot.addWidget(view)
    view.resize(width, 100)
    view.show_words(ANSWER.words, FINDINGS)
    view.show()
    return view


def test_a_click_on_a_word_plays_from_it(qtbot: QtBot) -> None:
    view = shown(qtbot)
    with qtbot.waitSignal(view.play_from) as played:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(6, LINE_PX // 2))
    assert played.args == [ANSWER.words[0].start_s]


def test_the_arrow_keys_walk_and_enter_plays(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.setFocus()
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.play_from) as played:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert played.args == [ANSWER.words[2].start_s]


def test_a_narrower_view_is_taller(qtbot: QtBot) -> None:
    assert shown(qtbot, 300).height() > shown(qtbot, 900).height()


def test_the_word_that_is_heard_is_marked_and_none_in_a_pause(qtbot: QtBot) -> None:
    view = shown(qtbot)
    word = ANSWER.words[4]
    assert word.start_s is not None
    assert word.end_s is not None
    view.show_position(word.start_s + 0.01)
    assert view.playing == 4
    view.show_position(word.end_s + 0.001)
    assert view.playing == -1


def test_a_typed_answer_has_words_but_nothing_to_play(qtbot: QtBot) -> None:
    view = TranscriptView()
    qtbot.addWidget(view)
    view.resize(600, 100)
    view.show_words(TYPED.words, TYPED.findings)
    view.show()
    with qtbot.assertNotEmitted(view.play_from):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(6, LINE_PX // 2))
        view.grab()


def test_a_screen_reader_hears_the_whole_answer(qtbot: QtBot) -> None:
    view = shown(qtbot)
    assert view.accessibleName() == "Transcript"
    assert "we could do ten percent off" in view.accessibleDescription()


def correctable(qtbot: QtBot) -> TranscriptView:
    view = shown(qtbot)
    words = tuple(replace(word, first=i, end=i + 1) for i, word in enumerate(ANSWER.words))
    view.show_words(words, FINDINGS)
    view.correctable = True
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    return view


def press(qtbot: QtBot, view: QWidget, *keys: Qt.Key, shift: bool = False) -> None:
    for key in keys:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(view, key, modifier)


def test_f2_opens_an_editor_over_the_chosen_words_and_enter_keeps(qtbot: QtBot) -> None:
    view = correctable(qtbot)
    press(qtbot, view, Qt.Key.Key_Home)
    press(qtbot, view, Qt.Key.Key_Right, Qt.Key.Key_Right, shift=True)
    press(qtbot, view, Qt.Key.Key_F2)
    editor = view.findChild(WordEditor)
    assert editor.text() == "i hear you"
    editor.setText("i see you")
    with qtbot.waitSignal(view.corrected) as corrected:
        press(qtbot, editor, Qt.Key.Key_Return)
    assert corrected.args == [0, 3, "i see you"]
    assert view.hasFocus()


@pytest.mark.parametrize("leave", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_leaves_and_unchanged_words_are_no_correction(qtbot: QtBot, leave: Qt.Key) -> None:
    view = correctable(qtbot)
    press(qtbot, view, Qt.Key.Key_Right, Qt.Key.Key_F2)
    editor = view.findChild(WordEditor)
    if leave == Qt.Key.Key_Escape:
        editor.setText("something else")
    with qtbot.assertNotEmitted(view.corrected):
        press(qtbot, editor, leave)
    assert view.hasFocus()


def test_delete_removes_what_is_chosen(qtbot: QtBot) -> None:
    view = correctable(qtbot)
    press(qtbot, view, Qt.Key.Key_End)
    with qtbot.waitSignal(view.corrected) as corrected:
        press(qtbot, view, Qt.Key.Key_Delete)
    assert corrected.args == [len(view.words) - 1, len(view.words), ""]


def test_a_drag_chooses_and_plays_nothing(qtbot: QtBot) -> None:
    view = correctable(qtbot)
    start, end = (view._placed[i].frame.center().toPoint() for i in (1, 3))
    with qtbot.assertNotEmitted(view.play_from):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(view, end)
        view.mouseMoveEvent(
            QMouseEvent(
                QEvent.Type.MouseMove, QPointF(end), QPointF(end), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )  # fmt: skip
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert view.selection() == (1, 3)
    view.grab()


def test_a_correction_is_chosen_whole_marked_and_explained(qtbot: QtBot) -> None:
    view = correctable(qtbot)
    words = list(view.words)
    for i in (2, 3):
        words[i] = replace(words[i], first=2, end=4, correction="c", heard="hue there")
    words[5] = replace(words[5], removed=True, correction="d", heard="um")
    view.show_words(words, FINDINGS)
    press(qtbot, view, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert view.selection() == (2, 3)
    assert word_tip(words[2]) == "Corrected by you. Heard as “hue there”."
    assert word_tip(words[5]) == "You said that nothing was said here. Heard as “um”."
    assert words[5].text not in view.accessibleDescription().split()[5:6]
    view.grab()


def test_asked_for_words_enter_says_which_and_escape_that_it_is_none(qtbot: QtBot) -> None:
    view = correctable(qtbot)
    view.ask_for_words()
    press(qtbot, view, Qt.Key.Key_Right)
    press(qtbot, view, Qt.Key.Key_Right, shift=True)
    with qtbot.waitSignal(view.chosen) as chosen:
        press(qtbot, view, Qt.Key.Key_Return)
    assert chosen.args == [0, 2]
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        view.show_words(view.words, FINDINGS)
        view.ask_for_words()
        with qtbot.waitSignal(view.skipped):
            press(qtbot, view, key)


def test_what_cannot_be_corrected_opens_no_editor(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.setFocus()
    press(qtbot, view, Qt.Key.Key_Right, Qt.Key.Key_F2, Qt.Key.Key_Delete)
    assert view.findChild(WordEditor) is None


@pytest.mark.parametrize(("text", "from_right"), [("שלום 😀 עולם", True), ("😀 hello שלום", False), ("123 😀", False)])
def test_a_script_that_runs_from_the_right_begins_there(qtbot: QtBot, text: str, from_right: bool) -> None:
    view = shown(qtbot)
    view.show_words([WordView(each, None, None, False) for each in text.split()], ())
    first, second = view._placed[0].frame, view._placed[1].frame
    assert (first.left() > second.left()) is from_right
    assert min(first.left(), second.left()) >= 0
    assert max(first.right(), second.right()) <= view.width()
    view.grab()
