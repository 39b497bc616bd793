"""Space, tapped or held."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.practice.space_key import SpaceKey


def test_a_tap_that_may_not_be_held_counts_when_it_goes_down(qtbot: QtBot) -> None:
    key = SpaceKey()
    with qtbot.waitSignal(key.tapped):
        key.press(may_be_held=False)


def test_a_tap_that_may_be_held_counts_when_it_goes_up_soon(qtbot: QtBot) -> None:
    key = SpaceKey()
    with qtbot.assertNotEmitted(key.tapped):
        key.press(may_be_held=True)
    with qtbot.waitSignal(key.tapped):
        key.release()


def test_a_key_that_is_held_says_so_again_and_again_and_when_it_is_let_go(qtbot: QtBot) -> None:
    key = SpaceKey()
    with qtbot.assertNotEmitted(key.tapped):
        with qtbot.waitSignals([key.held, key.held]):
            key.press(may_be_held=True)
        with qtbot.waitSignal(key.let_go):
            key.release()


def test_a_key_that_the_system_repeats_is_pressed_once_and_held(qtbot: QtBot) -> None:
    key = SpaceKey()
    taps: list[None] = []
    key.tapped.connect(lambda: taps.append(None))
    with qtbot.assertNotEmitted(key.let_go), qtbot.waitSignal(key.held):
        key.press(may_be_held=False)
        for _ in range(5):
            key.release()
            key.press(may_be_held=False)
    assert len(taps) == 1
    with qtbot.waitSignal(key.let_go):
        key.release()


def test_a_key_that_is_forgotten_neither_goes_up_nor_is_held(qtbot: QtBot) -> None:
    key = SpaceKey()
    key.press(may_be_held=True)
    key.forget()
    with qtbot.assertNotEmitted(key.tapped, wait=200), qtbot.assertNotEmitted(key.let_go):
        key.release()
