"""A scroll bar over the margin of what it scrolls. The native one would narrow a page at the moment it appears."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

BAR_PX = 10


class FloatingBar(QScrollBar):
    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area, self._native = area, area.verticalScrollBar()
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.installEventFilter(self)
        self._native.rangeChanged.connect(self._follow)
        self._native.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._native.setValue)
        self._follow()

    def _follow(self) -> None:
        self.setRange(self._native.minimum(), self._native.maximum())
        self.setPageStep(self._native.pageStep())
        self.setVisible(self._native.maximum() > self._native.minimum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._area.width() - BAR_PX - 2, 4, BAR_PX, self._area.height() - 8)
            self.raise_()
            self._follow()
        return super().eventFilter(watched, event)
