"""An action with its icon and its key inside. One ``primary`` on a screen, named by a verb; ``quiet`` for the rest."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from ui.language import tr
from ui.theme import TYPE, font, theme
from ui.widgets.icon import paint_icon
from ui.widgets.key_hint import CAP_PX, cap_width, paint_cap
from ui.widgets.label import NOWRAP
from ui.widgets.mark import text_width

Kind = Literal["primary", "plain", "quiet", "link"]

HEIGHT_PX, TALL_PX = 32, 40
DISABLED_OPACITY = 0.45
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def keeps_space(event: QEvent) -> bool:
    """For controls that use Space themselves: with the focus on one, Space is its own, whatever it is on the screen."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() != Qt.Key.Key_Space:
        return False
    event.accept()
    return True


class Button(QPushButton):
    """Takes the focus from Tab only: a click must leave Space to the big button of the screen.

    ``key`` is drawn, not bound; ``flush`` leaves out the room at the sides, so that the icon stands on an edge.
    """

    def __init__(
        self, text: str, icon: str = "", key: str = "", kind: Kind = "plain", tall: bool = False, flush: bool = False
    ) -> None:
        super().__init__(text)
        self.icon_name, self.key, self.kind, self.flush = icon, key, kind, flush
        self.tall = tall
        self.setProperty("kind", "quiet" if kind == "link" else kind)
        self.setFixedHeight(TALL_PX if tall else 20 if kind == "link" else HEIGHT_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        if key:
            self.setAccessibleDescription(tr("Key: {key}").format(key=key))

    def rename(self, text: str, icon: str = "", key: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.icon_name, self.key = icon or self.icon_name, key or self.key
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent) -> bool:
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def _face(self) -> QFont:
        px = TYPE.lead if self.tall else TYPE.caption if self.kind == "link" else TYPE.body
        return font(px, self.kind == "primary")

    def _parts_width(self) -> int:
        icon = 24 if self.icon_name else 0
        return text_width(self.text(), self._face()) + icon + (cap_width(self.key) + 10 if self.key else 0)

    def sizeHint(self) -> QSize:
        room = 0 if self.flush or self.kind == "link" else 16 if self.kind == "quiet" else 32 if self.tall else 24
        return QSize(self._parts_width() + room, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme()
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.kind != "link" or self.hasFocus():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            option.text, option.icon = "", QIcon()
            self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, p, self)  # only the box
        if self.kind == "quiet" and not self.isEnabled():  # its words are muted already: fade the whole of it
            p.setOpacity(DISABLED_OPACITY)
        tokens = {"primary": "on_accent", "quiet": "muted", "link": "accent"}
        token = tokens.get(self.kind, "text") if self.isEnabled() else "muted"
        x, middle = (self.width() - self._parts_width()) / 2, self.height() / 2
        if self.icon_name:
            paint_icon(p, self.icon_name, QRectF(round(x), round(middle) - 8, 16, 16), token)
            x += 24
        p.setPen(t.color(token))
        face = QFont(self._face())
        face.setUnderline(self.kind == "link" and self.underMouse())
        p.setFont(face)
        width = text_width(self.text(), face)
        p.drawText(QRectF(x, 0, width + 2, self.height()), int(NOWRAP), self.text())
        if self.key:
            cap = QRectF(round(x + width + 10), round(middle) - CAP_PX / 2, cap_width(self.key), CAP_PX)
            paint_cap(p, cap, self.key, t.color(token))
        p.end()
