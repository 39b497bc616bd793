"""Scoring the whole talk, from dataclasses alone: keys, words of the levels, leaving out, keeping, correcting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import CriterionView
from tests.ui.sample_views import CRITERIA
from ui.practice.self_score import SelfScore, score_words
from ui.widgets.rating import STEP_PX
from ui.widgets.score_keys import ScoreKeys, left_out, unscored

HEARS, COMPETITION = CRITERIA
MAY_BE_LEFT_OUT = replace(HEARS, may_be_left_out=True)


def shown(
    qtbot: QtBot, criteria: Sequence[CriterionView] = CRITERIA, score: float | None = None
) -> tuple[SelfScore, list[ScoreKeys]]:
    card = SelfScore()
    qtbot.addWidget(card)
    card.resize(1000, 400)
    card.show_criteria(criteria, score)
    with qtbot.waitActive(card):
        card.show()
    card.setFocus()  # as the screen has it, and no row
    return card, rows(card)


def rows(card: SelfScore) -> list[ScoreKeys]:
    return [keys for keys in card.findChildren(ScoreKeys) if keys.isVisible()]


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def focus(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(widget.hasFocus)


def test_a_row_says_what_is_scored_whether_it_is_critical_and_whether_it_may_be_left_out(qtbot: QtBot) -> None:
    card, (hears, competition) = shown(qtbot)
    said = words(card)
    for part in (HEARS.name, HEARS.about, COMPETITION.name, COMPETITION.about, "2 still to score"):
        assert part in said
    assert said.count("Critical") == 1
    assert (hears.leave_out.isVisible(), competition.leave_out.isVisible()) == (False, True)
    assert words(hears) == unscored()


def test_building_a_card_opens_no_window_of_its_own(qtbot: QtBot) -> None:
    card, _ = shown(qtbot)
    card.show_criteria(CRITERIA, 75.0)
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == [card]


def test_the_words_of_a_level_show_while_it_is_pointed_at_and_stay_when_it_is_chosen(qtbot: QtBot) -> None:
    _card, (hears, _) = shown(qtbot)
    qtbot.mouseMove(hears.keys, QPoint(3 * STEP_PX + 5, 10))
    qtbot.waitUntil(lambda: words(hears) == f"4: {HEARS.anchors[3]}")
    qtbot.mouseClick(hears.keys, Qt.MouseButton.LeftButton, pos=QPoint(3 * STEP_PX + 5, 10))
    qtbot.mouseMove(hears, QPoint(hears.width() - 2, hears.height() - 2))
    assert words(hears) == f"4: {HEARS.anchors[3]}"
    assert hears.level == 4


def test_the_arrows_show_the_words_of_each_level_and_enter_takes_it(qtbot: QtBot) -> None:
    _card, (hears, _) = shown(qtbot)
    focus(qtbot, hears.keys)
    assert words(hears) == f"1: {HEARS.anchors[0]}"
    qtbot.keyClick(hears.keys, Qt.Key.Key_Right)
    assert words(hears) == f"2: {HEARS.anchors[1]}"
    qtbot.keyClick(hears.keys, Qt.Key.Key_Return)
    assert hears.level == 2


def test_a_row_is_as_tall_as_its_longest_words_so_nothing_moves(qtbot: QtBot) -> None:
    long = replace(HEARS, anchors=(*HEARS.anchors[:4], f"{HEARS.anchors[4]} " * 4))
    card, (hears, _) = shown(qtbot, (long, COMPETITION))
    card.resize(620, 600)
    before = hears.geometry()
    hears.choose(5)
    qtbot.wait(1)
    label = next(label for label in hears.findChildren(QLabel) if label.isVisible())
    assert hears.geometry() == before
    assert label.height() >= label.heightForWidth(label.width())


def test_digits_score_the_row_that_has_the_focus(qtbot: QtBot) -> None:
    _card, (hears, competition) = shown(qtbot)
    focus(qtbot, hears.keys)
    qtbot.keyClick(hears.keys, Qt.Key.Key_5)
    focus(qtbot, competition.leave_out)
    qtbot.keyClick(competition.leave_out, Qt.Key.Key_2)
    qtbot.keyClick(competition.leave_out, Qt.Key.Key_7)
    qtbot.keyClick(competition.leave_out, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert (hears.level, competition.level) == (5, 2)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_criterion_is_left_out_and_taken_back_by_keys(key: Qt.Key, qtbot: QtBot) -> None:
    _card, (_, competition) = shown(qtbot)
    competition.choose(3)
    focus(qtbot, competition.leave_out)
    qtbot.keyClick(competition.leave_out, key)
    assert (competition.level, competition.left_out, words(competition)) == (None, True, left_out())
    qtbot.keyClick(competition.leave_out, key)
    assert (competition.level, competition.left_out, words(competition)) == (None, False, unscored())


def test_it_can_be_kept_once_every_row_is_scored_or_left_out(qtbot: QtBot) -> None:
    card, (hears, competition) = shown(qtbot)
    competition.leave_out.click()
    assert not card.keep_button.isEnabled()
    assert "1 still to score" in words(card)
    hears.choose(4)
    with qtbot.waitSignal(card.keep) as kept:
        card.keep_button.click()
    assert kept.args == [{HEARS.id: 4, COMPETITION.id: None}]
    card.show_kept(75.0)
    said = words(card)
    assert "You scored this talk 75 of 100." in said
    assert "The new card corrects this one." in said


def test_a_card_with_everything_left_out_says_nothing_and_is_not_kept(qtbot: QtBot) -> None:
    card, (only,) = shown(qtbot, (MAY_BE_LEFT_OUT,))
    only.leave_out.click()
    assert not card.keep_button.isEnabled()
    assert "Score at least one" in words(card)


def test_a_second_press_keeps_nothing_twice_and_a_change_can_be_kept_again(qtbot: QtBot) -> None:
    card, (hears, _) = shown(qtbot, (replace(HEARS, level=4), COMPETITION), 75.0)
    with qtbot.assertNotEmitted(card.keep):
        card.keep_button.click()
    hears.choose(2)
    with qtbot.waitSignal(card.keep) as kept:
        card.keep_button.click()
    assert kept.args == [{HEARS.id: 2, COMPETITION.id: None}]
    card.show_kept(25.0)
    assert "You scored this talk 25 of 100." in words(card)


def test_a_card_that_could_not_be_kept_keeps_its_levels_and_can_be_tried_again(qtbot: QtBot) -> None:
    card, (hears, competition) = shown(qtbot)
    hears.choose(4)
    competition.choose(3)
    card.keep_button.click()
    card.show_not_kept()
    assert (hears.level, competition.level) == (4, 3)
    with qtbot.waitSignal(card.keep):
        card.keep_button.click()


def test_a_kept_card_comes_back_with_its_levels(qtbot: QtBot) -> None:
    card, (hears, competition) = shown(qtbot, (replace(HEARS, level=4), COMPETITION), 75.0)
    assert (hears.level, competition.left_out) == (4, True)
    assert "Kept" in words(card).splitlines()
    card.show_criteria((HEARS,), None)
    qtbot.waitUntil(lambda: [keys.level for keys in rows(card)] == [None])
    assert "You scored" not in words(card)


def test_tab_goes_from_row_to_row_and_then_to_the_button(qtbot: QtBot) -> None:
    card, (hears, competition) = shown(qtbot)
    hears.choose(4)
    competition.choose(4)
    focus(qtbot, hears.keys)
    for stop in (competition.keys, competition.leave_out, card.keep_button):
        qtbot.keyClick(card.focusWidget(), Qt.Key.Key_Tab)
        assert card.focusWidget() is stop


def test_a_screen_reader_hears_the_criterion_its_level_and_what_that_means(qtbot: QtBot) -> None:
    card, (hears, competition) = shown(qtbot)
    hears.choose(4)
    assert hears.keys.accessibleName() == f"{HEARS.name}, critical: 4 of 5"
    assert HEARS.anchors[3] in hears.keys.accessibleDescription()
    assert competition.leave_out.accessibleName() == f"Leave out: {COMPETITION.name}"
    assert card.keep_button.accessibleName() == "Keep my score"


def test_a_score_is_told_in_whole_points() -> None:
    assert score_words(64.71) == "You scored this talk 65 of 100"
