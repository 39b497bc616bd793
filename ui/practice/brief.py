"""Brief: who the buyer is, what you know and want, what will be judged, and whether the microphone hears you."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from coachdesk.services.practice.views import BriefView, BuyerView, Listening
from ui.language import counted, tr
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

Help = Literal["hints", "model answer", "none"]
LISTENED_FOR = ("silent", "too quiet", "good", "too loud")


def level_advice(level: str) -> str:
    return {
        "silent": tr("Say a sentence in the voice that you will use with the buyer."),
        "too quiet": tr("Come closer to the microphone, or turn it up in the system's sound settings."),
        "good": tr("This is how loud the buyer hears you. You can start."),
        "too loud": tr("Move back a little, or turn the microphone down."),
    }[level]


def mode_sentence(mode: str) -> str:
    if mode == "push-to-talk":
        return tr("Space begins an answer and ends it, or hold it while you speak.")
    return tr("Speak when the buyer has ended. Silence ends your answer.")


def support_sentence(support: str) -> str:
    return {
        "hints": tr("H shows a hint. That you looked is noted in the result."),
        "model answer": tr("H shows a hint, O a model answer. That you looked is noted in the result."),
        "none": tr("Nothing to look at: the keys for hints are off, as in a certification."),
    }[support]


def buyer_head(buyer: BuyerView) -> QWidget:
    """Face, name and place of the buyer."""
    where = ", ".join(part for part in (buyer.role, buyer.company) if part)
    words = pair(Label(buyer.name, "lead", semibold=True, wrap=True), Label(where, tone="muted", wrap=True), 1)
    return box(row(Avatar(buyer.initials, 44, "accent"), (words, 1), spacing=SPACE.m))


def minutes_words(seconds: int) -> str:
    return counted(max(1, round(seconds / 60)), "{n} minute", "{n} minutes")


class BriefScreen(QWidget):
    """``started`` says whether the answers will be typed; ``microphone_chosen`` carries a device's key, ``mode_chosen``
    and ``support_chosen`` the value of a setting."""

    started = Signal(bool)
    back = Signal()
    microphone_chosen = Signal(str)
    mode_chosen = Signal(str)
    support_chosen = Signal(str)
    baseline = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Brief"))
        self._can_talk = False
        self.start_button = Button(tr("Start practice"), "microphone-fill", "Space", "primary", tall=True)
        self.start_button.clicked.connect(self._begin)
        self.type_button = Button(tr("Type your answers instead"), "keyboard", "T", "quiet")
        self.type_button.clicked.connect(lambda: self.started.emit(True))
        leave = Button(tr("Scenarios"), "caret-left", "Esc", "quiet", flush=True)
        leave.clicked.connect(self.back)
        self._devices = Select(tr("Microphone"))
        self._mode = Select(
            tr("How you answer"), ("hands-free", tr("Hands-free")), ("push-to-talk", tr("Push to talk"))
        )
        self._support = Select(
            tr("Help while talking"),
            ("hints", tr("Hints")),
            ("model answer", tr("Hints and model answers")),
            ("none", tr("No help")),
        )
        self._mode_words, self._support_words = (Label("", "caption", "muted", wrap=True) for _ in range(2))
        for words in (self._mode_words, self._support_words):  # else the card is squeezed by a line that wraps
            words.setMinimumHeight(2 * words.fontMetrics().lineSpacing())
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
        for select in (self._devices, self._mode, self._support):
            select.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._devices.activated.connect(lambda _row: self.microphone_chosen.emit(self._devices.currentData()))
        self._mode.activated.connect(self._choose_mode)
        self._support.activated.connect(self._choose_support)
        self._meter, self._advice = Meter(), Label("", "caption", "muted", wrap=True)
        self._recognizer = Label("", "caption", "muted", wrap=True)
        self.baseline_button = Button(tr("How well does it hear you?"), kind="link")
        self.baseline_button.setToolTip(tr("Read one minute aloud, and know how far its words can be trusted"))
        self.baseline_button.clicked.connect(self.baseline)
        self._head, self._story = column(), column(spacing=SPACE.xl)
        self.show_choices("hands-free", "hints")
        left = column(row(leave, None), self._head, SPACE.s, self._story, None, spacing=SPACE.s)
        columns = row((left, 1), box(column(SPACE.xxl, self._ready_card(), None), width=SIDE_PX), spacing=SPACE.huge)
        self.setLayout(column((Page(columns), 1), spacing=0))
        for key, do in (
            (Qt.Key.Key_Space, self._begin),
            (Qt.Key.Key_T, self.type_button.click),
            (Qt.Key.Key_Escape, leave.click),
        ):
            QShortcut(QKeySequence(key), self, do)

    def _ready_card(self) -> Card:
        sound = column(heading(tr("Your microphone")), self._devices, self._meter, self._advice, spacing=SPACE.s)
        listens = row(
            column(Icon("ear"), None), (column(self._recognizer, row(self.baseline_button, None)), 1), spacing=SPACE.s
        )
        self._mode_box = box(column(heading(tr("How you answer")), self._mode, self._mode_words, spacing=SPACE.s))
        support = box(column(heading(tr("Help while talking")), self._support, self._support_words, spacing=SPACE.s))
        buttons = column(self.start_button, row(None, self.type_button, None), spacing=SPACE.s)
        self.start_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return Card(
            column(sound, listens, SPACE.s, self._mode_box, SPACE.s, support, SPACE.m, buttons, spacing=SPACE.s),
            SPACE.xl - SPACE.xs,
        )

    def show_brief(self, brief: BriefView, microphone: str) -> None:
        """Fill the screen; ``microphone`` is the key of the device that was chosen last."""
        empty(self._head)
        empty(self._story)
        about = counted(brief.steps_about, "About {n} answer", "About {n} answers")
        facts = [tr("{about}, at most {time}").format(about=about, time=minutes_words(brief.time_limit_s))]
        if brief.counts_for_track:
            facts.append(tr("counts for a track"))
        facts_label = Label(" · ".join(facts), "caption", "muted", wrap=True)
        chips = row(Chip(brief.skill), LevelBadge(brief.level), None, spacing=SPACE.m)
        self._head.addWidget(Label(brief.title, "page", semibold=True, wrap=True))
        self._head.addLayout(chips)
        self._head.addWidget(facts_label)
        self._story.addLayout(_section(tr("The buyer"), buyer_head(brief.buyer), *_buyer_words(brief.buyer)))
        self._story.addLayout(_section(tr("What you know"), _prose(brief.brief)))
        self._story.addLayout(_section(tr("What you want"), _prose(brief.goal)))
        if brief.criteria:
            judged = [row(Icon("check", "muted"), (Label(name, "lead", wrap=True), 1)) for name in brief.criteria]
            self._story.addLayout(_section(tr("What will be judged"), *(box(line) for line in judged)))
        self._recognizer.setText(brief.recognizer)
        self._show_devices(brief, microphone)

    def _show_devices(self, brief: BriefView, microphone: str) -> None:
        self._devices.clear()
        own = next((device.name for device in brief.microphones if device.is_default), "")
        systems = tr("The system's own ({name})").format(name=own) if own else tr("The system's own")
        self._devices.addItem(systems, OWN_DEVICE)
        for device in brief.microphones:
            self._devices.addItem(device.name, device.key)
        self._devices.setCurrentIndex(max(0, self._devices.findData(microphone)))
        self._can_talk = bool(brief.microphones)
        for part in (self._devices, self._meter, self._mode_box, self.baseline_button):
            part.setVisible(self._can_talk)
        self.type_button.setVisible(self._can_talk)
        if not self._can_talk:
            self._say(brief.no_microphone, "caution")
        self.show_starting(False)

    def show_choices(self, mode: str, support: str) -> None:
        """How answers are given and what may be looked at, as it was chosen last."""
        self._mode.setCurrentIndex(self._mode.findData(mode))
        self._mode_words.setText(mode_sentence(mode))
        self._support.setCurrentIndex(self._support.findData(support))
        self._support_words.setText(support_sentence(support))

    @property
    def support(self) -> Help:
        """What may be looked at in this talk."""
        chosen: Help = self._support.currentData()
        return chosen

    def _choose_mode(self) -> None:
        self._mode_words.setText(mode_sentence(self._mode.currentData()))
        self.mode_chosen.emit(self._mode.currentData())

    def _choose_support(self) -> None:
        self._support_words.setText(support_sentence(self.support))
        self.support_chosen.emit(self.support)

    def show_level(self, heard: Listening) -> None:
        """What the microphone hears now."""
        loudest = max(heard.peaks[-4:], default=0.0)
        self._meter.show_level(loudest, heard.level)
        if heard.trouble:
            self._say(f"{heard.trouble} {heard.remedy}".strip(), "caution")
        else:
            self._say(level_advice(heard.level), "muted")

    def show_trouble(self, sentence: str) -> None:
        """The microphone could not be opened: why, and what to do."""
        self._meter.show_level(0.0, "silent")
        self._say(sentence, "caution")

    def show_starting(self, starting: bool) -> None:
        """Between the press on the button and the buyer's first line."""
        self.start_button.setEnabled(not starting)
        self.type_button.setEnabled(not starting)
        if starting:
            self.start_button.rename(tr("Getting ready"), "hourglass")
        elif self._can_talk:
            self.start_button.rename(tr("Start practice"), "microphone-fill")
        else:
            self.start_button.rename(tr("Start and type your answers"), "keyboard")

    def _say(self, sentence: str, tone: str) -> None:
        if self._advice.text() != sentence:
            self._advice.setText(sentence)
            self._advice.set_tone("caution" if tone == "caution" else "muted")

    def _begin(self) -> None:
        if self.start_button.isEnabled():
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
