"""What a table shows: its columns, and its rows in the order that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Column:
    """``text`` is what a cell says, in a copy too. ``order`` is what rows are sorted by (default: the text); rows whose
    value is None always come last. ``width`` in pixels, 0 for the one that takes the room that is left.

    ``paint`` draws the cell where text is not enough, and ``tip`` says more of it. Where there is not room for all, the
    one that ``yields`` most goes first, and of equals the last.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None
    width: int = 0
    is_number: bool = False
    is_hidden: bool = False  # until somebody asks for it
    yields: int = 0
    falls_first: bool = False  # the first click sorts by the greatest
    paint: Callable[[QPainter, QRectF, Any], None] | None = None
    tip: Callable[[Any], str] | None = None


class Rows(QAbstractTableModel):
    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column], words: Callable[[Any], str]) -> None:
        super().__init__()
        self.columns, self.words = tuple(columns), words
        self.rows: list[Any] = []
        self._given: list[Any] = []
        self.sorted_by, self.falls = "", False
        self.has_more = False
        self._asked = False

    def show(self, rows: Sequence[Any], has_more: bool) -> None:
        self.beginResetModel()
        self._given = list(rows)
        self.rows = self._ordered()
        self.has_more, self._asked = has_more, False
        self.endResetModel()

    def append(self, rows: Sequence[Any], has_more: bool) -> None:
        """The next ones of a page by page reading; each takes its place in the order that was asked for."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self._given += rows
            self.rows += rows
            self.endInsertRows()
            if self.sorted_by:
                self.sort_by(self.sorted_by, self.falls)
        self.has_more, self._asked = has_more, False

    def sort_by(self, key: str, falls: bool) -> None:
        self.layoutAboutToBeChanged.emit()
        current = [(index, self.rows[index.row()]) for index in self.persistentIndexList()]
        self.sorted_by, self.falls = key, falls
        self.rows = self._ordered()
        place = {id(row): i for i, row in enumerate(self.rows)}
        for index, row in current:
            self.changePersistentIndex(index, self.index(place[id(row)], index.column()))
        self.layoutChanged.emit()

    def _ordered(self) -> list[Any]:
        column = next((column for column in self.columns if column.key == self.sorted_by), None)
        if column is None:
            return list(self._given)
        order = column.order or (lambda row: column.text(row).casefold())
        valued = [row for row in self._given if order(row) is not None]
        empty = [row for row in self._given if order(row) is None]
        return sorted(valued, key=order, reverse=self.falls) + empty

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return self.has_more and not self._asked and not parent.isValid()

    def fetchMore(self, _parent: Index) -> None:
        self._asked = True
        self.more_wanted.emit()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.words(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None
