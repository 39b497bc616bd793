"""Parts of a section that come and go: lines of a list, and a place that is only there while something is in it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.theme import SPACE
from ui.widgets.layout import box, column, empty, ruled


class Slot(QWidget):
    """Empty it takes no room, and no gap beside it either."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = column(spacing=SPACE.m)
        self.setLayout(self._inside)
        self.hide()

    def put(self, *parts: QWidget) -> None:
        """In the place of what was there."""
        empty(self._inside)
        for part in parts:
            self._inside.addWidget(part)
        self.setVisible(bool(parts))


def lines(parts: list[QWidget]) -> QWidget:
    """With hairlines between them; made anew whenever what they show has changed."""
    return box(column(*ruled(parts, SPACE.m), spacing=0))
