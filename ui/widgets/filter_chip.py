"""One choice in a filter bar; the chosen one is filled. Put several into a QButtonGroup."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from ui.theme import RADIUS, SKILLS, TYPE, font, theme
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.mark import pill, text_width


class FilterChip(QAbstractButton):
    def __init__(self, text: str, skill: str = "") -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.skill = skill
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # measured in semibold, so that choosing one does not move the others
        return QSize(text_width(self.text(), font(TYPE.body, True)) + 24 + (20 if self.skill else 0), 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = t.color("accent" if on or self.hasFocus() else "edge")
        ground = t.soft("accent") if on else t.color("raised") if self.underMouse() else None
        pill(p, r, ground, RADIUS.control, edge, 2 if self.hasFocus() else 1)
        if self.skill:
            paint_icon(p, SKILLS[self.skill].icon, QRectF(10, 8, 16, 16), SKILLS[self.skill].token)
        p.setPen(t.color("accent" if on else "text"))
        p.setFont(font(TYPE.body, on))
        p.drawText(r.adjusted(32 if self.skill else 12, 0, 0, 0), int(NOWRAP), self.text())
        p.end()
