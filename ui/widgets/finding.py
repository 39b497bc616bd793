"""What was seen or missed in an answer: the same number and shape in waveform, transcript and list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import FindingView
from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import CENTRE, Label, Tone
from ui.widgets.layout import column, row
from ui.widgets.mark import Mark, pill


@dataclass(frozen=True)
class Sign:
    word: str
    icon: str
    tone: Tone


SIGNS = {
    "covered": Sign("Covered", "check", "good"),
    "missed": Sign("Missed", "x", "muted"),
    "flag": Sign("Red flag", "flag-fill", "bad"),
}


def clock(seconds: float) -> str:
    """0:04.9: where in an answer."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def paint_finding(p: QPainter, r: QRectF, kind: str, number: int) -> None:
    t, sign = theme(), SIGNS[kind]
    if kind == "missed":
        p.setPen(QPen(t.color("muted"), 1.25, Qt.PenStyle.DashLine))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawEllipse(r.adjusted(0.7, 0.7, -0.7, -0.7))
    else:
        pill(p, r, t.color(sign.tone), r.width() / 2 if kind == "covered" else RADIUS.mark)
    p.setPen(t.color("muted" if kind == "missed" else "surface"))
    p.setFont(font(TYPE.caption, True, tabular=True))
    p.drawText(r, CENTRE, str(number))


class FindingMark(Mark):
    def __init__(self, finding: FindingView, px: int = 18) -> None:
        super().__init__(px, px, f"Finding {finding.number}")
        self.finding = finding

    def paint(self, p: QPainter, r: QRectF) -> None:
        paint_finding(p, r, self.finding.kind, self.finding.number)


class FindingRow(QWidget):
    """One finding in the list: what, its evidence with the time to play from, and why it matters."""

    play_from = Signal(float)

    def __init__(self, finding: FindingView) -> None:
        super().__init__()
        sign = SIGNS[finding.kind]
        words = column(Label(finding.title, semibold=True, wrap=True), spacing=2)
        if finding.evidence:
            words.addWidget(Label(f"“{finding.evidence}”", "caption", "muted", wrap=True))
        if finding.note:
            words.addWidget(Label(finding.note, "caption", "text" if finding.kind == "flag" else "muted", wrap=True))
        words.addStretch(1)
        said = Label(sign.word, "caption", sign.tone, semibold=True)
        right = column(row(None, Icon(sign.icon, sign.tone), said, spacing=SPACE.xs), spacing=0)
        if (start_s := finding.start_s) is not None:
            at = Button(clock(start_s), kind="link")
            at.setAccessibleName(f"Play from {clock(start_s)}")
            at.clicked.connect(lambda: self.play_from.emit(start_s))
            right.addLayout(row(None, at))
        right.addStretch(1)
        self.setLayout(row(column(FindingMark(finding), None), (words, 1), right, spacing=SPACE.m))
        self.setAccessibleName(f"{sign.word}: {finding.title}")
