"""The last answers to the same line side by side, looked for when somebody asks: dates, points, figures, sound."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk import clock
from coachdesk.services.practice.views import EarlierView, Figure, SideBySide
from ui.language import tr
from ui.practice.debrief_words import day_words, points_words, take_words
from ui.practice.delivery import figure_words
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.dots import Dots
from ui.widgets.label import Label, Tone
from ui.widgets.layout import box, column, empty, row, rule
from ui.widgets.overlaid import OverlaidWaveforms, Stroke

MOST_DOTS = 8
"""More points than that are only told in words."""


class SideBySidePanel(QWidget):
    """Folded until ``toggle``; then ``wanted`` asks for the answers. ``opened``: an attempt and an answer in it."""

    wanted = Signal()
    opened = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._is_open = False
        self._fold = Button(tr("Compare with earlier answers"), "caret-right", "C", "quiet", flush=True)
        self._fold.clicked.connect(self.toggle)
        self._body = column(spacing=SPACE.m)
        self._box = box(self._body)
        self._box.hide()
        self.setLayout(column(row(self._fold, None), self._box, spacing=SPACE.s))

    @property
    def is_open(self) -> bool:
        return self._is_open

    def toggle(self) -> None:
        if self._is_open:
            self.fold()
            return
        self._is_open = True
        self._name(tr("Hide the comparison"), "caret-down")
        self._say(tr("Looking for earlier answers…"))
        self.wanted.emit()

    def fold(self) -> None:
        """Another answer is shown: what was compared is not it."""
        self._is_open = False
        self._name(tr("Compare with earlier answers"), "caret-right")
        empty(self._body)
        self._box.hide()

    def _name(self, text: str, icon: str) -> None:
        self._fold.rename(text, icon)

    def _say(self, sentence: str) -> None:
        empty(self._body)
        self._body.addWidget(Label(sentence, tone="muted", wrap=True))
        self._box.show()

    def show_failed(self, sentence: str) -> None:
        if self._is_open:
            self._say(sentence)

    def show_answers(self, found: SideBySide) -> None:
        if not self._is_open:
            return
        if len(found.answers) < 2:
            self._say(tr("This is your first answer to this line. Answer it again, and both stand here."))
            return
        empty(self._body)
        now = clock.now()
        columns = row(spacing=SPACE.l)
        for number, answer in enumerate(found.answers):
            if number:
                columns.addWidget(rule(vertical=True))
            columns.addWidget(self._column(number, answer, now), 1)
        parts: list[QWidget] = []
        if any(answer.peaks for answer in found.answers):
            waves = OverlaidWaveforms()
            waves.show_sounds([(answer.peaks, answer.duration_s) for answer in found.answers])
            parts.append(waves)
        self._body.addWidget(Card(column(*parts, columns, spacing=SPACE.m)))
        self._box.show()

    def _column(self, number: int, answer: EarlierView, now: datetime) -> QWidget:
        when = day_words(answer.answered_at.astimezone(), now.astimezone())
        name = Label(tr("This answer") if answer.is_this else when, semibold=True)
        name.setToolTip(f"{answer.answered_at.astimezone():%A, %d %B %Y, %H:%M}")
        sample = [Stroke(number)] if answer.peaks else []
        lines = column(row(*sample, name, None, spacing=SPACE.s), spacing=SPACE.xs)
        notes = [when] if answer.is_this else []
        notes += [take_words(answer.take, answer.takes)] if answer.takes > 1 else []
        notes += [] if answer.peaks else [tr("typed")]
        lines.addWidget(Label(" · ".join(notes), "caption", "muted"))
        points = Label(points_words(answer.made.made, answer.made.possible, answer.flags), wrap=True)
        fits = 0 < answer.made.possible <= MOST_DOTS
        dots = [Dots(answer.made.made, answer.made.possible)] if fits else []
        lines.addLayout(row(*dots, (points, 1), spacing=SPACE.s))
        for figure in answer.figures:
            lines.addLayout(_figure(figure))
        if not answer.is_this:
            link = Button(tr("Open"), kind="link", flush=True)
            link.setAccessibleName(tr("Open the answer of {day}").format(day=when))
            link.clicked.connect(lambda: self.opened.emit(answer.attempt_id, answer.position))
            lines.addLayout(row(link, None))
        lines.addStretch(1)
        return box(lines)


def _figure(figure: Figure) -> QHBoxLayout:
    tone: Tone = "muted" if not figure.trusted else "text" if figure.good else "caution"
    value = Label(f"{figure_words(figure)} {figure.unit}".strip(), tone=tone, semibold=True, tabular=True)
    return row(Label(figure.label, tone="muted"), None, value, spacing=SPACE.xs)
