"""Days of practice as squares, a column for each week: how often, and where the gaps are. Arrow keys go day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter

from ui.language import counted, tr
from ui.theme import RADIUS, TYPE, font, mix, theme
from ui.widgets.label import NOWRAP
from ui.widgets.mark import Mark, pill, text_width

CELL_PX, STEP_PX = 13, 16
LEFT_PX, TOP_PX = 36, 20
SHARES = (0.0, 0.35, 0.65, 1.0)
"""Of the accent in a square: none, one attempt, two or three, more. No text stands on them."""


def share_of(attempts: int) -> float:
    return SHARES[0 if attempts < 1 else 1 if attempts < 2 else 2 if attempts < 4 else 3]


def day_words(day: date, attempts: int) -> str:
    """Tuesday, 3 March 2026: 4 attempts."""
    said = counted(attempts, "{n} attempt", "{n} attempts") if attempts else tr("no practice")
    return tr("{day}: {attempts}").format(day=f"{day:%A}, {day.day} {day:%B} {day.year}", attempts=said)


class PracticeCalendar(Mark):
    """``show_days`` takes every day from a Monday on, with the attempts on it. As many weeks are shown as there is room
    for, the newest first. ``pointed`` carries what is to be said of the day that one points at, or nothing."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__(height=TOP_PX + 7 * STEP_PX)
        self.days: tuple[tuple[date, int], ...] = ()
        self.at: int | None = None
        self.setMinimumWidth(LEFT_PX + 12 * STEP_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_days(self, days: Sequence[tuple[date, int]]) -> None:
        self.days, self.at = tuple(days), None
        practised = [(day, attempts) for day, attempts in days if attempts]
        sentence = tr("Practice days: {days} in {weeks} weeks.").format(days=len(practised), weeks=(len(days) + 6) // 7)
        if practised:
            sentence += " " + tr("Last on {day}.").format(day=day_words(*practised[-1]))
        self.setAccessibleName(sentence)
        self.update()

    # -- where a day stands -----------------------------------------------------------------------------------------

    def _weeks(self) -> int:
        return max(1, min((self.width() - LEFT_PX) // STEP_PX, (len(self.days) + 6) // 7))

    def _first(self) -> int:
        """The first day that is shown, a Monday."""
        return max(0, ((len(self.days) + 6) // 7 - self._weeks()) * 7)

    def square(self, place: int) -> QRectF:
        week, weekday = divmod(place - self._first(), 7)
        return QRectF(LEFT_PX + week * STEP_PX, TOP_PX + weekday * STEP_PX, CELL_PX, CELL_PX)

    def place_at(self, point: QPointF) -> int | None:
        week, weekday = int((point.x() - LEFT_PX) // STEP_PX), int((point.y() - TOP_PX) // STEP_PX)
        place = self._first() + week * 7 + weekday
        return place if week >= 0 and 0 <= weekday < 7 and place < len(self.days) else None

    # -- pointing ---------------------------------------------------------------------------------------------------

    def go_to(self, place: int | None) -> None:
        if place is not None:
            place = max(self._first(), min(len(self.days) - 1, place))
        if place == self.at:
            return
        self.at = place
        words = day_words(*self.days[place]) if place is not None else ""
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.pointed.emit(words)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -7, Qt.Key.Key_Right: 7, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if not self.days or (step is None and event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End)):
            super().keyPressEvent(event)
        elif step is not None:
            self.go_to((len(self.days) - 1 if self.at is None else self.at) + step)
        else:
            self.go_to(self._first() if event.key() == Qt.Key.Key_Home else len(self.days) - 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.days and self.at is None:
            self.go_to(len(self.days) - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.go_to(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.go_to(self.place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.go_to(None)

    # -- painting ---------------------------------------------------------------------------------------------------

    def paint(self, p: QPainter, r: QRectF) -> None:
        t, first = theme(), self._first()
        p.setFont(font(TYPE.caption))
        p.setPen(t.color("muted"))
        for weekday, name in ((0, tr("Mon")), (2, tr("Wed")), (4, tr("Fri"))):
            p.drawText(QRectF(0, TOP_PX + weekday * STEP_PX, LEFT_PX, CELL_PX), int(NOWRAP), name)
        self._months(p, first)
        for place in range(first, len(self.days)):
            paint_square(p, self.square(place), self.days[place][1])
        if self.at is not None:
            pill(p, self.square(self.at).adjusted(-2, -2, 2, 2), None, RADIUS.mark + 1, t.color("text"), 2)

    def _months(self, p: QPainter, first: int) -> None:
        """Each month over the week in which it begins, where there is room for its name."""
        free = 0.0
        for place in range(first, len(self.days), 7):
            ends = self.days[min(place + 6, len(self.days) - 1)][0]
            begins = ends.day <= 7 or (place == first and ends.day <= 14)
            x, name = self.square(place).left(), f"{ends:%b}"
            width = text_width(name, font(TYPE.caption))
            if begins and x >= free and x + width <= self.width():
                p.drawText(QRectF(x, 0, width + 1, TOP_PX - 4), int(NOWRAP), name)
                free = x + width + 6


def paint_square(p: QPainter, r: QRectF, attempts: int) -> None:
    t = theme()
    share = share_of(attempts)
    ground = mix(t.color("surface"), t.color("accent"), share) if share else t.color("raised")
    pill(p, r, ground, RADIUS.mark)


class CalendarKey(Mark):
    """What the squares mean, from few to many."""

    def __init__(self) -> None:
        few, many = tr("Fewer"), tr("More")
        self._few = text_width(few, font(TYPE.caption)) + 6
        self._words = few, many
        width = self._few + len(SHARES) * STEP_PX + 4 + text_width(many, font(TYPE.caption))
        super().__init__(width, STEP_PX)

    def paint(self, p: QPainter, r: QRectF) -> None:
        p.setFont(font(TYPE.caption))
        p.setPen(theme().color("muted"))
        p.drawText(r, int(NOWRAP), self._words[0])
        p.drawText(r, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._words[1])
        for i, attempts in enumerate((0, 1, 2, 4)):
            paint_square(p, QRectF(self._few + i * STEP_PX, 1.5, CELL_PX, CELL_PX), attempts)
