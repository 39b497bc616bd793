"""The last net: a mistake in the program is written to the log and told in plain words, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog

from coachdesk import __version__
from coachdesk.errors import CoachDeskError

log = logging.getLogger(__name__)

WIDTH_PX = 560

SENTENCE = "Something went wrong inside CoachDesk."
REMEDY = "What was saved is safe, and you can go on. If it happens again, copy the details and send them to us."


class CrashNet(QObject):
    """Hang it out once. One dialog at a time: a mistake that repeats thirty times a second must not bury the window."""

    _fell = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._dialog: QDialog | None = None
        self._fell.connect(self._tell, Qt.ConnectionType.QueuedConnection)

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
        details = "".join(traceback.format_exception(kind, error, trace))
        head = f"CoachDesk {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        if isinstance(error, CoachDeskError):
            self._fell.emit(error.sentence, error.remedy, head + details)
        else:
            self._fell.emit(SENTENCE, REMEDY, head + details)

    def _tell(self, sentence: str, remedy: str, details: str) -> None:
        from ui.theme import SPACE  # imported here, because a start without a mistake is not to wait for them
        from ui.widgets.button import Button
        from ui.widgets.error_panel import ErrorPanel
        from ui.widgets.layout import column

        if self._dialog is not None:
            return
        dialog = QDialog(QApplication.activeWindow())
        dialog.setWindowTitle("CoachDesk")
        dialog.setFixedWidth(WIDTH_PX)
        on = Button("Go on", kind="primary")
        on.clicked.connect(dialog.accept)
        dialog.setLayout(column(ErrorPanel(sentence, remedy, details, on), margins=SPACE.l))
        dialog.finished.connect(self._told)
        self._dialog = dialog
        dialog.open()

    def _told(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
