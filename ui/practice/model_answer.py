"""A model answer to read, and to hear in the machine's voice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Label, heading
from ui.widgets.layout import column, row


class ModelAnswer(QWidget):
    """``heard`` carries what is to be said; empty: nothing any more."""

    heard = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._speaks = False
        self._text = Label("", "lead", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note = Label("", "caption", "caution", wrap=True)
        self.button = Button(tr("Hear it"), "speaker-high", "M")
        self.button.clicked.connect(self.toggle)
        head = row(heading(tr("A model answer")), None, self.button)
        self.setLayout(column(SPACE.l, Card(column(head, self._text, self._note, spacing=SPACE.xs)), spacing=0))
        self.show_answer(None)

    def show_answer(self, text: str | None) -> None:
        self.stop()
        self._text.setText((text or "").strip())
        self.setVisible(bool(text))
        self.show_trouble("")

    def toggle(self) -> None:
        """Say it, or be silent."""
        if self._speaks:
            self.stop()
        elif self._text.text():
            self._show(speaks=True)
            self.heard.emit(self._text.text())

    def stop(self) -> None:
        if self._speaks:
            self._show(speaks=False)
            self.heard.emit("")

    def show_ended(self) -> None:
        self._show(speaks=False)

    def show_trouble(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def _show(self, speaks: bool) -> None:
        self._speaks = speaks
        self.button.rename(tr("Stop") if speaks else tr("Hear it"), "stop" if speaks else "speaker-high")
