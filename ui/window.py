"""The one window: a sidebar with the pages there are, the page, and short messages over its foot."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QWidget

from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.avatar import Avatar, initials
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP, Elided
from ui.widgets.layout import box, column, row, rule
from ui.widgets.mark import Mark, pill
from ui.widgets.toast import Toast

SIDEBAR_PX = 200
SMALLEST = QSize(960, 600)
FIRST_SIZE = QSize(1280, 800)


class _Brand(Mark):
    def __init__(self) -> None:
        super().__init__(height=28, name="CoachDesk")

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        pill(p, QRectF(10, 4, 20, 20), t.color("accent"), RADIUS.control)
        for i, height in enumerate((6, 11, 8)):
            pill(p, QRectF(14.5 + i * 4, 14 - height / 2, 2.5, height), t.color("on_accent"), 1.2)
        p.setFont(font(TYPE.body, True))
        p.setPen(t.color("text"))
        p.drawText(r.adjusted(38, 0, 0, 0), int(NOWRAP), "CoachDesk")


class PageButton(QAbstractButton):
    """A page in the sidebar."""

    def __init__(self, name: str, icon: str, key: str) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})")
        self._icon = icon
        self.setCheckable(True)
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(SIDEBAR_PX - 2 * SPACE.m, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on or self.hasFocus() or self.underMouse():
            ring = t.color("accent") if self.hasFocus() else None
            pill(p, r, t.chosen if on else t.color("raised"), RADIUS.control, ring, 2)
        token = "text" if on else "muted"
        paint_icon(p, self._icon, QRectF(10, 8, 16, 16), token)
        p.setFont(font(TYPE.body, on))
        p.setPen(t.color(token))
        p.drawText(r.adjusted(36, 0, 0, 0), int(NOWRAP), self.text())
        p.end()


class Window(QWidget):
    """Shown empty at once; pages are added when they are ready. ``wanted`` carries the key of a page that somebody
    turns to, ``closing`` comes before the window goes."""

    closing = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("CoachDesk")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(SMALLEST)
        self._pages = QStackedWidget()
        self._buttons: dict[str, PageButton] = {}
        self._open = ""
        self._nav = column(spacing=2)
        self._person = row(spacing=10, margins=(SPACE.s, 0, 10, 0))
        inner = column(_Brand(), SPACE.l, self._nav, None, rule(), SPACE.m, self._person, spacing=2,
                       margins=(SPACE.m, SPACE.l, SPACE.m, SPACE.l))  # fmt: skip
        self._sidebar = box(inner, "rail", width=SIDEBAR_PX)
        self.setLayout(row(self._sidebar, (self._pages, 1), spacing=0))
        self._toast = Toast(self)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self, self.close)
        available = self.screen().availableSize()
        self.resize(FIRST_SIZE.boundedTo(available))

    def add_page(self, key: str, name: str, icon: str, number: int) -> None:
        """Put a page into the sidebar, on Ctrl and its number; ``wanted`` says when somebody turns to it."""
        button = PageButton(name, icon, f"Ctrl+{number}")
        button.setAutoExclusive(True)
        self._buttons[key] = button
        self._nav.addWidget(button)
        button.clicked.connect(lambda: self._want(key))
        QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda: self._want(key))

    def _want(self, key: str) -> None:
        if self._sidebar.isVisible():  # hidden: somebody is talking, and does not want to be taken away
            self.wanted.emit(key)
        elif (button := self._buttons.get(self._open)) is not None:
            button.setChecked(True)

    def show_page(self, key: str, page: QWidget) -> None:
        """Bring a page up; it is kept."""
        self._open = key
        self._buttons[key].setChecked(True)
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def show_only(self, page: QWidget) -> None:
        """Something that stands in for every page, such as why none can be shown."""
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def show_person(self, name: str) -> None:
        self._person.addWidget(Avatar(initials(name)))
        self._person.addWidget(Elided(name, semibold=True), 1)

    def show_sidebar(self, shown: bool) -> None:
        self._sidebar.setVisible(shown)

    def say(self, sentence: str) -> None:
        self._toast.say(sentence)

    def geometry_words(self) -> str:
        return self.saveGeometry().toBase64().toStdString()

    def restore(self, geometry: str) -> None:
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
