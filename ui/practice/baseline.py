"""A minute read aloud: how well the recognizer hears this voice on this microphone, and what can be trusted of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services import baseline
from coachdesk.services.baseline import BaselineView, HeardWord, Reading, ReadingView
from coachdesk.services.practice.views import Listening, WordView
from ui.language import tr
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Label, heading
from ui.widgets.layout import box, column, row
from ui.widgets.live_waveform import LiveWaveform
from ui.widgets.meter import Meter
from ui.widgets.page import Page, PageHeader
from ui.widgets.transcript import TranscriptView
from ui.work import Change, Query

LOOK_MS = 33
WAVE_PX = 48
MEASURE_PX = 760
MOST_SHOWN = 12
"""So many words that were heard otherwise are listed; all of them are marked in the passage."""


class Stage(Enum):
    OPENING = auto()
    READY = auto()
    READING = auto()
    WORKING = auto()
    DONE = auto()


class BaselineScreen(QWidget):
    """Shows a passage to read, then what was heard of it. ``pressed`` is the big button, ``cancelled`` stops a reading,
    ``back`` leaves."""

    pressed = Signal()
    cancelled = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Reading a passage"))
        self.stage = Stage.OPENING
        self._leave = Button(tr("Back"), "caret-left", "Esc", "quiet", flush=True)
        self._passage = Label("", "title", wrap=True)
        self._last = Label("", tone="muted", wrap=True)
        self._trouble = Banner("caution", " ", " ")
        self._state, self._clock = Label("", "lead", "muted"), Label("", "lead", semibold=True, tabular=True)
        self._meter, self._wave = Meter(), LiveWaveform(WAVE_PX)
        self._sentence = Label("", "title", semibold=True, wrap=True)
        self._trust = Label("", "lead", wrap=True)
        self._heard, self._list = TranscriptView(), Label("", tone="muted", wrap=True)
        self._big = Button("", "microphone-fill", "Space", "primary", tall=True)
        self._cancel = Button(tr("Begin again"), "arrow-counter-clockwise", "R", "quiet")
        self._build()
        for key, button in (("Esc", self._leave), ("Space", self._big), ("R", self._cancel)):
            QShortcut(QKeySequence(key), self, button.click).setAutoRepeat(False)
        self._leave.clicked.connect(self.back)
        self._big.clicked.connect(self.pressed)
        self._cancel.clicked.connect(self.cancelled)
        self.show_stage(Stage.OPENING)

    def _build(self) -> None:
        header = PageHeader(
            tr("How well does it hear you?"),
            tr("Read this aloud once, as you would say it to a buyer. The recording is not kept, only the figures."),
        )
        state = row(self._state, None, self._meter, SPACE.l, self._clock)
        passage = Card(column(self._passage, self._last, spacing=SPACE.l), SPACE.xl)
        self._reading = box(column(state, self._wave, spacing=SPACE.s))
        result = column(self._sentence, self._trust, SPACE.m, heading(tr("What was heard otherwise")), self._heard,
                        self._list, spacing=SPACE.s)  # fmt: skip
        self._result = Card(result, SPACE.xl)
        self._of_passage = passage
        middle = column(row(self._leave, None), header, SPACE.s, self._trouble, self._result, passage, self._reading,
                        None, spacing=SPACE.l)  # fmt: skip
        inner = box(middle)
        inner.setMaximumWidth(MEASURE_PX)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        foot = box(row(None, self._cancel, self._big, None, spacing=SPACE.xl), "bar", height=72)
        self.setLayout(column((Page(row(inner)), 1), foot, spacing=0))

    def show_reading(self, view: ReadingView) -> None:
        """The passage, and the last result on this microphone."""
        self._passage.setText(view.passage)
        last = view.last
        self._last.setText(tr("Last time: {result}").format(result=f"{last.sentence} {last.trust}") if last else "")
        self._last.setVisible(last is not None)
        self.show_stage(Stage.READY)

    def show_stage(self, stage: Stage) -> None:
        self.stage = stage
        names = {
            Stage.OPENING: (tr("One moment"), "hourglass"),
            Stage.READY: (tr("Start reading"), "microphone-fill"),
            Stage.READING: (tr("I'm done"), "check"),
            Stage.WORKING: (tr("One moment"), "hourglass"),
            Stage.DONE: (tr("Read it again"), "microphone-fill"),
        }
        self._big.rename(*names[stage])
        self._big.setEnabled(stage in (Stage.READY, Stage.READING, Stage.DONE))
        self._cancel.setVisible(stage is Stage.READING)
        self._cancel.setEnabled(stage is Stage.READING)
        self._reading.setVisible(stage in (Stage.READING, Stage.WORKING))
        self._meter.setVisible(stage is Stage.READING)
        self._result.setVisible(stage is Stage.DONE)
        self._of_passage.setVisible(stage is not Stage.DONE)
        if stage is Stage.READING:
            self._state.setText(tr("Listening: read to the end, then press Space"))
            self._wave.show_peaks(())
        elif stage is Stage.WORKING:
            self._state.setText(tr("Comparing what was heard with the passage"))
        if stage is not Stage.READY:
            self.show_trouble("")
        self.setFocus()

    def show_listening(self, heard: Listening) -> None:
        self._wave.show_peaks(heard.peaks)
        self._meter.show_level(max(heard.peaks[-4:], default=0.0), heard.level)
        self._clock.setText(f"{int(heard.elapsed_s) // 60}:{int(heard.elapsed_s) % 60:02d}")
        self.show_trouble(heard.trouble, heard.remedy)

    def show_trouble(self, sentence: str, remedy: str = "") -> None:
        if sentence:
            self._trouble.say(sentence, remedy)
        self._trouble.setVisible(bool(sentence))

    def show_result(self, result: BaselineView) -> None:
        self._sentence.setText(result.sentence)
        self._trust.setText(result.trust)
        shown = [WordView(word.text or f"({word.heard})", None, None, not word.is_right) for word in result.words]
        self._heard.show_words(shown, ())
        self._list.setText(_otherwise(result.words))
        self.show_stage(Stage.DONE)


def _otherwise(words: Sequence[HeardWord]) -> str:
    """Each word that was heard otherwise, with what was heard."""
    said = []
    for word in words:
        if word.is_right:
            continue
        written = word.text.strip(".,?!:;")
        if not word.text:
            said.append(tr("“{heard}” was heard beside it").format(heard=word.heard))
        elif word.heard:
            said.append(tr("“{word}” as “{heard}”").format(word=written, heard=word.heard))
        else:
            said.append(tr("“{word}” not at all").format(word=written))
    if not said:
        return tr("Nothing.")
    more = len(said) - MOST_SHOWN
    return ", ".join(said[:MOST_SHOWN]) + (tr(", and {n} more").format(n=more) if more > 0 else "") + "."


class BaselineSection(QWidget):
    """The screen joined to what the program does. Opened for a scenario, it goes back to its brief."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._desk, self._work = shell, shell.desk, shell.work
        self.shown = BaselineScreen()
        self.setLayout(column(self.shown, spacing=0))
        self.setFocusProxy(self.shown)
        self._scenario = ""
        self._asked = 0
        self._reading: Reading | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)
        self.shown.pressed.connect(self._press)
        self.shown.cancelled.connect(self._begin_again)
        self.shown.back.connect(self._back)

    def open(self, subject: str = "") -> None:
        self._scenario = subject
        self._drop()
        self.shown.show_stage(Stage.OPENING)
        asked = self._asked
        Query(lambda: baseline.reading(self._desk)).done(
            lambda view: self.shown.show_reading(view) if asked == self._asked else None
        ).failed(self._failed).start(self._work, self)

    def close_down(self) -> None:
        self._drop()

    def hideEvent(self, event: QHideEvent) -> None:
        self._drop()
        super().hideEvent(event)

    def _press(self) -> None:
        if self.shown.stage is Stage.READING:
            self._finish()
        elif self.shown.stage in (Stage.READY, Stage.DONE):
            self._begin()

    def _begin(self) -> None:
        self._drop()
        self.shown.show_stage(Stage.OPENING)
        asked = self._asked
        Query(lambda: baseline.begin_reading(self._desk)).done(lambda reading: self._began(reading, asked)).failed(
            self._failed
        ).start(self._work, self)

    def _began(self, reading: Reading, asked: int) -> None:
        if asked != self._asked:
            Query(reading.discard).start(self._work, self)
            return
        self._reading = reading
        self.shown.show_stage(Stage.READING)
        self._look.start()

    def _see(self) -> None:
        if self._reading is not None:
            heard = self._reading.state()
            self.shown.show_listening(heard)
            if heard.ended:  # the disk is full: there is no going on
                self._finish()

    def _finish(self) -> None:
        reading, self._reading = self._reading, None
        self._look.stop()
        if reading is None:
            return
        self.shown.show_stage(Stage.WORKING)
        asked = self._asked

        def done(result: BaselineView) -> None:
            if asked == self._asked:
                self.shown.show_result(result)

        Change(reading.finish, {"baselines"}).done(done).failed(self._failed).start(self._work, self)

    def _begin_again(self) -> None:
        self._drop()
        self.shown.show_stage(Stage.READY)

    def _failed(self, error: CoachDeskError) -> None:
        self.shown.show_stage(Stage.READY)
        self.shown.show_trouble(error.sentence, error.remedy)

    def _back(self) -> None:
        self._drop()
        if self._scenario:
            self._shell.go("practice", "brief", self._scenario)
        else:
            self._shell.go("practice")

    def _drop(self) -> None:
        """Whatever is under way is not wanted any more."""
        self._asked += 1
        self._look.stop()
        reading, self._reading = self._reading, None
        if reading is not None:
            Query(reading.discard).start(self._work, self)
