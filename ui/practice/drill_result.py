"""One drill, answered: what was covered and missed, the answer's own words, and when it comes again."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from coachdesk.services.drills import DrillResult
from ui.language import tr
from ui.practice.drill_rating import RatingKeys
from ui.practice.drill_words import rating_words, when_words
from ui.theme import CONTENT_PX, SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.finding import FindingRow
from ui.widgets.label import Elided, Label, heading
from ui.widgets.layout import box, column, empty, pair, row, ruled
from ui.widgets.page import Page
from ui.widgets.stepper import Stepper
from ui.widgets.transcript import TranscriptView

SIDE_PX = 220


class ResultScreen(QWidget):
    """``rated`` carries 1 again to 4 easy; ``judged`` a key point or red flag by name, and whether it was said."""

    rated = Signal(int)
    judged = Signal(str, bool)
    play_from = Signal(float)
    gone_on = Signal()
    put_aside = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Result of the drill"))
        self._build_top()
        self._says, self._words = Label("", "title", semibold=True, wrap=True), TranscriptView()
        self._words.play_from.connect(self.play_from)
        self._note = Label("", tone="muted", wrap=True)
        self._found, self._model = column(spacing=0), column(spacing=0)
        self._leech = Banner("accent", " ", " ")
        parts = (self._says, SPACE.m, Card(column(self._words, self._note, spacing=0), (SPACE.l, SPACE.m, SPACE.l,
                 SPACE.m)), self._model, SPACE.l, self._found, SPACE.m, self._leech, None)  # fmt: skip
        self.setLayout(column(self._top, (Page(column(*parts, spacing=0)), 1), self._build_foot(), spacing=0))
        for key, do in (("Space", self._next.click), ("Esc", self._end.click), ("X", self._aside.click)):
            QShortcut(QKeySequence(key), self, do)
        for rating in (1, 2, 3, 4):
            QShortcut(QKeySequence(str(rating)), self, lambda rating=rating: self._keys.choose(rating))

    def _build_top(self) -> None:
        self._end = Button(tr("End session"), "caret-left", "Esc", "quiet")
        self._end.clicked.connect(self.ended)
        self._aside = Button(tr("Set aside"), "x-circle", "X", "quiet")
        self._aside.setToolTip(tr("Do not ask this one again, until you bring it back."))
        self._aside.clicked.connect(self.put_aside)
        self._title = Elided("", semibold=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stepper, self._place = Stepper(), Label("", "caption", "muted")
        self._chip = row()
        steps = row(None, self._chip, self._stepper, self._place, None)
        left = box(row(self._end, None), width=SIDE_PX)
        right = box(row(None, self._aside), width=SIDE_PX)
        sides = (SPACE.l, 0, SPACE.l, 0)
        self._top = box(row(left, (pair(self._title, steps, 3), 1), right, margins=sides), "topbar", height=64)

    def _build_foot(self) -> QWidget:
        self._counts, self._why = Label("", semibold=True), Label("", "caption", "muted", wrap=True)
        self._keys = RatingKeys()
        self._keys.chosen.connect(self.rated)
        self._next = Button(tr("Next"), "caret-right", "Space", "primary", tall=True)
        self._next.clicked.connect(self.gone_on)
        line = row((pair(self._counts, self._why, 1), 1), self._keys, SPACE.s, self._next, spacing=SPACE.m,
                   margins=(SPACE.xxl, 0, SPACE.xxl, 0))  # fmt: skip
        inner = box(line)
        inner.setMaximumWidth(CONTENT_PX)
        return box(row(inner), "bar", height=80)

    def show_place(self, at: int, of: int) -> None:
        self._stepper.show_step(at, of)
        self._stepper.setVisible(of > 1)
        self._place.setText(tr("{at} of {of}").format(at=at, of=of))
        self._next.rename(tr("Next") if at < of else tr("Finish"), "caret-right" if at < of else "check")

    def show_result(self, result: DrillResult, now: datetime) -> None:
        card, answer = result.card, result.answer
        self._title.setText(card.title)
        self._title.setToolTip(card.title)
        empty(self._chip)
        self._chip.addWidget(Chip(card.skill))
        self._says.setText(f"“{answer.says}”")
        self._words.show_words(answer.words, answer.findings)
        self._words.setVisible(bool(answer.words))
        self._note.setText(tr("You skipped this one.") if answer.skipped else tr("No word was understood here."))
        self._note.setVisible(not answer.words)
        empty(self._found)
        rows: list[QWidget] = []
        for finding in answer.findings:
            line = FindingRow(finding)
            line.judged.connect(self.judged)
            line.play_from.connect(self.play_from)
            rows.append(line)
        self._found.addLayout(column(*ruled(rows, SPACE.s), spacing=0))
        self._show_rating(result, now)
        empty(self._model)
        if answer.model_answer:
            text = Label(answer.model_answer.strip(), "lead", wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._model.addSpacing(SPACE.m)
            self._model.addWidget(Card(column(heading(tr("A model answer")), text, spacing=SPACE.xs)))
        self.setFocus()

    def _show_rating(self, result: DrillResult, now: datetime) -> None:
        when = when_words(result.due, now)
        self._counts.setText(tr("{rating}: comes back {when}").format(rating=rating_words(result.rating), when=when))
        ask = "" if result.is_rated else tr("Rate yourself to see a model answer.")
        self._why.setText(f"{result.reason} {ask}".strip())
        self._keys.show_choices(result.choices, result.rating, now)
        self._leech.setVisible(result.is_leech)
        if result.is_leech:
            self._leech.say(
                tr("This one has failed again and again."),
                tr("It is not asked any more. It waits as a lesson under Drills, with a model answer to learn from."),
            )

    def show_saving(self, saving: bool) -> None:
        """A rating or a correction is being kept, and the next drill waits for that."""
        self._next.setEnabled(not saving)
