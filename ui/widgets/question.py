"""A question that must be answered before anything is lost: what would be lost, and a verb for each way on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ui.theme import SPACE
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.widgets.layout import Part, column, row

WIDTH_PX = 480


@dataclass(frozen=True)
class Choice:
    key: str
    verb: str
    kind: Kind = "plain"


class Question(QDialog):
    """Open it with ``open()``. ``answered`` carries the chosen key; Esc answers nothing. The last choice has the focus,
    so it is the one that loses nothing."""

    answered = Signal(str)

    def __init__(self, window: QWidget, title: str, sentence: str, *choices: Choice) -> None:
        super().__init__(window)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH_PX)
        buttons: list[Part] = [None]
        for choice in choices:
            button = Button(choice.verb, kind=choice.kind)
            button.clicked.connect(lambda _checked=False, key=choice.key: self._answer(key))
            buttons.append(button)
            last = button
        words = column(Label(title, "lead", semibold=True, wrap=True), Label(sentence, tone="muted", wrap=True))
        self.setLayout(column(words, SPACE.s, row(*buttons), spacing=SPACE.s, margins=SPACE.xl))
        QTimer.singleShot(0, last, last.setFocus)

    def _answer(self, key: str) -> None:
        self.accept()
        self.answered.emit(key)
        self.deleteLater()
