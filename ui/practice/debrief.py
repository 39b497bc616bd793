"""Debrief: the talk looked back on, answer by answer; what worked, what to work on, and the evidence to hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QWidget

from coachdesk.services.practice.views import AnswerView, Debrief, EndingView
from ui.practice.answer_panel import AnswerPanel
from ui.practice.answer_tab import AnswerTab
from ui.practice.self_score import SelfScore, score_words
from ui.theme import CONTENT_PX, SPACE
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label
from ui.widgets.layout import box, column, empty, pair, row
from ui.widgets.page import Page
from ui.widgets.rating import HIGHEST, Rating

OUTCOMES = {
    "won": ("Won", "trophy", "good"),
    "next step": ("Next step agreed", "check-circle", "good"),
    "stalled": ("Stalled", "minus", "caution"),
    "lost": ("Lost", "x-circle", "bad"),
}
TABS_IN_ROW = 6
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def attempt_words(number: int) -> str:
    return f"{ORDINALS[number - 1]} attempt" if number <= len(ORDINALS) else f"attempt {number}"


def day_words(at: datetime, today: datetime) -> str:
    """today, 09:42; yesterday, 09:42; 12 November, 09:42; with the year where it is another one."""
    days = (today.date() - at.date()).days
    day = {0: "today", 1: "yesterday"}.get(days, f"{at.day} {at:%B}" + (f" {at.year}" if at.year != today.year else ""))
    return f"{day}, {at:%H:%M}"


def points_words(made: int, possible: int, flags: int) -> str:
    points = f"{made} of {possible} key points" if possible else "No key points on this way"
    return points + (f", {flags} red flag{'' if flags == 1 else 's'}" if flags else "")


class DebriefScreen(QWidget):
    """``play_from``, ``rated`` and ``judged`` name the answer by its position; ``scored`` carries SelfScore's levels.
    ``judged``: a key point or red flag of it by name, and whether it was said."""

    play_from = Signal(int, float)
    play_stopped = Signal()
    rated = Signal(int, int)
    judged = Signal(int, str, bool)
    scored = Signal(object)
    again = Signal(str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._debrief: Debrief | None = None
        self._answer: AnswerView | None = None
        self._build_head()
        self._tabs_rows = column(spacing=SPACE.xs)
        self._tabs = QButtonGroup(self)
        self._tabs.idToggled.connect(lambda position, on: self.show_answer(position) if on else None)
        self._ending = column()
        self._panel = AnswerPanel()
        self._panel.play_from.connect(self._play)
        self._panel.play_stopped.connect(self.play_stopped)
        self._panel.judged.connect(self._judge)
        self._recognizer = Label("", "caption", "muted", wrap=True)
        self._own = SelfScore()
        self._own.keep.connect(self.scored)
        facts = row((self._ending, 1), SPACE.l, column(self._tabs_rows, None))
        parts = (self._head, SPACE.m, facts, SPACE.m, self._panel, SPACE.l, self._recognizer, SPACE.l, self._own, None)
        layout = column(*parts, spacing=0)
        self.setLayout(column((Page(layout), 1), self._gate(), spacing=0))
        for key, do in (("Space", self._panel.toggle), ("R", self._again.click), ("Esc", self._back.click)):
            QShortcut(QKeySequence(key), self, do)
        for level in range(1, HIGHEST + 1):
            QShortcut(QKeySequence(str(level)), self, lambda level=level: self._rate(level))

    def _build_head(self) -> None:
        self._title, self._facts = Elided("", "title", semibold=True), Elided("", "caption", "muted")
        self._back = Button("Back to scenarios", key="Esc")
        self._back.clicked.connect(self.back)
        self._again = Button("Practise again", "arrow-counter-clockwise", "R", "primary")
        self._again.clicked.connect(lambda: self.again.emit(self._debrief.scenario_id) if self._debrief else None)
        self._head = row((column(self._title, self._facts, spacing=2), 1), SPACE.m, self._back, self._again)

    def _gate(self) -> QWidget:
        self._lock = Icon("lock-simple", "muted", 20)
        self._ask, self._why = Label("How good was this answer?", semibold=True), Label("", "caption", "muted")
        self._rating = Rating("How good was this answer")
        self._rating.chosen.connect(self._rate)
        weak, strong = Label("weak", "caption", "muted"), Label("strong", "caption", "muted")
        line = row(self._lock, (pair(self._ask, self._why, 1), 1), weak, self._rating, strong, spacing=SPACE.m,
                   margins=(SPACE.xxl, 0, SPACE.xxl, 0))  # fmt: skip
        inner = box(line)
        inner.setMaximumWidth(CONTENT_PX)
        self._foot = box(row(inner), "bar", height=64)
        return self._foot

    def show_debrief(self, debrief: Debrief, now: datetime) -> None:
        self._debrief = debrief
        buyer = debrief.buyer
        self._title.setText(debrief.title)
        self._title.setToolTip(debrief.title)
        who = ", ".join(part for part in (buyer.name, buyer.role) if part)
        when = day_words(debrief.started_at.astimezone(), now.astimezone())
        self._facts.setText(f"{who} · {when} · {attempt_words(debrief.attempt_number)}")
        self._recognizer.setText(debrief.recognizer)
        self._facts.setToolTip(f"{debrief.started_at.astimezone():%A, %d %B %Y, %H:%M}")
        self._show_ending(debrief)
        self._show_tabs(debrief)
        if debrief.answers:
            self.show_answer(debrief.answers[0].position)
        self._panel.setVisible(bool(debrief.answers))
        self._foot.setVisible(bool(debrief.answers))
        self._own.show_criteria(debrief.criteria, debrief.score)
        self._own.setVisible(bool(debrief.answers and debrief.criteria))
        QWidget.setTabOrder(self._own.keep_button, self._rating)

    def _show_ending(self, debrief: Debrief) -> None:
        empty(self._ending)
        points = points_words(debrief.total.made, debrief.total.possible, debrief.flags)
        own = "" if debrief.score is None else f" · {score_words(debrief.score)}"
        self._ending.addWidget(_EndingLine(debrief.ending, points + own))

    def _show_tabs(self, debrief: Debrief) -> None:
        for tab in self._tabs.buttons():
            self._tabs.removeButton(tab)
        empty(self._tabs_rows)
        if not debrief.answers:
            left = "You left before the first answer, so there is nothing to hear."
            self._tabs_rows.addWidget(Label(left, tone="muted"))
        for first in range(0, len(debrief.answers), TABS_IN_ROW):
            line = row(None, *([] if first else [Label("Answer", "caption", "muted")]), spacing=SPACE.xs)
            for answer in debrief.answers[first : first + TABS_IN_ROW]:
                tab = AnswerTab(answer)
                self._tabs.addButton(tab, answer.position)
                line.addWidget(tab)
            self._tabs_rows.addLayout(line)

    def show_answer(self, position: int) -> None:
        """Bring one answer up; nothing plays on."""
        answer = next((a for a in self._debrief.answers if a.position == position), None) if self._debrief else None
        if answer is None:
            return
        self.play_stopped.emit()
        self._answer = answer
        if (tab := self._tabs.button(position)) is not None and not tab.isChecked():
            tab.setChecked(True)
        self._panel.show_answer(answer)
        self._show_gate(answer)

    def _show_gate(self, answer: AnswerView) -> None:
        self._rating.show_value(answer.self_rating)
        rated = answer.self_rating is not None
        self._lock.change("check-circle" if rated else "lock-simple", "good" if rated else "muted")
        self._ask.setText("Your own rating" if rated else "How good was this answer?")
        opened = "The model answer is above. Compare it with yours."
        self._why.setText(opened if rated else "Rate it yourself, 1 to 5. Then a model answer opens.")

    def replace_answer(self, answer: AnswerView) -> None:
        """The same answer with something new about it, such as its rating."""
        if self._debrief is None:
            return
        answers = tuple(answer if a.position == answer.position else a for a in self._debrief.answers)
        self._debrief = replace(self._debrief, answers=answers)
        if self._answer is not None and self._answer.position == answer.position:
            self._answer = answer
            self._panel.show_model_answer(answer)
            self._show_gate(answer)

    def show_judged(self, debrief: Debrief, position: int, name: str) -> None:
        """The debrief after a person's word on one finding, which keeps the focus."""
        self._debrief = debrief
        self._show_ending(debrief)
        blocked = self._tabs.blockSignals(True)
        self._show_tabs(debrief)
        self._tabs.blockSignals(blocked)
        self.show_answer(position)
        self._panel.focus_finding(name)

    def show_score(self, score: float) -> None:
        """The rep's card is kept, and this is what it comes to."""
        if self._debrief is not None:
            self._debrief = replace(self._debrief, score=score)
            self._show_ending(self._debrief)
            self._own.show_kept(score)

    def show_score_not_kept(self) -> None:
        self._own.show_not_kept()

    def show_playing(self, position_s: float | None) -> None:
        """Where the recording is that plays; None: nothing plays."""
        self._panel.show_playing(position_s)

    def show_play_trouble(self, sentence: str) -> None:
        self._panel.show_play_trouble(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self._answer is None:
            super().keyPressEvent(event)
        else:
            self.show_answer(self._answer.position + step)

    def _play(self, from_s: float) -> None:
        if self._answer is not None:
            self.play_from.emit(self._answer.position, from_s)

    def _judge(self, name: str, said: bool) -> None:
        if self._answer is not None:
            self.judged.emit(self._answer.position, name, said)

    def _rate(self, level: int) -> None:
        if self._answer is not None:
            self.rated.emit(self._answer.position, level)


class _EndingLine(QWidget):
    """How it ended, in words, and what was covered on the way."""

    def __init__(self, ending: EndingView | None, points: str) -> None:
        super().__init__()
        if ending is None:
            word, icon, tone = "Stopped before an ending", "pause-fill", "muted"
            means = "What you had said so far is kept."
        else:
            word, icon, tone = OUTCOMES[ending.outcome]
            means = ending.means
        points_label = Label(points, "lead", "muted", wrap=True)
        head = row(
            Label(word, "lead", semibold=True, align=Qt.AlignmentFlag.AlignTop), (points_label, 1), spacing=SPACE.m
        )
        words = column(head, Label(means, wrap=True), spacing=2)
        self.setLayout(row(column(Icon(icon, tone, 20), None), (words, 1), spacing=SPACE.m))
