"""First step: a name, and what happens to what is said here."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ui.language import tr
from ui.theme import SPACE, TYPE, font
from ui.welcome.step import Step
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import column, row

NAME_MOST = 200


class NameStep(Step):
    def __init__(self, of: int, name: str) -> None:
        super().__init__(
            1, of, tr("What shall we call you?"), tr("In two minutes you will be talking to your first buyer."),
            tr("Continue"), tr("Skip"),
        )  # fmt: skip
        self.field = QLineEdit(name)
        self.field.setMaxLength(NAME_MOST)
        self.field.setFont(font(TYPE.lead))
        self.field.setAccessibleName(tr("Your name"))
        self.trouble = Label("", "caption", "caution", wrap=True)
        self.trouble.hide()
        privacy = tr("What you say and type stays on this computer, and only you see it until you share it.")
        self.body.addWidget(self.field)
        self.body.addWidget(self.trouble)
        self.body.addSpacing(SPACE.s)
        lock = column(Icon("lock-simple"), None)
        self.body.addLayout(row(lock, (Label(privacy, tone="muted", wrap=True), 1)))

    def enter(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def say(self, sentence: str) -> None:
        """Why this name cannot be had."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.field.setFocus()
