"""Reminders: at the time that was asked for, once a day, never during a talk, and a click leads to the drills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from coachdesk.services import reminders
from coachdesk.services.desk import Desk
from coachdesk.services.rehearse import Typed, Wishes, rehearse
from ui.reminders import Reminders
from ui.shell import Shell
from ui.speak import Voice
from ui.work import Work

MORNING = datetime(2026, 11, 25, 8, 0).astimezone()


class Clock:
    def __init__(self) -> None:
        self.time = MORNING

    def __call__(self) -> datetime:
        return self.time

    def at(self, hour: int, minute: int = 0, days: int = 0) -> None:
        self.time = MORNING.replace(hour=hour, minute=minute) + timedelta(days=days)


class Reminding:
    """A window with drills due, what it was asked to show itself, and what the system showed."""

    def __init__(self, desk: Desk, qtbot: QtBot, due: int) -> None:
        self.clock, self.work, self.seen = Clock(), Work(), list[str]()
        self.asked = 0
        window = QWidget()
        qtbot.addWidget(window)
        self.shell = Shell(desk, self.work, Voice())

        def count(_desk: Desk, _now: datetime) -> int:
            self.asked += 1
            return due

        self.reminders = Reminders(self.shell, window, count, self.clock)
        self.reminders.unseen.connect(self.seen.append)
        self.reminders.ask_for("09:00")

    def look(self) -> list[str]:
        self.reminders.look()
        self.work._changes.submit(lambda: None).result()  # behind what was asked
        return self.seen


@pytest.fixture
def reminding(desk: Desk, qtbot: QtBot) -> Iterator[Reminding]:
    made = Reminding(desk, qtbot, due=3)
    yield made
    made.work.close()


def test_a_reminder_comes_at_its_time_and_once_a_day(reminding: Reminding, qtbot: QtBot) -> None:
    reminding.clock.at(8, 59)
    assert reminding.look() == []
    reminding.clock.at(9, 0)
    reminding.look()
    qtbot.waitUntil(lambda: reminding.seen == ["3 drills are due, about 5 minutes"])
    reminding.clock.at(9, 1)
    reminding.look()
    reminding.clock.at(23, 0)
    reminding.look()
    qtbot.wait(50)
    assert len(reminding.seen) == 1
    reminding.clock.at(9, 0, days=1)
    reminding.look()
    qtbot.waitUntil(lambda: len(reminding.seen) == 2)


def test_a_computer_that_slept_through_the_time_reminds_when_it_wakes(reminding: Reminding, qtbot: QtBot) -> None:
    reminding.clock.at(11, 30)
    reminding.look()
    qtbot.waitUntil(lambda: len(reminding.seen) == 1)


def test_a_time_that_was_over_before_the_start_or_the_wish_comes_tomorrow(reminding: Reminding) -> None:
    reminding.reminders.ask_for("07:30")
    reminding.clock.at(10)
    reminding.look()
    assert reminding.asked == 0


def test_nobody_is_reminded_who_did_not_ask(reminding: Reminding) -> None:
    reminding.reminders.ask_for("")
    reminding.clock.at(9)
    reminding.look()
    assert reminding.asked == 0


def test_a_talk_is_not_disturbed_and_the_reminder_comes_after_it(reminding: Reminding, qtbot: QtBot) -> None:
    reminding.shell.busy.emit(True)
    reminding.clock.at(9)
    assert reminding.look() == []
    assert reminding.asked == 0
    reminding.shell.busy.emit(False)
    reminding.clock.at(9, 12)
    reminding.look()
    qtbot.waitUntil(lambda: len(reminding.seen) == 1)


def test_a_reminder_that_comes_when_a_talk_has_begun_is_kept_for_its_end(reminding: Reminding, qtbot: QtBot) -> None:
    reminding.clock.at(9)
    reminding.reminders.look()
    reminding.shell.busy.emit(True)
    qtbot.waitUntil(lambda: reminding.asked == 1)
    qtbot.wait(50)
    assert reminding.seen == []
    reminding.shell.busy.emit(False)
    assert len(reminding.seen) == 1


def test_a_second_start_on_the_same_day_reminds_of_nothing(reminding: Reminding, desk: Desk) -> None:
    reminding.clock.at(9)
    reminding.look()
    assert reminders.remind(desk, reminding.clock(), lambda _desk, _now: 3).drills == 0


def test_nothing_due_is_no_reminder(desk: Desk, qtbot: QtBot) -> None:
    made = Reminding(desk, qtbot, due=0)
    made.clock.at(9)
    made.look()
    qtbot.wait(50)
    assert made.asked == 1
    assert made.seen == []
    made.work.close()


def test_the_drills_that_are_due_are_counted(desk: Desk) -> None:
    rehearse(desk, "too-high", [Typed("i hear you")], Wishes(seed=1))
    later = MORNING + timedelta(days=400)
    reminder = reminders.remind(desk, later)
    assert reminder.drills > 0
    assert reminder.minutes >= reminder.drills


def test_what_somebody_wrote_into_the_note_is_no_day(desk: Desk) -> None:
    desk.folder.make()
    (desk.folder.root / reminders.FILE).write_bytes(b"\xff\xfe yesterday")
    assert reminders.remind(desk, MORNING, lambda _desk, _now: 2).drills == 2


def test_a_note_that_cannot_be_written_is_told_once_and_nobody_is_reminded_for_ever(desk: Desk, tmp_path: Path) -> None:
    (desk.folder.root / reminders.FILE).mkdir(parents=True)
    with pytest.raises(CoachDeskError, match="could not be noted"):
        reminders.remind(desk, MORNING, lambda _desk, _now: 2)


def test_the_system_shows_it_where_it_can_and_a_click_leads_to_the_drills(
    reminding: Reminding, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _tray, _title, words, *_: told.append(words))
    reminding.clock.at(9)
    reminding.look()
    qtbot.waitUntil(lambda: told == ["3 drills are due, about 5 minutes"])
    assert reminding.seen == []
    tray = reminding.reminders.findChild(QSystemTrayIcon)
    with qtbot.waitSignal(reminding.reminders.wanted):
        tray.messageClicked.emit()
    assert not tray.isVisible()
