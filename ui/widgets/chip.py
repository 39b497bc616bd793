"""A skill area, always with its icon: hue on the ground and the icon, words in text colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.theme import SKILLS, TYPE, font, theme
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.mark import Mark, pill, text_width

CHIP_PX = 22


def chip_width(skill: str) -> int:
    return text_width(SKILLS[skill].name, font(TYPE.caption)) + 36


def paint_chip(p: QPainter, r: QRectF, skill: str) -> None:
    area = SKILLS[skill]
    pill(p, r, theme().soft(area.token), r.height() / 2)
    paint_icon(p, area.icon, QRectF(r.left() + 8, r.top() + 4, 14, 14), area.token)
    p.setPen(theme().color("text"))
    p.setFont(font(TYPE.caption))
    p.drawText(r.adjusted(26, 0, -8, 0), int(NOWRAP), area.name)


class Chip(Mark):
    def __init__(self, skill: str) -> None:
        super().__init__(chip_width(skill), CHIP_PX, SKILLS[skill].name)
        self.skill = skill

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_chip(p, r, self.skill)
