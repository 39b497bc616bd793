"""Choose, built from dataclasses alone: finding a scenario by keys, search and filters, in all five states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import Choice
from tests.ui.sample_views import CARD, CARDS, LONG_NAME, WAITING, choice, many_cards
from ui.practice.cards import CardList, card_words
from ui.practice.choose import ChooseScreen, shortest
from ui.practice.interrupted import interrupted_words
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.filter_chip import FilterChip
from ui.widgets.select import Select


def shown(qtbot: QtBot, what: Choice, width: int = 1080) -> ChooseScreen:
    screen = ChooseScreen()
    qtbot.addWidget(screen)
    screen.resize(width, 720)
    screen.show_choice(what)
    with qtbot.waitActive(screen):
        screen.show()
    screen.setFocus()
    return screen


def cards(screen: ChooseScreen) -> CardList:
    return screen.findChild(CardList)


def titles(screen: ChooseScreen) -> list[str]:
    shown_cards = cards(screen).shown
    return [shown_cards.index(i, 0).data() for i in range(shown_cards.rowCount())]


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def test_enter_opens_the_card_that_the_arrows_reached(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    press(qtbot, Qt.Key.Key_Right)
    with qtbot.waitSignal(screen.opened) as opened:
        press(qtbot, Qt.Key.Key_Return)
    assert opened.args == [CARDS[1].id]


def test_the_down_key_goes_to_the_card_below(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    assert cards(screen).columns() == 3
    press(qtbot, Qt.Key.Key_Down)
    assert cards(screen).currentIndex().row() == 3


def test_a_click_opens_a_card(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    view = cards(screen)
    with qtbot.waitSignal(screen.opened) as opened:
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.shown.index(2, 0)).center()
        )
    assert opened.args == [CARDS[2].id]


def test_a_digit_chooses_a_skill_area_and_zero_all(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    press(qtbot, Qt.Key.Key_4)
    assert titles(screen) == [CARD.title]
    press(qtbot, Qt.Key.Key_0)
    assert len(titles(screen)) == len(CARDS)


def test_the_search_finds_every_word_anywhere_on_a_card(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    press(qtbot, Qt.Key.Key_Slash)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    qtbot.keyClicks(QApplication.focusWidget(), "cloverline demo")
    assert titles(screen) == []
    press(qtbot, Qt.Key.Key_Escape)
    assert len(titles(screen)) == len(CARDS)
    press(qtbot, Qt.Key.Key_Slash)
    qtbot.keyClicks(QApplication.focusWidget(), "CFO ninety")
    assert titles(screen) == [CARD.title]


def test_digits_in_the_search_field_are_letters_and_no_commands(qtbot: QtBot) -> None:
    screen = shown(qtbot, many_cards(30))
    press(qtbot, Qt.Key.Key_Slash)
    qtbot.keyClicks(QApplication.focusWidget(), "number 22")
    assert titles(screen) == ["Scenario number 22"]
    assert next(chip for chip in screen.findChildren(FilterChip) if chip.isChecked()).text() == "All"


def test_level_and_buyer_narrow_the_list(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    buyer, level = screen.findChildren(Select)
    if buyer.accessibleName() != "Buyer":
        buyer, level = level, buyer
    level.setCurrentIndex(level.findData("beginner"))
    assert titles(screen) == [CARDS[1].title, CARDS[2].title]
    buyer.setCurrentIndex(buyer.findData("Dana Whitfield"))
    assert titles(screen) == []


def test_no_hits_say_so_and_one_button_shows_all_again(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    screen.findChild(QLineEdit).setText("zzz")
    button = next(b for b in screen.findChildren(Button) if b.isVisible() and b.text() == "Show all scenarios")
    button.click()
    assert len(titles(screen)) == len(CARDS)


def test_coming_back_keeps_the_filter(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice())
    press(qtbot, Qt.Key.Key_4)
    screen.show_choice(choice())
    assert titles(screen) == [CARD.title]


def banners(screen: ChooseScreen) -> list[Banner]:
    return [banner for banner in screen.findChildren(Banner) if banner.isVisible()]


def test_an_interrupted_attempt_is_offered_with_what_there_is_of_it(qtbot: QtBot) -> None:
    screen = shown(qtbot, choice((WAITING,)))
    (banner,) = banners(screen)
    assert "2 answers and 11 seconds" in banner.accessibleName()
    keep = next(b for b in banner.findChildren(Button) if b.text() == "Keep what was recorded")
    with qtbot.waitSignal(screen.keep) as kept:
        keep.click()
    assert kept.args == [WAITING.attempt_id]


def test_an_attempt_without_a_word_says_so() -> None:
    assert interrupted_words(replace(WAITING, answers=0, unsaved_s=0.0)) == "Nothing had been said yet."


def test_on_the_first_day_the_shortest_beginner_scenario_is_offered(qtbot: QtBot) -> None:
    fresh = tuple(replace(card, attempts=0, last=None, best=None) for card in CARDS)
    (banner,) = banners(shown(qtbot, Choice(fresh, ())))
    assert shortest(fresh).id == "thirty-seconds"
    assert "You have thirty seconds" in banner.accessibleName()


def test_content_that_could_not_be_read_is_told(qtbot: QtBot) -> None:
    (banner,) = banners(shown(qtbot, Choice(CARDS, (), ("mine.yaml:3:1: error: no steps", "other"))))
    assert "2 content files could not be read" in banner.accessibleName()


def test_a_screen_reader_hears_a_card_as_one_sentence() -> None:
    said = card_words(CARD)
    for part in (CARD.title, "Negotiation", "intermediate", "6 minutes", "Dana Whitfield", "best 3 of 3", "track"):
        assert part in said


def test_a_thousand_scenarios_make_no_thousand_widgets(qtbot: QtBot) -> None:
    few, many = shown(qtbot, choice()), shown(qtbot, many_cards(1000))
    assert len(titles(many)) == 1000
    assert len(many.findChildren(FilterChip)) == len(few.findChildren(FilterChip))
    assert len(cards(many).viewport().children()) == len(cards(few).viewport().children())
    press(qtbot, Qt.Key.Key_End)
    assert cards(many).currentIndex().row() == 999


@pytest.mark.parametrize(("width", "columns"), [(760, 2), (1080, 3), (3840, 3)])
def test_the_columns_follow_the_window_and_stop_at_three(width: int, columns: int, qtbot: QtBot) -> None:
    screen = shown(qtbot, many_cards(30), width)
    view = cards(screen)
    lefts = {view.visualRect(view.shown.index(i, 0)).left() for i in range(12)}
    assert len(lefts) == columns == view.columns()


def test_a_name_of_sixty_letters_stays_on_its_card(qtbot: QtBot) -> None:
    long = replace(CARD, buyer=replace(CARD.buyer, name=LONG_NAME), title=LONG_NAME, first_line=LONG_NAME * 3)
    screen = shown(qtbot, Choice((long,) * 3, ()))
    assert cards(screen).visualRect(cards(screen).shown.index(2, 0)).right() <= screen.width()
    screen.grab()
