"""How an answer sounded: each figure on its scale with its target, and one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import Figure
from ui.language import tr
from ui.theme import SPACE
from ui.widgets.band import Band
from ui.widgets.button import Button
from ui.widgets.finding import clock
from ui.widgets.label import Label, Tone, heading
from ui.widgets.layout import column, row

PLACES_SHOWN = 5
"""More do not fit on a line, and nobody listens to so many."""


def figure_words(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.most is not None and figure.most > figure.value:
        return tr("{least:.0f} to {most:.0f}").format(least=figure.value, most=figure.most)
    small = figure.unit == "s" and abs(figure.value) < 10
    return f"{figure.value:.1f}" if small else f"{figure.value:.0f}"


class FigureRow(QWidget):
    """A figure that cannot be trusted is grey and marked, and its sentence says why."""

    play_from = Signal(float)

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        tone: Tone = "muted" if not figure.trusted else "text" if figure.good else "caution"
        value = Label(figure_words(figure), tone=tone, semibold=True, tabular=True)
        unsure = [] if figure.trusted else [Label(tr("not certain"), "caption", "muted")]
        unit = [Label(figure.unit, "caption", "muted")] if figure.unit else []
        head = row(Label(figure.label), None, *unsure, value, *unit, spacing=SPACE.xs)
        band = Band(figure.value, figure.scale, figure.target, tone, figure.most)
        said = Label(figure.sentence, "caption", "caution" if tone == "caution" else "muted", wrap=True)
        lines = column(head, band, said, spacing=1)
        if figure.detail:
            lines.addWidget(Label(figure.detail, "caption", "muted", wrap=True))
        if figure.places:
            lines.addLayout(row(*map(self._place, figure.places[:PLACES_SHOWN]), None, spacing=SPACE.s))
        self.setLayout(lines)
        words = f"{figure_words(figure)} {figure.unit}".strip()
        value_words = words if figure.trusted else tr("not certain, {figure}").format(figure=words)
        spoken = f"{figure.label}: {value_words}. {figure.sentence} {figure.detail}"
        self.setAccessibleName(spoken.strip())

    def _place(self, at_s: float) -> Button:
        link = Button(clock(at_s), kind="link")
        link.setAccessibleName(tr("Play from {time}").format(time=clock(at_s)))
        link.clicked.connect(lambda: self.play_from.emit(at_s))
        return link


class Delivery(QWidget):
    play_from = Signal(float)

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        rows = column(heading(tr("Delivery")), spacing=SPACE.m)
        if not figures:
            words = tr("Nothing was spoken here, so there is nothing to measure.")
            rows.addWidget(Label(words, tone="muted", wrap=True))
        for figure in figures:
            line = FigureRow(figure)
            line.play_from.connect(self.play_from)
            rows.addWidget(line)
        rows.addStretch(1)
        self.setLayout(rows)
