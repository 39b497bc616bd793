"""At the foot of the debrief: how good an answer was, in the rep's own eyes, before a model answer opens."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import AnswerView
from ui.language import tr
from ui.theme import CONTENT_PX, SPACE
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import box, column, pair, row
from ui.widgets.rating import Rating

HEIGHT_PX, TALL_PX = 64, 92


def anchors() -> tuple[tuple[int, str], ...]:
    """What somebody did who gives themselves so many."""
    return (
        (1, tr("You answered past what the buyer said, or made it worse.")),
        (3, tr("The main point was there, but late, long, or weakened by what came with it.")),
        (5, tr("Every point was there, short, and it ended with a question or a next step.")),
    )


class RatingBar(QWidget):
    """The anchors are in view until the answer is rated. ``chosen`` carries a level from 1 to 5."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._lock = Icon("lock-simple", "muted", 20)
        self._ask, self._why = Label("", semibold=True), Label("", "caption", "muted")
        self.rating = Rating(tr("How good was this answer"))
        self.rating.chosen.connect(self.chosen)
        weak, strong = Label(tr("weak"), "caption", "muted"), Label(tr("strong"), "caption", "muted")
        head = row(self._lock, (pair(self._ask, self._why, 1), 1), weak, self.rating, strong, spacing=SPACE.m)
        marks = row(spacing=SPACE.l)
        for level, text in anchors():
            number = Label(str(level), "caption", semibold=True, tabular=True)
            words = Label(text, "caption", "muted", wrap=True)
            marks.addLayout(row(column(number, None), (column(words, None), 1), spacing=SPACE.xs), 1)
        self._anchors = box(marks)
        inner = box(column(head, self._anchors, spacing=SPACE.xs, margins=(SPACE.xxl, SPACE.s, SPACE.xxl, SPACE.s)))
        inner.setMaximumWidth(CONTENT_PX)
        self._bar = box(row(inner), "bar")
        self.setLayout(column(self._bar, spacing=0))

    def show_answer(self, answer: AnswerView) -> None:
        rated = answer.self_rating is not None
        self.setVisible(answer.counts)
        self.rating.show_value(answer.self_rating)
        self._lock.change("check-circle" if rated else "lock-simple", "good" if rated else "muted")
        self._ask.setText(tr("Your own rating") if rated else tr("How good was this answer?"))
        opened = tr("The model answer is above. Compare it with yours.")
        self._why.setText(opened if rated else tr("Rate it yourself, 1 to 5. Then a model answer opens."))
        self._anchors.setVisible(not rated)
        self.setFixedHeight(HEIGHT_PX if rated else TALL_PX)
