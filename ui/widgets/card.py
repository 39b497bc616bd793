"""A surface for one thing that is read or judged as a whole. Never a card in a card."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLayout

from ui.theme import SPACE
from ui.widgets.layout import Margins


class Card(QFrame):
    def __init__(self, layout: QLayout, margins: Margins = SPACE.l) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
        self.setLayout(layout)
