"""The ground of a page: ``Page`` scrolls what does not fit, ``PageHeader`` says where one is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from ui.theme import CONTENT_PX, SPACE
from ui.widgets.floating_bar import FloatingBar
from ui.widgets.label import Label
from ui.widgets.layout import Margins, box, column, row


class Page(QScrollArea):
    """A column of at most 1120 px that scrolls."""

    def __init__(self, layout: QLayout, margins: Margins = (SPACE.xxl, SPACE.l, SPACE.xxl, SPACE.l)) -> None:
        super().__init__()
        layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
        body = box(layout)
        body.setMaximumWidth(CONTENT_PX)
        content = box(row(body))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self._content = content
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        FloatingBar(self)

    def content_width(self) -> int:
        """What the content needs at least; where the page is narrower, its right edge is cut off without a word."""
        return self._content.minimumSizeHint().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.content_width(), 120)


class PageHeader(QWidget):
    """Title, one sentence, and at the right at most one primary action."""

    def __init__(self, title: str, sentence: str, *right: QWidget) -> None:
        super().__init__()
        words = column(Label(title, "page", semibold=True), Label(sentence, tone="muted", wrap=True), spacing=SPACE.xs)
        self.setLayout(row((words, 1), SPACE.l, *right))
