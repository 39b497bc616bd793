"""Reminds of drills that are due: a notification of the system, or a message in the window where there is none.

Off until it is asked for in the settings, once a day, never while somebody talks: then it comes afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import reminders
from coachdesk.services.desk import Desk
from coachdesk.services.reminders import Reminder
from ui.language import counted, tr
from ui.shell import Shell
from ui.work import Change

LOOKS_EVERY_MS = 30_000
SHOWN_MS = 15_000


class Reminders(QObject):
    """``wanted``: somebody answered a reminder and wants the drills. ``unseen`` carries what the system cannot show."""

    wanted = Signal()
    unseen = Signal(str)

    def __init__(
        self,
        shell: Shell,
        window: QWidget,
        due: Callable[[Desk, datetime], int] | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        super().__init__(window)
        self._shell, self._window, self._due, self._now = shell, window, due, now
        self._at = ""
        self._since = now()
        self._tray: QSystemTrayIcon | None = None
        self._held_back: Reminder | None = None
        shell.busy.connect(self._talk_over)
        self._timer = QTimer(self, interval=LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def ask_for(self, at: str) -> None:
        """Remind at that time of day; empty: never. A time that is over today comes tomorrow."""
        if at != self._at:
            self._at, self._since = at, self._now()

    def close(self) -> None:
        """The window goes."""
        self._timer.stop()
        if self._tray is not None:
            self._tray.hide()

    def look(self) -> None:
        """Called every half minute: remind where it is time."""
        now = self._now()
        if not self._at or self._shell.is_busy or not reminders.is_time(now, self._since, self._at):
            return
        self._since = now
        desk = self._shell.desk
        Change(lambda: reminders.remind(desk, now, self._due)).done(self._remind).failed(self._cannot).start(
            self._shell.work, self
        )

    def _cannot(self, error: CoachDeskError) -> None:
        self._shell.say(str(error))

    def _remind(self, reminder: Reminder) -> None:
        if not reminder.drills:
            return
        if self._shell.is_busy:
            self._held_back = reminder
            return
        sentence = tr("{drills}, about {minutes}").format(
            drills=counted(reminder.drills, "{n} drill is due", "{n} drills are due"),
            minutes=counted(reminder.minutes, "{n} minute", "{n} minutes"),
        )
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            self.unseen.emit(sentence)
            return
        tray = self._tray_icon()
        tray.show()
        tray.showMessage("CoachDesk", sentence, tray.icon(), SHOWN_MS)

    def _talk_over(self, busy: bool) -> None:
        held_back = self._held_back
        if not busy and held_back is not None:
            self._held_back = None
            self._remind(held_back)

    def _tray_icon(self) -> QSystemTrayIcon:
        """There from the first reminder on, until it is answered."""
        if self._tray is None:
            self._tray = tray = QSystemTrayIcon(self._window.windowIcon(), self)
            tray.setToolTip("CoachDesk")
            tray.messageClicked.connect(self._answered)
            tray.activated.connect(self._answered)
        return self._tray

    def _answered(self) -> None:
        if self._tray is not None:
            self._tray.hide()
        self.wanted.emit()
