"""A level from 1 to 5, chosen with a click or with the arrow keys and Enter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from ui.language import tr
from ui.theme import RADIUS, TYPE, font, theme
from ui.widgets.button import ENTER
from ui.widgets.label import CENTRE
from ui.widgets.mark import Mark, pill

STEP_PX, KEY_PX, HEIGHT_PX = 36, 30, 28
HIGHEST = 5


class Rating(Mark):
    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(HIGHEST * STEP_PX - (STEP_PX - KEY_PX), HEIGHT_PX, name)
        self.name = name
        self.value: int | None = None
        self.at = 1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_value(self, value: int | None) -> None:
        self.value, self.at = value, value or 1
        self.setAccessibleName(
            tr("{name}: {value} of {highest}").format(name=self.name, value=value, highest=HIGHEST)
            if value
            else self.name
        )
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(max(1, min(HIGHEST, int(event.position().x() // STEP_PX) + 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.at = max(1, min(HIGHEST, self.at + step))
            self.update()
        elif event.key() in ENTER:
            self.chosen.emit(self.at)
        else:
            super().keyPressEvent(event)

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        for level in range(1, HIGHEST + 1):
            key, on = QRectF((level - 1) * STEP_PX, 0, KEY_PX, HEIGHT_PX), level == self.value
            ringed = self.hasFocus() and level == self.at
            edge = t.color("text" if ringed and on else "accent" if on or ringed else "outline")
            pill(p, key, t.color("accent") if on else None, RADIUS.control, edge, 2 if ringed else 1)
            p.setPen(t.color("on_accent" if on else "text"))
            p.setFont(font(TYPE.body, True, tabular=True))
            p.drawText(key, CENTRE, str(level))
