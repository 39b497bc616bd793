"""What a second start says where the first one has the data folder and does not answer."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from ui.language import tr
from ui.one_copy import Holder
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.layout import column

WIDTH_PX = 560


class NoAnswer(QDialog):
    """Accepted: try again. ``sentence`` is the same for the terminal."""

    def __init__(self, holder: Holder) -> None:
        super().__init__()
        what = tr("CoachDesk is open already on this data folder, but does not answer.")
        remedy = tr(
            "It may be busy: wait a moment and try again. If it hangs, end process {pid}: what was saved is safe."
        ).format(pid=holder.pid)
        if holder.machine:
            what = tr("CoachDesk is open already on this data folder, on the computer {machine}.").format(
                machine=holder.machine
            )
            remedy = tr("Close it there. If it is not open there any more, delete window.lock in the data folder.")
        self.sentence = f"{what} {remedy}"
        self.setWindowTitle("CoachDesk")
        self.setFixedWidth(WIDTH_PX)
        again, leave = Button(tr("Try again"), kind="primary"), Button(tr("Close"))
        again.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        self.setLayout(column(ErrorPanel(what, remedy, "", leave, again), margins=SPACE.xl))
