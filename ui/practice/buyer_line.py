"""One line of the buyer's, heard: its recording where one ships, else the voice of this machine, else only read."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.services.desk import Desk
from coachdesk.services.practice import talk
from coachdesk.services.practice.views import BuyerView
from ui.language import tr
from ui.practice.player import Player
from ui.speak import Voice
from ui.work import Work


class BuyerLine(QObject):
    """``ended`` comes once for each line that was not stopped, whatever it was heard from. ``trouble`` carries a
    sentence about this line, empty where all is well."""

    ended = Signal()
    trouble = Signal(str)

    def __init__(self, desk: Desk, work: Work, voice: Voice) -> None:
        super().__init__()
        self._desk, self._voice = desk, voice
        self._player = Player(desk, work)
        self._line: tuple[str, BuyerView] | None = None
        self._speaks = False
        self._player.ended.connect(self._end)
        self._player.trouble.connect(self._speak)
        voice.ended.connect(self._voice_ended)
        voice.trouble_changed.connect(self._tell)

    def say(self, text: str, buyer: BuyerView) -> None:
        self.stop()
        self._line = (text, buyer)
        if not self._desk.settings().buyer_voice:
            self._tell()
            QTimer.singleShot(0, self, self._end)
        elif (recorded := talk.recorded_line(buyer.id, text)) is not None:
            self.trouble.emit("")
            self._player.play(recorded, 0.0)
        else:
            self._speak()

    def stop(self) -> None:
        """Be silent; ``ended`` does not come for a line that was stopped."""
        self._line, self._speaks = None, False
        self._player.stop()
        self._voice.stop()

    def _speak(self, _problem: str = "") -> None:
        """By the voice of this machine: there is no recording, or it cannot be played."""
        if self._line is not None:
            self._speaks = True
            self._tell()
            self._voice.say(*self._line)

    def _tell(self) -> None:
        if not self._desk.settings().buyer_voice:
            self.trouble.emit(tr("The buyer's voice is off. Read the line, then answer."))
        elif self._speaks and self._voice.trouble:
            self.trouble.emit(self._voice.trouble)
        elif self._speaks and self._desk.settings().speaker:
            self.trouble.emit(tr("This line has no recording: the system's voice plays on the system's own speaker."))
        else:
            self.trouble.emit("")

    def _voice_ended(self) -> None:
        if self._speaks:
            self._end()

    def _end(self) -> None:
        if self._line is not None:
            self._line, self._speaks = None, False
            self.ended.emit()
