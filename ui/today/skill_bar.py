"""How much of what was asked in a skill area was said, as a bar. The figures stand above it as text."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from coachdesk.services.today import SkillMonth
from ui.theme import SKILLS, theme
from ui.widgets.mark import Mark, pill


class SkillBar(Mark):
    def __init__(self, month: SkillMonth) -> None:
        super().__init__(height=4)
        self.month = month

    def paint(self, p: QPainter, r: QRectF) -> None:
        made = self.month.made
        share = made.made / made.possible if made.possible else 0.0
        pill(p, r, theme().color("line"), 2)
        if share:
            pill(p, QRectF(0, 0, r.width() * share, r.height()), theme().color(SKILLS[self.month.skill].token), 2)
