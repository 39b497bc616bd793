"""The transcript: words are targets, evidence is joined, keys do what the mouse does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.ui.sample_views import ANSWER, FINDINGS, TYPED
from ui.widgets.transcript import LINE_PX, TranscriptView


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
