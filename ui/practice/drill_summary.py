"""The end of a session: how many drills, how each was rated, and when it comes again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from coachdesk.services.drills import DrillResult
from ui.language import counted, tr
from ui.practice.drill_words import exact_words, rating_words, when_words
from ui.theme import SKILLS, SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label, Tone
from ui.widgets.layout import box, column, empty, pair, row, ruled
from ui.widgets.page import Page

SIGNS: dict[int, tuple[str, Tone]] = {
    1: ("x", "caution"), 2: ("minus", "caution"), 3: ("check", "good"), 4: ("check-circle", "good"),
}  # fmt: skip
TIME_PX = 150


class SummaryScreen(QWidget):
    """``debrief`` carries an attempt to look at closely."""

    closed = Signal()
    debrief = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("What the drills came to"))
        self._title, self._sentence = Label("", "page", semibold=True), Label("", tone="muted", wrap=True)
        self._close = Button(tr("Back to drills"), "check", "Space", "primary", tall=True)
        self._close.clicked.connect(self.closed)
        self._done = column()
        head = row((column(self._title, self._sentence, spacing=SPACE.xs), 1), self._close, spacing=SPACE.l)
        self.setLayout(column(Page(column(head, SPACE.l, self._done, None, spacing=0)), spacing=0))
        for key in ("Space", "Esc"):
            QShortcut(QKeySequence(key), self, self._close.click)

    def show_summary(self, results: Sequence[DrillResult], left: int, now: datetime) -> None:
        """``left``: how many of the session were not come to."""
        self._title.setText(counted(len(results), "{n} drill done", "{n} drills done"))
        self._sentence.setText(summary_words(results, left))
        empty(self._done)
        lines: list[QWidget] = [self._line(result, now) for result in results]
        self._done.addWidget(Card(column(*ruled(lines, SPACE.s), spacing=0), (SPACE.l, SPACE.m, SPACE.s, SPACE.m)))
        self.setFocus()

    def _line(self, result: DrillResult, now: datetime) -> QWidget:
        area, (icon, tone) = SKILLS[result.card.skill], SIGNS[result.rating]
        words = pair(Elided(f"“{result.answer.says}”", semibold=True), Elided(result.reason, "caption", "muted"))
        when = (
            tr("waits as a lesson") if result.is_leech else tr("back {when}").format(when=when_words(result.due, now))
        )
        said = pair(row(Icon(icon, tone), Label(rating_words(result.rating), tone=tone, semibold=True), None),
                    Label(when, "caption", "muted"), 1)  # fmt: skip
        right = box(said, width=TIME_PX)
        right.setToolTip(exact_words(result.due))
        look = Button(tr("Look closely"), kind="quiet")
        look.setAccessibleName(tr("Look closely at {title}").format(title=result.card.title))
        look.clicked.connect(lambda: self.debrief.emit(result.attempt_id))
        return box(row(Icon(area.icon, area.token, 20, area.name), (words, 1), right, look, spacing=SPACE.m))


def summary_words(results: Sequence[DrillResult], left: int) -> str:
    """How it went, in a sentence or two."""
    ratings = Counter(result.rating for result in results)
    held, again = ratings[3] + ratings[4], ratings[1]
    if held == len(results):
        words = tr("All of them held.")
    else:
        words = counted(held, "{n} held.", "{n} held.")
    if again:
        words += " " + counted(again, "{n} comes back in a few minutes.", "{n} come back in a few minutes.")
    if left:
        words += " " + counted(left, "{n} is left for later.", "{n} are left for later.")
    return words
