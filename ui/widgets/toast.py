"""A short message that needs no answer, over the foot of the window. It goes by itself, or with a click or Esc."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import RADIUS, SPACE, theme
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import row
from ui.widgets.mark import pill, text_width

SHOWN_MS = 8_000
WIDEST_PX = 560
ROOM_PX = 20 + 3 * SPACE.m + SPACE.s
"""What stands beside the words: the icon and the margins."""


class Toast(QWidget):
    """One for a window, its child. ``say`` replaces what it said before."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._words = Label("", wrap=True)
        self._line = row(Icon("info", "accent", 20), (self._words, 1), spacing=SPACE.m, margins=SPACE.m)
        self.setLayout(self._line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._gone = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._gone.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        wanted = text_width(sentence, self._words.font()) + ROOM_PX
        self.setFixedWidth(min(WIDEST_PX, self._window.width() - 2 * SPACE.xl, wanted))
        self.setFixedHeight(max(48, self._line.heightForWidth(self.width())))
        self.place()
        self.show()
        self.raise_()
        self._gone.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def place(self) -> None:
        """At the middle of the foot; the window calls it when it is resized."""
        room = self._window.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - SPACE.huge)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        p, t = QPainter(self), theme()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill(p, QRectF(self.rect()), t.color("raised"), RADIUS.card, t.color("outline"))
        p.end()
