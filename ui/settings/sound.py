"""Sound: the microphone, with what it hears now in words; the speaker, with a sound to try it; the buyer's voice."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services import sound
from coachdesk.services.practice.talk import Playing
from coachdesk.services.practice.views import Listening
from coachdesk.services.sound import Devices
from ui.language import tr
from ui.practice.microphone import MicrophoneTry
from ui.settings.control import Choices
from ui.settings.keeper import Keeper
from ui.settings.section import Section, card
from ui.shell import Shell
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.layout import box, column, row
from ui.widgets.meter import Meter
from ui.work import Query

OWN = ""
"""The key of the system's own device."""
LOOK_MS = 100


class SoundSection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        super().__init__(shell, keeper, tr("Sound"), tr("What you speak into, and what you hear."))
        self.microphone, self.speaker = self._devices("microphone"), self._devices("speaker")
        self._meter, self._trouble = Meter(), Label("", "caption", "caution", wrap=True)
        self._silence = Label("", "caption", "caution", wrap=True)
        self._play = Button(tr("Play a test sound"), "speaker-high")
        self._play.clicked.connect(self._toggle_sound)
        self._playing: Playing | None = None
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._see_sound)
        self._listens = MicrophoneTry(self.desk, self.work)
        self._listens.heard.connect(self._heard)
        self._listens.trouble.connect(self._not_heard)
        hears = box(column(row(self._meter, None), self._trouble, spacing=4))
        plays = box(column(row(self._play, None), self._silence, spacing=4))
        self.fill(
            card(self.setting("microphone", self.microphone), hears),
            card(self.setting("speaker", self.speaker), plays),
            card(*self.group("sound", ("microphone", "speaker"))),
        )
        for part in (self._trouble, self._silence):
            part.hide()

    def _devices(self, key: str) -> Choices:
        select = Choices("")
        select.addItem(tr("Looking for devices"), OWN)
        select.activated.connect(lambda _row: self.choose(key, select.currentData()))
        return select

    def choose(self, key: str, text: str) -> None:
        self._stop_sound()
        self.keeper.keep(key, text, self._listen if key == "microphone" else None)

    def open(self) -> None:
        super().open()
        self._look_for_devices()

    def _look_for_devices(self) -> None:
        Query(lambda: (sound.microphones(), sound.speakers())).done(self._devices_came).failed(self._tell).start(
            self.work, self
        )

    def _tell(self, error: CoachDeskError) -> None:
        self.shell.say(str(error))

    def _devices_came(self, found: tuple[Devices, Devices]) -> None:
        now = self.desk.settings()
        for select, devices, chosen in zip(
            (self.microphone, self.speaker), found, (now.microphone, now.speaker), strict=True
        ):
            self._fill(select, devices, chosen)
        _show(self._silence, found[1].trouble)
        self._play.setEnabled(not found[1].trouble)
        if self.isVisible():  # only now: while something listens, new devices are not seen
            self._listen()

    def _fill(self, select: Choices, found: Devices, chosen: str) -> None:
        with QSignalBlocker(select):
            select.clear()
            own = next((device.name for device in found.devices if device.is_default), "")
            select.addItem(tr("The system's own ({name})").format(name=own) if own else tr("The system's own"), OWN)
            for device in found.devices:
                select.addItem(device.name, device.key)
            if chosen and select.findData(chosen) < 0:
                select.addItem(tr("{name} (not there now)").format(name=chosen), chosen)
            select.setCurrentIndex(max(0, select.findData(chosen)))

    # -- the microphone ---------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        self._listens.start(self.desk.settings().microphone)

    def _heard(self, heard: Listening) -> None:
        self._meter.show_level(max(heard.peaks[-4:], default=0.0), heard.level)
        _show(self._trouble, f"{heard.trouble} {heard.remedy}".strip())

    def _not_heard(self, sentence: str) -> None:
        self._meter.show_level(0.0, "silent")
        _show(self._trouble, sentence)

    # -- the speaker ------------------------------------------------------------------------------------------------

    def _toggle_sound(self) -> None:
        if self._playing is not None:
            self._stop_sound()
            return
        self._play.setEnabled(False)
        Query(lambda: sound.play_test_sound(self.desk)).done(self._plays).failed(self._not_played).start(
            self.work, self
        )

    def _plays(self, playing: Playing) -> None:
        self._playing = playing
        self._play.setEnabled(True)
        self._play.rename(tr("Stop"), "stop")
        _show(self._silence, "")
        self._looks.start()
        if not self.isVisible():
            self._stop_sound()

    def _not_played(self, error: CoachDeskError) -> None:
        self._play.setEnabled(True)
        _show(self._silence, str(error))

    def _see_sound(self) -> None:
        if self._playing is not None and self._playing.finished:
            _show(self._silence, self._playing.trouble)
            self._stop_sound()

    def _stop_sound(self) -> None:
        self._looks.stop()
        playing, self._playing = self._playing, None
        self._play.rename(tr("Play a test sound"), "speaker-high")
        if playing is not None:
            Query(playing.stop).start(self.work, self)

    def leave(self) -> None:
        self._listens.stop()
        self._stop_sound()


def _show(label: QWidget, words: str) -> None:
    """A sentence that is there only while there is something to say."""
    assert isinstance(label, Label)
    if label.text() != words:
        label.setText(words)
    label.setVisible(bool(words))
