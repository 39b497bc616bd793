"""Many things of one kind as rows of 40 px: sorted, with columns of one's choice, by keyboard, copied as CSV.

Use it for a list that somebody looks things up in, or compares by a figure: attempts, people, scenarios, the numbers
behind a chart. Not for a handful of things that are read one by one (rows in a `Card`), and not for things that are
chosen by how they look (cards). Rows are any frozen values; each `Column` says how to read a cell out of one.

    table = DataTable(tr("Attempts"), columns, line_words)
    table.show_rows(view.lines, has_more=view.before is not None)
    table.opened.connect(lambda line: ...)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.language import tr
from ui.theme import RADIUS, SPACE, TYPE, font, theme
from ui.widgets.button import ENTER, Button
from ui.widgets.csv_text import csv_text
from ui.widgets.floating_bar import FloatingBar
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.layout import column as stacked
from ui.widgets.mark import pill, text_width
from ui.widgets.table_rows import ROW_ROLE, Column, Index, Rows

ROW_PX, HEADER_PX = 40, 32
NARROWEST_PX = 200
"""Of the column that takes the room that is left."""

PADDING_PX = SPACE.m
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class DataTable(QWidget):
    """``words`` says a row as a sentence, for a screen reader.

    ``opened`` carries a row (Enter or a double click). ``more_wanted`` asks for the next page, ``all_wanted`` for all
    that there is, because rows are sorted by another column than they are read in. ``arranged`` carries columns and
    sorting as text, to be kept and given to ``arrange`` another time. ``copied`` carries how many rows were.
    """

    opened = Signal(object)
    more_wanted = Signal()
    all_wanted = Signal()
    arranged = Signal(str)
    copied = Signal(int)

    def __init__(self, name: str, columns: Sequence[Column], words: Callable[[Any], str]) -> None:
        super().__init__()
        self.rows = Rows(columns, words)
        self.rows.more_wanted.connect(self.more_wanted)
        self.view = _View(self)
        self.view.setModel(self.rows)
        self.view.setAccessibleName(name)
        self._header = _Header(self)
        self.view.setHorizontalHeader(self._header)
        self._chosen = {column.key for column in columns if not column.is_hidden}
        self._lay_out()
        self.columns_button = Button(tr("Columns"), "caret-down", kind="quiet")
        self.columns_button.clicked.connect(self.choose_columns)
        self.setLayout(stacked((self.view, 1), spacing=0))
        self.setFocusProxy(self.view)

    def _lay_out(self) -> None:
        for i, column in enumerate(self.rows.columns):
            mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            self._header.setSectionResizeMode(i, mode)
            if column.width:
                self.view.setColumnWidth(i, column.width)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the chosen columns, without those that there is no room for now."""
        shown = self.shown_columns()
        by_weight = sorted(shown, key=lambda column: (column.yields, shown.index(column)))
        while len(by_weight) > 1 and sum(column.width or NARROWEST_PX for column in by_weight) > self.width():
            fixed = [column for column in by_weight if column.width]
            if not fixed:
                break
            by_weight.remove(fixed[-1])
        for i, column in enumerate(self.rows.columns):
            self.view.setColumnHidden(i, column not in by_weight)

    # -- rows -------------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Any], has_more: bool = False) -> None:
        """These rows and no others; the row that one was on stays the one, where it is still there."""
        before = self.current()
        self.rows.show(rows, has_more)
        if self.rows.rows:
            self.go_to(self.rows.rows.index(before) if before in self.rows.rows else 0)

    def add_rows(self, rows: Sequence[Any], has_more: bool) -> None:
        self.rows.append(rows, has_more)

    def current(self) -> Any | None:
        index = self.view.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def go_to(self, place: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(self.rows.index(place, self._first_shown()), flags)

    def _first_shown(self) -> int:
        return next(i for i in range(len(self.rows.columns)) if not self.view.isColumnHidden(i))

    # -- order and columns ------------------------------------------------------------------------------------------

    def sort_by(self, key: str, falls: bool | None = None) -> None:
        """By that column; asked for again without a direction, the other way round."""
        column = next(column for column in self.rows.columns if column.key == key)
        if falls is None:
            falls = not self.rows.falls if self.rows.sorted_by == key else column.falls_first
        self.rows.sort_by(key, falls)
        self._header.viewport().update()
        if self.rows.has_more:
            self.all_wanted.emit()
        self.arranged.emit(self.arrangement())

    def show_column(self, key: str, shown: bool) -> None:
        """One column stays at least."""
        if shown or len(self._chosen) > 1:
            self._chosen = self._chosen | {key} if shown else self._chosen - {key}
            self._fit()
            self.arranged.emit(self.arrangement())

    def shown_columns(self) -> list[Column]:
        """Those that were chosen, in their order."""
        return [column for column in self.rows.columns if column.key in self._chosen]

    def arrangement(self) -> str:
        shown = [column.key for column in self.shown_columns()]
        return json.dumps({"columns": shown, "by": self.rows.sorted_by, "falls": self.rows.falls})

    def arrange(self, kept: str) -> None:
        """As it was arranged another time; what does not fit is left as it is."""
        try:
            value = json.loads(kept)
            shown, by, falls = value["columns"], value["by"], value["falls"] is True
        except (ValueError, KeyError, TypeError):
            return
        keys = [column.key for column in self.rows.columns]
        if isinstance(shown, list) and any(key in shown for key in keys):
            self._chosen = {key for key in keys if key in shown}
            self._fit()
        if by in keys:
            self.rows.sort_by(by, falls)

    def choose_columns(self) -> None:
        """A menu of the columns, and of what to sort by: everything that the mouse does on the heading."""
        menu = QMenu(self)
        menu.setAccessibleName(tr("Columns"))
        shown = {column.key for column in self.shown_columns()}
        for column in self.rows.columns:
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.toggled.connect(lambda on, key=column.key: self.show_column(key, on))
        order = menu.addMenu(tr("Sort by"))
        for column in self.rows.columns:
            action = QAction(column.title, order)
            action.triggered.connect(lambda _on=False, key=column.key: self.sort_by(key))
            order.addAction(action)
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    # -- copies -----------------------------------------------------------------------------------------------------

    def as_csv(self, rows: Sequence[Any]) -> str:
        columns = self.shown_columns()
        return csv_text([column.title for column in columns], ([c.text(row) for c in columns] for row in rows))

    def copy(self) -> None:
        """The rows that are selected, with a heading."""
        places = sorted({index.row() for index in self.view.selectionModel().selectedIndexes()})
        if places:
            QGuiApplication.clipboard().setText(self.as_csv([self.rows.rows[place] for place in places]))
            self.copied.emit(len(places))


class _View(QTableView):
    def __init__(self, table: DataTable) -> None:
        super().__init__()
        self._table = table
        self.setItemDelegate(_Cells(self))
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leaves the table; the arrows move in it
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        FloatingBar(self)
        self.doubleClicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._table.copy()
        elif is_letter(event):
            event.ignore()  # a key of the screen: it does not look for a row
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self._table.opened.emit(index.data(ROW_ROLE))


def is_letter(event: QKeyEvent) -> bool:
    """Something that would be typed; Space selects a row."""
    typed = event.text()
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(typed) and typed.isprintable() and typed != " " and not event.modifiers() & commands


class _Header(QHeaderView):
    """A click sorts, another one the other way round; the right button chooses columns."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _at: table.choose_columns())
        self.sectionClicked.connect(lambda i: table.sort_by(table.rows.columns[i].key))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEADER_PX)

    def paintSection(self, p: QPainter, rect: QRect, section: int) -> None:
        t, column, r = theme(), self._table.rows.columns[section], QRectF(rect)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(r, t.color("window"))
        p.fillRect(QRectF(r.left(), r.bottom() - 1, r.width(), 1), t.color("line"))
        is_sorted = self._table.rows.sorted_by == column.key
        face = font(TYPE.caption, is_sorted)
        p.setFont(face)
        p.setPen(t.color("text" if is_sorted else "muted"))
        room = r.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        arrow = 14 if is_sorted else 0
        title = QFontMetricsF(face).elidedText(column.title, Qt.TextElideMode.ElideRight, room.width() - arrow)
        words = room.adjusted(0, 0, -arrow, 0) if column.is_number else room
        p.drawText(words, int(RIGHT if column.is_number else NOWRAP), title)
        if is_sorted:
            x = room.right() - 12 if column.is_number else room.left() + text_width(title, face) + 4
            icon = QRectF(x, r.center().y() - 6, 12, 12)
            if not self._table.rows.falls:  # the chevron points down; upside down it points up
                p.translate(icon.center())
                p.rotate(180)
                icon.moveCenter(QRectF().center())
            paint_icon(p, "caret-down", icon, "text")
        p.restore()


class _Cells(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        assert isinstance(view, _View)
        model = index.model()
        assert isinstance(model, Rows)
        column, row = model.columns[index.column()], model.rows[index.row()]
        r = QRectF(option.rect)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(p, r, view, index, option.state)
        inner = r.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        if column.paint is not None:
            column.paint(p, inner, row)
        else:
            paint_text(p, inner, column.text(row), is_number=column.is_number)
        p.restore()

    def _ground(self, p: QPainter, r: QRectF, view: _View, index: Index, state: QStyle.StateFlag) -> None:
        """The row as one: a cell draws its share of the ground and of the ring, which ends where the row does."""
        t = theme()
        p.setClipRect(r)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            p.fillRect(r, t.color("raised"))
        p.fillRect(QRectF(r.left(), r.bottom() - 1, r.width(), 1), t.color("line"))
        if view.hasFocus() and view.currentIndex().row() == index.row():
            whole = QRectF(0, r.top(), view.viewport().width(), r.height() - 1)
            pill(p, whole, None, RADIUS.control, t.color("accent"), 2)


def paint_text(
    p: QPainter, r: QRectF, text: str, token: str = "text", px: int = TYPE.body, is_number: bool = False
) -> None:
    """One line of a cell, ended by an ellipsis where it is too long."""
    face = font(px, tabular=is_number)
    p.setFont(face)
    p.setPen(theme().color(token))
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, r.width())
    p.drawText(r, int(RIGHT if is_number else NOWRAP), shown)
