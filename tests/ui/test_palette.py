"""The palette: what it finds, how it is used by keyboard, what it does while somebody talks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.services import catalog
from coachdesk.services.desk import Desk
from coachdesk.services.rehearse import Typed, Wishes, rehearse
from ui.actions import Action, Actions
from ui.palette import Entry, Palette
from ui.palette_match import ranked
from ui.window import Window

NAMES = ("Use the dark theme", "Go to Practice", "Practise the pause", "Ninety thousand is too much", "Thé à la menthe")


def found(query: str, *names: str, also: str = "") -> list[str]:
    return ranked(query, names or NAMES, lambda name: (name, also))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dark", "Use the dark theme"),  # a word of it
        ("drk", "Use the dark theme"),  # its letters in order
        ("gtp", "Go to Practice"),
        ("ninty thousand", "Ninety thousand is too much"),
        ("thousnad", "Ninety thousand is too much"),  # a slip of the finger
        ("the a", "Thé à la menthe"),
        ("PRACTICE", "Go to Practice"),
        ("much ninety", "Ninety thousand is too much"),
    ],
)
def test_a_part_of_a_name_finds_it(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_the_beginning_of_a_name_comes_before_the_middle_of_another() -> None:
    assert found("prac")[:2] == ["Practise the pause", "Go to Practice"]


def test_every_word_must_fit_somewhere() -> None:
    assert found("dark thousand") == []
    assert found("xyzzy") == []


def test_what_a_thing_is_also_called_finds_it_after_its_name() -> None:
    things = [("Copy diagnostics", "doctor report"), ("Report a problem", "")]
    assert ranked("report", things, lambda thing: thing) == [things[1], things[0]]


def test_nothing_typed_leaves_the_order() -> None:
    assert found("  ") == list(NAMES)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.add_page("practice", "Practice", "microphone", 2)
    window.show_page("practice", QLabel("practice"))
    with qtbot.waitActive(window):
        window.show()
    return window


def entries(*names: str, do: Callable[[str], object] = lambda name: None) -> list[Entry]:
    return [Entry(("action", name), name, lambda name=name: do(name)) for name in names]  # type: ignore[misc]


def shown(palette: Palette) -> list[str]:
    model = palette.list.model()
    return [model.index(line, 0).data() for line in range(model.rowCount())]


def opened(window: Window, *names: str, do: Callable[[str], object] = lambda name: None) -> Palette:
    palette = window.palette_of_actions()
    palette.open(entries(*names, do=do))
    return palette


def test_control_k_asks_for_it(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.searching):
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_typing_arrows_and_enter_do_what_is_chosen(window: Window, qtbot: QtBot) -> None:
    done: list[str] = []
    palette = opened(window, "Go to Practice", "Use the dark theme", "Use the light theme", do=done.append)
    assert palette.query.hasFocus()
    qtbot.keyClicks(palette.query, "theme")
    assert shown(palette) == ["Use the dark theme", "Use the light theme"]
    qtbot.keyClick(palette.query, Qt.Key.Key_Down)
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    assert done == ["Use the light theme"]
    assert not palette.isVisible()


def test_the_arrows_go_round_and_the_pages_stop_at_the_ends(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, *"abcdefghijklmnop")
    for key, line in (
        (Qt.Key.Key_Up, 15), (Qt.Key.Key_Down, 0), (Qt.Key.Key_PageDown, 10), (Qt.Key.Key_PageDown, 15),
        (Qt.Key.Key_PageUp, 5), (Qt.Key.Key_Tab, 6), (Qt.Key.Key_Backtab, 5),
    ):  # fmt: skip
        qtbot.keyClick(palette.query, key)
        assert palette.list.currentIndex().row() == line


def test_what_was_used_lately_comes_first_the_next_time(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, "one", "two", "three")
    qtbot.keyClicks(palette.query, "three")
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    palette.open(entries("one", "two", "three"))
    assert shown(palette) == ["three", "one", "two"]


def test_nothing_found_is_said_and_enter_does_nothing(window: Window, qtbot: QtBot) -> None:
    done: list[str] = []
    palette = opened(window, "one", do=done.append)
    qtbot.keyClicks(palette.query, "xyzzy")
    assert any("xyzzy" in label.text() for label in palette.findChildren(QLabel) if label.isVisible())
    qtbot.keyClick(palette.query, Qt.Key.Key_Return)
    qtbot.keyClick(palette.query, Qt.Key.Key_Down)
    assert done == []
    assert palette.isVisible()


def test_escape_gives_the_keyboard_back_and_is_not_the_screen_s(window: Window, qtbot: QtBot) -> None:
    pressed: list[str] = []
    for key in ("Esc", "Return", "Down", "Space"):
        QShortcut(QKeySequence(key), window, lambda key=key: pressed.append(key))
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    palette = opened(window, "one")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Escape):
        qtbot.keyClick(palette.query, key)
    assert pressed == []
    assert not palette.isVisible()
    assert field.hasFocus()


def test_a_click_beside_it_closes_it(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, "one")
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert not palette.isVisible()


def test_turning_to_a_page_closes_it(window: Window) -> None:
    palette = opened(window, "one")
    window.show_page("practice", QLabel("another"))
    assert not palette.isVisible()


def test_it_takes_the_room_that_its_lines_need_and_the_window_has(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, *(f"line {i}" for i in range(200)))
    assert window.rect().contains(palette._card.geometry())
    tall = palette._card.height()
    palette.query.setText("line 199")
    assert palette._card.height() < tall


def test_a_reader_is_told_what_is_chosen(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, "one", "two")
    qtbot.keyClick(palette.query, Qt.Key.Key_Down)
    assert palette.query.accessibleDescription() == "two"


def test_the_actions_of_a_screen_are_there_while_it_is_seen(qtbot: QtBot) -> None:
    actions, screen = Actions(), QWidget()
    qtbot.addWidget(screen)
    actions.add(Action("Go", print), Action("Never", print, is_possible=lambda: False))
    actions.add(Action("Redo", print), screen=screen)
    assert [action.title for action in actions.now()] == ["Go"]
    screen.show()
    assert [action.title for action in actions.now()] == ["Redo", "Go"]
    assert [action.title for action in actions.of_screen()] == ["Redo"]
    screen.close()
    screen.deleteLater()
    qtbot.waitUntil(lambda: [action.title for action in actions.now()] == ["Go"])


def test_the_catalogue_has_every_scenario_those_played_last_first(desk: Desk) -> None:
    before = catalog.scenarios(desk)
    assert not any(listed.recent for listed in before)
    rehearse(desk, "too-high", [Typed("i hear you")], Wishes(seed=1))
    after = catalog.scenarios(desk)
    assert after[0].scenario_id == "too-high"
    assert after[0].recent
    assert after[0].buyer == "Dana Whitfield"
    assert {listed.scenario_id for listed in after} == {listed.scenario_id for listed in before}
