"""Delivery figures on the debrief: ranges, places to hear, and doubts in words."""

from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import Figure
from ui.practice.delivery import PLACES_SHOWN, Delivery, FigureRow, figure_words
from ui.widgets.button import Button
from ui.widgets.label import Label

PLACES = (1.0, 4.2, 6.0, 9.0, 12.0, 15.0)
FILLERS = Figure("fillers", "Um and uh", 1, "", (0, 6), (0, 2), True, "1 written down.", True, "", 6, PLACES)
PACE = Figure("pace", "Pace", 128.6, "wpm", (60, 240), (120, 170), True, "Easy to follow.", True, "Without pauses 150.")
DOUBTED = Figure("pace", "Pace", 128.6, "wpm", (60, 240), (120, 170), False, "Too much noise behind the voice.", False)


def texts(row: FigureRow) -> list[str]:
    return [label.text() for label in row.findChildren(Label)]


def test_a_range_is_written_as_one() -> None:
    assert figure_words(FILLERS) == "1 to 6"
    assert figure_words(PACE) == "129"


def test_each_place_can_be_heard_as_far_as_they_fit(qtbot: QtBot) -> None:
    delivery = Delivery([FILLERS])
    qtbot.addWidget(delivery)
    links = delivery.findChildren(Button)
    assert len(links) == PLACES_SHOWN
    assert links[1].accessibleName() == "Play from 0:04.2"
    with qtbot.waitSignal(delivery.play_from) as played:
        links[1].click()
    assert played.args == [4.2]


def test_a_figure_that_is_not_trusted_says_so_and_why_to_everybody(qtbot: QtBot) -> None:
    row = FigureRow(DOUBTED)
    qtbot.addWidget(row)
    assert "not certain" in texts(row)
    assert "Too much noise behind the voice." in texts(row)
    assert row.accessibleName() == "Pace: not certain, 129 wpm. Too much noise behind the voice."


def test_what_more_can_be_told_stands_below(qtbot: QtBot) -> None:
    row = FigureRow(PACE)
    qtbot.addWidget(row)
    assert texts(row)[-1] == "Without pauses 150."
    assert row.accessibleName().endswith("Easy to follow. Without pauses 150.")
