"""About CoachDesk: what it is, its version and licence, and everything that it is built of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QLayout, QScrollArea, QWidget

from coachdesk import __version__
from coachdesk.errors import CoachDeskError
from coachdesk.services import about
from coachdesk.services.about import Part
from ui.language import tr
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.floating_bar import FloatingBar
from ui.widgets.label import Label, heading
from ui.widgets.layout import box, column, row, rule
from ui.work import Query

WIDTH_PX, LIST_PX = 552, 220


class AboutDialog(QDialog):
    """Shown at once; the libraries come when they were looked through."""

    def __init__(self, shell: Shell, window: QWidget) -> None:
        super().__init__(window)
        self._shell = shell
        self.setWindowTitle(tr("About CoachDesk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts = QScrollArea()
        self._parts.setWidgetResizable(True)
        self._parts.setFixedSize(WIDTH_PX, LIST_PX)
        FloatingBar(self._parts)
        self._parts.setAccessibleName(tr("What it is built of"))
        self._parts.viewport().setAutoFillBackground(False)
        self._list(box(column(Label(tr("Looking…"), tone="muted"), None)))
        self._copy = Button(tr("Copy diagnostics"), "copy")
        self._copy.clicked.connect(self.copy)
        close = Button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self._said = Label("", "caption", "muted", wrap=True)
        what = tr(
            "Sales role-play practice and certification on your own machine, with no network. What you say and how "
            "you did stay in your data folder."
        )
        licence = tr("Version {version}. {licence} licence.").format(version=__version__, licence=about.LICENCE)
        lines = column(
            Label("CoachDesk", "page", semibold=True),
            Label(what, wrap=True),
            Label(licence, tone="muted"),
            SPACE.s, heading(tr("What it is built of")), rule(), self._parts, rule(),
            SPACE.s, row(self._copy, (self._said, 1), close, spacing=SPACE.m),
            margins=SPACE.xl,
        )  # fmt: skip
        lines.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.setLayout(lines)
        close.setFocus()
        Query(about.parts).done(self._show).failed(self._cannot).start(shell.work, self)

    def _show(self, parts: tuple[Part, ...]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setContentsMargins(0, SPACE.s, SPACE.l, SPACE.s)
        for line, part in enumerate(parts):
            grid.addWidget(Label(part.name), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(part.version, tone="muted", tabular=True), line, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(part.licence, tone="muted", wrap=True), line, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(2, 1)
        self._list(box(grid))

    def _list(self, what: QWidget) -> None:
        self._parts.setWidget(what)
        what.setAutoFillBackground(False)  # the dialog's ground is the list's

    def copy(self) -> None:
        """Look at this machine, which takes a moment, and put what is found on the clipboard."""
        self._copy.setEnabled(False)
        self._said.setText(tr("Looking at this machine…"))
        copy_diagnostics(self._shell, self, self._tell)

    def _tell(self, sentence: str) -> None:
        self._copy.setEnabled(True)
        self._said.setText(sentence)

    def _cannot(self, error: CoachDeskError) -> None:
        self._said.setText(str(error))


def copy_diagnostics(shell: Shell, owner: QWidget, tell: Callable[[str], object]) -> None:
    """Put versions and what the doctor finds on the clipboard; ``tell`` is given what came of it."""

    def found(words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        tell(tr("Copied: versions and what was found on this machine, without any names."))

    Query(lambda: about.diagnostics(shell.desk.folder)).done(found).failed(lambda error: tell(str(error))).start(
        shell.work, owner
    )
