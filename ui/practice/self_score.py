"""Score the whole talk: the rubric as a card that the rep fills in, a row for each criterion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import CriterionView
from ui.language import tr
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import box, column, empty, row, rule, ruled
from ui.widgets.score_keys import ScoreKeys, digit_of


def score_words(score: float) -> str:
    return tr("You scored this talk {score:.0f} of 100").format(score=score)


class SelfScore(QWidget):
    """``keep`` carries a level for each criterion by its id, None for one that is left out.

    Inside it, 1 to 5 score the row that has the focus, whatever those keys do on the rest of the screen.
    """

    keep = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, CriterionRow] = {}
        self._sent: dict[str, int | None] | None = None  # the levels that were last asked to be kept
        self._waiting = False
        self._said = Label("", "lead", semibold=True, wrap=True)
        again = Label(tr("You can score it again. The new card corrects this one."), "caption", "muted", wrap=True)
        words = column(self._said, again, None, spacing=2)
        self._result = box(row(column(Icon("check-circle", "good", 20), None), (words, 1), spacing=SPACE.m))
        why = tr("Score what you did, not what you meant to do. Only you see this card, until you share the talk.")
        name = Label(tr("Score the whole talk"), "lead", semibold=True)
        title = column(name, Label(why, tone="muted", wrap=True), None, spacing=2)
        head = row((title, 1), (self._result, 1), spacing=SPACE.xl)
        self._criteria = column(spacing=0)
        self._note = Label("", tone="muted")
        self.keep_button = Button(tr("Keep my score"), "check")
        self.keep_button.clicked.connect(self._keep)
        foot = row(None, self._note, self.keep_button, spacing=SPACE.m)
        card = Card(column(head, rule(), self._criteria, rule(), foot, spacing=SPACE.m))
        self.setLayout(column(card))

    def show_criteria(self, criteria: Sequence[CriterionView], score: float | None) -> None:
        """A card as it was kept, or an empty one."""
        empty(self._criteria)
        self._rows = {criterion.id: CriterionRow(criterion, kept=score is not None) for criterion in criteria}
        before: QWidget = self
        for part in ruled(list(self._rows.values()), SPACE.m):
            if isinstance(part, QWidget):
                self._criteria.addWidget(part)
            elif isinstance(part, int):
                self._criteria.addSpacing(part)
        for line in self._rows.values():
            line.scored.changed.connect(self._tell)
            for stop in (line.scored.keys, line.scored.leave_out):
                QWidget.setTabOrder(before, stop)
                before = stop
        QWidget.setTabOrder(before, self.keep_button)
        self._sent, self._waiting = (None if score is None else self._levels()), False
        self._show_score(score)

    def show_kept(self, score: float) -> None:
        """The card that was to be kept is kept."""
        self._waiting = False
        self._show_score(score)

    def show_not_kept(self) -> None:
        self._sent, self._waiting = None, False
        self._tell()

    def _show_score(self, score: float | None) -> None:
        self._result.setVisible(score is not None)
        self._said.setText("" if score is None else f"{score_words(score)}.")
        self._tell()

    def _levels(self) -> dict[str, int | None]:
        return {id_: line.scored.level for id_, line in self._rows.items()}

    def _tell(self) -> None:
        """Whether the card can be kept, and what is missing."""
        open_ = sum(line.scored.level is None and not line.scored.left_out for line in self._rows.values())
        levels = self._levels()
        empty_ = not open_ and not any(levels.values())
        if open_:
            self._note.setText(tr("{count} still to score").format(count=open_))
        elif empty_:
            self._note.setText(tr("Score at least one"))
        else:
            self._note.setText("" if levels != self._sent else tr("Keeping it") if self._waiting else tr("Kept"))
        self.keep_button.setEnabled(not open_ and not empty_)

    def _keep(self) -> None:
        levels = self._levels()
        if levels != self._sent:  # a second press keeps nothing twice
            self._sent, self._waiting = levels, True
            self._tell()
            self.keep.emit(levels)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and digit_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        level = digit_of(event)
        if level is None:
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        for line in self._rows.values():
            if focus is not None and line.isAncestorOf(focus):
                line.scored.choose(level)


class CriterionRow(QWidget):
    """One criterion: what it is about, and its level."""

    def __init__(self, criterion: CriterionView, kept: bool) -> None:
        super().__init__()
        words = column(SPACE.xs, Label(criterion.name, semibold=True, wrap=True), spacing=2)
        words.addWidget(Label(criterion.about, tone="muted", wrap=True))
        if criterion.is_critical:
            critical = tr("Critical: a low level here fails the whole talk.")
            words.addWidget(Label(critical, "caption", "caution", wrap=True))
        words.addStretch(1)
        name = tr("{name}, critical").format(name=criterion.name) if criterion.is_critical else criterion.name
        self.scored = ScoreKeys(name, criterion.anchors, criterion.may_be_left_out)
        self.scored.show_level(criterion.level, left_out=kept and criterion.level is None)
        self.setLayout(row((words, 1), (self.scored, 1), spacing=SPACE.xl))
        self.setAccessibleName(name)
