"""Levels 1 to 5 of one criterion, with the words of the level that is chosen or looked at under them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.language import tr
from ui.theme import SPACE
from ui.widgets.button import ENTER, keeps_space
from ui.widgets.filter_chip import FilterChip
from ui.widgets.label import Label, Tone
from ui.widgets.layout import column, row
from ui.widgets.rating import HEIGHT_PX, HIGHEST, STEP_PX, Rating


def unscored() -> str:
    return tr("Point at a number to read what it stands for.")


def left_out() -> str:
    return tr("Left out. It does not count.")


def digit_of(event: QEvent) -> int | None:
    """The level that a key stands for: a plain 1 to 5, from either part of the keyboard."""
    if not isinstance(event, QKeyEvent) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    level = event.key() - Qt.Key.Key_0
    return level if 1 <= level <= HIGHEST else None


class ScoreKeys(QWidget):
    """``level`` is None where nothing is chosen; ``left_out`` only where that is allowed."""

    changed = Signal()

    def __init__(self, name: str, anchors: Sequence[str], may_be_left_out: bool = False) -> None:
        super().__init__()
        self.level: int | None = None
        self.left_out = False
        self._anchors = anchors
        self.keys = _Keys(name)
        self.keys.chosen.connect(self.choose)
        self.keys.looked.connect(self._tell)
        self.leave_out = _LeaveOut(tr("Leave out"))
        self.leave_out.setAccessibleName(tr("Leave out: {name}").format(name=name))
        self.leave_out.setFixedHeight(HEIGHT_PX)
        self.leave_out.clicked.connect(self._leave_out)
        below = QWidget()  # from the first: a stack shows what it is given, and without a parent that opens a window
        self._words = QStackedLayout(below)  # as tall as its tallest words, so that nothing moves while one looks
        for text, tone in self._texts():
            words = Label(text, tone=tone, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._words.addWidget(words)
        line = row(self.keys, self.leave_out, None, spacing=SPACE.m)
        self.setLayout(column(line, below, None, spacing=SPACE.s))
        self.leave_out.setVisible(may_be_left_out)  # after the layout: without a parent it would open as a window
        self._tell()

    def _texts(self) -> list[tuple[str, Tone]]:
        levels: list[tuple[str, Tone]] = [(f"{i}: {anchor}", "text") for i, anchor in enumerate(self._anchors, 1)]
        return [(unscored(), "muted"), *levels, (left_out(), "muted")]

    def show_level(self, level: int | None, left_out: bool = False) -> None:
        self.level, self.left_out = level, left_out
        self.keys.show_value(level)
        self.leave_out.setChecked(left_out)
        self._tell()

    def choose(self, level: int) -> None:
        """What a click on a level does."""
        self.show_level(level)
        self.changed.emit()

    def _leave_out(self, left_out: bool) -> None:
        self.show_level(None, left_out)
        self.changed.emit()

    def _tell(self) -> None:
        """Show the words of the level that is pointed at, else of the one that the keys are on, else of the choice."""
        level = self.keys.looked_at or self.level
        at = level if level is not None else HIGHEST + 1 if self.left_out else 0
        self._words.setCurrentIndex(at)
        self.keys.setAccessibleDescription(self._texts()[at][0])


class _Keys(Rating):
    """A rating that says which level is looked at. A click gives it the focus, so that digits go on with its row."""

    looked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._pointed: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def looked_at(self) -> int | None:
        return self._pointed or (self.at if self.hasFocus() else None)

    def _point(self, level: int | None) -> None:
        if level != self._pointed:
            self._pointed = level
            self.looked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(max(1, min(HIGHEST, int(event.position().x() // STEP_PX) + 1)))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self.looked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.looked.emit()


class _LeaveOut(FilterChip):
    """Space and Enter are its own while it has the focus."""

    def event(self, event: QEvent) -> bool:
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)
