"""Short messages over the foot of the window that need no answer. Each goes by itself, or with a click or Esc."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coachdesk.errors import CoachDeskError
from ui.language import tr
from ui.theme import RADIUS, SPACE, theme
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import column, row
from ui.widgets.mark import pill, text_width

SHOWN_MS = 8_000
OFFER_SHOWN_MS = 15_000
"""What offers something waits longer: somebody has to read it, decide, and get there."""
WIDEST_PX = 560
LEAST_PX = 48
ROOM_PX = 20 + 3 * SPACE.m + SPACE.s
"""What stands beside the words: the icon and the margins."""
MOST_OFFERS = 3
LIFT_PX = 72 + SPACE.s
"""Over the foot of a talk, which is 72 px high: its big button must not be hidden."""


class Toast(QWidget):
    """One for a window, its child. A plain sentence takes the place of the plain one before it; one with an offer
    stays until its time is over, and the newest stands on top."""

    offers_undo = Signal(bool)
    """Whether there is something that ``undo`` takes back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._messages: list[_Message] = []  # newest first
        self._lines = column(spacing=SPACE.s)
        self.setLayout(self._lines)
        self.hide()

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """With ``undo`` there is a button that takes it back, and says that it was taken back."""
        if undo is None:
            self._show(_Message(sentence))
            return
        message = _Message(sentence, Button(tr("Undo"), "arrow-counter-clockwise", "Ctrl+Z"))
        message.undoes = True
        message.chosen.connect(lambda: self._take_back(sentence, undo))
        self._show(message)

    def offer(self, sentence: str, verb: str, do: Callable[[], object]) -> None:
        """A sentence with something to do about it that takes nothing back."""
        message = _Message(sentence, Button(verb))
        message.chosen.connect(do)
        self._show(message)

    def undo(self) -> None:
        """Take back what the newest message offers to."""
        newest = next((message for message in self._messages if message.undoes), None)
        if newest is not None:
            newest.choose()

    def place(self) -> None:
        """At the middle of the foot; the window calls it when it is resized."""
        for message in self._messages:
            message.fit(min(WIDEST_PX, self._window.width() - 2 * SPACE.xl))
        width = max((message.width() for message in self._messages), default=0)
        height = sum(message.height() for message in self._messages) + SPACE.s * max(0, len(self._messages) - 1)
        room = self._window.rect()
        self.setGeometry((room.width() - width) // 2, room.height() - height - LIFT_PX, width, height)

    def _take_back(self, sentence: str, undo: Callable[[], object]) -> None:
        try:
            undo()
        except CoachDeskError as error:
            self.say(str(error))
        else:
            self.say(tr("Undone: {sentence}").format(sentence=sentence))

    def _show(self, message: _Message) -> None:
        offers = [other for other in self._messages if other.offers]
        crowd = offers[MOST_OFFERS - 1 :] if message.offers else []
        for gone in [other for other in self._messages if not other.offers] + crowd:
            self._drop(gone)
        message.over.connect(lambda: self._drop(message))
        self._messages.insert(0, message)
        self._lines.insertWidget(0, message, 0, Qt.AlignmentFlag.AlignHCenter)
        self._tell()
        message.show()
        message.begin()

    def _drop(self, message: _Message) -> None:
        if message in self._messages:
            self._messages.remove(message)
            self._lines.removeWidget(message)
            message.hide()
            message.deleteLater()
            self._tell()

    def _tell(self) -> None:
        self.place()
        self.setVisible(bool(self._messages))
        self.raise_()
        self.offers_undo.emit(any(message.undoes for message in self._messages))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        for message in self._messages[:]:
            self._drop(message)


class _Message(QWidget):
    """``chosen``: its button was pressed. ``over``: it has been there long enough, or was sent away."""

    chosen = Signal()
    over = Signal()

    def __init__(self, sentence: str, button: Button | None = None) -> None:
        super().__init__()
        self.offers, self.undoes = button is not None, False
        self._button = button
        self._words = Label(sentence, wrap=True)
        self._line = row(Icon("info", "accent", 20), (self._words, 1), spacing=SPACE.m, margins=SPACE.m)
        if button is not None:
            self._line.addWidget(button)
            button.clicked.connect(self.choose)
            button.installEventFilter(self)
        self.setLayout(self._line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(sentence if button is None else f"{sentence} {button.text()}: {button.key}".rstrip(": "))
        self._gone = QTimer(self, singleShot=True, interval=OFFER_SHOWN_MS if self.offers else SHOWN_MS)
        self._gone.timeout.connect(self.over)

    def begin(self) -> None:
        self._gone.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def choose(self) -> None:
        """Press the button."""
        self.over.emit()
        self.chosen.emit()

    def fit(self, widest: int) -> None:
        button = 0 if self._button is None else self._button.sizeHint().width() + SPACE.m
        self.setFixedWidth(min(widest, text_width(self._words.text(), self._words.font()) + ROOM_PX + button))
        self.setFixedHeight(max(LEAST_PX, self._line.heightForWidth(self.width())))

    # -- it stays while somebody is at it ---------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        self._gone.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._go_on()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._gone.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._go_on()
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        if not self.underMouse() and not (self._button is not None and self._button.hasFocus()):
            self._gone.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.over.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.over.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        p, t = QPainter(self), theme()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill(p, QRectF(self.rect()), t.color("raised"), RADIUS.card, t.color("outline"))
        p.end()
