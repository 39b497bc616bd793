"""The drills of the Practice page on real services, by keyboard alone, with typed answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import drills, people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.store import drills as kept_drills
from coachdesk.store import records
from ui.practice.drill_lesson import LessonScreen
from ui.practice.drill_overview import OverviewScreen
from ui.practice.drill_result import ResultScreen
from ui.practice.drill_summary import SummaryScreen
from ui.practice.drill_words import in_words, when_words
from ui.practice.drills import DrillsSection
from ui.practice.page import PracticePage
from ui.practice.talk import TalkScreen
from ui.practice.talk_words import Phase
from ui.shell import Shell
from ui.speak import NO_VOICE, Voice
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.page import Page
from ui.window import SIDEBAR_PX, SMALLEST
from ui.work import Work

WAIT_MS = 30_000
GOOD = "i hear you what are you comparing it with"
BAD = "we could do ten percent off"


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> Iterator[DrillsSection]:
    """The overview, on a library whose first new drill is the small scenario's."""
    small = desk.library.scenarios["too-high"]
    desk.library.scenarios.clear()
    desk.library.scenarios["too-high"] = small
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE  # no speech service is started
    shown = DrillsSection(Shell(desk, work, voice))
    qtbot.addWidget(shown)
    shown.resize(1080, 640)
    with qtbot.waitActive(shown):
        shown.show()
    shown.open()
    until(qtbot, shown, OverviewScreen, lambda: shown._overview._seen is not None)
    yield shown
    shown.close_down()
    work.close()
    desk.close()


def until(
    qtbot: QtBot, section: DrillsSection, kind: type[QWidget], also: Callable[[], bool] = lambda: True
) -> QWidget:
    qtbot.waitUntil(lambda: isinstance(section.currentWidget(), kind) and also(), timeout=WAIT_MS)
    screen = section.currentWidget()
    assert screen is not None
    return screen


def press(qtbot: QtBot, section: DrillsSection, key: Qt.Key) -> None:
    """As a person does: to whatever has the focus."""
    qtbot.keyClick(QApplication.focusWidget() or section, key)


def words(section: DrillsSection) -> str:
    return "\n".join(label.text() for label in section.findChildren(QLabel) if label.isVisible())


def talk(qtbot: QtBot, section: DrillsSection) -> TalkScreen:
    screen = until(qtbot, section, TalkScreen, lambda: section._talk.phase is Phase.TYPING)
    assert isinstance(screen, TalkScreen)
    return screen


def answer(qtbot: QtBot, section: DrillsSection, text: str) -> None:
    talk(qtbot, section)
    qtbot.keyClicks(QApplication.focusWidget(), text)
    press(qtbot, section, Qt.Key.Key_Return)
    until(qtbot, section, ResultScreen)


def fail(desk: Desk, times: int) -> str:
    """Fail the small scenario's first drill so often; its id."""
    card = next(card for card in drills.session(desk, clock.now()) if card.step == "price")
    for _ in range(times):
        attempt.answer_typed(desk, drills.begin(desk, card.card_id).attempt_id, BAD)
    return card.card_id


def test_a_session_goes_from_its_first_drill_to_its_end_by_keyboard_alone(section: DrillsSection, qtbot: QtBot) -> None:
    assert "Begin with 2 objections" in words(section)
    assert section._overview._start.text() == "Do today's 2 new ones"
    with qtbot.waitSignal(section._shell.busy, check_params_cb=lambda busy: busy, timeout=WAIT_MS):
        press(qtbot, section, Qt.Key.Key_T)
        talk(qtbot, section)
    assert "drill 1 of 2" in words(section)
    assert "/ 01:00" in words(section)
    answer(qtbot, section, GOOD)
    assert "1 of 2" in words(section)
    assert "Everything that counts is in it." in words(section)
    assert "A model answer" not in words(section)
    press(qtbot, section, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: "A model answer" in words(section), timeout=WAIT_MS)
    assert "Easy: comes back" in words(section)
    press(qtbot, section, Qt.Key.Key_Space)
    talk(qtbot, section)
    assert "drill 2 of 2" in words(section)
    answer(qtbot, section, "well no")
    assert "Again: comes back in 1 min" in words(section)
    press(qtbot, section, Qt.Key.Key_Space)
    until(qtbot, section, SummaryScreen)
    assert "2 drills done" in words(section)
    assert "1 held. 1 comes back in a few minutes." in words(section)
    assert not section._shell.is_busy
    press(qtbot, section, Qt.Key.Key_Space)
    until(qtbot, section, OverviewScreen)
    assert "Nothing is due" in words(section)
    assert "The next one comes in 1 min." in words(section)


def test_esc_ends_a_session_and_what_was_answered_stays(section: DrillsSection, qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, GOOD)
    press(qtbot, section, Qt.Key.Key_Escape)
    until(qtbot, section, SummaryScreen)
    assert "1 drill done" in words(section)
    assert "1 is left for later." in words(section)
    assert drills.overview(desk, clock.now()).answered == 1


def test_leaving_in_the_middle_of_a_drill_leaves_no_trace_of_it(
    section: DrillsSection, qtbot: QtBot, desk: Desk
) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    talk(qtbot, section)
    qtbot.keyClicks(QApplication.focusWidget(), "i hear")
    press(qtbot, section, Qt.Key.Key_Escape)
    until(qtbot, section, OverviewScreen)
    qtbot.waitUntil(lambda: attempts(desk) == 0, timeout=WAIT_MS)
    assert drills.overview(desk, clock.now()).answered == 0
    assert not section._shell.is_busy


def attempts(desk: Desk) -> int:
    with desk.database.read() as session:
        person = people.known_rep(session)
        return len(records.attempts_of(session, person)) if person else 0


def test_a_drill_that_is_skipped_shows_its_model_answer_at_once(section: DrillsSection, qtbot: QtBot) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    screen = talk(qtbot, section)
    next(button for button in screen.findChildren(Button) if button.text() == "Skip").click()
    until(qtbot, section, ResultScreen)
    qtbot.waitUntil(lambda: "A model answer" in words(section), timeout=WAIT_MS)
    assert "You skipped this one." in words(section)
    assert [key.isEnabled() for key in section._result._keys._keys] == [True, False, False, False]


def test_a_rating_that_too_much_is_missing_for_cannot_be_given(section: DrillsSection, qtbot: QtBot) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, "what are you comparing it with")
    with qtbot.assertNotEmitted(section._result.rated):
        press(qtbot, section, Qt.Key.Key_4)
    press(qtbot, section, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: "Good: comes back" in words(section), timeout=WAIT_MS)


def test_saying_that_it_was_said_after_all_changes_the_rating(section: DrillsSection, qtbot: QtBot) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, "what are you comparing it with")
    assert "Hard: comes back" in words(section)
    section._result.judged.emit("acknowledge", True)
    qtbot.waitUntil(lambda: "Good: comes back" in words(section), timeout=WAIT_MS)


def test_what_cannot_be_kept_is_told_and_the_session_goes_on(section: DrillsSection, qtbot: QtBot) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, GOOD)
    with qtbot.waitSignal(section._shell.toast, timeout=WAIT_MS) as said:
        section._result.judged.emit("no_such_point", True)
    assert "no_such_point" in said.args[0]
    qtbot.waitUntil(section._result._next.isEnabled, timeout=WAIT_MS)


def test_a_drill_that_is_set_aside_can_be_brought_back(section: DrillsSection, qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, GOOD)
    with qtbot.waitSignal(section._shell.toast, timeout=WAIT_MS) as said:
        press(qtbot, section, Qt.Key.Key_X)
    talk(qtbot, section)
    assert len(drills.overview(desk, clock.now()).aside) == 1
    said.args[1]()
    qtbot.waitUntil(lambda: not drills.overview(desk, clock.now()).aside, timeout=WAIT_MS)


def test_what_is_set_aside_is_listed_and_brought_back_from_there(
    section: DrillsSection, qtbot: QtBot, desk: Desk
) -> None:
    card = drills.session(desk, clock.now())[0]
    drills.set_aside(desk, card.card_id)
    section.open()
    qtbot.waitUntil(lambda: "Set aside" in words(section), timeout=WAIT_MS)
    next(b for b in section.findChildren(Button) if b.isVisible() and b.text() == "Bring back").click()
    qtbot.waitUntil(lambda: "Set aside" not in words(section), timeout=WAIT_MS)
    assert "Begin with 2 objections" in words(section)


def test_a_drill_that_failed_again_and_again_is_a_lesson_to_pass(
    section: DrillsSection, qtbot: QtBot, desk: Desk
) -> None:
    card_id = fail(desk, 4)
    section.open()
    qtbot.waitUntil(lambda: "Learn these anew" in words(section), timeout=WAIT_MS)
    lesson = next(b for b in section.findChildren(Button) if b.isVisible() and b.text() == "Open lesson")
    lesson.setFocus()
    press(qtbot, section, Qt.Key.Key_Return)
    until(qtbot, section, LessonScreen)
    for part in ("failed 4 times", "What a good answer does", "Ask what it is compared with", "It becomes the price."):
        assert part in words(section)
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, GOOD)
    press(qtbot, section, Qt.Key.Key_Space)
    until(qtbot, section, SummaryScreen)
    assert "All of them held." in words(section)
    with desk.database.read() as session:
        assert kept_drills.card(session, card_id).leech_since is None


def test_a_drill_that_becomes_a_leech_says_where_it_goes(section: DrillsSection, qtbot: QtBot, desk: Desk) -> None:
    card_id = fail(desk, 3)
    with desk.database.write() as session:
        session.connection().exec_driver_sql("UPDATE drill_cards SET due = '2020-01-01' WHERE id = ?", (card_id,))
    section._session_came([card for card in drills.session(desk, clock.now()) if card.card_id == card_id], True)
    answer(qtbot, section, BAD)
    assert "It waits as a lesson under Drills" in words(section)


def test_lessons_can_be_set_aside_and_left(section: DrillsSection, qtbot: QtBot, desk: Desk) -> None:
    card_id = fail(desk, 4)
    section._open_lesson(card_id)
    until(qtbot, section, LessonScreen)
    press(qtbot, section, Qt.Key.Key_Escape)
    until(qtbot, section, OverviewScreen)
    section._open_lesson(card_id)
    until(qtbot, section, LessonScreen)
    press(qtbot, section, Qt.Key.Key_X)
    until(qtbot, section, OverviewScreen)
    qtbot.waitUntil(lambda: "Set aside" in words(section), timeout=WAIT_MS)


def test_when_nothing_is_due_a_role_play_is_offered(section: DrillsSection, qtbot: QtBot, desk: Desk) -> None:
    desk.change_settings(new_drills_a_day=0)
    section.open()
    qtbot.waitUntil(lambda: "Nothing is due" in words(section), timeout=WAIT_MS)
    with qtbot.assertNotEmitted(section._overview.started):
        press(qtbot, section, Qt.Key.Key_T)
    with qtbot.waitSignal(section._shell.going, timeout=WAIT_MS) as going:
        press(qtbot, section, Qt.Key.Key_Space)
    assert going.args == ["practice", "choose", ""]


def test_a_change_elsewhere_is_seen_while_the_overview_is_looked_at(
    section: DrillsSection, qtbot: QtBot, desk: Desk
) -> None:
    attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    section._work.changed.emit(frozenset({"attempts"}))
    qtbot.waitUntil(lambda: "1 new drill" in words(section), timeout=WAIT_MS)


def test_a_session_can_be_started_from_elsewhere(section: DrillsSection, qtbot: QtBot) -> None:
    section.open("start")
    until(qtbot, section, TalkScreen)


def test_a_drill_that_begins_after_one_turned_away_brings_itself_back(section: DrillsSection, qtbot: QtBot) -> None:
    gone: list[tuple[str, str, str]] = []
    section._shell.going.connect(lambda *where: gone.append(where))
    qtbot.keyClick(section._overview, Qt.Key.Key_T)
    section.hide()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT_MS)
    assert gone == [("practice", "drills", "")]
    assert section.currentWidget() is section._talk


def test_the_palette_is_told_what_can_be_done_while_a_drill_is_answered(section: DrillsSection, qtbot: QtBot) -> None:
    qtbot.keyClick(section._overview, Qt.Key.Key_T)
    until(qtbot, section, TalkScreen, lambda: section._talk.phase is Phase.TYPING)
    titles = [action.title for action in section._shell.actions.of_screen()]
    assert "Leave the talk" in titles
    assert "Start drills" not in titles


def test_the_palette_is_told_what_can_be_done(section: DrillsSection) -> None:
    titles = [action.title for action in section._shell.actions.now()]
    assert titles == ["Start drills", "Start drills, typing the answers"]


def test_a_session_that_is_turned_away_from_is_still_there(section: DrillsSection, qtbot: QtBot) -> None:
    press(qtbot, section, Qt.Key.Key_T)
    answer(qtbot, section, GOOD)
    section.open()
    assert section.currentWidget() is section._result


def test_a_folder_that_cannot_be_read_is_told_and_tried_again(
    section: DrillsSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_any: object) -> None:
        raise CoachDeskError("The database cannot be read.", "Check the disk.")

    monkeypatch.setattr(drills, "overview", refuse)
    section.open()
    qtbot.waitUntil(lambda: "The database cannot be read." in words(section), timeout=WAIT_MS)
    monkeypatch.undo()
    again = next(button for button in section.findChildren(Button) if button.text() == "Try again")
    assert section.findChild(ErrorPanel) is not None
    again.click()
    until(qtbot, section, OverviewScreen)


def test_a_session_that_cannot_begin_says_so_and_can_be_tried_again(
    section: DrillsSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_any: object) -> None:
        raise CoachDeskError("The database is busy.")

    for name in ("session", "begin"):
        monkeypatch.setattr(drills, name, refuse)
        with qtbot.waitSignal(section._shell.toast, timeout=WAIT_MS) as said:
            press(qtbot, section, Qt.Key.Key_T)
        assert said.args[0] == "The database is busy."
        monkeypatch.undo()
        until(qtbot, section, OverviewScreen, lambda: section._overview.can_start)


def test_every_screen_fits_a_small_window_with_long_names(section: DrillsSection, qtbot: QtBot, desk: Desk) -> None:
    card_id = fail(desk, 4)
    long = "Maximiliane Featherstonehaugh-Oppenheimer von und zu Weissenburg " * 2
    seen = drills.overview(desk, clock.now())
    buyer = replace(seen.leeches[0].buyer, name=long, role=long)
    card = replace(seen.leeches[0], title=long, says=long, buyer=buyer)
    many = replace(seen, due=4_200, new=50, minutes=6_375, leeches=(card,) * 50, aside=(card,) * 50, cards=5_000)
    section._overview.show_overview(many, clock.now())
    lesson = drills.lesson(desk, card_id)
    section._lesson.show_lesson(replace(lesson, card=card))
    turn = drills.begin(desk, card_id)
    attempt.answer_typed(desk, turn.attempt_id, BAD)
    result = drills.result(desk, turn.attempt_id)
    result = replace(result, card=card, answer=replace(result.answer, says=long))
    section._result.show_result(result, clock.now())
    section._result.show_place(12, 20)
    section._summary.show_summary([result] * 20, 3, clock.now())
    room = SMALLEST.width() - SIDEBAR_PX
    for screen in (section._overview, section._lesson, section._summary, section._result):
        free = SMALLEST.width() if screen is section._result else room  # in a session the sidebar is hidden
        for page in screen.findChildren(Page):
            assert page.content_width() <= free, type(screen).__name__
        assert screen.minimumSizeHint().width() <= free, type(screen).__name__
        screen.grab()


NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=5), "1 min"), (timedelta(minutes=10), "10 min"), (timedelta(hours=1), "1 hour"),
        (timedelta(hours=5), "5 hours"), (timedelta(days=1), "1 day"), (timedelta(days=41), "41 days"),
        (timedelta(days=90), "3 months"), (timedelta(days=4_000), "over a year"), (timedelta(days=-3), "1 min"),
    ],
)  # fmt: skip
def test_how_long_until_a_drill_comes_back_is_said_shortly(wait: timedelta, said: str) -> None:
    assert in_words(wait) == said


def test_when_a_drill_comes_back_is_said_as_one_would_say_it() -> None:
    noon = NOW.astimezone().replace(hour=12)
    assert when_words(noon + timedelta(minutes=10), noon) == "in 10 min"
    assert when_words(noon + timedelta(days=1), noon) == "tomorrow"
    assert when_words(noon + timedelta(days=3), noon) == "on Thursday"
    assert when_words(noon + timedelta(days=30), noon) == "on 1 April"


def test_the_drills_are_a_section_of_practice(desk: Desk, qtbot: QtBot) -> None:
    work, voice = Work(), Voice()
    voice.trouble = NO_VOICE
    page = PracticePage(Shell(desk, work, voice))
    qtbot.addWidget(page)
    page.open_at("drills")
    qtbot.waitUntil(lambda: isinstance(page.currentWidget(), DrillsSection), timeout=WAIT_MS)
    page.close_down()
    work.close()
    desk.close()
