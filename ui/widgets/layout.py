"""Rows, columns and boxes: how every screen puts its pieces together. Use these instead of bare Qt layouts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.theme import SPACE

Part = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
"""What a row or column takes: a piece, a gap in pixels, None for a stretch, or (piece, share of the room)."""

Margins = int | tuple[int, int, int, int]


def _place(layout: QBoxLayout, part: QWidget | QLayout, stretch: int = 0) -> None:
    if isinstance(part, QLayout):
        layout.addLayout(part, stretch)
    else:
        layout.addWidget(part, stretch)


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], spacing: int, margins: Margins) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, tuple):
            _place(layout, *part)
        else:
            _place(layout, part)


def row(*parts: Part, spacing: int = SPACE.s, margins: Margins = 0) -> QHBoxLayout:
    """Pieces side by side."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing, margins)
    return layout


def column(*parts: Part, spacing: int = SPACE.s, margins: Margins = 0) -> QVBoxLayout:
    """Pieces below each other."""
    layout = QVBoxLayout()
    _fill(layout, parts, spacing, margins)
    return layout


def pair(upper: QWidget | QLayout, lower: QWidget | QLayout, gap: int = 2) -> QVBoxLayout:
    """Two lines that stay together however tall their row is. (A plain column would spread them apart.)"""
    return column(None, upper, lower, None, spacing=gap)


def ruled(parts: list[QWidget], gap: int) -> list[Part]:
    """Pieces for a column, with a hairline between each two."""
    found: list[Part] = []
    for i, part in enumerate(parts):
        if i:
            found += [gap, rule(), gap]
        found.append(part)
    return found


def box(layout: QLayout, kind: str = "", height: int = 0, width: int = 0) -> QWidget:
    """A bare widget around a layout; ``kind`` names its ground in the style sheet."""
    widget = QWidget()
    widget.setLayout(layout)
    if kind:
        widget.setProperty("kind", kind)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # else a plain QWidget ignores the sheet
    if height:
        widget.setFixedHeight(height)
    if width:
        widget.setFixedWidth(width)
    return widget


def rule(vertical: bool = False) -> QFrame:
    """A hairline between things that belong together but are not the same."""
    line = QFrame()
    line.setProperty("kind", "rule")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
