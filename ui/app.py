"""Starts the window: first paints it, then opens the data folder and the first page behind it.

What is not needed for the first paint is imported after it, on another thread: an empty window takes 0.07 s, the
page with what it stands on half a second more.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk import clock, paths
from coachdesk.errors import CoachDeskError
from coachdesk.glance import Glance, glance
from ui import theme
from ui.crash import CrashNet
from ui.language import tr
from ui.one_copy import OneCopy
from ui.text_size import scaled
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.window import Window, brand_icon
from ui.work import Change, Control, Query, Work

if TYPE_CHECKING:
    from coachdesk.services.desk import Desk
    from coachdesk.settings import Settings
    from ui.everywhere import Everywhere
    from ui.pages import PageEntry
    from ui.reminders import Reminders
    from ui.shell import Shell
    from ui.speak import Voice

LOG_NAME, LOG_BYTES, LOG_FILES = "window.log", 1_000_000, 3
TEACHES_AFTER_MS = 3000
"""What teaching imports would slow the first page down."""
COUNTS_AFTER_MS = 1000
"""So would counting what is due."""
HOUSEKEEPS_AFTER_MS, HOUSEKEEPS_EVERY_MS = 20_000, 3_600_000
"""Backups and what has outlived its time; a window may be open for days."""


class Parts(NamedTuple):
    """What the window is made of once it has been painted. ``first``: the page that comes up."""

    voice: type[Voice]
    shell: type[Shell]
    everywhere: type[Everywhere]
    reminders: type[Reminders]
    pages: Callable[[], tuple[PageEntry, ...]]
    first: str


class Opened(NamedTuple):
    """What is ready when the data folder is open."""

    parts: Parts
    desk: Desk
    person: str


class App:
    """Holds what lives as long as the program. ``restarting``: it is to be started again when it has ended."""

    def __init__(self, data_dir: Path | None) -> None:
        self.restarting = False
        self._data_dir = data_dir
        self._glance = glance(paths.data_folder(data_dir).settings)
        _dress(self._glance)
        self.work = Work()
        self.window = Window()
        self.window.restore(self._glance.window_geometry)
        self._desk: Desk | None = None
        self._voice: Voice | None = None
        self._shell: Shell | None = None
        self._reminders: Reminders | None = None
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, QWidget] = {}
        self._failed: dict[str, QWidget] = {}
        self._offered = self._at_start = (self._glance.text_size, self._glance.language)
        self._teaching = Control()
        self._housekeeping = QTimer(self.window, interval=HOUSEKEEPS_AFTER_MS)
        self.window.closing.connect(self.close)

    def open(self) -> None:
        """Import and open everything heavy behind the painted window."""
        Query(lambda: _open(self._data_dir)).done(self._opened).failed(self._cannot_open).start(self.work, self.window)

    def _opened(self, opened: Opened) -> None:
        window, desk, parts = self.window, opened.desk, opened.parts
        self._desk = desk
        window.show_person(opened.person)
        self._voice = parts.voice()
        shell = self._shell = parts.shell(desk, self.work, self._voice)
        shell.busy.connect(lambda busy: window.show_sidebar(not busy))
        shell.toast.connect(window.say)
        shell.going.connect(self._go)
        shell.restarting.connect(self._restart)
        self._entries = {entry.key: entry for entry in parts.pages()}  # named in the language of the settings
        for entry in sorted(self._entries.values(), key=lambda entry: entry.number):
            window.add_page(entry.key, entry.name, entry.icon, entry.number)
        window.wanted.connect(lambda key: self._go(key, "", ""))
        parts.everywhere(shell, window, self._entries.values())
        window.setWindowIcon(brand_icon())
        self._reminders = parts.reminders(shell, window)
        self._reminders.wanted.connect(lambda: self._come_to_drills(""))
        self._reminders.unseen.connect(
            lambda words: window.offer(words, tr("Start drills"), lambda: self._come_to_drills("start"))
        )
        self.work.changed.connect(self._changed)
        last = self._glance.window_page
        self._go(last if last in self._entries else parts.first, "", "")
        QTimer.singleShot(COUNTS_AFTER_MS, window, self._look_closer)
        QTimer.singleShot(TEACHES_AFTER_MS, window, lambda: self._teach(desk))
        self._housekeeping.timeout.connect(lambda: self._keep_house(desk))
        self._housekeeping.start()

    # -- pages ------------------------------------------------------------------------------------------------------

    def _go(self, key: str, screen: str, subject: str) -> None:
        """Turn to a page, which is made at its first time, and there to one of its screens."""
        if self._shell is None or key not in self._entries:
            return
        page: Any = self._pages.get(key) or self._made(key, self._shell)
        if page is None:
            return
        self.window.show_page(key, page)
        if screen:
            page.open_at(screen, subject)
        else:
            page.open()

    def _made(self, key: str, shell: Shell) -> QWidget | None:
        """The page, or None where it cannot be made: then its place says so. A mistake goes on to the last net."""
        page: QWidget | None = None
        error = CoachDeskError(
            tr("This page cannot be shown, because of a mistake in the program."),
            tr("The other pages work as before, and nothing that was saved is touched."),
        )
        try:
            page = self._pages[key] = self._entries[key].make(shell)
        except CoachDeskError as told:
            error = told
        finally:
            if (before := self._failed.pop(key, None)) is not None:
                self.window.forget_page(before)
            if page is None:
                self._failed[key] = _error_page(error, lambda: self._go(key, "", ""))
                self.window.show_page(key, self._failed[key])
        return page

    def _come_to_drills(self, subject: str) -> None:
        if self._shell is not None and not self._shell.is_busy:
            self.window.come_to_front()
            self._go("practice", "drills", subject)

    def _cannot_open(self, error: CoachDeskError) -> None:
        self.window.show_only(_error_page(error))

    # -- what changes -----------------------------------------------------------------------------------------------

    def _changed(self, touched: frozenset[str]) -> None:
        desk = self._desk
        if desk is None:
            return
        if "settings" in touched:
            Query(desk.settings).done(self._settings_came).start(self.work, self.window)
        if "people" in touched:
            from coachdesk.services import people

            Query(lambda: people.rep_name(desk)).done(self.window.show_person).start(self.work, self.window)
        if touched & {"drills", "attempts", "settings", "people"}:
            self._count_due()

    def _settings_came(self, settings: Settings) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.prefer(application, settings.theme)
        if self._reminders is not None:
            self._reminders.ask_for(settings.remind_at if settings.remind else "")
        wish = (settings.text_size, settings.language)
        if wish not in (self._at_start, self._offered) and self._shell is not None:
            what = tr("The text has its new size from the next start on.")
            if wish[1] != self._offered[1]:
                what = tr("The window speaks its new language from the next start on.")
            self.window.offer(what, tr("Restart now"), self._shell.restart)
        self._offered = wish

    def _look_closer(self) -> None:
        """What the first page has not waited for: the settings, checked, and how much is due."""
        if (desk := self._desk) is not None:
            Query(desk.settings).done(self._settings_came).start(self.work, self.window)
            self._count_due()

    def _count_due(self) -> None:
        desk = self._desk
        if desk is None:
            return

        def count() -> int:
            from coachdesk.services import drills

            return drills.due_count(desk, clock.now())

        Query(count).done(lambda due: self.window.show_count("practice", due)).start(self.work, self.window)

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

    def _keep_house(self, desk: Desk) -> None:
        """Once a day what keeps the data safe and small; not while somebody talks, whose recording needs the disk."""
        if self._shell is None or self._shell.is_busy:
            return
        self._housekeeping.setInterval(HOUSEKEEPS_EVERY_MS)

        def work() -> tuple[str, ...]:
            from coachdesk.services import housekeeping

            return housekeeping.daily(desk, clock.now())

        def tell(sentences: tuple[str, ...]) -> None:
            if sentences:
                self.window.say(" ".join(sentences))
                self.work.changed.emit(frozenset({"attempts"}))

        # A query, because a change would have the next answer wait for it.
        Query(work).done(tell).failed(lambda error: self.window.say(str(error))).start(self.work, self.window)

    # -- the end ----------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save how the window stands. The page is only kept for a restart: another start begins with the first one."""
        if (desk := self._desk) is not None:
            geometry, page = self.window.geometry_words(), self.window.open_page() if self.restarting else ""
            Change(lambda: desk.change_settings(window_geometry=geometry, window_page=page)).start(
                self.work, self.window
            )

    def _restart(self) -> None:
        self.restarting = True
        self.window.close()

    def close(self) -> None:
        self._housekeeping.stop()
        self._teaching.cancel()
        pages: list[Any] = list(self._pages.values())
        for page in pages:
            page.close_down()
        self.keep()
        if self._reminders is not None:
            self._reminders.close()
        if self._voice is not None:
            self._voice.close()
        self.work.close()
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def _open(data_dir: Path | None) -> Opened:
    _keep_log(paths.data_folder(data_dir).logs)
    from coachdesk.services.desk import open_desk
    from coachdesk.services.today import my_name
    from ui import pages
    from ui.everywhere import Everywhere
    from ui.reminders import Reminders
    from ui.shell import Shell
    from ui.speak import Voice
    from ui.today import page as _first_page  # noqa: F401  imported here, off the UI thread

    desk = open_desk(data_dir)
    parts = Parts(Voice, Shell, Everywhere, Reminders, pages.pages, pages.FIRST)
    return Opened(parts, desk, my_name(desk))


def _dress(wish: Glance) -> None:
    """Have the window look and speak as it was asked to, before anything of it is made."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return
    theme.prefer(application, wish.theme)
    if wish.language == "pseudo":
        from ui import pseudo

        pseudo.install(application)


def _error_page(error: CoachDeskError, again: Callable[[], object] | None = None) -> QWidget:
    from ui.widgets.button import Button
    from ui.widgets.error_panel import ErrorPanel

    actions = []
    if again is not None:
        actions.append(Button(tr("Try again"), "arrow-counter-clockwise", kind="primary"))
        actions[0].clicked.connect(again)
    panel = ErrorPanel(error.sentence, error.remedy, "", *actions)
    return Page(column(theme.SPACE.huge, row(panel), None))


def _keep_log(folder: Path) -> None:
    """Write warnings and worse to the data folder; where it cannot be written, to standard error alone."""
    from logging.handlers import RotatingFileHandler

    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES))
    except OSError as error:
        print(f"no log is kept: {error}", file=sys.stderr)
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=handlers
    )


def main(data_dir: Path | None = None) -> int:
    """Open the window on a data folder and stay until it is closed. The exit code.

    Where one is open on it already, that one comes forward instead.
    """
    folder = paths.data_folder(data_dir)
    with scaled(glance(folder.settings).text_size):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("CoachDesk")
    theme.follow_system(application)
    copy = OneCopy(folder)
    if not copy.claim() and (code := _second(copy)) is not None:
        return code
    _note_end(folder.logs)
    app = App(data_dir)
    net = CrashNet(folder.logs / LOG_NAME)
    net.fell.connect(app.keep)
    net.hang_out()
    copy.asked.connect(app.window.come_to_front)
    app.window.show()
    QTimer.singleShot(COUNTS_AFTER_MS, app.window, copy.listen)  # until then another start asks again
    QTimer.singleShot(0, app.window, app.open)
    code = application.exec()
    copy.let_go()
    if app.restarting:
        _start_again()
    return code


def _note_end(folder: Path) -> None:
    """Where a library brings the whole process down, have Python write down where it was."""
    import faulthandler

    with contextlib.suppress(OSError):  # then there is no log at all, which the window says
        folder.mkdir(parents=True, exist_ok=True)
        faulthandler.enable((folder / "ended.log").open("a"))


def _second(copy: OneCopy) -> int | None:
    """What to do where a window is open on the folder already. The exit code, None where this one is the first now."""
    from ui.one_copy_dialog import NoAnswer

    while (came := copy.ask_first()) is False:
        question = NoAnswer(copy.holder())
        print(question.sentence, file=sys.stderr, flush=True)
        if not question.exec():
            return 1
    if came is None:
        return None
    print("CoachDesk is open already on this data folder. Its window comes to the front.")
    return 0


def _start_again() -> None:
    """Start the program anew, as it was started."""
    import subprocess

    subprocess.Popen([sys.executable, *sys.orig_argv[1:]])
