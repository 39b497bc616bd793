"""History on real services: found, narrowed, sorted, opened and erased by keyboard, in all its states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import history as attempts
from coachdesk.services.desk import Desk
from coachdesk.services.history import AttemptLine, Piece
from coachdesk.services.practice import attempt, self_score
from tests.attempts import Said, keep
from ui.practice.history import TABLE, HistorySection
from ui.practice.history_table import exactly, line_words, when_words
from ui.shell import Shell
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.question import Question

WAIT_MS = 30_000
Opener = Callable[[], HistorySection]


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot) -> Opener:
    def opened() -> HistorySection:
        section = HistorySection(shell)
        qtbot.addWidget(section)
        section.resize(1080, 720)
        with qtbot.waitActive(section):
            section.show()
        section.open()
        qtbot.waitUntil(lambda: section._screens.currentIndex() > 0, timeout=WAIT_MS)
        return section

    return opened


@pytest.fixture
def talks(desk: Desk) -> Desk:
    now = clock.now()
    with desk.database.write() as session:
        keep(desk, session, now - timedelta(days=40), [Said("we talked about money")], outcome="lost", coverage=0.2)
        keep(desk, session, now - timedelta(days=2), [Said("nothing of the kind")], coverage=0.9)
        keep(desk, session, now - timedelta(days=1), [Said("x", step="opening")], scenario="trucks-leave-late")
        keep(desk, session, now, [Said("money again")], rep="Somebody else")
    return desk


def rows(section: HistorySection) -> list[AttemptLine]:
    return list(section.table.rows.rows)


def until(qtbot: QtBot, section: HistorySection, count: int) -> None:
    qtbot.waitUntil(lambda: section._found.currentIndex() == (0 if count else 1), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(rows(section)) == count, timeout=WAIT_MS)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def button(owner: QWidget, text: str) -> Button:
    return next(each for each in owner.findChildren(Button) if each.text() == text and each.isVisible())


def test_before_the_first_talk_the_way_to_the_scenarios_is_shown(shell: Shell, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    assert any(state.isVisible() for state in section.findChildren(EmptyState))
    with qtbot.waitSignal(shell.going) as gone:
        button(section, "Choose a scenario").click()
    assert gone.args == ["practice", "choose", ""]


def test_enter_opens_the_debrief_of_the_row_the_arrows_reached(
    talks: Desk, shell: Shell, opened: Opener, qtbot: QtBot
) -> None:
    section = opened()
    assert [line.scenario_id for line in rows(section)] == ["trucks-leave-late", "too-high", "too-high"]
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(shell.going) as gone:
        press(qtbot, Qt.Key.Key_Return)
    assert gone.args == ["practice", "debrief", rows(section)[1].attempt_id]


def test_the_slash_searches_what_was_said_and_escape_ends_it(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    press(qtbot, Qt.Key.Key_Slash)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    qtbot.keyClicks(QApplication.focusWidget(), "mon")
    until(qtbot, section, 1)
    assert Piece("money", True) in rows(section)[0].snippet
    assert "money" in line_words(rows(section)[0])
    section.grab()
    press(qtbot, Qt.Key.Key_Down)
    assert section.table.view.hasFocus()
    press(qtbot, Qt.Key.Key_Slash)
    press(qtbot, Qt.Key.Key_Escape)
    until(qtbot, section, 3)
    assert section.table.view.hasFocus()


def test_nothing_found_says_so_and_one_button_shows_all_again(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    section._search.setText('zebra" OR NEAR(')
    qtbot.waitUntil(lambda: section._found.currentIndex() == 1, timeout=WAIT_MS)
    section._outcome.setCurrentIndex(section._outcome.findData("lost"))
    button(section, "Show all attempts").click()
    until(qtbot, section, 3)


def test_skill_ending_and_time_narrow_the_list(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    press(qtbot, Qt.Key.Key_2)  # discovery
    until(qtbot, section, 1)
    press(qtbot, Qt.Key.Key_0)
    until(qtbot, section, 3)
    section._outcome.setCurrentIndex(section._outcome.findData("lost"))
    until(qtbot, section, 1)
    section._since.setCurrentIndex(section._since.findData(7))
    qtbot.waitUntil(lambda: section._found.currentIndex() == 1, timeout=WAIT_MS)


def test_pages_are_read_on_and_sorting_reads_them_all(desk: Desk, opened: Opener, qtbot: QtBot) -> None:
    with desk.database.write() as session:
        for i in range(attempts.PAGE * 2 + 20):
            keep(desk, session, clock.now() - timedelta(hours=i), coverage=(i * 7 % 100) / 100)
    section = opened()
    qtbot.waitUntil(lambda: len(rows(section)) == attempts.PAGE, timeout=WAIT_MS)
    qtbot.keyClick(section.table.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(rows(section)) >= attempts.PAGE * 2, timeout=WAIT_MS)
    section.table.sort_by("points")
    qtbot.waitUntil(lambda: len(rows(section)) == attempts.PAGE * 2 + 20, timeout=WAIT_MS)
    assert len({line.attempt_id for line in rows(section)}) == attempts.PAGE * 2 + 20
    shares = [line.coverage or 0.0 for line in rows(section)]
    assert shares == sorted(shares, reverse=True)


def test_columns_and_order_are_kept_for_the_next_time(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    section.table.show_column("level", True)
    section.table.sort_by("points")
    # The order is kept after the columns, in which "points" stands too.
    qtbot.waitUntil(lambda: '"by": "points"' in talks.settings().tables.get(TABLE, ""), timeout=WAIT_MS)
    again = opened()
    assert "level" in {column.key for column in again.table.shown_columns()}
    qtbot.waitUntil(lambda: [line.coverage for line in rows(again)] == [0.9, 0.5, 0.2], timeout=WAIT_MS)


def answer(qtbot: QtBot, section: HistorySection, verb: str) -> None:
    qtbot.waitUntil(lambda: any(q.isVisible() for q in section.findChildren(Question)), timeout=WAIT_MS)
    question = next(q for q in section.findChildren(Question) if q.isVisible())
    button(question, verb).click()


def test_delete_asks_and_erases_only_when_told_to(talks: Desk, shell: Shell, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    section.table.go_to(1)
    gone = rows(section)[1]
    qtbot.keyClick(section.table.view, Qt.Key.Key_Delete)
    answer(qtbot, section, "Keep it")
    qtbot.keyClick(section.table.view, Qt.Key.Key_Delete)
    with qtbot.waitSignal(shell.toast, timeout=WAIT_MS):
        answer(qtbot, section, "Erase it")
    until(qtbot, section, 2)
    assert gone.attempt_id not in {line.attempt_id for line in rows(section)}


def test_an_attempt_that_was_scored_stays_and_it_is_said(
    desk: Desk, shell: Shell, opened: Opener, qtbot: QtBot
) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "i hear you what are you comparing it with")
    self_score.score_yourself(desk, turn.attempt_id, {"listens": 3})
    section = opened()
    qtbot.keyClick(section.table.view, Qt.Key.Key_Delete)
    with qtbot.waitSignal(shell.toast, timeout=WAIT_MS) as said:
        answer(qtbot, section, "Erase it")
    assert "scored" in said.args[0]
    assert len(rows(section)) == 1


def test_an_attempt_that_ends_elsewhere_comes_into_the_list(
    talks: Desk, shell: Shell, opened: Opener, qtbot: QtBot
) -> None:
    section = opened()
    with talks.database.write() as session:
        keep(talks, session, clock.now())
    shell.work.changed.emit(frozenset({"attempts"}))
    until(qtbot, section, 4)


def test_a_database_that_cannot_be_read_says_so_and_is_tried_again(
    talks: Desk, opened: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = opened()

    def broken(*_args: object, **_words: object) -> None:
        raise CoachDeskError("The database is locked.", "Close the other program.")

    with monkeypatch.context() as patch:
        patch.setattr(attempts, "history", broken)
        section.look()
        qtbot.waitUntil(lambda: any(p.isVisible() for p in section.findChildren(ErrorPanel)), timeout=WAIT_MS)
    button(section, "Try again").click()
    qtbot.waitUntil(lambda: section._screens.currentIndex() == 1, timeout=WAIT_MS)


def test_copies_say_how_many_rows_they_have(talks: Desk, shell: Shell, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    section.table.view.selectAll()
    with qtbot.waitSignal(shell.toast) as said:
        qtbot.keyClick(section.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert said.args[0] == "3 attempts copied as CSV."
    assert QApplication.clipboard().text().startswith("When,Scenario,")


def test_the_palette_is_told_what_can_be_done(talks: Desk, shell: Shell, opened: Opener) -> None:
    section = opened()
    assert section.isVisible()
    titles = {action.title for action in shell.actions.now()}
    assert {"Search what I said", "Choose columns", "Copy attempts as CSV", "Erase this attempt"} <= titles


def test_dates_are_told_from_today() -> None:
    now = datetime(2026, 3, 5, 18, tzinfo=UTC).astimezone()
    at = now.replace(hour=9, minute=42)
    assert when_words(at, now) == "Today, 09:42"
    assert when_words(at - timedelta(days=1), now) == "Yesterday, 09:42"
    assert when_words(at - timedelta(days=10), now) == "23 February, 09:42"
    assert when_words(at - timedelta(days=100), now) == "25 November 2025"
    assert exactly(at) == "Thursday, 5 March 2026, 09:42"


@pytest.mark.parametrize("width", [760, 1080, 3840])
def test_it_fits_the_narrowest_window_and_does_not_sprawl(
    width: int, talks: Desk, opened: Opener, qtbot: QtBot
) -> None:
    section = opened()
    section.resize(width, 720)
    assert section.width() == width
    assert section._filled.width() <= 1120
