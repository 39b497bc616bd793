"""What was seen or missed in an answer: the same number and shape in waveform, transcript and list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk.services.practice.views import FindingView
from ui.language import tr
from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.button import ENTER, Button
from ui.widgets.icon import Icon
from ui.widgets.label import CENTRE, Label, Tone
from ui.widgets.layout import column, row
from ui.widgets.mark import Mark, pill


@dataclass(frozen=True)
class Sign:
    icon: str
    tone: Tone


SIGNS = {
    "covered": Sign("check", "good"),
    "missed": Sign("x", "muted"),
    "flag": Sign("flag-fill", "bad"),
    "question": Sign("question", "caution"),
    "rejected": Sign("minus", "muted"),
}


def sign_word(kind: str) -> str:
    """What stands beside a sign, so that it is never the colour alone that tells."""
    return {
        "covered": tr("Covered"),
        "missed": tr("Missed"),
        "flag": tr("Red flag"),
        "question": tr("Not certain"),
        "rejected": tr("Taken back"),
    }[kind]


OUTLINED = ("missed", "question", "rejected")
"""Kinds that assert nothing that was heard: drawn as an outline."""


def clock(seconds: float) -> str:
    """0:04.9: where in an answer."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def paint_finding(p: QPainter, r: QRectF, kind: str, number: int) -> None:
    t, sign = theme(), SIGNS[kind]
    if kind in OUTLINED:
        p.setPen(QPen(t.color(sign.tone), 1.25, Qt.PenStyle.DashLine))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawEllipse(r.adjusted(0.7, 0.7, -0.7, -0.7))
    else:
        pill(p, r, t.color(sign.tone), r.width() / 2 if kind == "covered" else RADIUS.mark)
    p.setPen(t.color(sign.tone if kind in OUTLINED else "surface"))
    p.setFont(font(TYPE.caption, True, tabular=True))
    p.drawText(r, CENTRE, str(number))


def by_hand_words(kind: str) -> str:
    """Why a finding stands otherwise than it was heard."""
    return {
        "covered": tr("You said that you did say it."),
        "flag": tr("You said that you did say it."),
        "missed": tr("Something like it was heard. You said that it was not said."),
        "rejected": tr("You said that it was not said. It no longer counts."),
    }[kind]


def judgements(kind: str) -> tuple[tuple[str, bool], ...]:
    """What a person can say of a finding, and whether it means that it was said."""
    if kind == "question":
        return (tr("Yes"), True), (tr("No"), False)
    if kind in ("covered", "flag"):
        return ((tr("I did not say that"), False),)
    return ((tr("I did say that"), True),)


class FindingMark(Mark):
    def __init__(self, finding: FindingView, px: int = 18) -> None:
        super().__init__(px, px, tr("Finding {number}").format(number=finding.number))
        self.finding = finding

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_finding(p, r, self.finding.kind, self.finding.number)


class FindingRow(QWidget):
    """One finding in the list: what, its evidence with the time to play from, why it matters; and a person's word.

    With the keyboard: Enter plays the evidence, X says that it was not said, Y that it was. Not ``is_open``: it is
    shown and can be played, and no more is to be said about it.
    """

    play_from = Signal(float)
    judged = Signal(str, bool)

    def __init__(self, finding: FindingView, is_open: bool = True) -> None:
        super().__init__()
        self.finding = finding
        self._judgements = judgements(finding.kind) if is_open else ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        sign, word = SIGNS[finding.kind], sign_word(finding.kind)
        words = column(Label(finding.title, semibold=True, wrap=True), spacing=2)
        if finding.evidence:
            heard = tr("Probably heard: “{words}”") if finding.probable else "“{words}”"
            words.addWidget(Label(heard.format(words=finding.evidence), "caption", "muted", wrap=True))
        if finding.by_hand:
            words.addWidget(Label(by_hand_words(finding.kind), "caption", "muted", wrap=True))
        if finding.note:
            words.addWidget(Label(finding.note, "caption", "text" if finding.kind == "flag" else "muted", wrap=True))
        if self._judgements:
            words.addLayout(self._judging())
        words.addStretch(1)
        said = Label(word, "caption", sign.tone, semibold=True)
        right = column(row(None, Icon(sign.icon, sign.tone), said, spacing=SPACE.xs), spacing=0)
        if (start_s := finding.start_s) is not None:
            at = Button(clock(start_s), kind="link")
            at.setAccessibleName(tr("Play from {time}").format(time=clock(start_s)))
            at.clicked.connect(lambda: self.play_from.emit(start_s))
            right.addLayout(row(None, at))
        right.addStretch(1)
        self.setLayout(row(column(FindingMark(finding), None), (words, 1), right, spacing=SPACE.m))
        self.setAccessibleName(f"{word}: {finding.title}")

    def _judging(self) -> QHBoxLayout:
        """What a person can say of it."""
        line = row(spacing=SPACE.m)
        for text, said in self._judgements:
            button = Button(text, kind="plain" if self.finding.kind == "question" else "link")
            button.setToolTip(f"{text} ({'Y' if said else 'X'})")
            button.clicked.connect(lambda _on=False, said=said: self._judge(said))
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _judge(self, said: bool) -> None:
        if said in [possible for _, possible in self._judgements]:
            self.judged.emit(self.finding.name, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_X, Qt.Key.Key_Delete):
            self._judge(False)
        elif event.key() == Qt.Key.Key_Y:
            self._judge(True)
        elif event.key() in ENTER and self.finding.start_s is not None:
            self.play_from.emit(self.finding.start_s)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            p = QPainter(self)
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            pill(p, QRectF(self.rect()).adjusted(1, 1, -1, -1), None, RADIUS.control, theme().color("accent"), 2)
            p.end()
