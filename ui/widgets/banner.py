"""What holds for a whole screen: ``Strip`` says what kind of room it is, ``Banner`` what happened and what to do."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.language import tr
from ui.theme import RADIUS, SPACE, theme
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import column, row
from ui.widgets.mark import pill


class Strip(QWidget):
    """The amber line over everything that is private practice."""

    def __init__(self, strong: str, text: str) -> None:
        super().__init__()
        self.setFixedHeight(32)
        lock = Icon("lock-simple", "caution")
        strong_label, label = Label(strong, tone="caution", semibold=True), Label(text, tone="caution")
        self.setLayout(row(lock, strong_label, label, None, spacing=SPACE.s, margins=(SPACE.l, 0, SPACE.l, 0)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), theme().color("practice"))
        p.end()


def practice_strip() -> Strip:
    """The same words on every Practice screen."""
    return Strip(tr("Practice is private."), tr("Only you see these attempts, until you share one."))


Tone = Literal["accent", "caution", "bad"]
GLYPHS = {"accent": "info", "caution": "warning-circle", "bad": "warning-circle"}


class Banner(QWidget):
    """One thing that needs attention, with what to do about it, on a page. It stays until it is dealt with."""

    def __init__(self, tone: Tone, sentence: str, remedy: str = "", *actions: QPushButton) -> None:
        super().__init__()
        self.tone = tone
        self.sentence = Label(sentence, semibold=True, wrap=True)
        self.remedy = Label(remedy, wrap=True)
        icon = Icon(GLYPHS[tone], tone, 20)
        words = column(self.sentence, self.remedy, spacing=2)
        self.setLayout(row(icon, (words, 1), *actions, spacing=SPACE.m, margins=(SPACE.l, SPACE.m, SPACE.m, SPACE.m)))
        self.say(sentence, remedy)  # after the layout: a label without a parent would open as a window

    def say(self, sentence: str, remedy: str = "") -> None:
        self.sentence.setText(sentence)
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        self.setAccessibleName(f"{sentence} {remedy}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill(p, QRectF(self.rect()), theme().soft(self.tone), RADIUS.card)
        p.end()
