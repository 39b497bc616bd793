"""A choice out of a short list, by name. Its chevron is ours, sharp at any scale; the sheet hides the native one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from ui.widgets.button import HEIGHT_PX, keeps_space
from ui.widgets.icon import paint_icon


class Select(QComboBox):
    """Each choice is (key, words); ``currentData()`` gives the key."""

    def __init__(self, name: str, *choices: tuple[str, str]) -> None:
        super().__init__()
        for key, words in choices:
            self.addItem(words, key)
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def event(self, event: QEvent) -> bool:
        return keeps_space(event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(p, "caret-down", QRectF(self.width() - 24, self.height() / 2 - 6, 12, 12), "muted")
        p.end()
