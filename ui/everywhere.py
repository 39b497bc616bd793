"""What can be done from every page: turn to another one, change the look, see what this program is, and leave it.

The palette lists these after what the screen itself can do, and then every scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ui.actions import Action
from ui.language import tr
from ui.pages import PageEntry
from ui.palette import Entry
from ui.shell import Shell
from ui.theme import SKILLS
from ui.window import Window
from ui.work import Change, Query

# Looked at when the palette is opened: the first page does not wait for what they load.
if TYPE_CHECKING:
    from coachdesk.services.catalog import Listed
    from coachdesk.settings import Settings


class Everywhere(QObject):
    """One for the window: adds the actions, and opens the palette."""

    def __init__(self, shell: Shell, window: Window, pages: Iterable[PageEntry]) -> None:
        super().__init__(window)
        self._shell, self._window, self._all_pages = shell, window, sorted(pages, key=lambda page: page.number)
        self._scenarios: Sequence[Listed] = ()
        shell.actions.add(*self._pages(), *self._look(), *self._program())
        window.searching.connect(self.search)

    # -- the actions ------------------------------------------------------------------------------------------------

    def _pages(self) -> Iterator[Action]:
        for page in self._all_pages:
            title = tr("Go to {page}").format(page=page.name)
            yield Action(title, partial(self._shell.go, page.key), f"Ctrl+{page.number}", page.icon)
        start = partial(self._shell.go, "practice", "drills", "start")
        yield Action(tr("Start drills of today"), start, "", "cards", tr("due objections cards"))

    def _look(self) -> Iterator[Action]:
        also = tr("theme appearance")
        for theme, title, icon in (
            ("light", tr("Use the light theme"), "sun"),
            ("dark", tr("Use the dark theme"), "moon"),
            ("system", tr("Use the theme of the system"), "circle-half"),
        ):
            yield Action(title, partial(self._change, theme=theme), "", icon, also, partial(self._is_not, theme=theme))
        for percent in (100, 115, 130, 150):
            yield Action(
                tr("Set the text size to {percent} %").format(percent=percent),
                partial(self._change, text_size=percent), "", "text-aa", tr("font zoom larger smaller"),
                partial(self._is_not, text_size=percent),
            )  # fmt: skip

    def _program(self) -> Iterator[Action]:
        also = tr("version licence libraries help")
        yield Action(tr("About CoachDesk"), self.about, "", "info", also)
        yield Action(tr("Copy diagnostics"), self._copy_diagnostics, "", "copy", tr("doctor problem report support"))
        yield Action(tr("Open the data folder"), self._open_folder, "", "folder-open", tr("files recordings backups"))
        yield Action(tr("Restart CoachDesk"), self._shell.restart, "", "arrow-counter-clockwise")
        yield Action(tr("Quit CoachDesk"), self._window.close, "Ctrl+Q", "sign-out", tr("close exit leave"))

    def _is_not(self, **values: object) -> bool:
        now: Settings = self._shell.desk.settings()
        return any(getattr(now, name) != value for name, value in values.items())

    def _change(self, **values: object) -> None:
        Change(lambda: self._shell.desk.change_settings(**values), {"settings"}).failed(
            lambda error: self._shell.say(str(error))
        ).start(self._shell.work, self)

    def about(self) -> None:
        from ui.about import AboutDialog

        AboutDialog(self._shell, self._window).open()

    def _copy_diagnostics(self) -> None:
        from ui.about import copy_diagnostics

        copy_diagnostics(self._shell, self._window, self._shell.say)

    def _open_folder(self) -> None:
        folder = self._shell.desk.folder.root
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._shell.say(tr("Nothing here opens folders. The data lies in {folder}").format(folder=folder))

    # -- the palette ------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Open the palette, or close it where it is open."""
        palette = self._window.palette_of_actions()
        if palette.isVisible():
            palette.close_up()
            return
        palette.open(self._entries())
        if not self._shell.is_busy:
            Query(self._listed).done(self._scenarios_came).failed(lambda error: self._shell.say(str(error))).start(
                self._shell.work, self
            )

    def _listed(self) -> Sequence[Listed]:
        from coachdesk.services import catalog

        return catalog.scenarios(self._shell.desk)

    def _scenarios_came(self, scenarios: Sequence[Listed]) -> None:
        if scenarios != self._scenarios:
            self._scenarios = scenarios
            self._window.palette_of_actions().refresh(self._entries())

    def _entries(self) -> list[Entry]:
        """While somebody talks, only what the screen itself can do."""
        actions = self._shell.actions
        if self._shell.is_busy:
            return [_action(action) for action in actions.of_screen()]
        recent = [self._scenario(listed) for listed in self._scenarios if listed.recent]
        others = [self._scenario(listed) for listed in self._scenarios if not listed.recent]
        return [*map(_action, actions.of_screen()), *recent[:RECENT_SCENARIOS], *map(_action, actions.everywhere()),
                *self._sections(), *recent[RECENT_SCENARIOS:], *others]  # fmt: skip

    def _sections(self) -> Iterator[Entry]:
        for page in self._all_pages:
            for screen, name in page.sections():
                title = tr("{page}: {section}").format(page=page.name, section=name)
                yield Entry(("section", page.key, screen), title, partial(self._shell.go, page.key, screen), page.icon)

    def _scenario(self, listed: Listed) -> Entry:
        area = SKILLS.get(listed.skill)
        return Entry(
            ("scenario", listed.scenario_id),
            listed.title,
            partial(self._shell.go, "practice", "brief", listed.scenario_id),
            area.icon if area else "microphone",
            area.token if area else "muted",
            ", ".join(word for word in (listed.buyer, listed.role) if word),
            also=f"{listed.level} {area.name if area else listed.skill}",
        )


RECENT_SCENARIOS = 3
"""Of those played last, so many stand before what can be done everywhere."""


def _action(action: Action) -> Entry:
    return Entry(("action", action.title), action.title, action.do, action.icon, keys=action.keys, also=action.also)
