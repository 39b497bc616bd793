"""Text on a screen. ``Label`` for whole sentences, ``Elided`` for one line that may be too long for its place."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import TYPE, font

Role = Literal["caption", "body", "lead", "title", "page", "figure"]
Tone = Literal["text", "muted", "accent", "good", "caution", "bad"]

NOWRAP = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
CENTRE = Qt.AlignmentFlag.AlignCenter


class Label(QLabel):
    """Text in one of the six sizes. Plain text always: what a scenario says is never read as markup."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        tone: Tone = "text",
        semibold: bool = False,
        wrap: bool = False,
        tabular: bool = False,
        align: Qt.AlignmentFlag | None = None,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(QFont(font(getattr(TYPE, role), semibold, tabular)))
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            policy = self.sizePolicy()
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if align is not None:
            self.setAlignment(align)

    def set_tone(self, tone: Tone) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)  # the sheet is asked again only on a new polish
            self.style().polish(self)


class Elided(Label):
    """One line that ends in an ellipsis where a QLabel would be cut, with the whole text as a tool tip."""

    def __init__(self, text: str = "", role: Role = "body", tone: Tone = "text", semibold: bool = False) -> None:
        super().__init__(text, role, tone, semibold)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


def heading(text: str) -> Label:
    """The name of a section on a page."""
    return Label(text, semibold=True)


def named(widget: QWidget, name: str) -> QWidget:
    """The same widget, with the name that a screen reader says."""
    widget.setAccessibleName(name)
    return widget
