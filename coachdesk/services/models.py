"""Recognizer models: which there are, which are installed, installing and removing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coachdesk.services.desk import Desk
from coachdesk.speech import models


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model. Word error rates in per cent (LibriSpeech test-clean, TED-LIUM), None for one not in the catalogue."""

    name: str
    says: str
    size_mb: int
    licence: str
    word_errors_librispeech: float | None
    word_errors_tedlium: float | None
    installed: bool
    built_in: bool = False


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
            )
        )  # fmt: skip
    for other in here.values():
        rows.append(ModelRow(other.name, "Installed from a file", round(other.size_bytes / 1e6), "", None, None, True))
    return rows


def install(desk: Desk, what: str, progress: Callable[[float], None] | None = None) -> str:
    """Install a model by its name or from a .zip file; returns its name. What was fetched before a break is kept."""
    return models.install(what, desk.folder.models, progress).name


def remove(desk: Desk, name: str) -> None:
    models.remove(name, desk.folder.models)
