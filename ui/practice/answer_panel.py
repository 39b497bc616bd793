"""One answer looked at closely: waveform, transcript and findings side by side with how it sounded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.correct import Offer
from coachdesk.services.practice.views import AnswerView, FindingView
from ui.language import tr
from ui.practice.debrief_words import answer_points, take_words
from ui.practice.delivery import Delivery
from ui.practice.model_answer import ModelAnswer
from ui.theme import RADIUS, SPACE, theme
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.finding import FindingRow, clock
from ui.widgets.icon import Icon
from ui.widgets.label import Label, Tone, heading
from ui.widgets.layout import box, column, empty, row, rule, ruled
from ui.widgets.mark import Mark, pill
from ui.widgets.transcript import TranscriptView
from ui.widgets.waveform import Waveform

SIDE_PX = 288


class AnswerPanel(QWidget):
    """An earlier take is shown as it was: it can be played and read, and nothing more is to be said about it.

    ``pointed``: the words by which, the rep says, a key point of that name was made.
    """

    play_from = Signal(float)
    play_stopped = Signal()
    judged = Signal(str, bool)
    redo = Signal()
    other_take = Signal()
    corrected = Signal(int, int, str)
    taken_back = Signal(str)
    pointed = Signal(str, int, int)

    def __init__(self) -> None:
        super().__init__()
        self._answer: AnswerView | None = None
        self._at_s: float | None = None
        self._asked_for = ""
        self._says = Label("", "lead", "muted", wrap=True)
        self._verdicts = row(spacing=SPACE.xl)
        self.redo_button = Button(tr("Redo this answer"), "arrow-counter-clockwise", "A")
        self.redo_button.clicked.connect(self.redo)
        self.take_button = Button("", "", "T")
        self.take_button.clicked.connect(self.other_take)
        self._take = Label("", "caption", "muted")
        self._told = column(spacing=0)
        self._wave, self.words = Waveform(), TranscriptView()
        for part in (self._wave.sought, self.words.play_from):
            part.connect(self._play)
        self.words.corrected.connect(self.corrected)
        self.words.taken_back.connect(self.taken_back)
        self.words.chosen.connect(self._pointed)
        self.words.skipped.connect(lambda: self._tell(None))
        self._note = Label("", tone="muted", wrap=True)
        voice = column(self._wave, SPACE.s, self.words, self._note, SPACE.s, self._play_row(), spacing=0)
        self.model = ModelAnswer()
        self._found, self._side = column(), column()
        side = box(self._side)
        side.setFixedWidth(SIDE_PX)
        below = row((column(self._found, None), 1), rule(vertical=True), column(side, None), spacing=SPACE.xl)
        head = row((self._says, 1), self._take, self.take_button, self.redo_button, spacing=SPACE.m)
        parts = (head, SPACE.m, self._verdicts, SPACE.m, self._told, Card(voice, (SPACE.l, SPACE.m, SPACE.l, SPACE.m)),
                 self.model, SPACE.l, below)  # fmt: skip
        self.setLayout(column(*parts, spacing=0))

    def _play_row(self) -> QWidget:
        self._button = Button(tr("Play"), "play-fill", "Space")
        self._button.clicked.connect(self.toggle)
        self._correct = Button(tr("Correct a word"), "", "F2", "quiet")
        self._correct.clicked.connect(self.correct)
        self._time, self._length = Label("", tabular=True, semibold=True), Label("", tone="muted", tabular=True)
        self._by_hand = box(row(_Legend("by hand"), Label(tr("corrected"), "caption", "muted"), spacing=SPACE.s))
        self._legend = box(
            row(
                _Legend("unsure"), Label(tr("not sure of the word"), "caption", "muted"), SPACE.s,
                _Legend("pause"), Label(tr("pause"), "caption", "muted"), spacing=SPACE.s,
            )
        )  # fmt: skip
        self._sound = box(row(self._button, self._time, self._length, spacing=SPACE.s))
        return box(row(self._sound, self._correct, None, self._by_hand, self._legend, spacing=SPACE.m))

    def show_answer(self, answer: AnswerView) -> None:
        self._answer = answer
        self._says.setText(f"“{answer.says}”")
        self._show_takes(answer)
        self._tell(None)
        empty(self._verdicts)
        verdicts: tuple[tuple[str, Tone, str, str], ...] = (
            ("check-circle", "good", tr("You did well"), answer.did_well),
            ("target", "accent", tr("Work on here"), answer.work_on),
        )
        for icon, tone, label, text in verdicts:
            if text:
                words = column(
                    Label(label, "caption", "muted"), Label(text, "lead", semibold=True, wrap=True), None, spacing=1
                )
                self._verdicts.addLayout(row(column(Icon(icon, tone, 20), None), (words, 1), spacing=SPACE.m), 1)
        self._wave.show_answer(answer.peaks, answer.duration_s, answer.pauses, answer.findings)
        self._wave.setVisible(bool(answer.peaks))
        self.words.show_words(answer.words, answer.findings)
        self.words.correctable = answer.counts
        self.words.setVisible(bool(answer.words))
        sounds = answer.audio is not None and not answer.audio_problem
        self._sound.setVisible(sounds)
        self._legend.setVisible(sounds)
        self._correct.setVisible(answer.counts and bool(answer.words))
        self._by_hand.setVisible(any(word.correction for word in answer.words))
        self._length.setText(tr("of {length}").format(length=clock(answer.duration_s)))
        self._show_note(answer)
        self.show_playing(None)
        self.show_model_answer(answer)
        self._show_findings(answer)
        empty(self._side)
        delivery = Delivery(answer.figures)
        delivery.play_from.connect(self._play)
        self._side.addWidget(delivery)

    def _show_takes(self, answer: AnswerView) -> None:
        several = answer.takes > 1
        self.take_button.setVisible(several)
        self._take.setVisible(several)
        self.take_button.rename(take_words(answer.take, answer.takes))
        counts = tr("This take counts.")
        earlier = tr("An earlier take. Take {number} counts.").format(number=answer.takes)
        self._take.setText(counts if answer.counts else earlier)
        self._take.set_tone("muted" if answer.counts else "caution")

    def _show_note(self, answer: AnswerView) -> None:
        if answer.skipped:
            note = tr("You skipped this one.")
        elif answer.typed:
            note = tr("You typed this answer, so there is nothing to hear.")
        elif not answer.words:
            note = tr("No word was understood here. Play it to hear why.")
        else:
            note = ""
        if answer.looked:
            note = f"{note} {tr('You looked at the help for this answer.')}".strip()
        self._note.setText(answer.audio_problem or note)
        self._note.set_tone("caution" if answer.audio_problem else "muted")
        self._note.setVisible(bool(self._note.text()))

    def _show_findings(self, answer: AnswerView) -> None:
        empty(self._found)
        rows: list[QWidget] = []
        for finding in answer.findings:
            line = FindingRow(finding, is_open=answer.counts)
            line.play_from.connect(self._play)
            line.judged.connect(self.judged)
            rows.append(line)
        title = tr("Nothing was asked of this answer") if not rows else answer_points(answer)
        self._found.addLayout(column(heading(title), SPACE.m, *ruled(rows, SPACE.s), spacing=0))

    def focus_finding(self, name: str) -> None:
        for line in self.findChildren(FindingRow):
            if line.finding.name == name:
                line.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is asked about it -------------------------------------------------------------------------------------

    def ask_which_words(self, finding: FindingView) -> None:
        """The rep has said that a key point was made: which words did it? Nothing has to be answered."""
        if self._answer is None or not any(not word.removed for word in self._answer.words):
            return
        self._asked_for = finding.name
        skip = Button(tr("Skip"), key="Esc")
        skip.clicked.connect(lambda: self._pointed(0, 0))
        sentence = tr("It counts. Which words said it?")
        how = tr("Drag over them, or use the arrow keys with Shift; then press Enter. The library can learn from them.")
        self._tell(Banner("accent", sentence, how, skip))
        self.words.ask_for_words()

    def _pointed(self, first: int, end: int) -> None:
        name, self._asked_for = self._asked_for, ""
        self.words.stop_asking()
        self._tell(None)
        if name:
            self.focus_finding(name)
            if first < end:
                self.pointed.emit(name, first, end)

    def offer(self, offer: Offer) -> None:
        """What a correction makes appear counts only if somebody says so."""
        count = Button(tr("Count it"))
        count.clicked.connect(lambda: self.judged.emit(offer.name, True))
        leave = Button(tr("Leave it"))
        leave.clicked.connect(lambda: self._tell(None))
        there = tr("With this correction, “{point}” is there.").format(point=offer.title.rstrip("."))
        flag = tr("With this correction, a red flag is there: “{point}”.").format(point=offer.title.rstrip("."))
        self._tell(Banner("accent", there if offer.kind == "key_point" else flag, tr("Count it?"), count, leave))
        count.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, told: QWidget | None) -> None:
        empty(self._told)
        if told is not None:
            self._told.addWidget(told)
            self._told.addSpacing(SPACE.m)

    def correct(self) -> None:
        """Edit the chosen words, or say how to choose some."""
        if self.words.selection() is None:
            self._tell(
                Banner(
                    "accent", tr("Choose a word first: drag over it, or go to it with the arrow keys. Then press F2.")
                )
            )
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.words.edit()

    # -- model answer and playing -----------------------------------------------------------------------------------

    def show_model_answer(self, answer: AnswerView) -> None:
        self.model.show_answer(answer.model_answer if answer.counts else None)

    def show_playing(self, at_s: float | None) -> None:
        self._at_s = at_s
        self._button.rename(tr("Play") if at_s is None else tr("Stop"), "play-fill" if at_s is None else "pause-fill")
        self._time.setText(clock(at_s or 0.0))
        self._wave.show_position(at_s or 0.0)
        self.words.show_position(at_s)

    def show_play_trouble(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.set_tone("caution")
        self._note.setVisible(bool(sentence))

    def toggle(self) -> None:
        """Space: play from the beginning, or stop."""
        if self._at_s is not None:
            self.play_stopped.emit()
        elif self._sound.isVisible():
            self.play_from.emit(0.0)

    def _play(self, from_s: float) -> None:
        if self._answer is not None and self._answer.audio is not None:
            self.play_from.emit(from_s)


class _Legend(Mark):
    """A sample of a sign in the transcript or the waveform."""

    def __init__(self, sign: str) -> None:
        super().__init__(16, 14)
        self._paint: Callable[[QPainter, QRectF], None] = {
            "unsure": _dots, "by hand": _line, "pause": _shade,
        }[sign]  # fmt: skip

    def paint(self, p: QPainter, r: QRectF) -> None:
        self._paint(p, r)


def _dots(p: QPainter, _r: QRectF) -> None:
    p.setPen(QPen(theme().color("muted"), 1.5, Qt.PenStyle.DotLine))
    p.drawLine(QPointF(0, 11), QPointF(16, 11))


def _line(p: QPainter, _r: QRectF) -> None:
    p.setPen(QPen(theme().color("accent"), 1.5))
    p.drawLine(QPointF(0, 11), QPointF(16, 11))


def _shade(p: QPainter, r: QRectF) -> None:
    pill(p, r.adjusted(2, 0, -2, 0), theme().shade, RADIUS.mark)
