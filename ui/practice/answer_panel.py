"""One answer looked at closely: waveform, transcript and findings side by side with how it sounded."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import AnswerView
from ui.practice.delivery import Delivery
from ui.theme import RADIUS, SPACE, theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.finding import FindingRow, clock
from ui.widgets.icon import Icon
from ui.widgets.label import Label, heading
from ui.widgets.layout import box, column, empty, row, rule, ruled
from ui.widgets.mark import Mark, pill
from ui.widgets.transcript import TranscriptView
from ui.widgets.waveform import Waveform

SIDE_PX = 288


def answer_points(answer: AnswerView) -> str:
    kinds = [finding.kind for finding in answer.findings]
    covered, flags = kinds.count("covered"), kinds.count("flag")
    possible = covered + kinds.count("missed")
    words = f"{covered} of {possible} key points" if possible else "No key points in this answer"
    return words + (f", {flags} red flag{'' if flags == 1 else 's'}" if flags else "")


class AnswerPanel(QWidget):
    play_from = Signal(float)
    play_stopped = Signal()
    judged = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._answer: AnswerView | None = None
        self._at_s: float | None = None
        self._says = Label("", "lead", "muted", wrap=True)
        self._verdicts = row(spacing=SPACE.xl)
        self._wave, self._words = Waveform(), TranscriptView()
        for part in (self._wave.sought, self._words.play_from):
            part.connect(self._play)
        self._note = Label("", tone="muted", wrap=True)
        voice = column(self._wave, SPACE.s, self._words, self._note, SPACE.s, self._play_row(), spacing=0)
        self._model = column(spacing=0)
        self._found, self._side = column(), column()
        side = box(self._side)
        side.setFixedWidth(SIDE_PX)
        below = row((column(self._found, None), 1), rule(vertical=True), column(side, None), spacing=SPACE.xl)
        parts = (self._says, SPACE.l, self._verdicts, SPACE.l, Card(voice, (SPACE.l, SPACE.m, SPACE.l, SPACE.m)),
                 self._model, SPACE.l, below)  # fmt: skip
        self.setLayout(column(*parts, spacing=0))

    def _play_row(self) -> QWidget:
        self._button = Button("Play", "play-fill", "Space")
        self._button.clicked.connect(self.toggle)
        self._time, self._length = Label("", tabular=True, semibold=True), Label("", tone="muted", tabular=True)
        legend = row(_Legend("unsure"), Label("not sure of the word", "caption", "muted"), SPACE.m, _Legend("pause"),
                     Label("pause", "caption", "muted"), spacing=SPACE.s)  # fmt: skip
        self._controls = box(row(self._button, self._time, self._length, None, legend, spacing=SPACE.s))
        return self._controls

    def show_answer(self, answer: AnswerView) -> None:
        self._answer = answer
        self._says.setText(f"“{answer.says}”")
        empty(self._verdicts)
        for icon, tone, label, text in (
            ("check-circle", "good", "You did well", answer.did_well),
            ("target", "accent", "Work on next", answer.work_on),
        ):
            if text:
                words = column(
                    Label(label, "caption", "muted"), Label(text, "lead", semibold=True, wrap=True), None, spacing=1
                )
                self._verdicts.addLayout(row(column(Icon(icon, tone, 20), None), (words, 1), spacing=SPACE.m), 1)
        self._wave.show_answer(answer.peaks, answer.duration_s, answer.pauses, answer.findings)
        self._wave.setVisible(bool(answer.peaks))
        self._words.show_words(answer.words, answer.findings)
        self._words.setVisible(bool(answer.words))
        self._controls.setVisible(answer.audio is not None and not answer.audio_problem)
        self._length.setText(f"of {clock(answer.duration_s)}")
        self._show_note(answer)
        self.show_playing(None)
        self.show_model_answer(answer)
        self._show_findings(answer)
        empty(self._side)
        delivery = Delivery(answer.figures)
        delivery.play_from.connect(self._play)
        self._side.addWidget(delivery)

    def _show_note(self, answer: AnswerView) -> None:
        if answer.skipped:
            note = "You skipped this one."
        elif answer.typed:
            note = "You typed this answer, so there is nothing to hear."
        elif not answer.words:
            note = "No word was understood here. Play it to hear why."
        else:
            note = ""
        self._note.setText(answer.audio_problem or note)
        self._note.set_tone("caution" if answer.audio_problem else "muted")
        self._note.setVisible(bool(self._note.text()))

    def _show_findings(self, answer: AnswerView) -> None:
        empty(self._found)
        rows: list[QWidget] = []
        for finding in answer.findings:
            line = FindingRow(finding)
            line.play_from.connect(self._play)
            line.judged.connect(self.judged)
            rows.append(line)
        title = "Nothing was asked of this answer" if not rows else answer_points(answer)
        self._found.addLayout(column(heading(title), SPACE.m, *ruled(rows, SPACE.s), spacing=0))

    def focus_finding(self, name: str) -> None:
        for line in self.findChildren(FindingRow):
            if line.finding.name == name:
                line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_model_answer(self, answer: AnswerView) -> None:
        empty(self._model)
        if answer.model_answer:
            text = Label(answer.model_answer.strip(), "lead", wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._model.addSpacing(SPACE.l)
            self._model.addWidget(Card(column(heading("A model answer"), text, spacing=SPACE.xs)))

    def show_playing(self, at_s: float | None) -> None:
        self._at_s = at_s
        self._button.rename("Play" if at_s is None else "Stop", "play-fill" if at_s is None else "pause-fill")
        self._time.setText(clock(at_s or 0.0))
        self._wave.show_position(at_s or 0.0)
        self._words.show_position(at_s)

    def show_play_trouble(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.set_tone("caution")
        self._note.setVisible(bool(sentence))

    def toggle(self) -> None:
        """Space: play from the beginning, or stop."""
        if self._at_s is not None:
            self.play_stopped.emit()
        elif self._controls.isVisible():
            self.play_from.emit(0.0)

    def _play(self, from_s: float) -> None:
        if self._answer is not None and self._answer.audio is not None:
            self.play_from.emit(from_s)


class _Legend(Mark):
    """A sample of a sign in the transcript or the waveform."""

    def __init__(self, sign: str) -> None:
        super().__init__(16, 14)
        self._sign = sign

    def paint(self, p: QPainter, r: QRectF) -> None:
        if self._sign == "unsure":
            p.setPen(QPen(theme().color("muted"), 1.5, Qt.PenStyle.DotLine))
            p.drawLine(QPointF(0, 11), QPointF(16, 11))
        else:
            pill(p, r.adjusted(2, 0, -2, 0), theme().shade, RADIUS.mark)
