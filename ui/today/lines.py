"""One line of a list on Today: an icon, what it is, a second line, and what stands at its right. It is a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme import RADIUS, SKILLS, SPACE, TYPE, font, theme
from ui.widgets.button import ENTER, keeps_space
from ui.widgets.card import Card
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.layout import column
from ui.widgets.mark import pill, text_width

LINE_PX = 56
ICON_PX = 20
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True)
class Line:
    """``skill`` gives the icon and its hue."""

    skill: str
    title: str
    second: str
    right: str
    do: Callable[[], object]


class LineButton(QAbstractButton):
    def __init__(self, line: Line, is_first: bool) -> None:
        super().__init__()
        self.line, self.is_first = line, is_first
        said = ". ".join(part for part in (line.title, line.second, line.right) if part)
        self.setAccessibleName(said)
        self.setToolTip(f"{line.title}\n{line.second}")
        self.setFixedHeight(LINE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(line.do)

    def sizeHint(self) -> QSize:
        return QSize(240, LINE_PX)

    def event(self, event: QEvent) -> bool:
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, r, area = theme(), QRectF(self.rect()), SKILLS[self.line.skill]
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self.is_first:
                p.setPen(QPen(t.color("line"), 1))
                p.drawLine(QPointF(SPACE.l, 0.5), QPointF(r.width(), 0.5))
            if self.underMouse() or self.hasFocus():
                ring = t.color("accent") if self.hasFocus() else None
                pill(p, r.adjusted(4, 4, -4, -4), t.color("raised"), RADIUS.control, ring, 2)
            middle = r.height() / 2
            paint_icon(p, area.icon, QRectF(SPACE.l, middle - ICON_PX / 2, ICON_PX, ICON_PX), area.token)
            paint_icon(p, "caret-right", QRectF(r.right() - 28, middle - 8, 16, 16), "muted")
            right = text_width(self.line.right, font(TYPE.body)) if self.line.right else -SPACE.l
            p.setFont(font(TYPE.body))
            p.setPen(t.color("muted"))
            p.drawText(QRectF(r.right() - 40 - right, 0, right + 1, r.height()), RIGHT, self.line.right)
            words = QRectF(48, middle - 18, r.width() - 48 - right - 56, 18)
            _text(p, words, self.line.title, TYPE.body, "text", True)
            _text(p, words.translated(0, 18), self.line.second, TYPE.caption, "muted")


def _text(p: QPainter, r: QRectF, text: str, px: int, token: str, semibold: bool = False) -> None:
    face = font(px, semibold)
    p.setFont(face)
    p.setPen(theme().color(token))
    p.drawText(r, int(NOWRAP), QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, r.width()))


def lines(*each: Line) -> QWidget:
    """A card of lines."""
    return Card(column(*(LineButton(line, i == 0) for i, line in enumerate(each)), spacing=0), 1)
