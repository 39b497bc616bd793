"""Where nothing is yet: an icon, what will be here, and the one button that brings it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import SPACE
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import column, row

MEASURE_PX = 420


class EmptyState(QWidget):
    def __init__(self, icon: str, title: str, sentence: str, action: QPushButton | None = None) -> None:
        super().__init__()
        words = Label(sentence, tone="muted", wrap=True, align=Qt.AlignmentFlag.AlignHCenter)
        words.setFixedWidth(MEASURE_PX)
        parts = column(
            None,
            row(None, Icon(icon, "muted", 32), None),
            SPACE.s,
            row(None, Label(title, "title", semibold=True), None),
            row(None, words, None),
        )
        if action is not None:
            parts.addSpacing(SPACE.m)
            parts.addLayout(row(None, action, None))
        parts.addStretch(2)
        self.setLayout(parts)
