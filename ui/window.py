"""The one window: a sidebar with the pages there are, the page, the palette, and short messages over its foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QStackedWidget, QTextEdit, QWidget

from ui.language import tr
from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.avatar import Avatar, initials
from ui.widgets.icon import paint_icon
from ui.widgets.key_hint import CAP_PX, cap_width, paint_cap
from ui.widgets.label import NOWRAP, Elided
from ui.widgets.layout import box, column, empty, row, rule
from ui.widgets.mark import Mark, pill
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ui.palette import Palette

SIDEBAR_PX, RAIL_PX = 200, 56
WIDE_PX = 960
"""Where the window is narrower, the sidebar shows its icons alone."""
SMALLEST = QSize(WIDE_PX, 600)
"""Of a window on a screen that has room for it; on a smaller one (large text on a laptop) it may be the screen's."""
FIRST_SIZE = QSize(1280, 800)
LINE_PX = 32
ICON_PX = (16, 32, 64, 256)
AT_THE_FOOT = "settings"
TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


def _paint_sign(p: QPainter) -> None:
    """The sign of the program, 20 px wide."""
    t = theme()
    pill(p, QRectF(0, 0, 20, 20), t.color("accent"), RADIUS.control)
    for i, height in enumerate((6, 11, 8)):
        pill(p, QRectF(4.5 + i * 4, 10 - height / 2, 2.5, height), t.color("on_accent"), 1.2)


def brand_icon() -> QIcon:
    """For the task bar and for notifications."""
    icon = QIcon()
    for px in ICON_PX:
        picture = QPixmap(px, px)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.scale(px / 20, px / 20)
            _paint_sign(p)
        icon.addPixmap(picture)
    return icon


class _Brand(Mark):
    def __init__(self) -> None:
        super().__init__(height=28, name="CoachDesk")

    def paint(self, p: QPainter, r: QRectF) -> None:
        p.save()
        p.translate(6, 4)
        _paint_sign(p)
        p.restore()
        if r.width() > RAIL_PX:
            p.setFont(font(TYPE.body, True))
            p.setPen(theme().color("text"))
            p.drawText(r.adjusted(36, 0, 0, 0), int(NOWRAP), "CoachDesk")


class PageButton(QAbstractButton):
    """A page in the sidebar, with its icon alone where there is room for no more. ``count``: of what waits there."""

    def __init__(self, name: str, icon: str, key: str) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})")
        self.count = 0
        self._icon = icon
        self.setCheckable(True)
        self.setFixedHeight(LINE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: int) -> None:
        self.count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDEBAR_PX - 2 * SPACE.m, LINE_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(LINE_PX, LINE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, on, r = theme(), self.isChecked(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on or self.hasFocus() or self.underMouse():
            ring = t.color("accent") if self.hasFocus() else None
            pill(p, r, t.chosen if on else t.color("raised"), RADIUS.control, ring, 2)
        token = "text" if on else "muted"
        paint_icon(p, self._icon, QRectF(8, 8, 16, 16), token)
        if r.width() > RAIL_PX:
            p.setFont(font(TYPE.body, on))
            p.setPen(t.color(token))
            p.drawText(r.adjusted(36, 0, 0, 0), int(NOWRAP), self.text())
            if self.count:
                p.setFont(font(TYPE.caption, tabular=True))
                right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
                p.drawText(r.adjusted(0, 0, -SPACE.m, 0), right, f"{self.count:,}")
        p.end()


class _Search(QAbstractButton):
    """Opens the palette. Looks like the field that it brings."""

    def __init__(self) -> None:
        super().__init__()
        self.setText(tr("Search"))
        self.setAccessibleName(tr("Search actions and scenarios"))
        self.setToolTip(tr("Search (Ctrl+K)"))
        self.setFixedHeight(LINE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(LINE_PX, LINE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, r = theme(), QRectF(self.rect())
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width = ("accent", 2) if self.hasFocus() else ("edge", 1)
        pill(p, r, t.color("raised" if self.underMouse() else "surface"), RADIUS.control, t.color(edge), width)
        paint_icon(p, "magnifying-glass", QRectF(8, 8, 16, 16), "muted")
        if r.width() > RAIL_PX:
            p.setFont(font(TYPE.body))
            p.setPen(t.color("muted"))
            p.drawText(r.adjusted(36, 0, 0, 0), int(NOWRAP), self.text())
            cap = cap_width("Ctrl+K")
            paint_cap(p, QRectF(r.right() - cap - 6, 6, cap, CAP_PX), "Ctrl+K", t.color("muted"))
        p.end()


class Window(QWidget):
    """Shown empty at once; pages are added when they are ready. ``wanted`` carries the key of a page that somebody
    turns to, ``searching`` says that the palette is wanted, ``closing`` comes before the window goes."""

    closing = Signal()
    wanted = Signal(str)
    searching = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("CoachDesk")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        available = self.screen().availableSize()
        self.setMinimumSize(SMALLEST.boundedTo(available))
        self._pages = QStackedWidget()
        self._buttons: dict[str, PageButton] = {}
        self._open = ""
        self._nav, self._foot = column(spacing=2), column(spacing=2)
        self._person = row(spacing=10, margins=(2, 0, 10, 0))
        search = _Search()
        search.clicked.connect(self.searching)
        inner = column(_Brand(), SPACE.m, search, SPACE.m, self._nav, None, self._foot, SPACE.s, rule(), SPACE.s,
                       self._person, spacing=2, margins=(SPACE.m, SPACE.l, SPACE.m, SPACE.l))  # fmt: skip
        self._sidebar = box(inner, "rail", width=SIDEBAR_PX)
        self.setLayout(row(self._sidebar, (self._pages, 1), spacing=0))
        self._palette: Palette | None = None
        self._toast = Toast(self)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self, self.close)
        QShortcut(QKeySequence("Ctrl+K"), self, self.searching.emit)
        self._undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._take_back)
        self._undo.setEnabled(False)
        self._toast.offers_undo.connect(self._undo.setEnabled)
        self.resize(FIRST_SIZE.boundedTo(available))

    # -- pages ------------------------------------------------------------------------------------------------------

    def add_page(self, key: str, name: str, icon: str, number: int) -> None:
        """Put a page into the sidebar, on Ctrl and its number; ``wanted`` says when somebody turns to it."""
        button = PageButton(name, icon, f"Ctrl+{number}")
        self._buttons[key] = button
        (self._foot if key == AT_THE_FOOT else self._nav).addWidget(button)
        button.clicked.connect(lambda: self._want(key))
        QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda: self._want(key))

    def _want(self, key: str) -> None:
        self._mark(self._open)  # until the page is there
        if self._sidebar.isVisible():  # hidden: somebody is talking, and does not want to be taken away
            self.wanted.emit(key)

    def _mark(self, open_key: str) -> None:
        for key, button in self._buttons.items():
            button.setChecked(key == open_key)

    def show_page(self, key: str, page: QWidget) -> None:
        """Bring a page up; it is kept."""
        self._open = key
        self._mark(key)
        self.close_palette()
        self.show_only(page)

    def show_only(self, page: QWidget) -> None:
        """Something that stands in for every page, such as why none can be shown."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        was_at = page.focusWidget()
        self._pages.setCurrentWidget(page)
        if was_at is None:  # new here: Qt would give the keys to its first button, and the next press of Space to that
            page.setFocus()

    def forget_page(self, page: QWidget) -> None:
        """Let go of what stood in for a page."""
        self._pages.removeWidget(page)
        page.deleteLater()

    def open_page(self) -> str:
        """The key of the page that is shown; empty before the first."""
        return self._open

    def show_count(self, key: str, count: int) -> None:
        """A number behind the name of a page, such as of what is due there; none for 0."""
        if (button := self._buttons.get(key)) is not None:
            button.show_count(count)

    def show_person(self, name: str) -> None:
        """Who practises, at the foot of the sidebar."""
        empty(self._person)
        self._person.addWidget(Avatar(initials(name)))
        self._name = Elided(name, semibold=True)
        self._person.addWidget(self._name, 1)
        self._fit_sidebar()

    def show_sidebar(self, shown: bool) -> None:
        self._sidebar.setVisible(shown)

    def _fit_sidebar(self) -> None:
        wide = self.width() >= WIDE_PX
        self._sidebar.setFixedWidth(SIDEBAR_PX if wide else RAIL_PX)
        if (item := self._person.itemAt(1)) is not None and (name := item.widget()) is not None:
            name.setVisible(wide)

    # -- over the page ----------------------------------------------------------------------------------------------

    def palette_of_actions(self) -> Palette:
        """Made when it is first wanted."""
        if self._palette is None:
            from ui.palette import Palette

            self._palette = Palette(self)
        return self._palette

    def close_palette(self) -> None:
        if self._palette is not None:
            self._palette.close_up()

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        self._toast.say(sentence, undo)

    def offer(self, sentence: str, verb: str, do: Callable[[], object]) -> None:
        """A message with something to do about it that takes nothing back."""
        self._toast.offer(sentence, verb, do)

    def _take_back(self) -> None:
        if not isinstance(self.focusWidget(), TEXT_FIELDS):  # there the key takes back what was typed
            self._toast.undo()

    # -- where it stands --------------------------------------------------------------------------------------------

    def come_to_front(self) -> None:
        """Before the eyes, from wherever it is; where the system does not let it, the task bar says so."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication) and (handle := self.windowHandle()) is not None:
            handle.alert(0)

    def geometry_words(self) -> str:
        return self.saveGeometry().toBase64().toStdString()

    def restore(self, geometry: str) -> None:
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sidebar()
        self._toast.place()
        if self._palette is not None:
            self._palette.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
