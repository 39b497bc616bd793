"""Keeps what is chosen on the page: at once, behind the window, with a way back; and says where it cannot be kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from coachdesk.errors import CoachDeskError
from coachdesk.services import settings
from coachdesk.services.settings import Value
from ui.language import tr
from ui.settings.words import declared_words, value_words
from ui.shell import Shell
from ui.work import Change

TOUCHES = ("settings",)


class Keeper(QObject):
    """``refused`` carries the key of a setting that stays as it was."""

    refused = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._desk = shell, shell.desk

    def keep(self, key: str, text: str, then: Callable[[], object] | None = None) -> None:
        """Keep what was chosen, and say so. ``then`` is called once it is kept."""
        setting, old = settings.one(key), settings.get(self._desk, key)

        def kept(value: Value) -> None:
            if value != old:
                sentence = tr("{setting}: {value}").format(
                    setting=declared_words(setting.title), value=value_words(setting, value)
                )
                self._shell.say(sentence, lambda: self._put_back(key, old))
            if then is not None:
                then()

        self._change(key, lambda: settings.put_text(self._desk, key, text), kept)

    def _put_back(self, key: str, value: Value) -> None:
        self._change(key, lambda: settings.put(self._desk, key, value), lambda _value: None)

    def _change(self, key: str, do: Callable[[], Value], kept: Callable[[Value], object]) -> None:
        def failed(error: CoachDeskError) -> None:
            self._shell.say(str(error))
            self.refused.emit(key)

        Change(do, TOUCHES).done(kept).failed(failed).start(self._shell.work, self)
