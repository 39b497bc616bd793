"""One setting on the page, made from its declaration: what it is called, what it does, and the control that fits it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from coachdesk.services.settings import Declared, Value, to_text
from ui.settings.switch import Switch
from ui.settings.words import declared_words
from ui.theme import SPACE, TYPE, font
from ui.widgets.button import keeps_space
from ui.widgets.label import Label
from ui.widgets.layout import column, row
from ui.widgets.select import Select

SELECT_PX, NUMBER_PX, TEXT_PX = 232, 76, 232
STEPS_SETTLE_MS = 600
"""Several steps with the arrow keys are one change."""


class SettingRow(QWidget):
    """``chosen`` carries what was chosen, as text; whether it fits is for the settings to say, and `show_value` to
    show afterwards."""

    chosen = Signal(str)

    def __init__(self, setting: Declared, control: QWidget | None = None) -> None:
        """``control``: in the place of the one that the declaration gives."""
        super().__init__()
        self.setting = setting
        self.title = declared_words(setting.title)
        self.control = control or self._make()
        self.control.setAccessibleName(self.title)
        self.control.setAccessibleDescription(declared_words(setting.help))
        words = column(
            Label(self.title, semibold=True, wrap=True),
            Label(declared_words(setting.help), "caption", "muted", wrap=True),
            spacing=2,
        )
        unit = [Label(declared_words(setting.unit), tone="muted")] if self._has_unit() else []
        self.setLayout(row((words, 1), SPACE.l, self.control, *unit, spacing=SPACE.s))

    def _has_unit(self) -> bool:
        return bool(self.setting.unit) and self.setting.kind in ("whole", "number")

    def _make(self) -> QWidget:
        setting = self.setting
        if setting.kind == "switch":
            switch = Switch(self.title)
            switch.clicked.connect(lambda on: self.chosen.emit(to_text(on)))
            return switch
        if setting.kind == "choice":
            select = Choices(self.title, *((to_text(c.value), declared_words(c.words)) for c in setting.choices))
            select.activated.connect(lambda _row: self.chosen.emit(select.currentData()))
            return select
        field = Field(setting)
        field.entered.connect(self.chosen)
        return field

    def show_value(self, value: Value) -> None:
        """What the setting is now."""
        with QSignalBlocker(self.control):
            if isinstance(self.control, Switch):
                self.control.setChecked(bool(value))
            elif isinstance(self.control, Select):
                self.control.setCurrentIndex(max(0, self.control.findData(to_text(value))))
            elif isinstance(self.control, Field):
                self.control.show_text(to_text(value))


class Choices(Select):
    """A list that the mouse wheel scrolls past: on a page of settings it would change what one only meant to pass."""

    def __init__(self, name: str, *choices: tuple[str, str]) -> None:
        super().__init__(name, *choices)
        self.setFixedWidth(SELECT_PX)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Field(QLineEdit):
    """A number, a time or a text. It is taken with Enter and when the focus goes; Esc puts back what was there, and Up
    and Down step through a number."""

    entered = Signal(str)

    def __init__(self, setting: Declared) -> None:
        super().__init__()
        self._setting, self._shown = setting, ""
        self._is_edited = False
        self.setFixedWidth(TEXT_PX if setting.kind == "text" else NUMBER_PX)
        self.setFont(font(TYPE.body, tabular=True))
        if setting.kind != "text":
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._settles = QTimer(self, singleShot=True, interval=STEPS_SETTLE_MS)
        self._settles.timeout.connect(self._enter)
        self.editingFinished.connect(self._enter)
        self.textEdited.connect(self._edit)

    def show_text(self, text: str) -> None:
        """What the setting is now; what is being typed at this moment stays."""
        self._shown = text
        if not self._is_edited:
            self.setText(text)

    def _edit(self) -> None:
        self._is_edited = True
        self._settles.stop()

    def _enter(self) -> None:
        self._settles.stop()
        self._is_edited = False
        if self.text().strip() != self._shown:
            self.entered.emit(self.text())

    def event(self, event: QEvent) -> bool:
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is not None and self._setting.kind in ("whole", "number"):
            self._step(step)
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self._settles.stop()
            self._is_edited = False
            self.show_text(self._shown)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        least, most = self._setting.least or 0.0, self._setting.most or 0.0
        try:
            now = float(self.text().replace(",", "."))
        except ValueError:
            return
        size = 1.0 if self._setting.kind == "whole" else 0.1
        new = round(min(most, max(least, now + by * size)), 3)
        self.setText(to_text(int(new) if self._setting.kind == "whole" else new))
        self._is_edited = True
        self._settles.start()
