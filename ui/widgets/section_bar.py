"""The sections of a page, side by side under its strip; one is open. Left and right go from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from ui.theme import CONTENT_PX, RADIUS, SPACE, TYPE, font, theme
from ui.widgets.label import CENTRE
from ui.widgets.layout import box, row
from ui.widgets.mark import pill, text_width

HEIGHT_PX = 44


class SectionBar(QWidget):
    """``opened`` carries the key of a section that somebody turned to."""

    opened = Signal(str)

    def __init__(self, *sections: tuple[str, str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._tabs = {key: _Tab(name) for key, name in sections}
        for key, tab in self._tabs.items():
            self._group.addButton(tab)
            tab.clicked.connect(lambda _on=False, key=key: self.opened.emit(key))
        line = box(row(*self._tabs.values(), None, spacing=SPACE.xs, margins=(SPACE.xl, 0, SPACE.xl, 0)))
        line.setMaximumWidth(CONTENT_PX)
        bar = box(row(line), "topbar", height=HEIGHT_PX)
        self.setLayout(row(bar, spacing=0))
        self.setFixedHeight(HEIGHT_PX)

    def show_open(self, key: str) -> None:
        if (tab := self._tabs.get(key)) is not None:
            tab.setChecked(True)

    def show_count(self, key: str, count: int) -> None:
        """A number behind the name, such as of what is due; none for 0."""
        self._tabs[key].show_count(count)


class _Tab(QAbstractButton):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setText(name)
        self._count = 0
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return f"{self.text()}  {self._count}" if self._count else self.text()

    def sizeHint(self) -> QSize:  # measured in semibold, so that opening one does not move the others
        return QSize(text_width(self._words(), font(TYPE.body, True)) + 2 * SPACE.s, HEIGHT_PX - 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            ring = t.color("accent") if self.hasFocus() else None
            pill(p, r.adjusted(1, 7, -1, -7), t.color("raised"), RADIUS.control, ring, 2)
        p.setFont(font(TYPE.body, on))
        p.setPen(t.color("text" if on else "muted"))
        p.drawText(r, CENTRE, self._words())
        if on:
            p.fillRect(QRectF(SPACE.s, r.bottom() - 1, r.width() - 2 * SPACE.s, 2), t.color("accent"))
        p.end()
