"""Brief: who the buyer is, what you know and want, what will be judged, and whether the microphone hears you."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from coachdesk.services.practice.views import BriefView, BuyerView, Listening
from ui.theme import SPACE
from ui.widgets.avatar import Avatar
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.icon import Icon
from ui.widgets.label import Label, heading
from ui.widgets.layout import box, column, empty, pair, row
from ui.widgets.level_badge import LevelBadge
from ui.widgets.meter import Meter
from ui.widgets.page import Page
from ui.widgets.select import Select

SIDE_PX = 340
OWN_DEVICE = ""
"""The key of the system's own microphone, whichever it is."""

LEVEL_ADVICE = {
    "silent": "Say a sentence in the voice that you will use with the buyer.",
    "too quiet": "Come closer to the microphone, or turn it up in the system's sound settings.",
    "good": "This is how loud the buyer hears you. You can start.",
    "too loud": "Move back a little, or turn the microphone down.",
}


def buyer_head(buyer: BuyerView) -> QWidget:
    """Face, name and place of the buyer."""
    where = ", ".join(part for part in (buyer.role, buyer.company) if part)
    words = pair(Label(buyer.name, "lead", semibold=True, wrap=True), Label(where, tone="muted", wrap=True), 1)
    return box(row(Avatar(buyer.initials, 44, "accent"), (words, 1), spacing=SPACE.m))


def minutes_words(seconds: int) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


class BriefScreen(QWidget):
    """``started`` says whether the answers will be typed; ``microphone_chosen`` carries a device's key."""

    started = Signal(bool)
    back = Signal()
    microphone_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._can_talk = False
        self._start = Button("Start practice", "microphone-fill", "Space", "primary", tall=True)
        self._start.clicked.connect(self._begin)
        self._type = Button("No microphone? Type your answers", "keyboard", "T", "quiet")
        self._type.clicked.connect(lambda: self.started.emit(True))
        leave = Button("Scenarios", "caret-left", "Esc", "quiet", flush=True)
        leave.clicked.connect(self.back)
        self._devices = Select("Microphone")
        self._devices.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._devices.activated.connect(lambda _row: self.microphone_chosen.emit(self._devices.currentData()))
        self._meter, self._advice = Meter(), Label("", "caption", "muted", wrap=True)
        self._recognizer = Label("", "caption", "muted", wrap=True)
        self._head, self._story = column(), column(spacing=SPACE.xl)
        left = column(row(leave, None), self._head, SPACE.s, self._story, None, spacing=SPACE.s)
        columns = row((left, 1), box(column(SPACE.xxl, self._ready_card(), None), width=SIDE_PX), spacing=SPACE.huge)
        self.setLayout(column((Page(columns), 1), spacing=0))
        for key, do in (
            (Qt.Key.Key_Space, self._begin),
            (Qt.Key.Key_T, self._type.click),
            (Qt.Key.Key_Escape, leave.click),
        ):
            QShortcut(QKeySequence(key), self, do)

    def _ready_card(self) -> Card:
        sound = column(heading("Your microphone"), self._devices, self._meter, self._advice, spacing=SPACE.s)
        listens = row(column(Icon("ear"), None), (self._recognizer, 1), spacing=SPACE.s)
        buttons = column(self._start, row(None, self._type, None), spacing=SPACE.s)
        self._start.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return Card(column(sound, SPACE.xs, listens, SPACE.m, buttons, spacing=SPACE.s), SPACE.xl - SPACE.xs)

    def show_brief(self, brief: BriefView, microphone: str) -> None:
        """Fill the screen; ``microphone`` is the key of the device that was chosen last."""
        empty(self._head)
        empty(self._story)
        facts = [f"About {brief.steps_about} answers, at most {minutes_words(brief.time_limit_s)}"]
        if brief.counts_for_track:
            facts.append("counts for a track")
        facts_label = Label(" · ".join(facts), "caption", "muted", wrap=True)
        chips = row(Chip(brief.skill), LevelBadge(brief.level), None, spacing=SPACE.m)
        self._head.addWidget(Label(brief.title, "page", semibold=True, wrap=True))
        self._head.addLayout(chips)
        self._head.addWidget(facts_label)
        self._story.addLayout(_section("The buyer", buyer_head(brief.buyer), *_buyer_words(brief.buyer)))
        self._story.addLayout(_section("What you know", _prose(brief.brief)))
        self._story.addLayout(_section("What you want", _prose(brief.goal)))
        if brief.criteria:
            judged = [row(Icon("check", "muted"), (Label(name, "lead", wrap=True), 1)) for name in brief.criteria]
            self._story.addLayout(_section("What will be judged", *(box(line) for line in judged)))
        self._recognizer.setText(brief.recognizer)
        self._show_devices(brief, microphone)

    def _show_devices(self, brief: BriefView, microphone: str) -> None:
        self._devices.clear()
        own = next((device.name for device in brief.microphones if device.is_default), "")
        self._devices.addItem(f"The system's own ({own})" if own else "The system's own", OWN_DEVICE)
        for device in brief.microphones:
            self._devices.addItem(device.name, device.key)
        self._devices.setCurrentIndex(max(0, self._devices.findData(microphone)))
        self._can_talk = bool(brief.microphones)
        for part in (self._devices, self._meter):
            part.setVisible(self._can_talk)
        self._type.setVisible(self._can_talk)
        if not self._can_talk:
            self._say(brief.no_microphone, "caution")
        self.show_starting(False)

    def show_level(self, heard: Listening) -> None:
        """What the microphone hears now."""
        loudest = max(heard.peaks[-4:], default=0.0)
        self._meter.show_level(loudest, heard.level)
        if heard.trouble:
            self._say(f"{heard.trouble} {heard.remedy}".strip(), "caution")
        else:
            self._say(LEVEL_ADVICE[heard.level], "muted")

    def show_trouble(self, sentence: str) -> None:
        """The microphone could not be opened: why, and what to do."""
        self._meter.show_level(0.0, "silent")
        self._say(sentence, "caution")

    def show_starting(self, starting: bool) -> None:
        """Between the press on the button and the buyer's first line."""
        self._start.setEnabled(not starting)
        self._type.setEnabled(not starting)
        if starting:
            self._start.rename("Getting ready", "hourglass")
        elif self._can_talk:
            self._start.rename("Start practice", "microphone-fill")
        else:
            self._start.rename("Start and type your answers", "keyboard")

    def _say(self, sentence: str, tone: str) -> None:
        if self._advice.text() != sentence:
            self._advice.setText(sentence)
            self._advice.set_tone("caution" if tone == "caution" else "muted")

    def _begin(self) -> None:
        if self._start.isEnabled():
            self.started.emit(not self._can_talk)


def _section(title: str, *parts: QWidget) -> QVBoxLayout:
    return column(heading(title), *parts, spacing=SPACE.s)


def _prose(text: str) -> Label:
    words = Label(text.strip(), "lead", wrap=True)
    words.setMaximumWidth(620)  # about 80 characters
    return words


def _buyer_words(buyer: BuyerView) -> list[QWidget]:
    found: list[QWidget] = []
    if buyer.temperament:
        found.append(_prose(buyer.temperament))
    found += [box(row(Icon("target"), (Label(goal, wrap=True), 1))) for goal in buyer.goals]
    return found
