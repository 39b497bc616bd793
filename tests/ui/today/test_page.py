"""Today on a real data folder: the one thing is one key away, what was begun is offered, and changes are seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from coachdesk.coaching.suggestion import Suggestion
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.practice.views import Made
from coachdesk.services.today import Day, DueDrill, DueDrills, LastTalk, SkillMonth, Today, Week
from tests.ui.sample_views import LONG_NAME, WAITING
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.today.lines import LineButton
from ui.today.page import TodayPage
from ui.today.screen import TodayScreen, greeting
from ui.today.week import WeekBars
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.work import Change, Work

WAIT_MS = 30_000
NOW = datetime(2026, 11, 24, 9, 30).astimezone()
DRILLS = DueDrills(
    6, 9, "Ask before you answer", 2, "negotiation",
    tuple(
        DueDrill(f"card-{i}", "too-high", f"Drill number {i}", "negotiation", "Far too much.", ("Ask first",), NOW)
        for i in range(6)
    ),
)  # fmt: skip
WEEK = Week(tuple(Day(NOW.date().replace(day=18 + i), i, 40.0 * i) for i in range(7)), 3)
TODAY = Today(
    now=NOW,
    name="Priya Nair",
    drills=DRILLS,
    waiting=(),
    suggestion=Suggestion("lowest", "email", "Just send an email", "prospecting", 4, "Prospecting is your lowest."),
    first=None,
    week=WEEK,
    last=LastTalk("attempt-1", "Too expensive", "negotiation", NOW, Made(2, 3)),
    skills=(SkillMonth("negotiation", 4, Made(5, 12), True, True), SkillMonth("demo", 1, Made(3, 4), False, False)),
)


def shown(qtbot: QtBot, today: Today, width: int = 1080) -> TodayScreen:
    screen = TodayScreen()
    qtbot.addWidget(screen)
    screen.resize(width, 720)
    screen.show_today(today)
    with qtbot.waitActive(screen):
        screen.show()
    screen.setFocus()
    return screen


def words(screen: TodayScreen | TodayPage) -> str:
    labels = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    buttons = [line.accessibleName() for line in screen.findChildren(LineButton) if line.isVisible()]
    return "\n".join([*labels, *buttons])


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (4, "Good evening, Priya"),
        (5, "Good morning, Priya"),
        (12, "Good afternoon, Priya"),
        (18, "Good evening, Priya"),
    ],
)
def test_the_greeting_knows_the_time_of_day_and_the_first_name(hour: int, said: str) -> None:
    assert greeting("Priya Nair", NOW.replace(hour=hour)) == said
    assert greeting("", NOW.replace(hour=hour)) == said.removesuffix(", Priya")


def test_space_starts_the_drills_that_are_due(qtbot: QtBot) -> None:
    screen = shown(qtbot, TODAY)
    assert "Ask before you answer" in words(screen)
    assert "Negotiation is your lowest skill in the last 30 days. 6 drills, about 9 minutes." in words(screen)
    with qtbot.waitSignal(screen.drill):
        press(qtbot, Qt.Key.Key_Space)


def test_without_drills_the_suggestion_is_the_one_thing(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TODAY, drills=None))
    assert "Prospecting is your lowest. 4 minutes at most." in words(screen)
    with qtbot.waitSignal(screen.opened) as opened:
        press(qtbot, Qt.Key.Key_Space)
    assert opened.args == ["email"]


def test_with_neither_a_scenario_can_be_chosen(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TODAY, drills=None, suggestion=None))
    with qtbot.waitSignal(screen.opened) as opened:
        press(qtbot, Qt.Key.Key_Space)
    assert opened.args == [""]


def test_every_line_is_reached_by_tab_and_opened_by_enter(qtbot: QtBot) -> None:
    screen = shown(qtbot, TODAY)
    each = [line for line in screen.findChildren(LineButton) if line.isVisible()]
    assert len(each) == 6  # four drills, the suggestion, the last talk
    reached = []
    for _ in range(len(each) + 1):
        press(qtbot, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert [line for line in reached if isinstance(line, LineButton)] == each
    with qtbot.waitSignal(screen.looked_back) as back:
        press(qtbot, Qt.Key.Key_Return)
    assert back.args == ["attempt-1"]


def test_what_was_begun_is_offered(qtbot: QtBot) -> None:
    screen = shown(qtbot, replace(TODAY, waiting=(WAITING,)))
    banner = screen.findChild(Banner)
    go_on = next(button for button in banner.findChildren(Button) if button.text() == "Go on")
    with qtbot.waitSignal(screen.go_on) as gone:
        go_on.click()
    assert gone.args == [WAITING.attempt_id]


def test_the_week_is_told_in_words_too(qtbot: QtBot) -> None:
    screen = shown(qtbot, TODAY)
    assert "21 answers in seven days, 14 minutes spoken." in words(screen)
    assert "3 days in a row" in words(screen)
    assert "Tue 6" in screen.findChild(WeekBars).accessibleName()


def test_an_empty_week_shows_no_streak(qtbot: QtBot) -> None:
    empty = Week(tuple(replace(day, answers=0, spoken_s=0.0) for day in WEEK.days), 0)
    screen = shown(qtbot, replace(TODAY, week=empty))
    assert "Nothing in the last seven days." in words(screen)
    assert "in a row" not in words(screen)


def test_long_names_fit_a_small_window(qtbot: QtBot) -> None:
    drill = replace(DRILLS.drills[0], title=LONG_NAME * 2, says=LONG_NAME * 4, missed=(LONG_NAME * 3,))
    long = replace(TODAY, name=LONG_NAME * 3, drills=replace(DRILLS, drills=(drill,), focus=LONG_NAME),
                   last=replace(TODAY.last, title=LONG_NAME * 2) if TODAY.last else None)  # fmt: skip
    screen = shown(qtbot, long, width=760)
    assert screen.page.content_width() <= 760
    screen.grab()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[TodayPage]:
    desk.change_settings(welcomed=True)
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE
    page = TodayPage(Shell(desk, work, voice))
    qtbot.addWidget(page)
    page.resize(1080, 720)
    with qtbot.waitActive(page):
        page.show()
    yield page
    page.close_down()
    work.close()
    desk.close()


def test_a_change_of_attempts_is_seen_at_once(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    page.open()
    qtbot.waitUntil(lambda: "Meet your first buyer" in page._screen.begin_words(), timeout=WAIT_MS)

    def talk() -> None:
        begun = attempt.begin(desk, "too-high", seed=1).attempt_id
        attempt.answer_typed(desk, begun, "i hear you what are you comparing it with")

    Change(talk, {"attempts"}).start(page._work, page)
    qtbot.waitUntil(lambda: "Look back" in words(page), timeout=WAIT_MS)
    assert "2 of 2 key points · today" in words(page)


def test_a_database_that_cannot_be_read_is_told_with_a_way_on(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    desk.folder.root.mkdir(parents=True, exist_ok=True)
    desk.folder.database.write_bytes(b"this is no database, whatever it is called" * 100)
    page.open()
    qtbot.waitUntil(
        lambda: "Try again" in [b.text() for b in page.findChildren(Button) if b.isVisible()], timeout=WAIT_MS
    )


def test_discarding_what_was_begun_asks_first_and_then_it_is_gone(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    begun = attempt.begin(desk, "too-high", seed=1).attempt_id
    attempt.answer_typed(desk, begun, "i hear you")
    for mark in desk.folder.recordings.rglob("playing.json"):
        mark.unlink()  # as if its process had ended
    page.open()
    qtbot.waitUntil(lambda: bool(page.findChildren(Banner)), timeout=WAIT_MS)
    next(b for b in page.findChildren(Button) if b.text() == "Discard").click()
    qtbot.waitUntil(lambda: len([b for b in page.findChildren(Button) if b.text() == "Discard"]) == 2, timeout=WAIT_MS)
    [b for b in page.findChildren(Button) if b.text() == "Discard"][-1].click()
    qtbot.waitUntil(lambda: "Meet your first buyer" in page._screen.begin_words(), timeout=WAIT_MS)
