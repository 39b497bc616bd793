"""What every page is given by the window: the desk, the background, the voice, and ways to speak to the window.

A page is a QWidget made with the shell alone. It has ``open()``, called whenever the page is turned to, and may have
``open_at(screen, subject)``, which brings up one of its screens. ``close_down()`` is called when the window goes.
The window makes a page when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from coachdesk.services.desk import Desk
from ui.actions import Actions
from ui.language import tr
from ui.speak import Voice
from ui.work import Work


class Shell(QObject):
    """One for the window."""

    toast = Signal(str, object)
    """A sentence, and what takes it back (a function) or None."""
    going = Signal(str, str, str)
    """A page by its key, one of its screens (empty: the first), and what to show there (an id, or empty)."""
    busy = Signal(bool)
    """Somebody talks, or stops: the sidebar hides, and nothing disturbs."""
    restarting = Signal()
    """The window is to close and to open again."""

    def __init__(self, desk: Desk, work: Work, voice: Voice) -> None:
        super().__init__()
        self.desk, self.work, self.voice = desk, work, voice
        self.actions = Actions()
        self.is_busy = False
        self.busy.connect(self._note)

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Tell what was done, or what went wrong; with ``undo`` the message offers to take it back."""
        self.toast.emit(sentence, undo)

    def go(self, page: str, screen: str = "", subject: str = "") -> None:
        """Turn to a page, such as ``go("practice", "brief", scenario_id)``."""
        self.going.emit(page, screen, subject)

    def restart(self) -> None:
        """Close the program and start it again where it was, for a setting that counts from a start on."""
        if self.is_busy:
            self.say(tr("A talk is under way. End it first, then restart."))
        else:
            self.restarting.emit()

    def _note(self, busy: bool) -> None:
        self.is_busy = busy
