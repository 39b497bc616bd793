"""The Practice page on real services: a typed talk from its first screen to its model answer, and interruptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, choose, debrief, recover
from coachdesk.store import records
from coachdesk.store.kept import KeptAttempt
from ui.practice.baseline import BaselineSection
from ui.practice.brief import BriefScreen
from ui.practice.choose import ChooseScreen
from ui.practice.debrief import DebriefScreen
from ui.practice.page import PracticePage
from ui.practice.talk import Phase, TalkScreen
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.question import Question
from ui.widgets.score_keys import ScoreKeys
from ui.work import Work

WAIT_MS = 30_000
SPOKEN = Path(__file__).parents[2] / "speech" / "data" / "b-01.flac"
GOOD_ANSWER = "i hear you what are you comparing it with"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[PracticePage]:
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE  # no speech service is started
    practice = PracticePage(Shell(desk, work, voice))
    qtbot.addWidget(practice)
    practice.resize(1080, 720)
    with qtbot.waitActive(practice):
        practice.show()
    practice.open()
    qtbot.waitUntil(lambda: isinstance(practice.currentWidget(), ChooseScreen), timeout=WAIT_MS)
    yield practice
    practice.close_down()
    work.close()
    desk.close()


def until(qtbot: QtBot, page: PracticePage, kind: type[QWidget]) -> None:
    qtbot.waitUntil(lambda: isinstance(page.currentWidget(), kind), timeout=WAIT_MS)


def words(page: PracticePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def talk(page: PracticePage, qtbot: QtBot) -> TalkScreen:
    """Go to the talk of the small scenario, with typed answers."""
    page._choose.opened.emit("too-high")
    until(qtbot, page, BriefScreen)
    page._brief.started.emit(True)
    until(qtbot, page, TalkScreen)
    return page._talk


def answer(screen: TalkScreen, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: screen.phase is Phase.TYPING, timeout=WAIT_MS)
    line = screen._line.text
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen._line.text != line, timeout=WAIT_MS)


def choice_of(page: PracticePage, qtbot: QtBot, verb: str) -> Button:
    """The button of the question that is asked."""
    qtbot.waitUntil(lambda: any(q.isVisible() for q in page.window().findChildren(Question)), timeout=WAIT_MS)
    question = next(q for q in page.window().findChildren(Question) if q.isVisible())
    return next(button for button in question.findChildren(Button) if button.text() == verb)


def test_a_typed_talk_goes_from_the_first_screen_to_its_model_answer(page: PracticePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page._shell.busy, check_params_cb=lambda hidden: hidden, timeout=WAIT_MS):
        screen = talk(page, qtbot)
    answer(screen, qtbot, GOOD_ANSWER)
    assert screen.phase is Phase.OVER
    assert "You have a next step" in words(page)
    qtbot.keyClick(screen, Qt.Key.Key_Space)
    until(qtbot, page, DebriefScreen)
    assert "2 of 2 key points" in words(page)
    qtbot.keyClick(page.currentWidget(), Qt.Key.Key_4)
    qtbot.waitUntil(lambda: "A model answer" in words(page), timeout=WAIT_MS)
    qtbot.keyClick(page.currentWidget(), Qt.Key.Key_Escape)
    until(qtbot, page, ChooseScreen)
    card = next(card for card in page._choose._list.cards.cards if card.id == "too-high")
    assert (card.attempts, card.last.made if card.last else None) == (1, 2)


def score_the_talk(page: PracticePage, qtbot: QtBot, level: int) -> None:
    """Score the one criterion of the small rubric."""
    keys = next(keys for keys in page.findChildren(ScoreKeys) if keys.isVisible())
    keys.keys.setFocus()
    qtbot.keyClick(keys.keys, Qt.Key(Qt.Key.Key_0 + level))
    page._debrief._own.keep_button.click()


def test_a_talk_is_scored_and_scored_again(page: PracticePage, qtbot: QtBot, desk: Desk) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, GOOD_ANSWER)
    qtbot.keyClick(screen, Qt.Key.Key_Space)
    until(qtbot, page, DebriefScreen)
    for level, score in ((4, 75), (2, 25)):
        score_the_talk(page, qtbot, level)
        said = f"You scored this talk {score} of 100."
        qtbot.waitUntil(lambda said=said: said in words(page), timeout=WAIT_MS)
    kept = debrief.debrief(desk, page._looking_back.of.attempt_id)
    assert (kept.score, kept.criteria[0].level) == (25.0, 2)


def test_the_score_of_another_talk_that_comes_late_is_not_shown_here(page: PracticePage, qtbot: QtBot) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, GOOD_ANSWER)
    qtbot.keyClick(screen, Qt.Key.Key_Space)
    until(qtbot, page, DebriefScreen)
    page._looking_back._scored("another", 90.0)
    assert "You scored" not in words(page)


def test_a_score_that_cannot_be_kept_is_told_and_can_be_tried_again(
    page: PracticePage, qtbot: QtBot, desk: Desk
) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, GOOD_ANSWER)
    qtbot.keyClick(screen, Qt.Key.Key_Space)
    until(qtbot, page, DebriefScreen)
    shown = page._looking_back.of
    stranger = replace(shown.criteria[0], id="not_in_the_rubric", name="Not in the rubric")
    page._debrief.show_debrief(replace(shown, criteria=(stranger,)), clock.now())
    qtbot.waitUntil(lambda: stranger.name in words(page), timeout=WAIT_MS)
    with qtbot.waitSignal(page._shell.toast, timeout=WAIT_MS) as said:
        score_the_talk(page, qtbot, 4)
    assert "not_in_the_rubric" in said.args[0]
    assert "You scored" not in words(page)
    assert debrief.debrief(desk, shown.attempt_id).score is None
    with qtbot.waitSignal(page._shell.toast, timeout=WAIT_MS):
        page._debrief._own.keep_button.click()


def test_a_worse_answer_gets_another_line_and_a_worse_mood(page: PracticePage, qtbot: QtBot) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, "we could do ten percent off")
    assert "Then make it twenty percent." in screen._line.text
    assert "answer 2 of about 2" in words(page)
    assert screen._mood_change.isVisible()


def test_a_skipped_step_goes_on(page: PracticePage, qtbot: QtBot) -> None:
    screen = talk(page, qtbot)
    qtbot.waitUntil(lambda: screen.phase is Phase.TYPING, timeout=WAIT_MS)
    screen.foot.skip_button.click()
    qtbot.waitUntil(lambda: "twenty percent" in screen._line.text, timeout=WAIT_MS)


def test_leaving_asks_and_going_on_changes_nothing(page: PracticePage, qtbot: QtBot) -> None:
    screen = talk(page, qtbot)
    qtbot.waitUntil(lambda: screen.phase is Phase.TYPING, timeout=WAIT_MS)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    choice_of(page, qtbot, "Go on").click()
    assert page.currentWidget() is screen
    assert screen.phase is Phase.TYPING


def test_stop_and_keep_shows_what_was_said(page: PracticePage, qtbot: QtBot) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, "we could do ten percent off")
    screen.leave.emit()
    choice_of(page, qtbot, "Stop and keep").click()
    until(qtbot, page, DebriefScreen)
    assert "Stopped before an ending" in words(page)
    assert "Discount at once" in words(page)


def test_stop_and_discard_leaves_nothing(page: PracticePage, qtbot: QtBot, desk: Desk) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, "we could do ten percent off")
    screen.leave.emit()
    choice_of(page, qtbot, "Stop and discard").click()
    until(qtbot, page, ChooseScreen)
    assert all(card.attempts == 0 for card in choose.choices(desk).cards)


def test_what_is_chosen_in_the_brief_holds_for_the_talk_and_for_the_next(
    page: PracticePage, qtbot: QtBot, desk: Desk
) -> None:
    page._choose.opened.emit("too-high")
    until(qtbot, page, BriefScreen)
    page._brief.show_choices("hands-free", "none")
    page._brief.support_chosen.emit("none")
    page._brief.mode_chosen.emit("push-to-talk")
    qtbot.waitUntil(lambda: desk.settings().answer_mode == "push-to-talk", timeout=WAIT_MS)
    assert desk.settings().support == "none"
    page._brief.started.emit(True)
    until(qtbot, page, TalkScreen)
    assert not page._talk.foot.hint_button.isEnabled()


def test_the_brief_leads_to_the_passage(page: PracticePage, qtbot: QtBot) -> None:
    page._choose.opened.emit("too-high")
    until(qtbot, page, BriefScreen)
    page._brief.baseline.emit()
    until(qtbot, page, BaselineSection)
    page.open()
    until(qtbot, page, ChooseScreen)


def test_a_redo_that_is_left_comes_back_to_its_answer_in_the_debrief(page: PracticePage, qtbot: QtBot) -> None:
    screen = talk(page, qtbot)
    answer(screen, qtbot, GOOD_ANSWER)
    qtbot.keyClick(screen, Qt.Key.Key_Space)
    until(qtbot, page, DebriefScreen)
    page._looking_back.redone.emit(page._looking_back.of.attempt_id, 1)
    until(qtbot, page, TalkScreen)
    assert "Once more: answer 1" in words(page)
    screen.leave.emit()
    until(qtbot, page, DebriefScreen)
    assert "2 of 2 key points" in words(page)


def test_without_a_microphone_the_brief_offers_typing(page: PracticePage, qtbot: QtBot) -> None:
    page._choose.opened.emit("too-high")
    until(qtbot, page, BriefScreen)
    if page._brief._can_talk:
        pytest.skip("this machine has a microphone")
    qtbot.keyClick(page.currentWidget(), Qt.Key.Key_Space)
    until(qtbot, page, TalkScreen)
    qtbot.waitUntil(lambda: page._talk.phase is Phase.TYPING, timeout=WAIT_MS)


def test_a_scenario_that_is_gone_is_told_and_the_page_stays(page: PracticePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page._shell.toast, timeout=WAIT_MS) as said:
        page._choose.opened.emit("not-there")
    assert "not-there" in said.args[0]
    assert isinstance(page.currentWidget(), ChooseScreen)


def test_an_interrupted_attempt_is_offered_kept_and_looked_at(qtbot: QtBot, page: PracticePage, desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "we could do ten percent off")
    for mark in desk.folder.recordings.rglob("*"):
        if mark.is_file():  # what says that this very program still talks
            mark.unlink()
    page.open()
    qtbot.waitUntil(lambda: any(b.isVisible() for b in page.findChildren(Banner)), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "was interrupted" in words(page), timeout=WAIT_MS)
    keep = next(b for b in page.findChildren(Button) if b.isVisible() and b.text() == "Keep what was recorded")
    keep.click()
    until(qtbot, page, DebriefScreen)
    assert "Discount at once" in words(page)


@pytest.fixture
def interrupted(desk: Desk) -> str:
    """An attempt that a crash has left in the middle of its first answer, half a minute of which was recorded."""
    turn = attempt.begin(desk, "too-high")
    folder = attempt.recording_path(desk, turn).parent
    audio, _ = soundfile.read(SPOKEN, dtype="int16")
    soundfile.write(folder / "01-price.wav", np.concatenate([audio] * 5), 16_000)
    (folder / "playing.json").unlink()
    return turn.attempt_id


def test_what_was_recorded_is_got_back_with_progress(
    qtbot: QtBot, page: PracticePage, interrupted: str, desk: Desk
) -> None:
    page.open()
    qtbot.waitUntil(lambda: "was interrupted" in words(page), timeout=WAIT_MS)
    next(b for b in page.findChildren(Button) if b.isVisible() and b.text() == "Keep what was recorded").click()
    qtbot.waitUntil(lambda: "Getting back what was recorded" in words(page), timeout=WAIT_MS)
    until(qtbot, page, DebriefScreen)
    assert debrief.debrief(desk, interrupted).answers[0].duration_s > 20
    desk.close()


def test_getting_it_back_can_be_stopped_and_costs_nothing(
    qtbot: QtBot, page: PracticePage, interrupted: str, desk: Desk
) -> None:
    page.open()
    qtbot.waitUntil(lambda: "was interrupted" in words(page), timeout=WAIT_MS)
    next(b for b in page.findChildren(Button) if b.isVisible() and b.text() == "Keep what was recorded").click()
    qtbot.waitUntil(lambda: "Getting back what was recorded" in words(page), timeout=WAIT_MS)
    with qtbot.waitSignal(page._shell.toast, timeout=WAIT_MS) as said:
        next(b for b in page.findChildren(Button) if b.isVisible() and b.text() == "Stop").click()
    assert said.args == ["Stopped.", None]
    qtbot.waitUntil(lambda: "was interrupted" in words(page), timeout=WAIT_MS)
    assert recover.unsaved(desk, load(desk, interrupted)) is not None
    desk.close()


def load(desk: Desk, attempt_id: str) -> KeptAttempt:
    with desk.database.read() as session:
        return records.load_attempt(session, attempt_id)


def test_a_database_that_cannot_be_opened_is_told_with_a_way_on(desk: Desk, qtbot: QtBot) -> None:
    desk.folder.root.mkdir(parents=True, exist_ok=True)
    desk.folder.database.write_bytes(b"this is no database, whatever it is called" * 100)
    work, voice = Work(), Voice()
    practice = PracticePage(Shell(desk, work, voice))
    qtbot.addWidget(practice)
    practice.show()
    practice.open()
    qtbot.waitUntil(lambda: "Try again" in [b.text() for b in practice.findChildren(Button) if b.isVisible()],
                    timeout=WAIT_MS)  # fmt: skip
    practice.close_down()
    work.close()
