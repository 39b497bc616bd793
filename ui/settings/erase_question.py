"""Erase a person: what goes, what stays, where they are still to be found; and the name to be typed."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from coachdesk.services.privacy import Erasure
from ui.language import counted, tr
from ui.theme import SPACE
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.layout import Part, column, row

WIDTH_PX = 520


def what_goes(erasure: Erasure) -> str:
    there = erasure.counts
    return tr("Goes for good: the name, {attempts}, {answers}, {recordings} and {drills}.").format(
        attempts=counted(there.attempts - there.scored, "{n} attempt", "{n} attempts"),
        answers=counted(there.answers, "{n} answer with its words", "{n} answers with their words"),
        recordings=counted(there.recordings, "{n} recording", "{n} recordings"),
        drills=counted(there.drills, "{n} drill card", "{n} drill cards"),
    )


def what_stays(erasure: Erasure) -> str:
    """What others' records stand on; empty where nothing does."""
    there = erasure.counts
    said = []
    if there.scored:
        said.append(
            counted(
                there.scored,
                "Stays, without name and words: {n} scored attempt, and its scorecards as they were written.",
                "Stay, without name and words: {n} scored attempts, and their scorecards as they were written.",
            )
        )
    if there.scorecards_by:
        said.append(
            counted(there.scorecards_by, "{n} scorecard about others stays.", "{n} scorecards about others stay.")
        )
    return " ".join(said)


def still_found(erasure: Erasure) -> str:
    """Copies from before; empty where there are none."""
    said = []
    if erasure.backups:
        said.append(
            counted(
                len(erasure.backups),
                "{n} backup was made before and still holds all of it.",
                "{n} backups were made before and may still hold all of it.",
            )
        )
    if erasure.aside:
        said.append(tr("So does what was put aside when a backup was restored."))
    return " ".join(said)


class EraseQuestion(QDialog):
    """``confirmed`` comes once the name was typed and the button pressed."""

    confirmed = Signal()

    def __init__(self, window: QWidget, erasure: Erasure) -> None:
        super().__init__(window)
        title = tr("Erase {name}?").format(name=erasure.name)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH_PX)
        self._name = erasure.name
        self.typed = QLineEdit()
        self.typed.setAccessibleName(tr("Type the name to erase it"))
        self.typed.textChanged.connect(self._look)
        self.typed.returnPressed.connect(self._confirm)
        self.erase = Button(tr("Erase for good"), "trash")
        self.erase.clicked.connect(self._confirm)
        keep = Button(tr("Keep everything"), kind="primary")
        keep.clicked.connect(self.reject)
        sentences = [what_goes(erasure), what_stays(erasure), still_found(erasure), tr("This cannot be undone.")]
        words: list[Part] = [Label(title, "lead", semibold=True, wrap=True)]
        words += [Label(sentence, tone="muted", wrap=True) for sentence in sentences if sentence]
        ask = Label(tr("To erase it, type the name: {name}").format(name=erasure.name), wrap=True)
        self.setLayout(
            column(*words, SPACE.xs, ask, self.typed, SPACE.s, row(None, self.erase, keep), margins=SPACE.xl)
        )
        self._look()
        QTimer.singleShot(0, self.typed, self.typed.setFocus)

    def _fits(self) -> bool:
        return self.typed.text().strip() == self._name

    def _look(self) -> None:
        self.erase.setEnabled(self._fits())

    def _confirm(self) -> None:
        if self._fits():
            self.accept()
            self.confirmed.emit()
            self.deleteLater()
