"""Beginner, intermediate or advanced: three rising bars and the word."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.language import tr
from ui.theme import TYPE, font, theme
from ui.widgets.label import NOWRAP
from ui.widgets.mark import Mark, pill, text_width

LEVELS = ("beginner", "intermediate", "advanced")
BADGE_PX = 20


def level_name(level: str) -> str:
    return {
        "beginner": tr("Beginner"),
        "intermediate": tr("Intermediate"),
        "advanced": tr("Advanced"),
    }[level]


def level_width(level: str) -> int:
    return text_width(level_name(level), font(TYPE.caption)) + 22


def paint_level(p: QPainter, r: QRectF, level: str) -> None:
    t, rank = theme(), LEVELS.index(level)
    for i in range(3):
        height = 4 + 3 * i
        bar = QRectF(r.left() + 5 * i, r.top() + 15 - height, 3, height)
        pill(p, bar, t.color("muted" if i <= rank else "edge"), 1)
    p.setPen(t.color("muted"))
    p.setFont(font(TYPE.caption))
    p.drawText(r.adjusted(20, 0, 0, 0), int(NOWRAP), level_name(level))


class LevelBadge(Mark):
    def __init__(self, level: str) -> None:
        super().__init__(level_width(level), BADGE_PX, level_name(level))
        self.level = level

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_level(p, r, self.level)
