"""The palette, on Ctrl+K: everything that can be done and every scenario, by typing a part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.language import counted, tr
from ui.palette_match import ranked
from ui.theme import RADIUS, SPACE, TYPE, cast_shadow, font, theme
from ui.widgets.floating_bar import FloatingBar
from ui.widgets.icon import Icon, paint_icon
from ui.widgets.key_hint import CAP_PX, KeyHint, cap_width, paint_cap
from ui.widgets.label import NOWRAP, Label
from ui.widgets.layout import box, column, row, rule
from ui.widgets.mark import pill, text_width

WIDTH_PX = 600
LINE_PX = 36
LINES_SHOWN = 10
FROM_TOP_PX = 72
AROUND_LIST_PX = 104
"""What the field above and the keys below take."""
RECENT_KEPT = 5

_BY = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: LINES_SHOWN, Qt.Key.Key_PageUp: -LINES_SHOWN,
}  # fmt: skip
"""How far each key goes in the list."""
_OWN = (*_BY, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """A line of the palette. ``detail`` stands beside the title, ``also`` is only looked for, and by its ``key`` it is
    known as used lately."""

    key: tuple[str, ...]
    title: str
    do: Callable[[], object]
    icon: str = "caret-right"
    token: str = "muted"
    detail: str = ""
    keys: str = ""
    also: str = ""


class Palette(QWidget):
    """One for a window, its child, over all of it; a click beside it closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self._entries: Sequence[Entry] = ()
        self._recent: list[tuple[str, ...]] = []  # newest first
        self.query = _Query()
        self._lines = _Lines(self)
        self.list = _List(self._lines)
        self._none = Label("", tone="muted", wrap=True)
        self._none.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        hints = row(KeyHint("↑ ↓", tr("choose")), KeyHint("Enter", tr("go")), KeyHint("Esc", tr("close")), None,
                    spacing=SPACE.l, margins=(SPACE.l, SPACE.s, SPACE.l, SPACE.s))  # fmt: skip
        self._card = QFrame(self)
        self._card.setProperty("kind", "popover")
        top = row(Icon("magnifying-glass", "muted"), (self.query, 1), spacing=SPACE.m,
                  margins=(SPACE.l, SPACE.s, SPACE.l, SPACE.s))  # fmt: skip
        self._found = box(column(self.list, self._none, spacing=0, margins=(0, SPACE.xs, 0, SPACE.xs)))
        self._card.setLayout(column(box(top), rule(), self._found, rule(), box(hints), spacing=0, margins=1))
        cast_shadow(self._card)
        self.query.textChanged.connect(self._fill)
        self.query.moved.connect(self._move)
        self.query.entered.connect(self._choose)
        self.query.left.connect(self.close_up)
        self.list.clicked.connect(lambda _index: self._choose())
        self.list.entered.connect(self.list.setCurrentIndex)
        self.hide()

    def open(self, entries: Sequence[Entry]) -> None:
        """Come up with nothing typed and the keyboard in it."""
        self._before = self._window.focusWidget()
        self._entries = entries
        self.query.clear()
        self._fill()
        self.place()
        self.show()
        self.raise_()
        self.query.setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self, entries: Sequence[Entry]) -> None:
        """There is more to find than at the opening; what is typed and chosen stays."""
        if self.isVisible():
            self._entries = entries
            self._fill()
            self.place()

    def close_up(self) -> None:
        """Go, and give the keyboard back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self._window.setFocus()

    def place(self) -> None:
        """Over the middle of the window; the window calls it when it is resized."""
        self.setGeometry(self._window.rect())
        top = min(FROM_TOP_PX, self.height() // 8)
        width = min(WIDTH_PX, self.width() - 2 * SPACE.l)
        self.list.room = max(LINE_PX, self.height() - 2 * top - AROUND_LIST_PX)
        self.list.updateGeometry()
        self._found.updateGeometry()  # a layout in a layout hears of it only later
        self._card.setGeometry((self.width() - width) // 2, top, width, self._card.sizeHint().height())

    def _fill(self) -> None:
        query = self.query.text()
        found = ranked(query, self._entries, lambda entry: (entry.title, f"{entry.detail} {entry.also}"))
        if not query.strip():
            known = {entry.key: entry for entry in found}
            first = [known[key] for key in self._recent if key in known]
            found = first + [entry for entry in found if entry not in first]
        self._lines.show_entries(found)
        self.list.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(
            tr("Nothing is called “{query}”. Try the name of a page, of a scenario or of a buyer.").format(query=query)
            if query.strip()
            else tr("Nothing can be done here just now.")
        )
        if found:
            self.list.setCurrentIndex(self._lines.index(0))
        self.place()
        self._announce(counted(len(found), "{n} found", "{n} found") if query else "")

    def _announce(self, how_many: str = "") -> None:
        """The keyboard stays in the field, so a reader must be told what is chosen."""
        entry = self._chosen()
        words = [how_many, entry.title if entry else self._none.text(), entry.detail if entry else ""]
        spoken = ", ".join(word for word in words if word)
        self.query.setAccessibleDescription(spoken)
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.query, spoken))

    def _chosen(self) -> Entry | None:
        index = self.list.currentIndex()
        return self._lines.entry(index) if index.isValid() else None

    def _move(self, by: int) -> None:
        count = self._lines.rowCount()
        if count:
            at = self.list.currentIndex().row() + by
            at = at % count if abs(by) == 1 else min(max(at, 0), count - 1)
            self.list.setCurrentIndex(self._lines.index(at))
            self._announce()

    def _choose(self) -> None:
        entry = self._chosen()
        if entry is None:
            return
        self._recent = [entry.key, *(key for key in self._recent if key != entry.key)][:RECENT_KEPT]
        self.close_up()
        entry.do()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_up()


class _Query(QLineEdit):
    """Keeps the keys that move in the list for itself, whatever they are on the screen below."""

    moved = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("What do you want to do?"))
        self.setAccessibleName(tr("Search actions and scenarios"))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in _OWN:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:  # here, because Tab never gets as far as keyPressEvent
                self._press(Qt.Key(event.key()))
                return True
        return super().event(event)

    def _press(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _BY:
            self.moved.emit(_BY[key])
        else:
            self.entered.emit()


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._shown = entries
        self.endResetModel()

    def entry(self, index: Index) -> Entry:
        return self._shown[index.row()]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in (entry.title, entry.detail, entry.keys) if word)
        return None


class _List(QListView):
    """The keyboard stays in the field above. ``room``: what the window leaves it."""

    def __init__(self, lines: _Lines) -> None:
        super().__init__()
        self.setProperty("kind", "bare")
        self.room = LINES_SHOWN * LINE_PX
        self.setModel(lines)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(tr("Found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        FloatingBar(self)

    def sizeHint(self) -> QSize:
        lines = min(max(1, self.model().rowCount()), LINES_SHOWN)
        return QSize(WIDTH_PX, min(lines * LINE_PX, self.room))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, LINE_PX)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(WIDTH_PX, LINE_PX)

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Lines):
            return
        entry, t = model.entry(index), theme()
        r = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        p.save()
        p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if state & QStyle.StateFlag.State_Selected:
            pill(p, r.adjusted(SPACE.xs, 1, -SPACE.xs, -1), t.color("raised"), RADIUS.control)
        paint_icon(p, entry.icon, QRectF(r.x() + SPACE.l, r.center().y() - 8, 16, 16), entry.token)
        left, right = r.x() + SPACE.l + 28, r.right() - SPACE.l
        if entry.keys:
            width = cap_width(entry.keys)
            right -= width
            paint_cap(p, QRectF(right, r.center().y() - CAP_PX / 2, width, CAP_PX), entry.keys, t.color("muted"))
            right -= SPACE.m
        left = self._write(p, entry.title, QRectF(left, r.y(), right - left, r.height()), TYPE.body, "text")
        self._write(p, entry.detail, QRectF(left + SPACE.m, r.y(), right - left - SPACE.m, r.height()),
                    TYPE.caption, "muted")  # fmt: skip
        p.restore()

    def _write(self, p: QPainter, words: str, r: QRectF, px: int, token: str) -> float:
        """Where the words end."""
        p.setFont(font(px))
        p.setPen(theme().color(token))
        shown = p.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(r.width()))
        p.drawText(r, int(NOWRAP), shown)
        return r.x() + text_width(shown, font(px))
