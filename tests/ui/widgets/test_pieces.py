"""The pieces: keys do what clicks do, words stand beside colours, and every piece paints in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.sample_views import ANSWER, FINDINGS, PAUSES, speech
from ui import theme
from ui.widgets.avatar import Avatar, initials
from ui.widgets.band import Band
from ui.widgets.banner import Banner, practice_strip
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.dots import Dots
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.filter_chip import FilterChip
from ui.widgets.finding import FindingRow
from ui.widgets.icon import GLYPHS, Icon
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Elided, Label
from ui.widgets.layout import box, column
from ui.widgets.level_badge import LevelBadge
from ui.widgets.live_waveform import LiveWaveform
from ui.widgets.meter import Meter, level_words
from ui.widgets.progress import Progress
from ui.widgets.question import Choice, Question
from ui.widgets.quote import Quote
from ui.widgets.rating import Rating
from ui.widgets.stepper import Stepper
from ui.widgets.toast import Toast
from ui.widgets.waveform import Waveform


def waveform() -> Waveform:
    wave = Waveform()
    wave.show_answer(ANSWER.peaks, ANSWER.duration_s, PAUSES, FINDINGS)
    wave.show_position(4.0)
    return wave


def live() -> LiveWaveform:
    wave = LiveWaveform()
    wave.show_peaks(speech(4))
    return wave


def quote() -> Quote:
    line = Quote()
    line.show_text("Ninety thousand?")
    return line


def stepper() -> Stepper:
    steps = Stepper()
    steps.show_step(2, 5)
    return steps


PIECES: list[Callable[[], QWidget]] = [
    waveform, live, quote, stepper, Meter, lambda: Avatar("DW", 44, "accent"), lambda: Chip("negotiation"),
    lambda: Band(1.4, (0, 4), (0.5, 2)), lambda: Band(None, (0, 4), None), practice_strip,
    lambda: Banner("caution", "The microphone is gone.", "Plug it in."),
    lambda: Button("Start", "check", "Space", "primary"),
    lambda: Button("Play from here", kind="link"), lambda: Dots(3), lambda: FilterChip("Demo", "demo"),
    lambda: FindingRow(FINDINGS[1]), lambda: FindingRow(FINDINGS[3]), lambda: KeyHint("/", "search"),
    lambda: LevelBadge("advanced"), lambda: Rating("How good"), lambda: Progress("Reading"),
    lambda: EmptyState("ear", "Nothing yet", "It will be here."),
    lambda: ErrorPanel("It broke.", "Try again.", "trace"),
]  # fmt: skip


@pytest.mark.parametrize("make", PIECES)
def test_every_piece_paints_in_both_themes_and_differs(
    make: Callable[[], QWidget], qtbot: QtBot, qapp: QApplication
) -> None:
    ground = box(column(make()), "page")
    qtbot.addWidget(ground)
    ground.resize(700, 240)
    ground.show()
    pictures = []
    for look in (theme.LIGHT, theme.DARK):
        theme.apply(qapp, look)
        pictures.append(ground.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_icon_is_in_the_font(glyph: str, qtbot: QtBot) -> None:
    icon = Icon(glyph, "text", 20)
    qtbot.addWidget(icon)
    image = icon.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert len(colours) > 2


def test_a_button_is_pressed_by_enter_and_keeps_space_for_itself(qtbot: QtBot) -> None:
    ground = QWidget()
    first, pressed, big = Button("Hear again"), list[str](), list[str]()
    ground.setLayout(column(first))
    qtbot.addWidget(ground)
    first.clicked.connect(lambda: pressed.append("first"))
    QShortcut(QKeySequence("Space"), ground, lambda: big.append("big"))
    with qtbot.waitActive(ground):
        ground.show()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert (pressed, big) == (["first", "first"], [])


def test_a_click_leaves_the_focus_where_it_was(qtbot: QtBot) -> None:
    ground, field, button = QWidget(), QLineEdit(), Button("Hear again")
    ground.setLayout(column(field, button))
    qtbot.addWidget(ground)
    with qtbot.waitActive(ground):
        ground.show()
    field.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.hasFocus()


def test_a_click_on_the_waveform_seeks_and_arrows_move_by_a_second(qtbot: QtBot) -> None:
    wave = waveform()
    qtbot.addWidget(wave)
    wave.resize(1000, 116)
    wave.show()
    with qtbot.waitSignal(wave.sought) as sought:
        qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(500, 50))
    assert sought.args[0] == pytest.approx(10.0, abs=0.1)
    with qtbot.waitSignal(wave.sought) as sought:
        qtbot.keyClick(wave, Qt.Key.Key_Left)
    assert sought.args == [3.0]


def test_a_rating_is_given_by_click_and_by_keys(qtbot: QtBot) -> None:
    rating = Rating("How good")
    qtbot.addWidget(rating)
    rating.show()
    with qtbot.waitSignal(rating.chosen) as chosen:
        qtbot.mouseClick(rating, Qt.MouseButton.LeftButton, pos=QPoint(150, 14))
    assert chosen.args == [5]
    qtbot.keyClick(rating, Qt.Key.Key_Right)
    with qtbot.waitSignal(rating.chosen) as chosen:
        qtbot.keyClick(rating, Qt.Key.Key_Return)
    assert chosen.args == [2]


@pytest.mark.parametrize("level", level_words())
def test_the_meter_says_its_level_in_words(level: str, qtbot: QtBot) -> None:
    meter = Meter()
    qtbot.addWidget(meter)
    meter.show_level(0.5, level)
    assert level_words()[level].word in meter.accessibleName()


def test_a_line_that_is_too_long_ends_in_an_ellipsis_and_tells_all_on_hover(qtbot: QtBot) -> None:
    line = Elided("A name that is far longer than the place that it is given")
    qtbot.addWidget(line)
    assert line.minimumSizeHint().width() < 30
    assert line.toolTip().endswith("given")


def test_what_content_says_is_never_read_as_markup(qtbot: QtBot) -> None:
    label = Label("<b>bold</b><img src='file:///etc/passwd'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_details_of_an_error_are_folded_until_asked_for(qtbot: QtBot) -> None:
    panel = ErrorPanel("It broke.", "Try again.", "Traceback: here")
    qtbot.addWidget(panel)
    panel.show()
    assert not panel._text.isVisible()
    panel._fold.click()
    assert panel._text.isVisible()


def test_a_question_answers_with_the_chosen_key_and_its_focus_loses_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    question = Question(
        window, "Leave?", "It is erased.", Choice("discard", "Discard"), Choice("on", "Go on", "primary")
    )
    with qtbot.waitActive(question):
        question.open()
    last = question.findChildren(Button)[-1]
    qtbot.waitUntil(last.hasFocus)
    with qtbot.waitSignal(question.answered) as answered:
        qtbot.keyClick(last, Qt.Key.Key_Return)
    assert answered.args == ["on"]


def test_a_toast_goes_with_a_click(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    toast = Toast(window)
    toast.say("Kept.")
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry())
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_initials_of_one_name_and_of_many() -> None:
    assert (initials("Root"), initials("Dana van Whitfield")) == ("RO", "DW")


@pytest.mark.parametrize("make", PIECES)
def test_no_piece_opens_a_window_of_its_own_while_it_is_made(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    before = {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    qtbot.addWidget(make())
    assert {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()} == before
