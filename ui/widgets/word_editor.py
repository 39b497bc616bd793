"""A line over some words of a transcript, to write what was really said. Enter keeps, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.language import tr
from ui.theme import TYPE, font
from ui.widgets.button import ENTER

NARROWEST_PX = 200
LONGEST = 500
"""Characters; the service takes no more."""


class WordEditor(QLineEdit):
    kept = Signal(str)
    left = Signal()

    def __init__(self, over: QWidget, text: str, frame: QRectF) -> None:
        super().__init__(text, over)
        self._is_over = False
        self.setFont(QFont(font(TYPE.lead)))
        self.setMaxLength(LONGEST)
        self.setAccessibleName(tr("What was said here"))
        self.setAccessibleDescription(tr("Enter keeps it, Esc leaves it as it was. Empty it to remove the words."))
        self.setToolTip(self.accessibleDescription())
        width = min(over.width(), max(NARROWEST_PX, round(frame.width()) + 48))
        left = max(0, min(over.width() - width, round(frame.left()) - 8))
        self.setGeometry(
            left, round(frame.center().y() - self.sizeHint().height() / 2), width, self.sizeHint().height()
        )
        self.selectAll()
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()  # no key of the screen's while somebody writes
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._end(keeps=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(keeps=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # its own menu, with paste in it
            self._end(keeps=False)

    def _end(self, keeps: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        if keeps:
            self.kept.emit(self.text())
        else:
            self.left.emit()
        self.hide()
        self.deleteLater()
