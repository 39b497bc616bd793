"""The last net: a mistake in the program is written to the log and told in plain words, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLayout

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from ui.language import tr

log = logging.getLogger(__name__)

WIDTH_PX = 592


class CrashNet(QObject):
    """Hang it out once. One dialog at a time: a mistake that repeats thirty times a second must not bury the window.

    ``fell`` comes first, so that what is under way can be kept. ``log_file`` is where everything is written.
    """

    fell = Signal()
    _caught = Signal(object)

    def __init__(self, log_file: Path | None = None) -> None:
        super().__init__()
        self._log_file = log_file
        self._dialog: QDialog | None = None
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def hang_out(self) -> None:
        sys.excepthook = self.catch
        threading.excepthook = lambda fallen: (
            self.catch(fallen.exc_type, fallen.exc_value, fallen.exc_traceback) if fallen.exc_value else None
        )

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Called by Python, on whichever thread it was."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("a mistake reached the last net", exc_info=(kind, error, trace))
        self._caught.emit(error)

    def _tell(self, error: BaseException) -> None:
        if self._dialog is not None:
            return
        self._dialog = _dialog(error, self._log_file)
        self._dialog.finished.connect(self._told)
        self._dialog.open()
        self.fell.emit()

    def _told(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _dialog(error: BaseException, log_file: Path | None) -> QDialog:
    # Imported here, because a start without a mistake is not to wait for them.
    from coachdesk.services.crash_report import report
    from ui.theme import SPACE
    from ui.widgets.button import Button
    from ui.widgets.error_panel import ErrorPanel
    from ui.widgets.label import Label
    from ui.widgets.layout import column

    sentence = tr("Something went wrong inside CoachDesk.")
    remedy = tr(
        "What was saved is safe, and you can go on. If it happens again, send us the report: it says where in the "
        "program it was, and holds no names and nothing that was said."
    )
    if isinstance(error, CoachDeskError):
        sentence, remedy = error.sentence, error.remedy
    written = report(error, clock.now())
    dialog = QDialog(QApplication.activeWindow())
    dialog.setWindowTitle("CoachDesk")
    where = Label("", "caption", "muted", wrap=True)
    if log_file is not None:
        where.setText(tr("Everything is written down in {file}").format(file=log_file))
    where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    save, on = Button(tr("Save report…"), "floppy-disk", kind="quiet"), Button(tr("Go on"), kind="primary")
    save.clicked.connect(lambda: where.setText(_save(dialog, written) or where.text()))
    on.clicked.connect(dialog.accept)
    panel = ErrorPanel(sentence, remedy, written, save, on, copy_verb=tr("Copy report"))
    panel.setFixedWidth(WIDTH_PX)
    parts = column(panel, where, spacing=SPACE.s, margins=SPACE.xl)
    parts.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # it grows when the details are unfolded
    dialog.setLayout(parts)
    return dialog


def _save(dialog: QDialog, written: str) -> str:
    """Into a file that is asked for. What to tell about it; nothing where the user went back."""
    name, _kind = QFileDialog.getSaveFileName(dialog, tr("Save report"), "coachdesk-report.txt", tr("Text (*.txt)"))
    if not name:
        return ""
    try:
        Path(name).write_text(written, "utf-8")
    except OSError as error:
        return tr("The report could not be saved: {reason}.").format(reason=error.strerror or error)
    return tr("Saved as {file}").format(file=name)
