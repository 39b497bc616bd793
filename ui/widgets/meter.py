"""Loudness now, with the word for it. The word tells, the bar only moves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.theme import SPACE, theme
from ui.widgets.icon import Icon
from ui.widgets.label import Label, Tone
from ui.widgets.layout import row
from ui.widgets.mark import Mark, pill

BARS = 16


@dataclass(frozen=True)
class LevelWord:
    word: str
    tone: Tone


def level_words() -> dict[str, LevelWord]:
    """What is said of each judgement of a level."""
    return {
        "silent": LevelWord(tr("No sound yet"), "muted"),
        "too quiet": LevelWord(tr("Speak up a little"), "caution"),
        "good": LevelWord(tr("Good level"), "good"),
        "too loud": LevelWord(tr("Too loud, move back"), "caution"),
    }


class Meter(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._words = level_words()
        self._icon, self._bar, self._word = Icon("microphone"), _MeterBar(), Label("", tone="muted")
        self.setLayout(row(self._icon, self._bar, self._word, spacing=SPACE.s))
        self.show_level(0.0, "silent")

    def show_level(self, loudness: float, level: str) -> None:
        """``loudness`` is 0 to 1, ``level`` one of the four judgements of it."""
        said = self._words[level]
        if self._word.text() != said.word:
            self._word.setText(said.word)
            self._word.set_tone(said.tone)
            self._icon.change("microphone", said.tone)
            self.setAccessibleName(tr("Microphone: {level}").format(level=said.word))
        self._bar.show_level(loudness, said.tone)


class _MeterBar(Mark):
    def __init__(self) -> None:
        super().__init__(BARS * 6, 12)
        self.level, self.tone = 0.0, "muted"

    def show_level(self, level: float, tone: str) -> None:
        if (round(level * BARS), tone) != (round(self.level * BARS), self.tone):
            self.update()
        self.level, self.tone = level, tone

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        for i in range(BARS):
            pill(p, QRectF(i * 6, 0, 4, 12), t.color(self.tone if i < round(self.level * BARS) else "edge"), 1)
