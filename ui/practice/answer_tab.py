"""One answer of an attempt in the row over the debrief: its number, and the worst thing that was found in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from coachdesk.services.practice.views import AnswerView
from ui.language import tr
from ui.theme import RADIUS, TYPE, font, theme
from ui.widgets.finding import SIGNS, sign_word
from ui.widgets.icon import paint_icon
from ui.widgets.label import CENTRE
from ui.widgets.mark import pill

SIZE = QSize(40, 32)


def worst(answer: AnswerView) -> str:
    """The kind of finding that names the tab: a flag, a question, a miss, what was covered."""
    kinds = {finding.kind for finding in answer.findings}
    return next((kind for kind in ("flag", "question", "missed", "covered") if kind in kinds), "")


class AnswerTab(QAbstractButton):
    def __init__(self, answer: AnswerView) -> None:
        super().__init__()
        self._number, self._kind = answer.position, worst(answer)
        self.setCheckable(True)
        self.setFixedSize(SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        word = sign_word(self._kind).lower() if self._kind else tr("nothing to find")
        self.setText(str(answer.position))
        self.setAccessibleName(tr("Answer {number}, {found}").format(number=answer.position, found=word))
        about = tr("Answer {number}: {found}").format(number=answer.position, found=word)
        self.setToolTip(f"{about}\n“{answer.says}”")

    def sizeHint(self) -> QSize:
        return SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on or self.hasFocus() or self.underMouse():
            ground = t.color("surface" if on else "raised")
            edge = t.color("accent") if on or self.hasFocus() else None
            pill(p, r, ground, RADIUS.control, edge, 2 if self.hasFocus() else 1.5)
        p.setPen(t.color("text" if on else "muted"))
        p.setFont(font(TYPE.body, on, tabular=True))
        p.drawText(QRectF(4, 0, 20, 32), CENTRE, str(self._number))
        if self._kind:
            sign = SIGNS[self._kind]
            paint_icon(p, sign.icon, QRectF(23, 10, 12, 12), sign.tone)
        p.end()
