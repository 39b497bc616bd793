"""The key that does something, drawn like a key: ``KeyHint`` at the foot of a screen, ``paint_cap`` in a button."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from ui.theme import RADIUS, TYPE, font, theme
from ui.widgets.label import CENTRE, Label
from ui.widgets.layout import row
from ui.widgets.mark import Mark, pill, text_width

CAP_PX = 20


def cap_width(key: str) -> int:
    return max(CAP_PX, text_width(key, font(TYPE.caption)) + 12)


def paint_cap(p: QPainter, r: QRectF, key: str, color: QColor) -> None:
    edge = QColor(color)
    edge.setAlphaF(0.4)
    pill(p, r, None, RADIUS.mark + 1, edge)
    p.setPen(color)
    p.setFont(font(TYPE.caption))
    p.drawText(r, CENTRE, key)


class _KeyCap(Mark):
    def __init__(self, key: str) -> None:
        super().__init__(cap_width(key), CAP_PX)
        self.key = key

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_cap(p, r, self.key, theme().color("muted"))


class KeyHint(QWidget):
    """A key and what it does. Beside an action, never as an action."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        self.label = Label(text, tone="muted")
        self.setLayout(row(_KeyCap(key), self.label))
        self.setAccessibleName(f"{key}: {text}")
