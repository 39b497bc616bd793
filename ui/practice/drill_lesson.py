"""A lesson: a drill that was failed again and again, with what a good answer does and how it might sound."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.drills import Lesson, Point
from ui.language import counted, tr
from ui.practice.drill_words import buyer_words
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label, Tone, heading
from ui.widgets.layout import box, column, empty, pair, row, ruled
from ui.widgets.page import Page

SIDE_PX = 220


class LessonScreen(QWidget):
    """``tried`` carries whether to type."""

    tried = Signal(bool)
    put_aside = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Lesson"))
        self._back = Button(tr("Back to drills"), "caret-left", "Esc", "quiet")
        self._aside = Button(tr("Set aside"), "x-circle", "X", "quiet")
        self._title = Elided("", semibold=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._facts, self._chip = Elided("", "caption", "muted"), row()
        left, right = box(row(self._back, None), width=SIDE_PX), box(row(None, self._aside), width=SIDE_PX)
        middle = pair(self._title, row(None, self._chip, self._facts, None), 3)
        top = box(row(left, (middle, 1), right, margins=(SPACE.l, 0, SPACE.l, 0)), "topbar", height=64)
        self._line, self._model = Label("", "page", semibold=True, wrap=True), Label("", "title", wrap=True)
        self._model.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._points = column(spacing=SPACE.l)
        say = tr("Say it aloud once, in your own words.")
        model = Card(column(heading(tr("A model answer")), self._model, Label(say, tone="muted"), spacing=SPACE.s),
                     SPACE.xl)  # fmt: skip
        parts = (self._line, SPACE.l, model, SPACE.xl, self._points, None)
        self._try = Button(tr("Try it now"), "microphone", "Space", "primary", tall=True)
        self._type = Button(tr("Type instead"), "keyboard", "T", "quiet")
        foot = box(row(None, self._type, self._try, None, spacing=SPACE.m), "bar", height=72)
        self.setLayout(column(top, (Page(column(*parts, spacing=0)), 1), foot, spacing=0))
        self._back.clicked.connect(self.back)
        self._aside.clicked.connect(self.put_aside)
        self._try.clicked.connect(lambda: self.tried.emit(False))
        self._type.clicked.connect(lambda: self.tried.emit(True))
        for key, button in (("Space", self._try), ("T", self._type), ("Esc", self._back), ("X", self._aside)):
            QShortcut(QKeySequence(key), self, button.click)

    def show_lesson(self, lesson: Lesson) -> None:
        card = lesson.card
        self._title.setText(card.title)
        self._title.setToolTip(card.title)
        empty(self._chip)
        self._chip.addWidget(Chip(card.skill))
        failed = counted(lesson.failures, "failed once", "failed {n} times")
        self._facts.setText(f"{failed} · {buyer_words(card)}")
        self._line.setText(f"“{card.says}”")
        self._model.setText(lesson.model_answer)
        empty(self._points)
        if lesson.points:
            self._points.addLayout(_listed(tr("What a good answer does"), lesson.points, "check", "good"))
        if lesson.flags:
            self._points.addLayout(_listed(tr("What it leaves out"), lesson.flags, "flag-fill", "bad"))
        self.setFocus()


def _listed(title: str, points: Sequence[Point], icon: str, tone: Tone) -> QVBoxLayout:
    lines: list[QWidget] = []
    for point in points:
        words = column(Label(point.says, semibold=True, wrap=True), Label(point.why, tone="muted", wrap=True),
                       spacing=2)  # fmt: skip
        lines.append(box(row(column(Icon(icon, tone), None), (words, 1), spacing=SPACE.m)))
    return column(heading(title), *ruled(lines, SPACE.s), spacing=SPACE.s)
