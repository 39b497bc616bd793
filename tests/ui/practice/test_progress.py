"""Progress on real services: nothing, too little and enough to tell, charts with their table, keys and the theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import progress as sums
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, self_score
from coachdesk.services.progress import Area, Change
from tests.attempts import Said, keep
from ui.practice.page import SECTIONS
from ui.practice.progress import ProgressSection
from ui.practice.progress_parts import AreaCard, change_words
from ui.shell import Shell
from ui.widgets.button import Button
from ui.widgets.calendar import PracticeCalendar
from ui.widgets.chart import TrendChart
from ui.widgets.data_table import DataTable
from ui.widgets.error_panel import ErrorPanel

WAIT_MS = 30_000
Opener = Callable[[], ProgressSection]


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot) -> Opener:
    def opened() -> ProgressSection:
        section = ProgressSection(shell)
        qtbot.addWidget(section)
        section.resize(1080, 720)
        first = section._screens.currentWidget()
        with qtbot.waitActive(section):
            section.show()
        section.open()
        qtbot.waitUntil(lambda: section._screens.currentWidget() is not first, timeout=WAIT_MS)
        return section

    return opened


@pytest.fixture
def talks(desk: Desk) -> Desk:
    """Eight weeks of negotiation that go up, one talk of discovery, and somebody else's."""
    with desk.database.write() as session:
        for week in range(8):
            at = clock.now() - timedelta(weeks=week, minutes=1)
            keep(desk, session, at, [Said("i hear you", ("acknowledge",))], coverage=0.9 - week / 10)
        keep(desk, session, clock.now(), [Said("x", step="opening")], scenario="trucks-leave-late")
        keep(desk, session, clock.now(), [Said("x", step="tour")], scenario="show-me-monday-morning", rep="Another")
    return desk


def words(section: QWidget) -> str:
    return "\n".join(label.text() for label in section.findChildren(QLabel) if label.isVisible())


def button(owner: QWidget, text: str) -> Button:
    return next(each for each in owner.findChildren(Button) if each.text() == text and each.isVisible())


def test_before_the_first_attempt_the_way_to_the_scenarios_is_shown(shell: Shell, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    assert "Nothing to add up yet" in words(section)
    with qtbot.waitSignal(shell.going) as gone:
        button(section, "Choose a scenario").click()
    assert gone.args == ["practice", "choose", ""]


def test_two_talks_are_too_few_and_it_is_said(desk: Desk, opened: Opener) -> None:
    with desk.database.write() as session:
        for _ in range(2):
            keep(desk, session, clock.now())
    section = opened()
    assert "Too few to see a trend" in words(section)
    assert "too few talks to see a trend" in words(section)
    assert "A move shows here once you were asked for it three times." in words(section)


def test_only_skill_areas_that_were_practised_have_a_chart(talks: Desk, opened: Opener) -> None:
    section = opened()
    cards = section.findChildren(AreaCard)
    assert [card.chart.token for card in cards] == ["discovery", "negotiation"]
    assert "Not practised yet: Prospecting, Demo, Executive presence." in words(section)
    assert "Too few to see a trend" not in words(section)
    assert cards[1].chart.accessibleName().startswith("Negotiation: 55% of the key points by weight on average, in 8")


def test_pointing_at_a_week_tells_its_numbers(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    card = section.findChildren(AreaCard)[1]
    usual = card.said.text()
    card.chart.setFocus()
    qtbot.keyClick(card.chart, Qt.Key.Key_Left)
    assert card.said.text().startswith("Week of ")
    assert "in 1 talk" in card.said.text()
    section.findChild(PracticeCalendar).setFocus()
    assert card.said.text() == usual


def test_t_turns_the_charts_into_their_table_and_back(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    table = section.findChild(DataTable)
    assert not table.isVisible()
    qtbot.keyClick(section, Qt.Key.Key_T)
    assert table.isVisible()
    assert not any(chart.isVisible() for chart in section.findChildren(TrendChart))
    assert len(table.rows.rows) == 9
    assert QApplication.focusWidget() is table.view
    assert "55%" not in table.as_csv(table.rows.rows)
    qtbot.keyClick(table.view, Qt.Key.Key_T)
    assert not table.isVisible()
    button(section, "As a table").click()
    assert table.isVisible()


def test_the_calendar_says_how_many_days(talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    calendar = section.findChild(PracticeCalendar)
    assert calendar.accessibleName().startswith("Practice days: 8 in 53 weeks.")
    calendar.setFocus()
    qtbot.keyClick(calendar, Qt.Key.Key_Right)
    assert "2 attempts" in words(section)


def test_own_scores_and_bests_stand_with_what_is_behind_them(desk: Desk, opened: Opener) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "i hear you what are you comparing it with")
    self_score.score_yourself(desk, turn.attempt_id, {"listens": 4})
    section = opened()
    names = {widget.accessibleName() for widget in section.findChildren(QWidget)}
    assert "Listens: 4.0, last 4, in 1 talk" in names
    assert any(name.startswith("The price is too high: 2 of 2.") and "the only talk" in name for name in names)


@pytest.mark.parametrize(
    ("by", "said", "tone"),
    [(0.124, "up 12 points since the 30 days before", "good"),
     (-0.05, "down 5 points since the 30 days before", "caution"),
     (0.01, "steady since the 30 days before", "muted")],
)  # fmt: skip
def test_a_change_is_said_in_words(by: float, said: str, tone: str) -> None:
    assert change_words(Area("demo", 9, 0.5, 1, 2, Change(by, 4, 5), ())) == (said, tone)
    assert change_words(Area("demo", 9, 0.5, 1, 2, None, ())) == ("", "muted")


def test_it_follows_what_is_practised_while_it_is_seen(talks: Desk, shell: Shell, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    with talks.database.write() as session:
        keep(talks, session, clock.now(), [Said("x", step="tour")], scenario="show-me-monday-morning")
    shell.work.changed.emit(frozenset({"attempts"}))
    qtbot.waitUntil(lambda: len(section.findChildren(AreaCard)) == 3, timeout=WAIT_MS)


def test_figures_that_cannot_be_read_say_so_and_are_tried_again(
    talks: Desk, opened: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = opened()

    def broken(*_args: object, **_words: object) -> None:
        raise CoachDeskError("The database is locked.", "Close the other program.")

    with monkeypatch.context() as patch:
        patch.setattr(sums, "progress", broken)
        section.open()
        qtbot.waitUntil(lambda: any(p.isVisible() for p in section.findChildren(ErrorPanel)), timeout=WAIT_MS)
    button(section, "Try again").click()
    qtbot.waitUntil(lambda: bool(section.findChildren(AreaCard)), timeout=WAIT_MS)


@pytest.mark.parametrize("width", [760, 1080, 3840])
def test_it_fits_the_narrowest_window(width: int, talks: Desk, opened: Opener, qtbot: QtBot) -> None:
    section = opened()
    section.resize(width, 720)
    assert section.page is not None
    assert section.page.content_width() <= 760
    assert section.width() == width


def test_both_are_sections_of_practice(shell: Shell, qtbot: QtBot) -> None:
    for key in ("history", "progress"):
        section = SECTIONS[key][1](shell)
        qtbot.addWidget(section)
        section.close_down()  # type: ignore[attr-defined]
