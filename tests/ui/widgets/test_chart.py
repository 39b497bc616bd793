"""The chart and the calendar: what is said of the point one is on, keys, and colours that follow the theme."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.calendar import CELL_PX, PracticeCalendar, day_words
from ui.widgets.chart import Dot, TrendChart
from ui.widgets.stat import Stat

MONDAY = date(2026, 1, 5)
DOTS = tuple(
    Dot(MONDAY + timedelta(weeks=i), share, i + 1, f"week {i}: {share:.0%}") for i, share in enumerate((0.2, 0.9, 0.5))
)


def seen(qtbot: QtBot, widget: QWidget, width: int = 400) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, widget.height())
    with qtbot.waitActive(widget):
        widget.show()
    widget.setFocus()


def chart(qtbot: QtBot, dots: tuple[Dot, ...] = DOTS) -> TrendChart:
    made = TrendChart("negotiation")
    made.show_dots("Negotiation goes up", dots, MONDAY, MONDAY + timedelta(weeks=8))
    seen(qtbot, made)
    return made


def has(image: QImage, color: QColor) -> bool:
    return any(image.pixelColor(x, y) == color for x in range(0, image.width(), 1) for y in range(0, image.height(), 1))


def test_a_chart_is_named_as_a_sentence_and_its_points_by_the_arrows(qtbot: QtBot) -> None:
    made = chart(qtbot)
    said: list[str] = []
    made.pointed.connect(said.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(made, key)
    assert said == ["week 2: 50%", "week 1: 90%", "week 2: 50%"]
    assert made.accessibleName() == "Negotiation goes up"
    assert made.accessibleDescription() == "week 2: 50%"
    made.clearFocus()
    assert said[-1] == ""


def test_the_mouse_points_at_the_nearest_week(qtbot: QtBot) -> None:
    made = chart(qtbot)
    assert made.nearest(QPointF(0, 60)) == 0
    assert made.nearest(QPointF(made.width(), 60)) == 2
    with qtbot.waitSignal(made.pointed) as said:
        qtbot.mouseMove(made, QPoint(60, 60))
    assert said.args == ["week 0: 20%"]


def test_a_chart_changes_with_the_theme_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    made = chart(qtbot)
    light = made.grab().toImage()
    assert has(light, QColor(theme.LIGHT.negotiation))
    theme.apply(qapp, theme.DARK)
    dark = made.grab().toImage()
    assert has(dark, QColor(theme.DARK.negotiation))
    assert not has(dark, QColor(theme.LIGHT.negotiation))
    assert has(dark, QColor(theme.DARK.surface))


def test_a_chart_with_nothing_in_it_can_be_seen_and_pointed_at(qtbot: QtBot) -> None:
    made = chart(qtbot, ())
    qtbot.keyClick(made, Qt.Key.Key_Left)
    assert made.nearest(QPointF(50, 50)) is None
    made.grab()


def test_pyqtgraph_is_imported_only_once_a_chart_is_seen() -> None:
    script = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from ui.practice import page, progress; from ui.widgets.chart import TrendChart; c = TrendChart('demo');"
        "assert 'pyqtgraph' not in sys.modules; c.show(); assert 'pyqtgraph' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


DAYS = tuple((MONDAY + timedelta(days=i), i % 3) for i in range(53 * 7 - 3))


def calendar(qtbot: QtBot, width: int = 960) -> PracticeCalendar:
    made = PracticeCalendar()
    made.show_days(DAYS)
    seen(qtbot, made, width)
    return made


def test_a_calendar_is_a_sentence_to_a_screen_reader(qtbot: QtBot) -> None:
    made = calendar(qtbot)
    practised = sum(attempts > 0 for _day, attempts in DAYS)
    assert made.accessibleName().startswith(f"Practice days: {practised} in 53 weeks. Last on ")
    assert made.accessibleDescription() == day_words(*DAYS[-1])
    empty = PracticeCalendar()
    qtbot.addWidget(empty)
    empty.show_days([(MONDAY, 0)])
    assert empty.accessibleName() == "Practice days: 0 in 1 weeks."


def test_the_arrows_go_by_day_and_by_week(qtbot: QtBot) -> None:
    made = calendar(qtbot)
    for key, place in (
        (Qt.Key.Key_Left, len(DAYS) - 8), (Qt.Key.Key_Up, len(DAYS) - 9), (Qt.Key.Key_Down, len(DAYS) - 8),
        (Qt.Key.Key_Right, len(DAYS) - 1), (Qt.Key.Key_Right, len(DAYS) - 1), (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Up, 0), (Qt.Key.Key_End, len(DAYS) - 1),
    ):  # fmt: skip
        qtbot.keyClick(made, key)
        assert made.at == place
    assert day_words(date(2026, 3, 3), 4) == "Tuesday, 3 March 2026: 4 attempts"
    assert day_words(date(2026, 3, 3), 0) == "Tuesday, 3 March 2026: no practice"


def test_each_square_is_its_day(qtbot: QtBot) -> None:
    made = calendar(qtbot)
    for place in (0, 6, 7, len(DAYS) - 1):
        assert made.place_at(made.square(place).center()) == place
    assert made.place_at(QPointF(5, 5)) is None
    with qtbot.waitSignal(made.pointed) as said:
        qtbot.mouseMove(made, made.square(10).center().toPoint())
    assert said.args == [day_words(*DAYS[10])]


def test_a_narrow_calendar_shows_the_newest_weeks_whole(qtbot: QtBot) -> None:
    made = calendar(qtbot, 400)
    assert made.square(len(DAYS) - 1).right() <= 400
    assert made.square(len(DAYS) - 1).right() > 400 - 2 * CELL_PX - 10
    assert made.place_at(made.square(len(DAYS) - 1).center()) == len(DAYS) - 1
    made.go_to(0)
    assert made.at is not None
    assert made.days[made.at][0].weekday() == 0
    made.grab()


def test_a_stat_is_one_sentence(qtbot: QtBot) -> None:
    stat = Stat("41", "Attempts", "12 more than in October", "good")
    qtbot.addWidget(stat)
    assert stat.accessibleName() == "Attempts: 41. 12 more than in October"
