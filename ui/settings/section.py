"""What the sections of the page are made of: a heading, cards with settings in them, and what else a section adds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from coachdesk.services import settings
from ui.settings.control import SettingRow
from ui.settings.keeper import Keeper
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.card import Card
from ui.widgets.label import Label, heading
from ui.widgets.layout import Part, column, ruled
from ui.widgets.page import Page

WIDEST_PX = 760
"""A control further from its words than this is not seen to belong to them."""


class Section(QWidget):
    """``open`` is called whenever it is turned to, ``leave`` when another one is."""

    def __init__(self, shell: Shell, keeper: Keeper, title: str, sentence: str) -> None:
        super().__init__()
        self.shell, self.desk, self.work, self.keeper = shell, shell.desk, shell.work, keeper
        self.rows: dict[str, SettingRow] = {}
        self._title = Label(title, "title", semibold=True)
        self._sentence = Label(sentence, tone="muted", wrap=True)
        self.setAccessibleName(title)
        keeper.refused.connect(self._show_old)

    def fill(self, *parts: Part) -> None:
        """What the section shows, below its heading."""
        body = _Body()
        body.setLayout(column(column(self._title, self._sentence, spacing=2), *parts, None, spacing=SPACE.l))
        body.setMaximumWidth(WIDEST_PX)
        page = Page(column(body, None), (SPACE.xl, SPACE.l, SPACE.xl, SPACE.xl))
        page.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setLayout(column((page, 1), spacing=0))

    def setting(self, key: str, control: QWidget | None = None) -> SettingRow:
        """The row of a setting. What is chosen in it is kept at once."""
        made = SettingRow(settings.one(key), control)
        made.chosen.connect(lambda text: self.choose(key, text))
        self.rows[key] = made
        return made

    def group(self, name: str, without: Sequence[str] = ()) -> list[QWidget]:
        """A row for every setting that is declared for a group."""
        return [
            self.setting(each.key) for each in settings.declared() if each.group == name and each.key not in without
        ]

    def choose(self, key: str, text: str) -> None:
        self.keeper.keep(key, text)

    def open(self) -> None:
        self.show_settings()

    def show_settings(self) -> None:
        """What every setting is now."""
        for key, each in self.rows.items():
            each.show_value(settings.get(self.desk, key))

    def _show_old(self, key: str) -> None:
        if key in self.rows:
            self.rows[key].show_value(settings.get(self.desk, key))

    def leave(self) -> None:
        """Another section is turned to."""

    def close_down(self) -> None:
        self.leave()


class _Body(QWidget):
    """As tall as its sentences need at the width that it has: else a page that scrolls would cut them."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and (layout := self.layout()) is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done


def card(*parts: QWidget, title: str = "") -> QWidget:
    """A card of lines with hairlines between them, with a heading over it where it has a title."""
    made = Card(column(*ruled(list(parts), SPACE.m), spacing=0))
    if not title:
        return made
    both = QWidget()
    both.setLayout(column(heading(title), made, spacing=SPACE.s))
    return both
