"""The desk: one data folder with its library, settings, database and recognizer, each opened when first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk import paths
from coachdesk.errors import CoachDeskError
from coachdesk.paths import DataFolder

# Library and settings load pydantic and YAML, which the first page of a start need not wait for.
if TYPE_CHECKING:
    from coachdesk.services.library import Library
    from coachdesk.settings import Settings
    from coachdesk.speech.cancel import Progress, Stop
    from coachdesk.speech.ear import Ear
    from coachdesk.speech.engines import Wish
    from coachdesk.speech.language.keep import Taught
    from coachdesk.speech.recognize import Recognizer
    from coachdesk.store.database import Database


class Desk:
    """Handed to every use case. Opening it reads nothing; its parts are made once, by whichever thread is first."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._settings: Settings | None = None
        self._ear: tuple[Wish, Ear] | None = None
        self._recognizer: tuple[tuple[Wish, Path | None], Recognizer] | None = None

    @cached_property
    def _loaded_library(self) -> Library:
        from coachdesk.services.library import load_library

        return load_library(self.folder.library)

    @property
    def library(self) -> Library:
        with self._lock:
            return self._loaded_library

    @cached_property
    def _opened_database(self) -> Database:
        from coachdesk.store.database import Database

        database = Database(self.folder)
        database.open()
        return database

    @property
    def database(self) -> Database:
        """The database, made or brought up to date at the first use. Raises CoachDeskError in plain words."""
        with self._lock:
            return self._opened_database

    def settings(self) -> Settings:
        from coachdesk import settings as settings_file

        with self._lock:
            if self._settings is None:
                self._settings = settings_file.read(self.folder.settings)
            return self._settings

    def change_settings(self, **changes: object) -> Settings:
        """Change and keep settings. Raises WrongUse for a value that does not fit, CoachDeskError where not kept."""
        from coachdesk import settings as settings_file

        with self._lock:
            new = settings_file.changed(self.settings(), **changes)
            settings_file.write(self.folder.settings, new)
            self._settings = new
            return new

    def ear(self, renew: bool = False) -> Ear:
        """The recognizer that listens to live answers, in a process of its own, kept ready from answer to answer.

        It never waits for teaching. A session keeps the one it began with; before one, ``renew`` gives one that was
        taught more where there is now.
        """
        from coachdesk.speech.ear import Ear
        from coachdesk.speech.engines import choose

        with self._lock:
            wish = self.settings().recognizer
            recognizer = None
            if self._ear is None or self._ear[0] != wish or renew:
                recognizer = choose(wish, None, self.folder.models, self.taught)
            if recognizer is not None and (self._ear is None or self._ear[1].name != recognizer.name):
                if self._ear is not None:
                    self._ear[1].close()
                self._ear = (wish, Ear(recognizer))
            assert self._ear is not None
            self._ear = (wish, self._ear[1])
            return self._ear[1]

    def spare_ear(self) -> Ear:
        """The embedded recognizer in the place of one that cannot be started any more, until another is wished for."""
        from coachdesk.speech.ear import Ear
        from coachdesk.speech.engines import choose

        with self._lock:
            wish = self.settings().recognizer
            if self._ear is not None:
                self._ear[1].close()
            self._ear = (wish, Ear(choose("sphinx", None, self.folder.models, self.taught)))
            return self._ear[1]

    def taught(self) -> Taught | None:
        """What the library has taught the embedded recognizer; None where that is still to be done. Does not wait."""
        from coachdesk.services import language

        return language.ready(self.library, self.folder)

    def teach(self, progress: Progress | None = None, cancelled: Stop | None = None) -> None:
        """Teach the embedded recognizer what the library holds, where it is used and was not yet taught.

        Takes about ten seconds, in a process of its own. What listens now goes on with what it knows. Raises
        Cancelled, or CoachDeskError where it could not be done.
        """
        from coachdesk.services import language
        from coachdesk.speech.engines import describe_choice

        if describe_choice(self.settings().recognizer, None, self.folder.models).engine == "sphinx":
            language.teach(self.library, self.folder, progress, cancelled)

    @contextmanager
    def beside(self, folder: DataFolder) -> Iterator[Desk]:
        """A desk with this one's library on another data folder, for an attempt that is not to be kept."""
        other = Desk(folder)
        other._loaded_library = self.library
        try:
            yield other
        finally:
            other.close()

    def close(self) -> None:
        """Let go of the database, the settings and the recognizer's process. They come again when they are needed."""
        with self._lock:
            self._settings = None
            if self._ear is not None:
                self._ear[1].close()
                self._ear = None
            if "_opened_database" in self.__dict__:
                self._opened_database.close()
                del self._opened_database

    def recognizer(
        self,
        wish: Wish | None = None,
        model: Path | None = None,
        progress: Progress | None = None,
        tell: Callable[[str], object] | None = None,
    ) -> Recognizer:
        """The recognizer, loaded once and kept. ``wish`` is auto, vosk or sphinx (default: the setting).

        The embedded one is taught the library first, where it was not yet; ``tell`` is given a sentence where that
        cannot be done, and it knows its general words then.
        """
        from coachdesk.services import language
        from coachdesk.speech.engines import choose

        def teach() -> Taught | None:
            try:
                return language.teach(self.library, self.folder, progress)
            except CoachDeskError as problem:
                if tell is not None:
                    tell(str(problem))
                return None

        with self._lock:
            key: tuple[Wish, Path | None] = (wish or self.settings().recognizer, model)
            if self._recognizer is None or self._recognizer[0] != key:
                self._recognizer = (key, choose(key[0], model, self.folder.models, teach))
            return self._recognizer[1]


def open_desk(data_dir: Path | None = None) -> Desk:
    """The desk of a data folder: ``data_dir``, else COACHDESK_HOME, else the system's usual place."""
    return Desk(paths.data_folder(data_dir))
