"""The four ratings of a drill as keys: what each is called, and when it brings the drill back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from coachdesk.services.drills import RatingChoice
from ui.language import tr
from ui.practice.drill_words import exact_words, in_words, rating_words
from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.button import ENTER
from ui.widgets.key_hint import CAP_PX, cap_width, paint_cap
from ui.widgets.label import NOWRAP
from ui.widgets.layout import row
from ui.widgets.mark import pill, text_width

HEIGHT_PX, LEAST_PX = 48, 104


class RatingKeys(QWidget):
    """``chosen`` carries 1 again to 4 easy."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._keys = [_Key(rating) for rating in (1, 2, 3, 4)]
        for key in self._keys:
            key.clicked.connect(lambda _on=False, rating=key.rating: self.chosen.emit(rating))
        self.setLayout(row(*self._keys, spacing=SPACE.s))

    def show_choices(self, choices: Sequence[RatingChoice], rating: int, now: datetime) -> None:
        """``rating`` is the one that counts now."""
        for key, choice in zip(self._keys, choices, strict=True):
            key.show_choice(choice, choice.rating == rating, now)

    def choose(self, rating: int) -> None:
        """What a click on a key does."""
        self._keys[rating - 1].click()


class _Key(QAbstractButton):
    def __init__(self, rating: int) -> None:
        super().__init__()
        self.rating = rating
        self._when = ""
        self.setText(rating_words(rating))
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_choice(self, choice: RatingChoice, counts: bool, now: datetime) -> None:
        self._when = in_words(choice.due - now) if choice.is_possible else tr("not yet")
        self.setEnabled(choice.is_possible)
        self.setChecked(counts)
        self.setAccessibleName(f"{self.text()}: {self._when}")
        too_much = tr("Too much was missing for that.")
        self.setToolTip(exact_words(choice.due) if choice.is_possible else too_much)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = text_width(self.text(), font(TYPE.body, True)) + cap_width(str(self.rating)) + SPACE.s
        return QSize(max(LEAST_PX, words + 2 * SPACE.m, text_width(self._when, font(TYPE.caption)) + 2 * SPACE.m), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """What counts is shown by `show_choice`, when it is kept."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        possible = self.isEnabled()
        ground = t.soft("accent") if on else t.color("raised") if self.underMouse() and possible else None
        edge = "accent" if on or self.hasFocus() else "edge" if possible else "line"
        pill(p, r, ground, RADIUS.control, t.color(edge), 2 if self.hasFocus() or on else 1)
        name = t.color("muted" if not possible else "accent" if on else "text")
        cap = cap_width(str(self.rating))
        paint_cap(p, QRectF(r.right() - SPACE.m - cap, 5, cap, CAP_PX), str(self.rating), t.color("muted"))
        p.setPen(name)
        p.setFont(font(TYPE.body, on))
        p.drawText(QRectF(SPACE.m, 5, r.width(), CAP_PX), int(NOWRAP), self.text())
        p.setPen(t.color("muted"))
        p.setFont(font(TYPE.caption, tabular=True))
        p.drawText(QRectF(SPACE.m, 25, r.width(), 18), int(NOWRAP), self._when)
        p.end()
