"""Second step: a microphone that hears. It says in words what is wrong, and writes a sentence down to show it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy

from coachdesk.errors import CoachDeskError
from coachdesk.services import welcome
from coachdesk.services.practice.views import Listening
from coachdesk.services.welcome import Trial, Welcome
from ui.language import tr
from ui.practice.microphone import LOOK_MS, MicrophoneTry
from ui.shell import Shell
from ui.theme import SPACE
from ui.welcome.step import Step
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Label, Tone
from ui.widgets.layout import box, column, row
from ui.widgets.meter import Meter
from ui.widgets.select import Select
from ui.work import Change, Query

SILENT_TICKS = round(4000 / LOOK_MS)
"""After four seconds without a sound it is worth saying what may be wrong."""
NEWEST = 4


class Phase(Enum):
    CHECKING = auto()
    LISTENING = auto()
    WRITING = auto()
    HEARD = auto()


class MicrophoneStep(Step):
    looked_again = Signal()

    def __init__(self, of: int, shell: Shell) -> None:
        super().__init__(
            2, of, tr("Can you be heard?"), tr("Say a sentence, and see it written down."), tr("Continue"), tr("Skip")
        )
        self._shell, self._desk, self._work = shell, shell.desk, shell.work
        self._try = MicrophoneTry(shell.desk, shell.work)
        self._try.heard.connect(self._hear)
        self._try.trouble.connect(lambda sentence: self._say(sentence, "caution"))
        self._try.stopped.connect(self._free)
        self._trial: Trial | None = None
        self._wants_trial = False
        self._silent = 0
        self.phase = Phase.CHECKING
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)
        self._devices = Select(tr("Microphone"))
        self._devices.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._devices.activated.connect(lambda _row: self._choose())
        self._meter, self._advice = Meter(), Label("", tone="muted", wrap=True)
        self.heard = Label("", "title", wrap=True)
        self.speak = Button(tr("Say a sentence"), "microphone", "Space")
        self.speak.clicked.connect(self.press)
        self._again = Button(tr("Look again"), "arrow-counter-clockwise", "Space")
        self._again.clicked.connect(self.looked_again)
        self._with = box(column(self._devices, self._meter, self._advice, SPACE.xs, self.heard, row(self.speak, None)))
        self._none = Label("", wrap=True)
        self._without = box(column(self._none, row(self._again, None), spacing=SPACE.m))
        self.body.addWidget(Card(column(self._with, self._without, spacing=0), SPACE.xl - SPACE.xs))
        QShortcut(QKeySequence(Qt.Key.Key_Space), self, self.press)

    def show_welcome(self, it: Welcome) -> None:
        self._devices.clear()
        own = next((device.name for device in it.microphones if device.is_default), "")
        words = tr("The system's own ({name})").format(name=own) if own else tr("The system's own")
        self._devices.addItem(words, "")
        for device in it.microphones:
            self._devices.addItem(device.name, device.key)
        self._devices.setCurrentIndex(max(0, self._devices.findData(it.microphone)))
        has = self.has_microphone = bool(it.microphones)
        self._with.setVisible(has)
        self._without.setVisible(not has)
        self.title.setText(tr("Can you be heard?") if has else tr("There is no microphone"))
        ready = tr("Say a sentence, and see it written down.")
        self.sentence.setText(ready if has else tr("You can type your answers: the rest works alike."))
        self.onward.rename(tr("Continue") if has else tr("Type my answers"))
        self._none.setText(it.no_microphone)

    def enter(self) -> None:
        super().enter()
        self._show_phase(Phase.CHECKING)
        if self.has_microphone:
            self._try.start(self._devices.currentData())
            Query(lambda: self._desk.ear().start()).failed(lambda error: self._say(str(error), "caution")).start(
                self._work, self
            )

    def leave(self) -> None:
        self._wants_trial = False
        self._try.stop()
        self._drop()

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)

    def press(self) -> None:
        """Space: begin to listen to a sentence, end it, or look for a microphone again."""
        if not self.has_microphone:
            self.looked_again.emit()
        elif self.phase is Phase.LISTENING:
            self._finish()
        elif self.phase is not Phase.WRITING and not self._wants_trial:
            self._wants_trial = True
            self._try.stop()

    # -- the level --------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        key = self._devices.currentData()
        Change(lambda: self._desk.change_settings(microphone=key), {"settings"}).failed(
            lambda error: self._say(str(error), "caution")
        ).start(self._work, self)
        self._drop()
        self._show_phase(Phase.CHECKING)
        self._try.start(key)

    def _hear(self, heard: Listening) -> None:
        self._meter.show_level(max(heard.peaks[-NEWEST:], default=0.0), heard.level)
        self._silent = self._silent + 1 if heard.level == "silent" else 0
        if heard.trouble:
            self._say(f"{heard.trouble} {heard.remedy}".strip(), "caution")
        elif heard.level == "too quiet":
            self._say(tr("Too quiet. Come closer, or turn the microphone up in the sound settings."), "caution")
        elif heard.level == "too loud":
            self._say(tr("Too loud: it crackles. Move back a little, or turn the microphone down."), "caution")
        elif self._silent > SILENT_TICKS:
            self._say(tr("Not a sound. Is it the right microphone, and is it switched on? Choose another above."),
                      "caution")  # fmt: skip
        elif heard.level == "good":
            self._say(tr("A good level."), "good")
        else:
            self._say(tr("Say anything: “Good morning, thanks for taking the call.”"), "muted")

    # -- a sentence -------------------------------------------------------------------------------------------------

    def _free(self) -> None:
        """The microphone was let go of: now it can listen to a sentence."""
        if not self._wants_trial:
            return
        self._wants_trial = False
        key = self._devices.currentData()
        Query(lambda: welcome.try_out(self._desk, key)).done(self._begun).failed(self._failed).start(self._work, self)
        self._show_phase(Phase.LISTENING)

    def _begun(self, trial: Trial) -> None:
        if self.phase is not Phase.LISTENING or not self.isVisible():
            Query(trial.discard).start(self._work, self)
            return
        self._trial = trial
        self._look.start()

    def _see(self) -> None:
        if self._trial is None:
            return
        state = self._trial.state()
        self._meter.show_level(max(state.peaks[-NEWEST:], default=0.0), state.level)
        self.heard.setText(f"“{state.words}”" if state.words else "")
        if state.trouble:
            self._say(f"{state.trouble} {state.remedy}".strip(), "caution")
        if state.ended:
            self._finish()

    def _finish(self) -> None:
        trial, self._trial = self._trial, None
        if trial is None:
            return
        self._look.stop()
        self._show_phase(Phase.WRITING)
        Query(trial.finish).done(self._written).failed(self._failed).start(self._work, self)

    def _written(self, text: str) -> None:
        self._show_phase(Phase.HEARD)
        self.heard.setText(f"“{text}”" if text else "")
        if text:
            self._say(tr("That is what was heard. Not every word has to be right: what you meant counts."), "good")
        else:
            self._say(tr("No words were heard. Speak a little louder, or choose another microphone above."), "caution")
        if self.isVisible():
            self.onward.setFocus() if text else self.setFocus()

    def _failed(self, error: CoachDeskError) -> None:
        self._look.stop()
        self._trial = None
        self._show_phase(Phase.HEARD)
        self._say(str(error), "caution")

    def _drop(self) -> None:
        self._look.stop()
        trial, self._trial = self._trial, None
        if trial is not None:
            Query(trial.discard).start(self._work, self)

    def _show_phase(self, phase: Phase) -> None:
        self.phase = phase
        self._silent = 0
        if phase is Phase.CHECKING:
            self.heard.setText("")
            self.speak.rename(tr("Say a sentence"), "microphone")
        elif phase is Phase.LISTENING:
            self.heard.setText("")
            self.speak.rename(tr("That was it"), "check")
            self._say(tr("Listening. Say one sentence, then wait a moment."), "accent")
        elif phase is Phase.WRITING:
            self._say(tr("Writing it down"), "muted")
        else:
            self.speak.rename(tr("Once more"), "microphone")
        self.speak.setEnabled(phase is not Phase.WRITING)

    def _say(self, sentence: str, tone: Tone) -> None:
        if self._advice.text() != sentence:
            self._advice.setText(sentence)
        self._advice.set_tone(tone)
