"""What happened, what to do, and the details, folded: for a page that cannot be shown, and for a crash."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from ui.language import tr
from ui.theme import SPACE, TYPE, font
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import column, row

DETAILS_PX = 180
WIDEST_PX = 640


class ErrorPanel(QWidget):
    """``copy_verb`` is what the button is called that copies the details."""

    def __init__(
        self, sentence: str, remedy: str, details: str = "", *actions: QPushButton, copy_verb: str = ""
    ) -> None:
        super().__init__()
        words = column(
            Label(sentence, "title", semibold=True, wrap=True), Label(remedy, tone="muted", wrap=True), spacing=SPACE.xs
        )
        parts = column(
            row(column(Icon("warning-circle", "bad", 20), None), (words, 1), spacing=SPACE.m), spacing=SPACE.m
        )
        tail = row(spacing=SPACE.s)
        if details:
            self._text = QPlainTextEdit(details)
            self._text.setReadOnly(True)
            self._text.setFont(font(TYPE.caption))
            self._text.setFixedHeight(DETAILS_PX)
            self._text.setAccessibleName(tr("Details"))
            self._text.hide()
            self._fold = Button(tr("Details"), "caret-right", kind="quiet")
            self._fold.clicked.connect(self._unfold)
            copy = Button(copy_verb or tr("Copy details"), "copy", kind="quiet")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
            parts.addWidget(self._text)
            tail.addWidget(self._fold)
            tail.addWidget(copy)
        tail.addStretch(1)
        for action in actions:
            tail.addWidget(action)
        parts.addLayout(tail)
        self.setLayout(parts)
        self.setMaximumWidth(WIDEST_PX)
        self.setAccessibleName(f"{sentence} {remedy}".strip())

    def _unfold(self) -> None:
        shown = self._text.isHidden()
        self._text.setVisible(shown)
        self._fold.rename(tr("Details"), "caret-down" if shown else "caret-right")
