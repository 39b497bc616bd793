"""The table: sorting, columns of one's choice, pages, keys, and copies that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ui.widgets.csv_text import csv_text, safe
from ui.widgets.data_table import ROW_PX, DataTable
from ui.widgets.table_rows import Column


@dataclass(frozen=True)
class Row:
    name: str
    score: float | None


ROWS = (Row("bea", 2.0), Row("Ann", None), Row("carl", 10.0), Row("=cmd|' /C calc'!A0", 1.0))


def made(qtbot: QtBot, width: int = 600) -> DataTable:
    columns = (
        Column("name", "Name", lambda row: row.name),
        Column("score", "Score", lambda row: "" if row.score is None else f"{row.score:.0f}",
               lambda row: row.score, 100, is_number=True, falls_first=True, yields=1),
        Column("length", "Length", lambda row: str(len(row.name)), lambda row: len(row.name), 100, is_hidden=True),
    )  # fmt: skip
    table = DataTable("People", columns, lambda row: f"{row.name} has {row.score}.")
    qtbot.addWidget(table)
    table.resize(width, 400)
    table.show_rows(ROWS)
    with qtbot.waitActive(table):
        table.show()
    table.setFocus()
    return table


def names(table: DataTable) -> list[str]:
    return [row.name[:4] for row in table.rows.rows]


def test_rows_stand_in_the_order_they_were_given_until_one_sorts(qtbot: QtBot) -> None:
    table = made(qtbot)
    assert names(table) == ["bea", "Ann", "carl", "=cmd"]
    table.sort_by("name")
    assert names(table) == ["=cmd", "Ann", "bea", "carl"]


def test_a_click_on_a_heading_sorts_and_another_one_turns_it_round(qtbot: QtBot) -> None:
    table = made(qtbot)
    header = table.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(table) == ["carl", "bea", "=cmd", "Ann"]  # the greatest first, nothing last
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(table) == ["=cmd", "bea", "carl", "Ann"]  # and nothing stays last


def test_the_row_one_is_on_stays_the_one_when_the_order_changes(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.go_to(2)
    table.sort_by("name")
    assert table.current() == ROWS[2]
    table.show_rows(ROWS[1:])
    assert table.current() == ROWS[2]


def test_arrows_move_enter_opens_and_letters_are_left_to_the_screen(qtbot: QtBot) -> None:
    table = made(qtbot)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_C)  # would look for a row that begins so
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    assert not made(qtbot).view.tabKeyNavigation()


def test_rows_are_forty_pixels_high_and_say_themselves(qtbot: QtBot) -> None:
    table = made(qtbot)
    assert table.view.rowHeight(0) == ROW_PX == 40
    said = table.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "bea has 2.0."
    assert table.view.accessibleName() == "People"


def shown(table: DataTable) -> list[str]:
    return [c.key for i, c in enumerate(table.rows.columns) if not table.view.isColumnHidden(i)]


def test_columns_are_chosen_and_kept_with_the_order(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.show_column("length", True)
    table.show_column("score", False)
    with qtbot.waitSignal(table.arranged) as kept:
        table.sort_by("length", falls=True)
    other = made(qtbot)
    other.arrange(kept.args[0])
    assert shown(other) == ["name", "length"]
    assert names(other) == names(table)


def test_the_last_column_cannot_be_taken_away(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.show_column("score", False)
    table.show_column("name", False)
    assert shown(table) == ["name"]


@pytest.mark.parametrize("kept", ["", "{", "[]", "null", '{"columns": 3, "by": [], "falls": 1}', '{"columns": ["x"]}'])
def test_an_arrangement_that_does_not_fit_changes_nothing(kept: str, qtbot: QtBot) -> None:
    table = made(qtbot)
    table.arrange(kept)
    assert shown(table) == ["name", "score"]


def test_a_narrow_table_leaves_out_what_yields_and_brings_it_back(qtbot: QtBot) -> None:
    table = made(qtbot, 250)
    assert shown(table) == ["name"]
    assert [column.key for column in table.shown_columns()] == ["name", "score"]  # still the choice
    table.resize(600, 400)
    assert shown(table) == ["name", "score"]


def test_everything_the_heading_does_is_in_a_menu(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.columns_button.show()
    qtbot.addWidget(table.columns_button)
    table.choose_columns()
    menu = table.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Name", "Score", "Length", "Sort by"]
    menu.actions()[2].trigger()
    order: list[QAction] = menu.actions()[3].menu().actions()
    order[0].trigger()
    assert shown(table) == ["name", "score", "length"]
    assert names(table)[0] == "=cmd"
    menu.close()


def test_the_next_page_is_asked_for_once_and_takes_its_place(qtbot: QtBot) -> None:
    table = made(qtbot)
    asked = []
    table.more_wanted.connect(lambda: asked.append(1))
    table.show_rows(ROWS[:2], has_more=True)
    qtbot.waitUntil(lambda: bool(asked))
    assert not table.rows.canFetchMore(table.view.rootIndex())
    assert asked == [1]
    table.sort_by("name")
    table.add_rows(ROWS[2:], has_more=False)
    assert names(table) == ["=cmd", "Ann", "bea", "carl"]


def test_sorting_what_is_not_all_there_asks_for_the_rest(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.show_rows(ROWS[:2], has_more=True)
    with qtbot.waitSignal(table.all_wanted):
        table.sort_by("score")


def test_selected_rows_are_copied_as_they_are_seen(qtbot: QtBot) -> None:
    table = made(qtbot)
    qtbot.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(table.copied) as copied:
        qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = list(csv.reader(io.StringIO(QApplication.clipboard().text())))
    assert copied.args == [4]
    assert rows[0] == ["Name", "Score"]
    assert rows[4] == ["'=cmd|' /C calc'!A0", "1"]


@pytest.mark.parametrize(
    ("cell", "safely"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("+1+1", "'+1+1"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\n=1", "'\n=1"), ("  =1", "'  =1"), ("|calc", "'|calc"),
        ("-3", "-3"), ("+4.5", "+4.5"), ("-12%", "-12%"), ("plain", "plain"), ("a=b", "a=b"), ("", ""), (" ", " "),
    ],
)  # fmt: skip
def test_no_cell_can_be_taken_for_a_formula(cell: str, safely: str) -> None:
    assert safe(cell) == safely
    assert list(csv.reader(io.StringIO(csv_text(["x"], [[cell, 'q"'], ["a,b"]]), newline="")))[1:] == [
        [safely, 'q"'],
        ["a,b"],
    ]


def test_a_hundred_thousand_rows_make_no_widgets(qtbot: QtBot) -> None:
    table = made(qtbot)
    before = len(table.view.viewport().children())
    table.show_rows([Row(f"row {i}", float(i)) for i in range(100_000)])
    assert len(table.view.viewport().children()) == before
    qtbot.keyClick(table.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert table.current() == Row("row 99999", 99999.0)
