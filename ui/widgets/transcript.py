"""The words of an answer. Evidence is underlined and numbered like its flag; unsure words are dotted; a click plays.

With the keyboard: left and right move from word to word, Enter plays from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from coachdesk.services.practice.views import FindingView, WordView
from ui.theme import RADIUS, TYPE, font, theme
from ui.widgets.button import ENTER
from ui.widgets.finding import SIGNS, paint_finding
from ui.widgets.label import NOWRAP
from ui.widgets.mark import Mark, pill

LINE_PX = 30
SPACING = 1.3
"""Words are click targets, so they stand a little further apart than in print."""
NUMBER_PX = 22
REACH_PX = 3
"""A click between two words is meant for one of them."""
NOWHERE = -1


@dataclass(frozen=True)
class _Placed:
    word: WordView
    frame: QRectF
    ends_evidence: bool


class TranscriptView(Mark):
    play_from = Signal(float)

    def __init__(self) -> None:
        super().__init__(name="Transcript")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.words: Sequence[WordView] = ()
        self.findings: dict[int, FindingView] = {}
        self.playing, self.caret = NOWHERE, NOWHERE
        self._placed: list[_Placed] = []

    def show_words(self, words: Sequence[WordView], findings: Sequence[FindingView]) -> None:
        self.words, self.findings = words, {finding.number: finding for finding in findings}
        self.playing = self.caret = NOWHERE
        self.setAccessibleDescription(" ".join(word.text for word in words))
        playable = any(word.start_s is not None for word in words)
        self.setCursor(Qt.CursorShape.PointingHandCursor if playable else Qt.CursorShape.ArrowCursor)
        self._flow()
        self.update()

    def show_position(self, at_s: float | None) -> None:
        """Mark the word that is heard at this moment; None where nothing plays."""
        now = NOWHERE
        if at_s is not None:
            started = [i for i, w in enumerate(self.words) if w.start_s is not None and w.start_s <= at_s]
            if started and (self.words[started[-1]].end_s or 0.0) > at_s:
                now = started[-1]
        if now != self.playing:
            self.playing = now
            self.update()

    def _flow(self) -> None:
        """Set the words into lines, and be as tall as they need."""
        metrics = QFontMetricsF(font(TYPE.lead))
        space, x, line = metrics.horizontalAdvance(" ") * SPACING, 2.0, 0
        self._placed = []
        for i, word in enumerate(self.words):
            width = metrics.horizontalAdvance(word.text)
            last = word.finding is not None and (i + 1 == len(self.words) or self.words[i + 1].finding != word.finding)
            room = width + (NUMBER_PX if last else 0)
            if x + room > self.width() and x > 2.0:
                x, line = 2.0, line + 1
            self._placed.append(_Placed(word, QRectF(x, line * LINE_PX, width, LINE_PX), last))
            x += room + space
        self.setFixedHeight((line + 1) * LINE_PX if self.words else 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._flow()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for placed in self._placed:
            reach = placed.frame.adjusted(-REACH_PX, 0, REACH_PX, 0)
            if reach.contains(event.position()):
                if placed.word.start_s is not None:
                    self.play_from.emit(placed.word.start_s)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self.words:
            self.caret = max(0, min(len(self.words) - 1, self.caret + step))
            self.update()
        elif event.key() in ENTER and self.caret != NOWHERE:
            if (start_s := self.words[self.caret].start_s) is not None:
                self.play_from.emit(start_s)
        else:
            super().keyPressEvent(event)

    def _grounds(self) -> Iterator[tuple[str, bool, QRectF]]:
        """One rectangle for each run of evidence on a line (word by word would leave seams), and if it is probable."""
        runs: list[tuple[int, QRectF, bool]] = []
        before: WordView | None = None
        for placed in self._placed:
            number = placed.word.finding
            if number is not None:
                joined = before is not None and before.finding == number and runs[-1][1].top() == placed.frame.top()
                if joined:
                    runs[-1][1].setRight(placed.frame.right())
                else:
                    runs.append((number, QRectF(placed.frame), placed.word.probable))
            before = placed.word
        for number, run, probable in runs:
            tone = SIGNS[self.findings[number].kind].tone
            yield tone, probable, QRectF(round(run.left()) - 2, run.top() + 3, round(run.width()) + 4, run.height() - 6)

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        for tone, probable, ground in self._grounds():
            if probable:
                p.setPen(QPen(t.color(tone), 2, Qt.PenStyle.DotLine))
                p.drawLine(ground.bottomLeft(), ground.bottomRight())
                continue
            p.fillRect(ground, t.soft(tone))
            p.fillRect(QRectF(ground.left(), ground.bottom() - 2, ground.width(), 2), t.color(tone))
        for i, placed in enumerate(self._placed):
            word, frame = placed.word, placed.frame
            if placed.ends_evidence and word.finding is not None:
                mark = QRectF(frame.right() + 6, frame.center().y() - 8, 16, 16)
                paint_finding(p, mark, self.findings[word.finding].kind, word.finding)
            around = frame.adjusted(-2, 4, 2, -4)
            if i == self.playing:
                pill(p, around, t.color("accent"), RADIUS.mark)
            if i == self.caret and self.hasFocus():
                pill(p, around, None, RADIUS.mark, t.color("accent"), 2)
            p.setFont(font(TYPE.lead))
            p.setPen(t.color("on_accent" if i == self.playing else "text"))
            p.drawText(frame.adjusted(0, 0, 4, 0), int(NOWRAP), word.text)
            if word.unsure:
                y = frame.bottom() - 5.5
                p.setPen(QPen(t.color("muted"), 1.5, Qt.PenStyle.DotLine))
                p.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
