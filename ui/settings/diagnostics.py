"""Diagnostics: what works on this machine and what does not, to read and to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services import keeping
from coachdesk.services.keeping import Check
from ui.language import tr
from ui.settings.keeper import Keeper
from ui.settings.lines import Slot, lines
from ui.settings.section import Section, card
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import box, column, row
from ui.widgets.progress import Progress
from ui.work import Query


class DiagnosticsSection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        super().__init__(
            shell, keeper, tr("Diagnostics"), tr("What works on this computer, and what to do about the rest.")
        )
        self._found: tuple[Check, ...] = ()
        self._list = Slot()
        self._copy = Button(tr("Copy"), "copy")
        self._copy.clicked.connect(self._copy_all)
        self._again = Button(tr("Look again"), "arrow-counter-clockwise")
        self._again.clicked.connect(self.look)
        self.fill(row(self._copy, self._again, None), card(self._list))

    def open(self) -> None:
        super().open()
        self.look()

    def look(self) -> None:
        """Ask the doctor, who may take seconds."""
        for button in (self._again, self._copy):
            button.setEnabled(False)
        self._list.put(Progress(tr("Looking at everything")))
        Query(lambda: tuple(keeping.doctor(self.desk.folder))).done(self._came).failed(self._failed).start(
            self.work, self
        )

    def _came(self, found: tuple[Check, ...]) -> None:
        self._found = found
        self._again.setEnabled(True)
        self._copy.setEnabled(True)
        self._list.put(lines([_line(check) for check in found]))

    def _failed(self, error: CoachDeskError) -> None:
        self._again.setEnabled(True)
        self._list.put(Label(str(error), tone="bad", wrap=True))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._found))
        self.shell.say(tr("Copied. It names this computer's folders: look it over before you send it."))


def as_text(found: tuple[Check, ...]) -> str:
    """What the doctor says, to be pasted somewhere."""
    return "\n".join(
        f"{check.state.upper():8} {check.name}: {check.sentence} {check.remedy}".rstrip() for check in found
    )


def _line(check: Check) -> QWidget:
    icons = {"ok": ("check-circle", "good"), "warning": ("warning-circle", "caution"), "problem": ("x-circle", "bad")}
    states = {"ok": tr("In order"), "warning": tr("Worth a look"), "problem": tr("A problem")}
    icon, tone = icons[check.state]
    words = column(
        row(Label(check.name.capitalize(), semibold=True), Label(states[check.state], "caption", "muted"), None),
        Label(check.sentence, wrap=True),
        spacing=2,
    )
    if check.remedy:
        words.addWidget(Label(check.remedy, "caption", "muted", wrap=True))
    mark = Icon(icon, tone)
    line = box(row(column(mark, None), (words, 1), spacing=SPACE.m))
    line.setAccessibleName(f"{check.name}, {states[check.state]}: {check.sentence}")
    return line
