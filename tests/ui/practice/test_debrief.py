"""Debrief, built from dataclasses alone: evidence, playing, rating, answers of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import Debrief, EarlierView, Made, SideBySide
from tests.ui.sample_views import ANSWER, DEBRIEF, ENDING, FIGURES, LONG_NAME, LOST, SKIPPED, TYPED
from ui.practice.answer_tab import AnswerTab
from ui.practice.debrief import DebriefScreen
from ui.practice.debrief_words import attempt_words, day_words, points_words
from ui.practice.rating_bar import anchors
from ui.widgets.button import Button
from ui.widgets.finding import FindingRow
from ui.widgets.overlaid import OverlaidWaveforms
from ui.widgets.page import Page
from ui.widgets.score_keys import ScoreKeys
from ui.widgets.waveform import Waveform
from ui.window import SIDEBAR_PX, SMALLEST

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def shown(qtbot: QtBot, debrief: Debrief = DEBRIEF) -> DebriefScreen:
    screen = DebriefScreen()
    qtbot.addWidget(screen)
    screen.resize(1080, 720)
    screen.show_debrief(debrief, NOW)
    with qtbot.waitActive(screen):
        screen.show()
    screen.setFocus()
    return screen


def words(screen: DebriefScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_it_tells_the_ending_the_points_and_one_thing_to_work_on(qtbot: QtBot) -> None:
    said = words(shown(qtbot))
    for part in (
        DEBRIEF.title, "third attempt", "Next step agreed", ENDING.means, "5 of 8 key points, 1 red flag",
        ANSWER.did_well, ANSWER.work_on, "Discounted before understanding", ANSWER.findings[1].note,
        "You came in fast. Let the objection land.",
    ):  # fmt: skip
        assert part in said


def test_an_answer_for_which_the_help_was_looked_at_says_so(qtbot: QtBot) -> None:
    assert "You looked at the help" not in words(shown(qtbot))
    looked = replace(DEBRIEF, answers=(replace(ANSWER, looked=True), *DEBRIEF.answers[1:]))
    assert "You looked at the help for this answer." in words(shown(qtbot, looked))


def test_space_plays_and_stops(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.waitSignal(screen.play_from) as played:
        qtbot.keyClick(screen, Qt.Key.Key_Space)
    assert played.args == [1, 0.0]
    screen.show_playing(3.0)
    with qtbot.waitSignal(screen.play_stopped):
        qtbot.keyClick(screen, Qt.Key.Key_Space)


def test_the_evidence_of_a_finding_plays_from_its_time(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    rows = [line for line in screen.findChildren(FindingRow) if line.isVisible()]
    with qtbot.waitSignal(screen.play_from) as played:
        rows[1].play_from.emit(4.9)
    assert played.args == [1, 4.9]


def row_of(screen: DebriefScreen, name: str) -> FindingRow:
    return next(row for row in screen.findChildren(FindingRow) if row.finding.name == name)


def test_what_was_heard_in_another_reading_is_told_of_as_probable(qtbot: QtBot) -> None:
    assert "Probably heard: “let us say thursday at ten”" in words(shown(qtbot))


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("step", Qt.Key.Key_X, False),
        ("step", Qt.Key.Key_Delete, False),
        ("compare", Qt.Key.Key_Y, True),
        ("compete", Qt.Key.Key_Y, True),
        ("compete", Qt.Key.Key_X, False),
    ],
)
def test_one_key_says_whether_a_finding_was_said(qtbot: QtBot, name: str, key: Qt.Key, said: bool) -> None:
    screen = shown(qtbot)
    row = row_of(screen, name)
    row.setFocus()
    with qtbot.waitSignal(screen.judged) as judged:
        qtbot.keyClick(row, key)
    assert judged.args == [1, name, said]


def test_what_is_missing_cannot_be_rejected_once_more(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.assertNotEmitted(screen.judged):
        qtbot.keyClick(row_of(screen, "compare"), Qt.Key.Key_X)


def test_an_uncertain_red_flag_is_asked_with_yes_and_no(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    yes, no = (button for button in row_of(screen, "compete").findChildren(Button) if button.text() in ("Yes", "No"))
    for button, said in ((yes, True), (no, False)):
        with qtbot.waitSignal(screen.judged) as judged:
            button.click()
        assert judged.args == [1, "compete", said]


def test_after_a_word_on_a_finding_the_points_change_and_the_focus_stays(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    findings = tuple(replace(f, kind="flag") if f.name == "compete" else f for f in ANSWER.findings)
    after = replace(DEBRIEF, answers=(replace(ANSWER, findings=findings), *DEBRIEF.answers[1:]), flags=2)
    screen.show_judged(after, 1, "compete")
    qtbot.waitUntil(lambda: "2 red flags" in words(screen))
    assert row_of(screen, "compete").hasFocus()


def test_arrows_and_tabs_go_from_answer_to_answer(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    assert "You typed this answer" in words(screen)
    tabs = {tab.text(): tab for tab in screen.findChildren(AnswerTab)}
    assert tabs["2"].isChecked()
    tabs["3"].click()
    assert "You skipped this one." in words(screen)
    qtbot.keyClick(screen, Qt.Key.Key_Left)
    assert tabs["2"].isChecked()


def test_a_typed_answer_has_nothing_to_play_or_to_measure(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(DEBRIEF, answers=(TYPED,)))
    assert not screen.findChild(Waveform).isVisible()
    with qtbot.assertNotEmitted(screen.play_from):
        qtbot.keyClick(screen, Qt.Key.Key_Space)
    assert "nothing to measure" in words(screen)


def test_a_recording_that_is_gone_is_told(qtbot: QtBot) -> None:
    assert LOST.audio_problem in words(shown(qtbot, replace(DEBRIEF, answers=(LOST,))))


def test_the_model_answer_opens_only_after_the_rep_has_rated(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    assert "A model answer" not in words(screen)
    with qtbot.waitSignal(screen.rated) as rated:
        qtbot.keyClick(screen, Qt.Key.Key_3)
    assert rated.args == [1, 3]
    screen.replace_answer(replace(ANSWER, self_rating=3, model_answer="I hear you. Compared with what?"))
    qtbot.waitUntil(lambda: "I hear you. Compared with what?" in words(screen))
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    assert "I hear you. Compared with what?" not in words(screen)
    qtbot.keyClick(screen, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: "I hear you. Compared with what?" in words(screen))


def test_practise_again_names_the_scenario_and_escape_goes_back(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.waitSignal(screen.again) as again:
        qtbot.keyClick(screen, Qt.Key.Key_R)
    assert again.args == [DEBRIEF.scenario_id]
    with qtbot.waitSignal(screen.back):
        qtbot.keyClick(screen, Qt.Key.Key_Escape)


def test_a_talk_that_was_left_at_once_says_so(qtbot: QtBot) -> None:
    said = words(shown(qtbot, replace(DEBRIEF, answers=(), ending=None)))
    assert "Stopped before an ending" in said
    assert "nothing to hear" in said


def test_an_older_debrief_leaves_nothing_behind(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    screen.show_debrief(replace(DEBRIEF, answers=(SKIPPED,), title="Another"), NOW)
    qtbot.waitUntil(lambda: [t.text() for t in screen.findChildren(AnswerTab) if t.isVisible()] == ["3"])
    assert ANSWER.did_well not in words(screen)


def test_what_one_three_and_five_stand_for_is_in_view_until_the_answer_is_rated(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    assert all(text in words(screen) for _, text in anchors())
    screen.replace_answer(replace(ANSWER, self_rating=3, model_answer="I hear you."))
    qtbot.waitUntil(lambda: not any(text in words(screen) for _, text in anchors()))


def test_sixty_answers_have_a_tab_each_and_fit(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(DEBRIEF, answers=tuple(replace(TYPED, position=i + 1) for i in range(60))))
    tabs = [tab for tab in screen.findChildren(AnswerTab) if tab.isVisible()]
    assert len(tabs) == 60
    assert screen.findChild(Page).content_width() <= SMALLEST.width() - SIDEBAR_PX
    tabs[59].click()
    assert tabs[59].isChecked()


def test_an_answer_of_which_no_word_was_understood_can_be_heard_and_not_corrected(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(DEBRIEF, answers=(replace(ANSWER, words=()),)))
    assert "No word was understood here. Play it to hear why." in words(screen)
    assert "Correct a word" not in [button.text() for button in screen.findChildren(Button) if button.isVisible()]
    with qtbot.waitSignal(screen.play_from):
        qtbot.keyClick(screen, Qt.Key.Key_Space)


def test_without_a_chosen_word_f2_says_how_to_choose_one(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: "Choose a word first" in words(screen))
    assert screen.panel.words.hasFocus()


def test_the_comparison_draws_what_was_spoken_and_opens_the_other(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    with qtbot.waitSignal(screen.compared) as compared:
        qtbot.keyClick(screen, Qt.Key.Key_C)
    assert compared.args == [1, 1]
    this = EarlierView("0199", 1, NOW, 1, 1, True, Made(2, 3), 1, FIGURES[:2], 20.0, ANSWER.peaks)
    others = (replace(this, attempt_id="0198", is_this=False, duration_s=9.0), replace(this, is_this=False, peaks=()))
    screen.show_compared(SideBySide(1, ANSWER.says, (this, *others)))
    waves = screen.compare.findChild(OverlaidWaveforms)
    assert waves.longest_s == 20.0
    screen.compare.grab()
    with qtbot.waitSignal(screen.opened) as opened:
        next(b for b in screen.compare.findChildren(Button) if b.text() == "Open").click()
    assert opened.args == ["0198", 1]
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    assert not screen.compare.is_open


def test_a_long_name_and_long_sentences_fit(qtbot: QtBot) -> None:
    long = replace(ANSWER, did_well=f"{ANSWER.did_well} " * 4, says=LONG_NAME * 4)
    criteria = tuple(replace(c, name=LONG_NAME, about=f"{c.about} " * 3) for c in DEBRIEF.criteria)
    answers = tuple(replace(long, position=i + 1) for i in range(12))
    screen = shown(qtbot, replace(DEBRIEF, title=LONG_NAME, answers=answers, criteria=criteria))
    assert screen.findChild(Page).content_width() <= SMALLEST.width() - SIDEBAR_PX
    screen.grab()


def test_digits_in_the_card_score_the_talk_and_elsewhere_rate_the_answer(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    hears, competition = screen.findChildren(ScoreKeys)
    hears.keys.setFocus()
    with qtbot.assertNotEmitted(screen.rated):
        qtbot.keyClick(hears.keys, Qt.Key.Key_4)
        competition.choose(3)
        screen._own.keep_button.setFocus()
        qtbot.keyClick(screen._own.keep_button, Qt.Key.Key_2)
    assert (hears.level, competition.level) == (4, 3)
    screen.setFocus()
    with qtbot.waitSignal(screen.rated) as rated:
        qtbot.keyClick(screen, Qt.Key.Key_2)
    assert rated.args == [1, 2]
    assert hears.level == 4


def test_a_kept_score_stands_beside_the_ending_and_survives_a_rating(qtbot: QtBot) -> None:
    screen = shown(qtbot)
    assert "You scored" not in words(screen)
    hears, competition = screen.findChildren(ScoreKeys)
    hears.choose(4)
    competition.leave_out.click()
    with qtbot.waitSignal(screen.scored) as scored:
        screen._own.keep_button.click()
    assert scored.args == [{"hears_objection": 4, "competition": None}]
    screen.show_score(75.0)
    screen.replace_answer(replace(ANSWER, self_rating=3, model_answer="I hear you."))
    said = "5 of 8 key points, 1 red flag · You scored this talk 75 of 100"
    qtbot.waitUntil(lambda: said in words(screen))
    assert hears.level == 4


def test_after_the_card_tab_goes_on_to_the_rating_of_the_answer(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(DEBRIEF, criteria=tuple(replace(c, level=3) for c in DEBRIEF.criteria), score=50.0))
    screen._own.keep_button.setFocus()
    qtbot.keyClick(screen._own.keep_button, Qt.Key.Key_Tab)
    assert screen.focusWidget() is screen._rating


@pytest.mark.parametrize("without", [{"criteria": ()}, {"answers": ()}])
def test_without_a_rubric_or_an_answer_there_is_nothing_to_score(without: dict[str, Any], qtbot: QtBot) -> None:
    assert "Score the whole talk" not in words(shown(qtbot, replace(DEBRIEF, **without)))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 5, 9, 5), "today, 09:05"),
        (datetime(2026, 3, 4, 23, 59), "yesterday, 23:59"),
        (datetime(2026, 2, 4, 9, 5), "4 February, 09:05"),
        (datetime(2025, 3, 5, 9, 5), "5 March 2025, 09:05"),
    ],
)
def test_days_are_told_as_people_say_them(at: datetime, said: str) -> None:
    assert day_words(at, datetime(2026, 3, 5, 12, 0)) == said


def test_numbers_are_told_as_people_say_them() -> None:
    assert attempt_words(3) == "third attempt"
    assert attempt_words(23) == "attempt 23"
    assert points_words(2, 3, 0) == "2 of 3 key points"
    assert points_words(0, 0, 2) == "No key points on this way, 2 red flags"
