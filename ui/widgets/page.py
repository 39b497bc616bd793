"""The ground of a page: ``Page`` scrolls what does not fit, ``PageHeader`` says where one is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QScrollBar, QWidget

from ui.theme import CONTENT_PX, SPACE
from ui.widgets.label import Label
from ui.widgets.layout import Margins, box, column, row


class Page(QScrollArea):
    """A column of at most 1120 px that scrolls. Its bar floats over the margin: the native one would narrow the page
    at the moment it appears."""

    def __init__(self, layout: QLayout, margins: Margins = (SPACE.xxl, SPACE.l, SPACE.xxl, SPACE.l)) -> None:
        super().__init__()
        layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
        body = box(layout)
        body.setMaximumWidth(CONTENT_PX)
        content = box(row(body))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self._content = content
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar, native = QScrollBar(Qt.Orientation.Vertical, self), self.verticalScrollBar()
        native.rangeChanged.connect(self._follow)
        native.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(native.setValue)

    def minimumSizeHint(self) -> QSize:
        """As wide as the content needs: a scroll area would let the window shrink and cut it off without a word."""
        return QSize(self._content.minimumSizeHint().width(), 120)

    def _follow(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setVisible(high > low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - 12, 4, 10, self.height() - 8)
        self._follow(self.verticalScrollBar().minimum(), self.verticalScrollBar().maximum())


class PageHeader(QWidget):
    """Title, one sentence, and at the right at most one primary action."""

    def __init__(self, title: str, sentence: str, *right: QWidget) -> None:
        super().__init__()
        words = column(Label(title, "page", semibold=True), Label(sentence, tone="muted", wrap=True), spacing=SPACE.xs)
        self.setLayout(row((words, 1), SPACE.l, *right))
