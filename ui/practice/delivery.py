"""How an answer sounded: each figure on its scale with its target, and one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import Figure
from ui.theme import SPACE
from ui.widgets.band import Band
from ui.widgets.label import Label, Tone, heading
from ui.widgets.layout import column, row


def figure_words(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    small = figure.unit == "s" and abs(figure.value) < 10
    return f"{figure.value:.1f}" if small else f"{figure.value:.0f}"


class FigureRow(QWidget):
    """A figure that cannot be trusted is grey, and its sentence says why."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        tone: Tone = "muted" if not figure.trusted else "text" if figure.good else "caution"
        value = Label(figure_words(figure), tone=tone, semibold=True, tabular=True)
        head = row(Label(figure.label), None, value, Label(figure.unit, "caption", "muted"), spacing=SPACE.xs)
        band = Band(figure.value, figure.scale, figure.target, tone)
        said = Label(figure.sentence, "caption", "caution" if tone == "caution" else "muted", wrap=True)
        self.setLayout(column(head, band, said, spacing=1))
        self.setAccessibleName(f"{figure.label}: {figure_words(figure)} {figure.unit}. {figure.sentence}")


class Delivery(QWidget):
    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        rows = column(heading("Delivery"), spacing=SPACE.m)
        if not figures:
            words = "Nothing was spoken here, so there is nothing to measure."
            rows.addWidget(Label(words, tone="muted", wrap=True))
        for figure in figures:
            rows.addWidget(FigureRow(figure))
        rows.addStretch(1)
        self.setLayout(rows)
