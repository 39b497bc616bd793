"""The debrief on real services, with the keyboard: redo, correct, point, compare, share, export, hear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, correct
from coachdesk.services.practice.views import Made
from tests.services.test_correct import HEARD, spoken
from ui.practice.debrief import DebriefScreen
from ui.practice.page import PracticePage
from ui.practice.talk import TalkScreen
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.finding import FindingRow
from ui.widgets.overlaid import OverlaidWaveforms
from ui.widgets.question import Question
from ui.widgets.word_editor import WordEditor
from ui.work import Work

WAIT_MS = 30_000


@pytest.fixture
def said() -> list[tuple[str, object]]:
    """What the window was told to say, with what takes it back."""
    return []


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, said: list[tuple[str, object]]) -> Iterator[PracticePage]:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_spoken(desk, turn.attempt_id, spoken(HEARD))
    attempt.answer_typed(desk, turn.attempt_id, "Fine.")
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE  # no speech service is started
    shell = Shell(desk, work, voice)
    shell.toast.connect(lambda sentence, undo: said.append((sentence, undo)))
    practice = PracticePage(shell)
    qtbot.addWidget(practice)
    practice.resize(1080, 720)
    with qtbot.waitActive(practice):
        practice.show()
    practice.open_at("debrief", turn.attempt_id)
    qtbot.waitUntil(lambda: isinstance(practice.currentWidget(), DebriefScreen), timeout=WAIT_MS)
    yield practice
    practice.close_down()
    work.close()
    desk.close()


def screen(page: PracticePage) -> DebriefScreen:
    return page._debrief


def words(of: QWidget) -> str:
    return "\n".join(label.text() for label in of.findChildren(QLabel) if label.isVisible())


def until(qtbot: QtBot, page: PracticePage, sentence: str) -> None:
    qtbot.waitUntil(lambda: sentence in words(page), timeout=WAIT_MS)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def reads(page: PracticePage) -> str:
    answer = screen(page).answer
    return " ".join(word.text for word in answer.words if not word.removed) if answer else ""


def test_a_word_is_corrected_with_the_keyboard_counted_and_taken_back(
    page: PracticePage, qtbot: QtBot, said: list[tuple[str, object]]
) -> None:
    screen(page).panel.words.setFocus()
    press(qtbot, *[Qt.Key.Key_Right] * 7, Qt.Key.Key_F2)
    editor = screen(page).findChild(WordEditor)
    assert editor.text() == "compiling"
    editor.setText("")
    qtbot.keyClicks(editor, "comparing")  # a, r and n are keys of the screen, but not while somebody writes
    press(qtbot, Qt.Key.Key_Return)
    until(qtbot, page, "With this correction, “Ask what it is compared with” is there.")
    assert reads(page) == HEARD.replace("compiling", "comparing")
    assert "1 of 3 key points" in words(page)
    assert QApplication.focusWidget().text() == "Count it"
    press(qtbot, Qt.Key.Key_Return)
    until(qtbot, page, "2 of 3 key points")
    undo = next(undo for sentence, undo in said if sentence.startswith("Corrected"))
    undo()  # type: ignore[operator]
    qtbot.waitUntil(lambda: reads(page) == HEARD, timeout=WAIT_MS)


def test_words_that_made_a_point_are_asked_for_and_may_be_skipped(page: PracticePage, qtbot: QtBot, desk: Desk) -> None:
    def say_it_was_said() -> None:
        next(row for row in screen(page).findChildren(FindingRow) if row.finding.name == "clarify").setFocus()
        press(qtbot, Qt.Key.Key_Y)
        until(qtbot, page, "It counts. Which words said it?")
        assert QApplication.focusWidget() is screen(page).panel.words

    say_it_was_said()
    press(qtbot, Qt.Key.Key_Return)
    assert correct.proposals(desk) == ()
    assert "Which words" not in words(page)
    attempt_id = page._looking_back.of.attempt_id if page._looking_back.of else ""
    attempt.judge(desk, attempt_id, 1, "clarify", said=False)
    page.open_at("debrief", attempt_id)
    until(qtbot, page, "1 of 3 key points")
    screen(page).panel.ask_which_words(screen(page).answer.findings[-1])  # type: ignore[union-attr]
    press(qtbot, *[Qt.Key.Key_Right] * 4)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, Qt.Key.Key_Return)
    attempt.judge(desk, attempt_id, 1, "clarify", said=True)
    qtbot.waitUntil(lambda: len(correct.proposals(desk)) == 1, timeout=WAIT_MS)
    assert correct.proposals(desk)[0].cue == "what are you compiling it with"


def test_an_answer_is_redone_and_its_earlier_take_is_a_key_away(page: PracticePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Right)  # the typed one, so that it is typed again
    press(qtbot, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: isinstance(page.currentWidget(), TalkScreen), timeout=WAIT_MS)
    qtbot.keyClicks(QApplication.focusWidget(), "if you sign today then yes")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.currentWidget(), DebriefScreen), timeout=WAIT_MS)
    until(qtbot, page, "This take counts.")
    shown = page._looking_back.of
    assert shown is not None
    assert shown.total == Made(2, 3)
    assert screen(page).panel.take_button.text() == "Take 2 of 2"
    press(qtbot, Qt.Key.Key_T)
    until(qtbot, page, "An earlier take. Take 2 counts.")
    assert reads(page) == "Fine."
    assert "I did say that" not in [button.text() for button in page.findChildren(Button) if button.isVisible()]
    with qtbot.assertNotEmitted(screen(page).rated):
        press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_T)
    until(qtbot, page, "This take counts.")
    press(qtbot, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: "Take 1 of 2" in words(screen(page).compare), timeout=WAIT_MS)
    assert screen(page).compare.findChild(OverlaidWaveforms) is None  # both were typed
    press(qtbot, Qt.Key.Key_C)
    assert not screen(page).compare.is_open


def test_the_one_thing_begins_with_a_key(page: PracticePage, qtbot: QtBot) -> None:
    assert "One thing to work on next" in words(page)
    assert "Ask what it is compared with." in words(page)
    with qtbot.waitSignal(page._looking_back.redone) as redone:
        press(qtbot, Qt.Key.Key_N)
    assert redone.args is not None
    assert redone.args[1] == 1


def test_a_first_answer_has_none_to_compare_with(page: PracticePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_C)
    until(qtbot, page, "This is your first answer to this line.")


def test_sharing_says_who_sees_what_and_can_be_taken_back(
    page: PracticePage, qtbot: QtBot, said: list[tuple[str, object]]
) -> None:
    press(qtbot, Qt.Key.Key_S)
    question = page.window().findChild(Question)
    assert "Nobody else uses this program here yet." in words(question)
    next(button for button in question.findChildren(Button) if button.text() == "Share it").click()
    until(qtbot, page, "Shared with your manager: today")
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    with qtbot.waitActive(page):
        page.activateWindow()
    screen(page).setFocus()
    press(qtbot, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: "Shared with your manager" not in words(page), timeout=WAIT_MS)
    assert said[-1][0] == "Nobody else sees this talk any more."


@pytest.mark.parametrize(
    ("folder", "said_so"), [("", "Saved as talk.txt."), ("nowhere", "talk.txt could not be written")]
)
def test_an_export_is_saved_or_told_why_not(
    page: PracticePage, qtbot: QtBot, tmp_path: Path, folder: str, said_so: str
) -> None:
    names: list[str] = []

    def where(_screen: DebriefScreen, name: str) -> Path:
        names.append(name)
        return tmp_path / folder / "talk.txt"

    page._looking_back.files.ask_where = where
    press(qtbot, Qt.Key.Key_E)
    menu = screen(page).head.menu
    qtbot.waitUntil(menu.isVisible, timeout=WAIT_MS)
    menu.close()
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: said_so in words(page), timeout=WAIT_MS)
    assert (tmp_path / "talk.txt").exists() is (folder == "")
    assert names[0].startswith("The price is too high, 20")
    assert names[0].endswith(".txt")
    assert [banner for banner in page.findChildren(Banner) if said_so in words(banner)]


def test_nothing_is_written_where_the_dialog_was_left(page: PracticePage, qtbot: QtBot) -> None:
    page._looking_back.files.ask_where = lambda _screen, _name: None
    screen(page).export_wanted.emit("pdf")
    assert page._looking_back.files._writing is None


def test_the_model_answer_is_heard_or_told_why_not(page: PracticePage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_M)  # not rated yet: nothing to hear
    press(qtbot, Qt.Key.Key_5)
    until(qtbot, page, "A model answer")
    assert "You gave answer 1 a 5; 1 of 2 key points was missed." in words(page)
    press(qtbot, Qt.Key.Key_M)
    until(qtbot, page, "This machine has no voice to read it aloud.")
    assert screen(page).panel.model.button.text() == "Hear it"
