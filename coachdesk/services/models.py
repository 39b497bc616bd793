"""Recognizer models: which there are, which are installed, installing and removing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.speech import models
from coachdesk.speech.cancel import Stop
from coachdesk.speech.models import PUBLISHER, SMALL

__all__ = ["BUILT_IN", "PUBLISHER", "SMALL", "ModelRow", "all_models", "in_use", "install", "remove"]


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model. Word error rates in per cent (LibriSpeech test-clean, TED-LIUM), None for one not in the catalogue.

    ``fetched_mb``: how much of it an earlier download that broke off has left here, to go on from.
    """

    name: str
    says: str
    size_mb: int
    licence: str
    word_errors_librispeech: float | None
    word_errors_tedlium: float | None
    installed: bool
    built_in: bool = False
    fetched_mb: int = 0


BUILT_IN = ModelRow(
    "pocketsphinx-en-us", "Comes with the program, needs nothing", 38, "BSD-2-Clause", None, None, True, True
)


def all_models(desk: Desk) -> list[ModelRow]:
    """The built-in one, those of the catalogue, then others that were installed from a file."""
    here = {model.name: model for model in models.installed(desk.folder.models)}
    rows = [BUILT_IN]
    for model in models.CATALOGUE:
        size_mb = round(model.size_bytes / 1e6)
        rows.append(
            ModelRow(
                model.name, model.says, size_mb, model.licence, model.word_errors_librispeech,
                model.word_errors_tedlium, here.pop(model.name, None) is not None,
                fetched_mb=_fetched_mb(desk, model.name),
            )
        )  # fmt: skip
    for other in here.values():
        rows.append(ModelRow(other.name, "Installed from a file", round(other.size_bytes / 1e6), "", None, None, True))
    return rows


def in_use(desk: Desk) -> str:
    """Who turns answers into text now, in a sentence."""
    from coachdesk.speech import engines  # imports two engines

    try:
        name = engines.describe_choice(desk.settings().recognizer, None, desk.folder.models)
    except CoachDeskError as error:
        return str(error)
    if name.engine == "vosk":
        return f"Your answers are heard by Vosk with the model {name.model}, on this computer."
    return "Your answers are heard by PocketSphinx, which is built in, on this computer."


def install(
    desk: Desk,
    what: str,
    progress: Callable[[float], None] | None = None,
    cancelled: Stop | None = None,
    publisher: str = PUBLISHER,
) -> str:
    """Install a model by its name or from a .zip file; returns its name. What was fetched before a break is kept."""
    return models.install(what, desk.folder.models, progress, cancelled, publisher).name


def remove(desk: Desk, name: str) -> None:
    models.remove(name, desk.folder.models)


def _fetched_mb(desk: Desk, name: str) -> int:
    try:
        return round((desk.folder.models / f".{name}.zip.part").stat().st_size / 1e6)
    except OSError:
        return 0
