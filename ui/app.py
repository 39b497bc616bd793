"""Starts the window: first paints it, then opens the data folder and the first page behind it.

What is not needed for the first paint is imported after it, on another thread: an empty window takes 0.07 s, the
page with what it stands on half a second more.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk import paths
from coachdesk.errors import CoachDeskError
from ui import theme
from ui.crash import CrashNet
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.window import Window
from ui.work import Change, Control, Query, Work

if TYPE_CHECKING:
    from coachdesk.services.desk import Desk
    from coachdesk.settings import Settings
    from ui.pages import PageEntry
    from ui.shell import Shell
    from ui.speak import Voice

LOG_BYTES, LOG_FILES = 1_000_000, 3
TEACHES_AFTER_MS = 3000
"""What teaching imports would slow the first page down."""


class Parts(NamedTuple):
    """What the window is made of once it has been painted. ``first``: the page that comes up."""

    voice: type[Voice]
    shell: type[Shell]
    pages: Callable[[], tuple[PageEntry, ...]]
    first: str


class Opened(NamedTuple):
    """What is ready when the data folder is open."""

    parts: Parts
    desk: Desk
    settings: Settings
    person: str


class App:
    """Holds what lives as long as the program."""

    def __init__(self, data_dir: Path | None) -> None:
        self.work = Work()
        self.window = Window()
        self._data_dir = data_dir
        self._desk: Desk | None = None
        self._voice: Voice | None = None
        self._shell: Shell | None = None
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, QWidget] = {}
        self._teaching = Control()
        self.window.closing.connect(self.close)

    def open(self) -> None:
        """Import and open everything heavy behind the painted window."""
        Query(lambda: _open(self._data_dir)).done(self._opened).failed(self._cannot_open).start(self.work, self.window)

    def _opened(self, opened: Opened) -> None:
        self._desk = opened.desk
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.prefer(application, opened.settings.theme)
            _speak(application, opened.settings)
        self.window.restore(opened.settings.window_geometry)
        self.window.show_person(opened.person)
        self._voice = opened.parts.voice()
        shell = self._shell = opened.parts.shell(opened.desk, self.work, self._voice)
        shell.busy.connect(lambda busy: self.window.show_sidebar(not busy))
        shell.toast.connect(lambda sentence, _undo: self.window.say(sentence))
        shell.going.connect(self._go)
        self._entries = {entry.key: entry for entry in opened.parts.pages()}  # named in the language of the settings
        for entry in self._entries.values():
            self.window.add_page(entry.key, entry.name, entry.icon, entry.number)
        self.window.wanted.connect(lambda key: self._go(key, "", ""))
        self._go(opened.parts.first, "", "")
        QTimer.singleShot(TEACHES_AFTER_MS, self.window, lambda: self._teach(opened.desk))

    def _go(self, key: str, screen: str, subject: str) -> None:
        """Turn to a page, which is made at its first time, and there to one of its screens."""
        if self._shell is None or key not in self._entries:
            return
        page: Any = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._entries[key].make(self._shell)
        self.window.show_page(key, page)
        if screen:
            page.open_at(screen, subject)
        else:
            page.open()

    def _teach(self, desk: Desk) -> None:
        """Teach the recognizer the words of the library, where that is still to be done; the next session has them."""

        def failed(error: CoachDeskError) -> None:
            if not self._teaching.cancelled:
                self.window.say(str(error))

        if self._teaching.cancelled:
            return
        Query(lambda: desk.teach(cancelled=lambda: self._teaching.cancelled)).failed(failed).start(
            self.work, self.window
        )

    def _cannot_open(self, error: CoachDeskError) -> None:
        self.window.show_only(_error_page(error))

    def close(self) -> None:
        self._teaching.cancel()
        pages: list[Any] = list(self._pages.values())
        for page in pages:
            page.close_down()
        if (desk := self._desk) is not None:
            geometry = self.window.geometry_words()
            Change(lambda: desk.change_settings(window_geometry=geometry)).start(self.work, self.window)
        if self._voice is not None:
            self._voice.close()
        self.work.close()
        if self._desk is not None:
            self._desk.close()


def _open(data_dir: Path | None) -> Opened:
    _keep_log(paths.data_folder(data_dir).logs)
    from coachdesk.services import people
    from coachdesk.services.desk import open_desk
    from ui import pages
    from ui.practice import page as _first_page  # noqa: F401  imported here, off the UI thread
    from ui.shell import Shell
    from ui.speak import Voice

    desk = open_desk(data_dir)
    return Opened(Parts(Voice, Shell, pages.pages, pages.FIRST), desk, desk.settings(), people.rep_name(desk))


def _speak(application: QApplication, settings: Settings) -> None:
    """Have the window say its words in the language of the settings."""
    if settings.language == "pseudo":
        from ui import pseudo

        pseudo.install(application)


def _error_page(error: CoachDeskError) -> QWidget:
    from ui.widgets.error_panel import ErrorPanel

    panel = ErrorPanel(error.sentence, error.remedy)
    return Page(column(theme.SPACE.huge, row(panel), None))


def _keep_log(folder: Path) -> None:
    """Write warnings and worse to the data folder; where it cannot be written, to standard error alone."""
    from logging.handlers import RotatingFileHandler

    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(folder / "window.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES))
    except OSError as error:
        print(f"no log is kept: {error}", file=sys.stderr)
    words = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=words, handlers=handlers)


def main(data_dir: Path | None = None) -> int:
    """Open the window on a data folder and stay until it is closed. The exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("CoachDesk")
    net = CrashNet()
    net.hang_out()
    theme.follow_system(application)
    app = App(data_dir)
    app.window.show()
    QTimer.singleShot(0, app.window, app.open)
    return application.exec()
