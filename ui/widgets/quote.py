"""What the buyer says, large, its opening mark hung in the margin so that the words stand on the column's edge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy

from ui.theme import TYPE, font, theme
from ui.widgets.mark import Mark

LONG_LINE = 150
"""Letters; a longer line is set smaller, so that it does not push the waveform off the screen."""


class Quote(Mark):
    MARGIN = 16

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self.text = f"“{text.strip()}”"
        self.setAccessibleName(text)
        self._fit()
        self.update()

    def _lines(self, width: float) -> tuple[QTextLayout, float]:
        large = len(self.text) <= LONG_LINE
        layout = QTextLayout(self.text, font(TYPE.figure if large else TYPE.page, True))
        hang, y = QFontMetricsF(layout.font()).horizontalAdvance("“"), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            first = line.textStart() == 0
            line.setLineWidth(max(40.0, width - 2 * self.MARGIN + (hang if first else 0)))
            line.setPosition(QPointF(self.MARGIN - (hang if first else 0), y))
            y += 42 if large else 32
        layout.endLayout()
        return layout, y

    def _fit(self) -> None:
        if self.text:
            self.setFixedHeight(int(self._lines(self.width())[1]))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fit()

    def paint(self, p: QPainter, r: QRectF) -> None:
        if self.text:
            p.setPen(theme().color("text"))
            self._lines(r.width())[0].draw(p, QPointF(0, 0))
