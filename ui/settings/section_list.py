"""The sections of the Settings page, one below the other at its left. Up and Down go from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.layout import column
from ui.widgets.mark import pill

WIDTH_PX, LINE_PX, ICON_PX, INSET_PX = 184, 32, 16, 10


class SectionList(QWidget):
    """Each section is (key, name, icon). ``opened`` carries the key of one that somebody turned to."""

    opened = Signal(str)

    def __init__(self, *sections: tuple[str, str, str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._lines = {key: _Line(name, icon) for key, name, icon in sections}
        for key, line in self._lines.items():
            self._group.addButton(line)
            line.clicked.connect(lambda _on=False, key=key: self.opened.emit(key))
        self.setLayout(column(*self._lines.values(), None, spacing=2, margins=(SPACE.m, SPACE.l, SPACE.m, SPACE.l)))
        self.setFixedWidth(WIDTH_PX + 2 * SPACE.m)

    def show_open(self, key: str) -> None:
        had_focus = any(line.hasFocus() for line in self._lines.values())
        self._lines[key].setChecked(True)
        self.setFocusProxy(self._lines[key])
        if had_focus:
            self._lines[key].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._lines)
        at = next(i for i, key in enumerate(keys) if self._lines[key].isChecked())
        to = keys[max(0, min(len(keys) - 1, at + step))]
        self._lines[to].setFocus(Qt.FocusReason.TabFocusReason)
        self._lines[to].click()


class _Line(QAbstractButton):
    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleName(name)
        self._icon = icon
        self.setCheckable(True)
        self.setFixedHeight(LINE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, LINE_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the list's
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on or self.hasFocus() or self.underMouse():
            ring = t.color("accent") if self.hasFocus() else None
            pill(p, r, t.chosen if on else t.color("raised"), RADIUS.control, ring, 2)
        token = "text" if on else "muted"
        paint_icon(p, self._icon, QRectF(INSET_PX, (LINE_PX - ICON_PX) / 2, ICON_PX, ICON_PX), token)
        p.setFont(font(TYPE.body, on))
        p.setPen(t.color(token))
        left = 2 * INSET_PX + ICON_PX
        words = p.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - left - INSET_PX)
        p.drawText(r.adjusted(left, 0, 0, 0), int(NOWRAP), words)
        p.end()
