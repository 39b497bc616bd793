"""The Vosk models that can be had, and the folder they are installed in."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.speech import model_folder
from coachdesk.speech.cancel import Progress, Stop
from coachdesk.speech.download import Source, download, fetch_md5
from coachdesk.speech.unpack import unpack

PUBLISHER = "https://alphacephei.com/vosk/models"


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """An English model as its publisher describes it.

    Word error rates are per cent, on LibriSpeech test-clean and on TED-LIUM. ``sha256`` is None where no digest could
    be confirmed; then the publisher's md5 is asked for when the model is fetched.
    """

    name: str
    says: str
    size_bytes: int
    word_errors_librispeech: float
    word_errors_tedlium: float
    sha256: str | None = None
    licence: str = "Apache-2.0"


CATALOGUE = (
    PublishedModel(
        "vosk-model-small-en-us-0.15",
        "Small and quick",
        41_205_931,
        9.85,
        10.38,
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
    PublishedModel("vosk-model-en-us-0.22-lgraph", "In between", 130_557_655, 7.82, 8.20),
    PublishedModel(
        "vosk-model-en-us-0.22", "Most accurate, and large: needs 6 GB of memory", 1_800_000_000, 5.69, 6.05
    ),
)
SMALL = CATALOGUE[0].name

_UNKNOWN_WORD_ERRORS = 100.0


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model in the models folder; ``published`` is None for one that is not in the catalogue."""

    name: str
    folder: Path
    size_bytes: int
    published: PublishedModel | None


def published(name: str) -> PublishedModel | None:
    return next((model for model in CATALOGUE if model.name == name), None)


def installed(models: Path) -> list[InstalledModel]:
    """The whole models in the folder, the most accurate first. Those known to be broken are left out."""
    if not models.is_dir():
        return []
    folders = [
        folder
        for folder in sorted(models.iterdir())
        if folder.is_dir() and not folder.name.startswith(".")
        if not model_folder.missing(folder) and not model_folder.last_trial(folder)
    ]
    found = [InstalledModel(folder.name, folder, _size(folder), published(folder.name)) for folder in folders]
    return sorted(found, key=_word_errors)


def install(
    what: str | Path,
    models: Path,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
    base_url: str = PUBLISHER,
    stall_s: float = 20.0,
) -> InstalledModel:
    """Fetch a model by its name, or take it from a .zip that is already here. Again is fine: it is put in its place.

    What was fetched before a break stays in the folder, and the next try goes on from there.
    """
    zipped = Path(what)
    if zipped.suffix.lower() == ".zip":
        if not os.path.isfile(zipped):  # noqa: PTH113 - says no to a name that is too long, where Path raises
            raise CoachDeskError(f"There is no file {zipped}.")
        folder = unpack(zipped, models, _digests(), progress, cancelled)
    else:
        model = published(str(what))
        if model is None:
            names = ", ".join(known.name for known in CATALOGUE)
            raise WrongUse(f"No model is called {what}.", f"There are {names}; or name a .zip file.")
        fetched = download(_source(model, base_url, stall_s), models, progress, cancelled)
        try:
            folder = unpack(fetched, models, {}, None, cancelled)
        finally:
            fetched.unlink()
    return InstalledModel(folder.name, folder, _size(folder), published(folder.name))


def remove(name: str, models: Path) -> None:
    """Take an installed model away."""
    folder = models / name
    if folder.parent != models or name.startswith(".") or not folder.is_dir():
        raise WrongUse(f"No model called {name} is installed.")
    shutil.rmtree(folder)


def _source(model: PublishedModel, base_url: str, stall_s: float) -> Source:
    url = f"{base_url}/{model.name}.zip"
    if model.sha256 is not None:
        return Source(model.name, url, model.size_bytes, "sha256", model.sha256, stall_s)
    listed = fetch_md5(model.name, f"{base_url}/model-list.json", stall_s)
    return Source(model.name, url, listed.size_bytes, "md5", listed.md5, stall_s)


def _digests() -> dict[str, str]:
    return {model.name: model.sha256 for model in CATALOGUE if model.sha256 is not None}


def _word_errors(model: InstalledModel) -> tuple[float, str]:
    rate = model.published.word_errors_librispeech if model.published else _UNKNOWN_WORD_ERRORS
    return rate, model.name


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
