"""Base of everything that is painted instead of composed: antialiased, transparent, colours read when painting."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget


class Mark(QWidget):
    """A painted piece. ``name`` is what a screen reader says; leave it empty only for decoration."""

    def __init__(self, width: int = 0, height: int = 0, name: str = "") -> None:
        super().__init__()
        if width:
            self.setFixedWidth(width)
        if height:
            self.setFixedHeight(height)
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:  # ended also where painting fails, or Qt would not survive it
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self.paint(painter, QRectF(self.rect()))

    def paint(self, p: QPainter, r: QRectF) -> None:
        raise NotImplementedError


def pill(
    p: QPainter, r: QRectF, fill: QColor | None, radius: float, edge: QColor | None = None, width: float = 1.0
) -> None:
    """A rounded rectangle; the edge is drawn inside, on whole pixels."""
    if fill is None:
        p.setBrush(Qt.BrushStyle.NoBrush)
    else:
        p.setBrush(fill)
    if edge is None:
        p.setPen(Qt.PenStyle.NoPen)
    else:
        p.setPen(QPen(edge, width))
    inset = width / 2 if edge is not None else 0
    p.drawRoundedRect(r.adjusted(inset, inset, -inset, -inset), radius, radius)


def text_width(text: str, face: QFont) -> int:
    """Whole pixels that a line of text takes."""
    return math.ceil(QFontMetricsF(face).horizontalAdvance(text))
