"""The Settings page: its sections at the left, the open one beside them. Everything chosen here applies at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui import theme
from ui.settings.backups import BackupsSection
from ui.settings.diagnostics import DiagnosticsSection
from ui.settings.keeper import Keeper
from ui.settings.listening import ListeningSection
from ui.settings.plain import LookSection, PracticeSection, RemindersSection
from ui.settings.privacy import PrivacySection
from ui.settings.section import Section
from ui.settings.section_list import SectionList
from ui.settings.sections import sections
from ui.settings.sound import SoundSection
from ui.shell import Shell
from ui.theme import CONTENT_PX
from ui.widgets.layout import box, row, rule


class SettingsPage(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._keeper = Keeper(shell)
        begun = shell.desk.settings()
        self._make: dict[str, Callable[[], Section]] = {
            "sound": lambda: SoundSection(shell, self._keeper),
            "listening": lambda: ListeningSection(shell, self._keeper),
            "practice": lambda: PracticeSection(shell, self._keeper),
            "look": lambda: LookSection(shell, self._keeper, begun),
            "reminders": lambda: RemindersSection(shell, self._keeper),
            "privacy": lambda: PrivacySection(shell, self._keeper),
            "backups": lambda: BackupsSection(shell, self._keeper),
            "diagnostics": lambda: DiagnosticsSection(shell, self._keeper),
        }
        self._sections: dict[str, Section] = {}
        self._open = next(iter(self._make))
        self._list = SectionList(*sections())
        self._list.opened.connect(self.open_at)
        self._stack = QStackedWidget()
        body = box(row(self._list, rule(vertical=True), (self._stack, 1), spacing=0))
        body.setMaximumWidth(CONTENT_PX)
        self.setLayout(row(body, spacing=0))
        self.setFocusProxy(self._list)
        shell.work.changed.connect(self._changed)

    def currentWidget(self) -> QWidget | None:
        """The section that is shown."""
        return self._stack.currentWidget()

    def open(self) -> None:
        """The section that was open last."""
        self.open_at(self._open)

    def open_at(self, screen: str, _subject: str = "") -> None:
        """A section by its key; the one that is open for one that there is not."""
        key = screen if screen in self._make else self._open
        if key != self._open and self._open in self._sections:
            self._sections[self._open].leave()
        self._open = key
        if key not in self._sections:
            self._sections[key] = self._make[key]()
            self._stack.addWidget(self._sections[key])
        self._stack.setCurrentWidget(self._sections[key])
        self._list.show_open(key)
        self._sections[key].open()

    def _changed(self, touched: frozenset[str]) -> None:
        if "settings" in touched:
            application = QApplication.instance()
            if isinstance(application, QApplication):  # also where it was put back from another page
                theme.prefer(application, self._shell.desk.settings().theme)
        if self.isVisible() and touched & {"settings", "people", "models", "backups"}:
            self._sections[self._open].show_settings()

    def hideEvent(self, event: object) -> None:
        """Another page is turned to: nothing listens behind the user's back."""
        if self._open in self._sections:
            self._sections[self._open].leave()

    def close_down(self) -> None:
        for section in self._sections.values():
            section.close_down()
