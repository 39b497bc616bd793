"""Where CoachDesk keeps things: the data folder of the person, and the content that ships with the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from coachdesk.errors import WrongUse

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class DataFolder:
    """The one folder that holds all of a user's data. Nothing is written outside it."""

    root: Path

    def make(self) -> None:
        """Make the folder where there is none, readable by its owner alone. Raises OSError."""
        if not self.root.exists():
            self.root.parent.mkdir(parents=True, exist_ok=True)
            self.root.mkdir(mode=0o700, exist_ok=True)

    @property
    def database(self) -> Path:
        return self.root / "coachdesk.db"

    @property
    def recordings(self) -> Path:
        """Audio, in folders by date and attempt."""
        return self.root / "recordings"

    @property
    def models(self) -> Path:
        """Recognizer models, one folder each."""
        return self.root / "models"

    @property
    def language(self) -> Path:
        """What the library taught the embedded recognizer; it can be made again."""
        return self.root / "language"

    @property
    def library(self) -> Path:
        """The user's own content files, beside those that ship."""
        return self.root / "library"

    @property
    def titles(self) -> Path:
        """An index of the library, which can be made again."""
        return self.root / "titles.json"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


def data_folder(chosen: Path | None = None) -> DataFolder:
    """The folder named by ``--data-dir``, else by COACHDESK_HOME, else the system's usual place. Not created here."""
    if chosen is not None:
        return DataFolder(_whole(str(chosen)))
    if home := os.environ.get("COACHDESK_HOME"):
        return DataFolder(_whole(home))
    import platformdirs  # asked by few starts, and not needed before the window is painted

    return DataFolder(Path(platformdirs.user_data_dir("CoachDesk", appauthor=False)))


def _whole(path: str) -> Path:
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError as error:  # the home of somebody who is not known here
        raise WrongUse(f"There is no folder {path}.", "Name another one.") from error


def bundled(name: str) -> Path:
    """A folder that ships with the program, ``scenarios`` or ``resources``: in a wheel and in a checkout alike."""
    packed = _PACKAGE / "_bundled" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
