"""Debrief: the talk looked back on, answer by answer; what worked, what to work on, and the evidence to hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QWidget

from coachdesk import clock
from coachdesk.services.practice.correct import Offer
from coachdesk.services.practice.views import AnswerView, Debrief, SideBySide
from ui.language import tr
from ui.practice.answer_panel import AnswerPanel
from ui.practice.answer_tab import AnswerTab
from ui.practice.debrief_head import DebriefHead
from ui.practice.rating_bar import RatingBar
from ui.practice.self_score import SelfScore
from ui.practice.side_by_side import SideBySidePanel
from ui.theme import SPACE
from ui.widgets.label import Label
from ui.widgets.layout import column, empty, row
from ui.widgets.page import Page
from ui.widgets.rating import HIGHEST

TABS_IN_ROW = 6
FEW = 2 * TABS_IN_ROW
"""So many answers stand beside the ending; more get lines of their own."""
MANY_IN_ROW = 15


class DebriefScreen(QWidget):
    """Signals that begin with a number name the answer by its position; ``scored`` carries SelfScore's levels.
    ``judged``: a key point or red flag of it by name, and whether it was said. ``corrected``: the machine's words,
    first and end (excluded), and what was said there. ``pointed``: the words that made a key point."""

    play_from = Signal(int, float)
    play_stopped = Signal()
    rated = Signal(int, int)
    judged = Signal(int, str, bool)
    corrected = Signal(int, int, int, str)
    taken_back = Signal(str)
    pointed = Signal(int, str, int, int)
    redo = Signal(int)
    compared = Signal(int, int)
    opened = Signal(str, int)
    model_heard = Signal(str)
    next_wanted = Signal()
    share_wanted = Signal()
    export_wanted = Signal(str)
    scored = Signal(object)
    again = Signal(str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Debrief"))
        self._debrief: Debrief | None = None
        self.answer: AnswerView | None = None
        self.head, self.panel, self._own = DebriefHead(), AnswerPanel(), SelfScore()
        self.compare, self._foot = SideBySidePanel(), RatingBar()
        self._rating = self._foot.rating
        self._beside, self._below = column(spacing=SPACE.xs), column(spacing=SPACE.xs)
        self._tabs = QButtonGroup(self)
        self._tabs.idToggled.connect(lambda position, on: self.show_answer(position) if on else None)
        self._recognizer = Label("", "caption", "muted", wrap=True)
        facts = row((column(self.head.ending, None), 1), SPACE.l, column(self._beside, None))
        parts = (self.head, SPACE.m, facts, self._below, SPACE.m, self.panel, SPACE.l, self.compare, SPACE.l,
                 self._recognizer, SPACE.l, self._own, None)  # fmt: skip
        self.setLayout(column((Page(column(*parts, spacing=0)), 1), self._foot, spacing=0))
        self._connect()

    def _connect(self) -> None:
        panel, head = self.panel, self.head
        panel.play_from.connect(lambda from_s: self._with_position(self.play_from, from_s))
        panel.play_stopped.connect(self.play_stopped)
        panel.judged.connect(lambda name, said: self._with_position(self.judged, name, said))
        panel.corrected.connect(lambda *words: self._with_position(self.corrected, *words))
        panel.pointed.connect(lambda *words: self._with_position(self.pointed, *words))
        panel.redo.connect(lambda: self._with_position(self.redo))
        panel.taken_back.connect(self.taken_back)
        panel.other_take.connect(self._show_other_take)
        panel.model.heard.connect(self.model_heard)
        self._own.keep.connect(self.scored)
        self._foot.chosen.connect(self._rate)
        self.compare.wanted.connect(self._compare)
        self.compare.opened.connect(self.opened)
        head.back.connect(self.back)
        head.again.connect(lambda: self.again.emit(self._debrief.scenario_id) if self._debrief else None)
        for signal, mine in (
            (head.next_wanted, self.next_wanted), (head.share_wanted, self.share_wanted),
            (head.export_wanted, self.export_wanted),
        ):  # fmt: skip
            signal.connect(mine)
        for key, do in (
            ("Space", panel.toggle), ("A", panel.redo_button.click), ("T", self._show_other_take),
            ("M", panel.model.toggle), ("C", self.compare.toggle), ("E", head.open_export),
            ("S", head.share_button.click), ("N", head.next_button.click), ("R", head.again_button.click),
            ("F2", panel.correct), ("Esc", head.back_button.click),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self, do).setAutoRepeat(False)
        for level in range(1, HIGHEST + 1):
            QShortcut(QKeySequence(str(level)), self, lambda level=level: self._rate(level))

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_debrief(self, debrief: Debrief, now: datetime) -> None:
        self._debrief = debrief
        self.head.show_debrief(debrief, now)
        self._recognizer.setText(debrief.recognizer)
        self._show_tabs(debrief)
        if debrief.answers:
            self.show_answer(debrief.answers[0].position)
        for part in (self.panel, self._foot, self.compare):
            part.setVisible(bool(debrief.answers))
        self._own.show_criteria(debrief.criteria, debrief.score)
        self._own.setVisible(bool(debrief.answers and debrief.criteria))
        QWidget.setTabOrder(self._own.keep_button, self._rating)

    def _show_tabs(self, debrief: Debrief) -> None:
        for tab in self._tabs.buttons():
            self._tabs.removeButton(tab)
        empty(self._beside)
        empty(self._below)
        if not debrief.answers:
            left = tr("You left before the first answer, so there is nothing to hear.")
            self._beside.addWidget(Label(left, tone="muted"))
        is_few = len(debrief.answers) <= FEW
        across = TABS_IN_ROW if is_few else MANY_IN_ROW
        for first in range(0, len(debrief.answers), across):
            label = [] if first else [Label(tr("Answer"), "caption", "muted")]
            line = row(None, *label, spacing=SPACE.xs) if is_few else row(spacing=SPACE.xs)
            for answer in debrief.answers[first : first + across]:
                tab = AnswerTab(answer)
                self._tabs.addButton(tab, answer.position)
                line.addWidget(tab)
            if not is_few:
                line.addStretch(1)
            (self._beside if is_few else self._below).addLayout(line)

    def show_answer(self, position: int, take: int | None = None) -> None:
        """Bring one answer up, as it counts or in an earlier take; nothing plays on."""
        answer = self._find(position, take)
        if answer is None:
            return
        self.play_stopped.emit()
        self.answer = answer
        if (tab := self._tabs.button(position)) is not None and not tab.isChecked():
            tab.setChecked(True)
        self.panel.show_answer(answer)
        self._foot.show_answer(answer)
        self.compare.fold()

    def _find(self, position: int, take: int | None = None) -> AnswerView | None:
        if self._debrief is None:
            return None
        among = self._debrief.answers if take is None else (*self._debrief.answers, *self._debrief.earlier)
        return next((a for a in among if a.position == position and take in (None, a.take)), None)

    def _show_other_take(self) -> None:
        """The take before the one that is shown; after the first, the one that counts."""
        if self.answer is not None and self.answer.takes > 1:
            self.show_answer(self.answer.position, (self.answer.take - 2) % self.answer.takes + 1)
            self.panel.take_button.setFocus()

    def replace_answer(self, answer: AnswerView) -> None:
        """The same answer with something new about it, such as its rating."""
        if self._debrief is None:
            return
        answers = tuple(answer if a.position == answer.position else a for a in self._debrief.answers)
        self._debrief = replace(self._debrief, answers=answers)
        if self.answer is not None and (self.answer.position, self.answer.take) == (answer.position, answer.take):
            self.answer = answer
            self.panel.show_model_answer(answer)
            self._foot.show_answer(answer)

    def show_again(self, debrief: Debrief, position: int) -> None:
        """The debrief after something was said about one of its answers."""
        self._debrief = debrief
        self.head.update_facts(debrief, clock.now())
        blocked = self._tabs.blockSignals(True)
        self._show_tabs(debrief)
        self._tabs.blockSignals(blocked)
        self.show_answer(position)

    def show_facts(self, debrief: Debrief) -> None:
        """The debrief after something that concerns no answer's own panel."""
        self._debrief = debrief
        self.head.update_facts(debrief, clock.now())

    def show_judged(self, debrief: Debrief, position: int, name: str) -> None:
        """The debrief after a person's word on one finding, which keeps the focus."""
        before = self._find(position)
        was = next((f for f in before.findings if f.name == name), None) if before else None
        self.show_again(debrief, position)
        self.panel.focus_finding(name)
        now = next((f for f in self.answer.findings if f.name == name), None) if self.answer else None
        if was is not None and now is not None and not was.by_hand and (was.kind, now.kind) == ("missed", "covered"):
            self.panel.ask_which_words(now)

    def show_corrected(self, debrief: Debrief, position: int, offers: tuple[Offer, ...]) -> None:
        """The debrief after a correction, and what that makes appear."""
        self.show_again(debrief, position)
        if offers:
            self.panel.offer(offers[0])
        else:
            self.panel.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_score(self, score: float) -> None:
        """The rep's card is kept, and this is what it comes to."""
        if self._debrief is not None:
            self.show_facts(replace(self._debrief, score=score))
            self._own.show_kept(score)

    def show_score_not_kept(self) -> None:
        self._own.show_not_kept()

    def show_compared(self, found: SideBySide) -> None:
        """Answers to the same line, unless another is looked at by now."""
        if self.answer is not None and self.answer.position == found.position:
            self.compare.show_answers(found)

    def show_playing(self, position_s: float | None) -> None:
        """Where the recording is that plays; None: nothing plays."""
        self.panel.show_playing(position_s)

    def show_play_trouble(self, sentence: str) -> None:
        self.panel.show_play_trouble(sentence)

    def show_voice(self, trouble: str = "") -> None:
        """The voice has said the model answer, or why it cannot."""
        self.panel.model.show_ended()
        self.panel.model.show_trouble(trouble)

    # -- what is done -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self.answer is None:
            super().keyPressEvent(event)
        else:
            self.show_answer(self.answer.position + step)

    def _with_position(self, signal: SignalInstance, *values: object) -> None:
        """Say it of the answer that is shown."""
        if self.answer is not None:
            signal.emit(self.answer.position, *values)

    def _compare(self) -> None:
        if self.answer is not None:
            self.compared.emit(self.answer.position, self.answer.take)

    def _rate(self, level: int) -> None:
        if self.answer is not None and self.answer.counts:
            self.rated.emit(self.answer.position, level)
