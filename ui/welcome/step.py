"""The frame of every step of the first start: where one is, a title, one sentence, and the buttons to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.theme import SPACE
from ui.widgets.button import ENTER, Button
from ui.widgets.label import Label
from ui.widgets.layout import Part, box, column, row
from ui.widgets.page import Page
from ui.widgets.stepper import Stepper

WIDE_PX = 560


class Step(QWidget):
    """``done`` goes on, ``skipped`` goes on without, ``back`` to the step before."""

    done = Signal()
    skipped = Signal()
    back = Signal()

    def __init__(self, at: int, of: int, title: str, sentence: str, onward: str, skip: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        stepper = Stepper()
        stepper.show_step(at, of)
        where = Label(tr("Step {at} of {of}").format(at=at, of=of), "caption", "muted")
        self._back = Button(tr("Back"), "caret-left", "Esc", "quiet", flush=True)
        self._back.clicked.connect(self.back)
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing moves from step to step
        self._back.setSizePolicy(policy)
        self.onward = Button(onward, key="↵", kind="primary", tall=True)
        self.onward.clicked.connect(self.done)
        self.skip = Button(skip, kind="quiet")
        self.skip.clicked.connect(self.skipped)
        self.title = Label(title, "page", semibold=True, wrap=True)
        self.sentence = Label(sentence, "lead", "muted", wrap=True)
        self.body = column(spacing=SPACE.m)
        self._parts: list[Part] = [
            row(stepper, where, None, self._back, spacing=SPACE.m), SPACE.l, self.title, self.sentence, SPACE.s,
            self.body, SPACE.l, row(self.onward, self.skip, None, spacing=SPACE.m),
        ]  # fmt: skip
        middle = box(column(SPACE.huge, *self._parts, None, spacing=SPACE.s), width=WIDE_PX)
        self.setLayout(column((Page(row(None, middle, None)), 1), spacing=0))
        self._back.setVisible(at > 1)  # after the layout: a widget without a parent would open as a window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, wherever the focus is, unless it is on another button."""
        if event.key() in ENTER:
            self.onward.click()
        else:
            super().keyPressEvent(event)

    def enter(self) -> None:
        """The step is shown."""
        self.setFocus()

    def leave(self) -> None:
        """Another step is, or the window goes."""
