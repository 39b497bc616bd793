"""The foot of a talk: one big button for whose turn it is, and beside it what else can be done, with its keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.practice.views import Turn
from ui.language import tr
from ui.practice.talk_words import Phase, PhaseWords, may_see_hint, may_skip
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.layout import box, row

ANSWERING = frozenset({Phase.BUYER_SPEAKS, Phase.READY, Phase.LISTENING, Phase.TYPING, Phase.PAUSED})


class TalkFoot(QWidget):
    redo = Signal()
    skip = Signal()
    hint = Signal()
    model_answer = Signal()
    pause = Signal()

    def __init__(self, screen: QWidget) -> None:
        """The keys are the whole screen's; Space is for the screen to bind."""
        super().__init__()
        self.big = Button("", "check", "Space", "primary", tall=True)
        self.redo_button = Button(tr("Redo"), "arrow-counter-clockwise", "R", "quiet")
        self.skip_button = Button(tr("Skip"), "skip-forward", "S", "quiet")
        self.hint_button = Button(tr("Hint"), "lightbulb", "H", "quiet")
        self.model_button = Button(tr("Model answer"), "medal", "O", "quiet")
        self.pause_button = Button(tr("Pause"), "pause-fill", "P", "quiet")
        left = row(None, self.redo_button, self.skip_button)
        right = row(self.hint_button, self.model_button, self.pause_button, None)
        bar = box(row((left, 1), self.big, (right, 1), spacing=SPACE.xl), "bar", height=72)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(bar)
        for button, signal in (
            (self.redo_button, self.redo), (self.skip_button, self.skip), (self.hint_button, self.hint),
            (self.model_button, self.model_answer), (self.pause_button, self.pause),
        ):  # fmt: skip
            button.clicked.connect(signal)
            QShortcut(QKeySequence(button.key), screen, button.click).setAutoRepeat(False)

    def show_phase(self, phase: Phase, words: PhaseWords, turn: Turn | None) -> None:
        """What can be done now."""
        answering = phase in ANSWERING
        self.big.rename(words.button or tr("One moment"), words.icon, "↵" if phase is Phase.TYPING else "Space")
        self.big.setEnabled(bool(words.button))
        self.redo_button.setEnabled(phase in (Phase.LISTENING, Phase.PAUSED, Phase.NOT_SAVED))
        self.skip_button.setEnabled(turn is not None and may_skip(turn) and (answering or phase is Phase.NOT_SAVED))
        self.hint_button.setEnabled(answering and turn is not None and may_see_hint(turn))
        self.model_button.setVisible(turn is not None and turn.support == "model answer")
        self.model_button.setEnabled(answering and turn is not None and bool(turn.model_answer))
        self.pause_button.setEnabled(phase in (Phase.LISTENING, Phase.PAUSED))
