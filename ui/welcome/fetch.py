"""Fetches a better recognizer behind whatever else is done; it goes on while somebody practises, and can be stopped."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from coachdesk.errors import CoachDeskError
from ui.actions import Action
from ui.language import tr
from ui.shell import Shell
from ui.work import Cancelled, Control, Query

SHOWN_SHARE = 0.01
"""How much more must have come before it is told again."""


class Fetch(QObject):
    """``went`` carries the share that is there, ``ended`` why it did not come (empty: it is there, or was stopped)."""

    went = Signal(float)
    ended = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._control: Control | None = None
        self.share = 0.0
        shell.actions.add(
            Action(
                tr("Stop fetching the recognizer"), self.stop, "", "x", tr("cancel download vosk"), self.is_under_way
            )
        )

    def is_under_way(self) -> bool:
        return self._control is not None

    def start(self, what: str) -> None:
        """A model by its name, or a .zip file."""
        from coachdesk.services import welcome

        if self._control is not None:
            return
        control = self._control = Control()
        control.reported.connect(self._report)
        self.share = 0.0
        last = 0.0

        def progress(share: float) -> None:
            nonlocal last
            if share - last >= SHOWN_SHARE or share >= 1.0:
                last = share
                control.reported.emit("", share)

        def fetch() -> str:
            return welcome.fetch(self._shell.desk, what, progress, lambda: control.cancelled)

        Query(fetch).done(self._came).failed(self._failed).start(self._shell.work, self)

    def stop(self) -> None:
        """What has come so far is kept, and a later try goes on from there."""
        if self._control is not None:
            self._control.cancel()

    def _report(self, _what: str, share: float) -> None:
        self.share = share
        self.went.emit(share)

    def _came(self, sentence: str) -> None:
        self._control = None
        self._shell.work.changed.emit(frozenset({"models"}))
        self._shell.say(sentence)
        self.ended.emit("")

    def _failed(self, error: CoachDeskError) -> None:
        was_stopped = self._control is not None and self._control.cancelled
        self._control = None
        if was_stopped or isinstance(error, Cancelled):
            self.ended.emit("")
            return
        self._shell.say(tr("The recognizer was not fetched. You can try again under Settings, Listening."))
        self.ended.emit(str(error))
