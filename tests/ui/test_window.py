"""The window: pages, keys, the sidebar that hides or narrows, messages that offer undo, and how light the shell is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from tests.ui.sample_views import LONG_NAME
from ui.practice.talk_foot import TalkFoot
from ui.widgets import toast
from ui.widgets.button import Button
from ui.widgets.toast import MOST_OFFERS
from ui.window import FIRST_SIZE, RAIL_PX, SIDEBAR_PX, SMALLEST, Window, brand_icon

HEAVY = ("pyqtgraph", "scipy", "alembic", "sqlalchemy", "vosk", "pocketsphinx", "pydantic", "numpy", "qtawesome",
         "sounddevice", "PySide6.QtTextToSpeech", "PySide6.QtNetwork", "rapidfuzz", "psutil", "yaml", "fsrs",
         "reportlab", "rich", "importlib.metadata", "subprocess", "ui.palette", "ui.about", "ui.reminders",
         "ui.everywhere", "coachdesk.services", "coachdesk.store")  # fmt: skip


def shown(qtbot: QtBot) -> tuple[Window, list[str]]:
    window, opened = Window(), list[str]()
    qtbot.addWidget(window)
    window.add_page("practice", "Practice", "microphone", 1)
    window.wanted.connect(opened.append)
    window.show_page("practice", QLabel("practice"))
    with qtbot.waitActive(window):
        window.show()
    return window, opened


def test_control_and_a_number_opens_a_page(qtbot: QtBot) -> None:
    window, opened = shown(qtbot)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["practice"]


def test_nobody_is_taken_away_while_the_sidebar_is_hidden(qtbot: QtBot) -> None:
    window, opened = shown(qtbot)
    window.show_sidebar(False)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert opened == []


def test_a_long_name_at_the_foot_does_not_widen_the_sidebar(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.resize(FIRST_SIZE)
    window.show_person(LONG_NAME)
    assert window._sidebar.width() == SIDEBAR_PX


def test_where_the_window_stood_comes_back(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    smallest = window.minimumSize()
    window.resize(smallest)
    kept = window.geometry_words()
    other, _ = shown(qtbot)
    other.restore(kept)
    assert other.size() == smallest
    other.restore("what somebody wrote into the settings")
    assert other.size() == smallest


def test_settings_stand_at_the_foot_of_the_sidebar(qtbot: QtBot) -> None:
    window, opened = shown(qtbot)
    window.add_page("settings", "Settings", "gear-six", 8)
    practice, settings = window._buttons["practice"], window._buttons["settings"]
    middle = window.height() / 2
    qtbot.waitUntil(lambda: settings.mapTo(window, settings.rect().topLeft()).y() > middle)
    assert practice.mapTo(window, practice.rect().topLeft()).y() < middle
    qtbot.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["settings"]


def test_the_page_that_is_open_is_marked_until_another_one_is_there(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.add_page("settings", "Settings", "gear-six", 8)
    window._buttons["settings"].click()
    assert [key for key, button in window._buttons.items() if button.isChecked()] == ["practice"]
    window.show_page("settings", QLabel("settings"))
    assert [key for key, button in window._buttons.items() if button.isChecked()] == ["settings"]


def test_a_narrow_window_keeps_the_icons_of_the_sidebar_and_its_names_for_readers(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.show_person(LONG_NAME)
    window.setMinimumSize(0, 0)
    window.resize(853, 480)  # 1280 x 720 with text of 150 %
    assert window._sidebar.width() == RAIL_PX
    assert window._buttons["practice"].width() >= 32
    assert window._buttons["practice"].accessibleName() == "Practice"
    window.resize(SMALLEST)
    assert window._sidebar.width() == SIDEBAR_PX


def test_a_count_stands_behind_the_name_of_a_page(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.show_count("practice", 3)
    window.show_count("a page that is not there", 3)
    assert window._buttons["practice"].accessibleName() == "Practice, 3"
    window.show_count("practice", 0)
    assert window._buttons["practice"].accessibleName() == "Practice"


def test_a_person_who_has_another_name_now_is_shown_once(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.resize(FIRST_SIZE)
    window.show_person("Anna")
    window.show_person("Anna Lind")
    names = [label.text() for label in window._sidebar.findChildren(QLabel) if not label.isHidden()]
    assert names == ["Anna Lind"]


def test_the_window_comes_to_the_front_from_the_task_bar(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.showMinimized()
    window.come_to_front()
    assert not window.isMinimized()
    assert window.isVisible()


def test_the_icon_of_the_program_is_there_in_every_size() -> None:
    assert len(brand_icon().availableSizes()) == 4


# -- messages, and undo -----------------------------------------------------------------------------------------------


def messages(window: Window) -> list[str]:
    """From top to bottom."""
    found = [label for label in window._toast.findChildren(QLabel) if label.isVisible() and label.text()]
    return [label.text() for label in sorted(found, key=lambda label: label.mapTo(window, label.pos()).y())]


def test_undo_takes_back_and_says_so(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    undone: list[str] = []
    window.say("Attempt discarded.", lambda: undone.append("attempt"))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["attempt"]
    assert messages(window) == ["Undone: Attempt discarded."]
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["attempt"]


def test_in_a_text_field_the_key_takes_back_what_was_typed(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    undone: list[str] = []
    field = QLineEdit()
    window.show_page("practice", field)
    field.setFocus()
    qtbot.keyClicks(field, "typed")
    window.say("Attempt discarded.", lambda: undone.append("attempt"))
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []
    assert field.text() == ""


def test_another_message_does_not_take_an_undo_away(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    undone: list[str] = []
    window.say("First discarded.", lambda: undone.append("first"))
    window.say("Second discarded.", lambda: undone.append("second"))
    window.say("The microphone is back.")
    assert messages(window) == ["The microphone is back.", "Second discarded.", "First discarded."]
    window.say("The microphone is gone.")
    assert messages(window) == ["The microphone is gone.", "Second discarded.", "First discarded."]
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["second", "first"]


def test_too_many_offers_lose_the_oldest(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    for i in range(MOST_OFFERS + 2):
        window.say(f"Number {i} discarded.", lambda: None)
    assert messages(window) == [f"Number {i} discarded." for i in range(MOST_OFFERS + 1, 1, -1)]
    assert window.rect().contains(window._toast.geometry())


def test_a_message_does_not_hide_the_big_button_of_a_talk(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.say("Nothing was heard yet.")
    assert window._toast.geometry().bottom() < window.height() - TalkFoot(window).sizeHint().height()


def test_an_undo_that_fails_says_why(qtbot: QtBot) -> None:
    def fails() -> None:
        raise CoachDeskError("It is gone for good.")

    window, _ = shown(qtbot)
    window.say("Attempt erased.", fails)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert messages(window) == ["It is gone for good."]


def test_an_offer_that_takes_nothing_back_is_not_the_undo_key_s(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    done: list[str] = []
    window.offer("3 drills are due", "Start drills", lambda: done.append("drills"))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == []
    next(b for b in window._toast.findChildren(Button) if b.text() == "Start drills").click()
    assert done == ["drills"]
    assert messages(window) == []


def test_a_message_goes_by_itself_but_not_from_under_the_pointer_or_the_keyboard(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toast, "OFFER_SHOWN_MS", 50)
    window, _ = shown(qtbot)
    window.say("Attempt discarded.", lambda: None)
    (message,) = window._toast._messages
    point = QPointF(1, 1)
    QApplication.sendEvent(message, QEnterEvent(point, point, point))
    qtbot.wait(150)
    assert messages(window) == ["Attempt discarded."]
    button = message.findChild(Button)
    button.setFocus()
    QApplication.sendEvent(message, QEvent(QEvent.Type.Leave))
    qtbot.wait(150)
    assert messages(window) == ["Attempt discarded."]
    window.setFocus()
    qtbot.waitUntil(lambda: messages(window) == [])
    assert not window._toast.isVisible()


def test_escape_sends_a_message_away_that_has_the_keyboard(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.say("Attempt discarded.", lambda: None)
    button = window._toast.findChild(Button)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert messages(window) == []


def test_messages_stand_inside_a_window_that_becomes_narrow(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.setMinimumSize(0, 0)
    window.say("A long sentence about what was done, which needs more than one line in a small window. " * 2, print)
    window.resize(420, 400)
    assert QRect(0, 0, 420, 400).contains(window._toast.geometry())


def test_the_shell_imports_nothing_heavy() -> None:
    script = f"import sys, ui.app; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_page_that_comes_up_has_the_keys_and_not_its_first_button(qtbot: QtBot) -> None:
    window, opened = shown(qtbot)
    window.add_page("today", "Today", "sun", 2)
    first, second = QWidget(), QWidget()
    here, there = QPushButton("here", first), QPushButton("there", second)
    there.clicked.connect(lambda: opened.append("there"))
    window.show_page("practice", first)
    here.setFocus()
    window.show_page("today", second)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert opened == []
    window.show_page("practice", first)
    assert here.hasFocus()
