"""Which recognizer transcribes on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from coachdesk.errors import MissingOnThisMachine, WrongUse
from coachdesk.speech import model_folder, trial
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.language.keep import Taught
from coachdesk.speech.models import SMALL, installed
from coachdesk.speech.recognize import Recognizer
from coachdesk.speech.sphinx import SphinxRecognizer
from coachdesk.speech.vosk import VoskRecognizer

Wish = Literal["auto", "vosk", "sphinx"]


Teach = Callable[[], Taught | None]
"""Gives what PocketSphinx was taught; it is asked only where PocketSphinx is chosen."""


def choose(wish: Wish, model_dir: Path | None, models: Path, teach: Teach | None = None) -> Recognizer:
    """The recognizer that is wished for; ``auto`` is the most accurate installed Vosk model, else PocketSphinx.

    ``model_dir`` names a Vosk model outside the ``models`` folder. Cheap, as the model is loaded by the first answer;
    but a model that somebody else than our installer put in ``models`` is loaded once for a trial, which takes seconds.
    """
    folder = _vosk_folder(wish, model_dir, (each.folder for each in installed(models) if _loads(each.folder)))
    if folder is not None:
        return VoskRecognizer(folder)
    taught = teach() if teach is not None else None
    return SphinxRecognizer(taught.model, taught.hash, taught.dictionary) if taught else SphinxRecognizer()


def describe_choice(wish: Wish, model_dir: Path | None, models: Path) -> EngineName:
    """What ``choose`` would choose, if every model that has not been tried yet can be loaded. Tries none."""
    folder = _vosk_folder(wish, model_dir, (each.folder for each in installed(models)))
    return (SphinxRecognizer() if folder is None else VoskRecognizer(folder)).name


def _vosk_folder(wish: Wish, model_dir: Path | None, usable: Iterator[Path]) -> Path | None:
    """The model to use; None is PocketSphinx. ``usable`` are those in the models folder, the most accurate first."""
    if wish == "sphinx":
        if model_dir is not None:
            raise WrongUse("PocketSphinx takes no model folder.", "Leave --model away, or say --recognizer vosk.")
        return None
    if model_dir is not None:
        return model_dir
    folder = next(usable, None)
    if folder is None and wish == "vosk":
        raise MissingOnThisMachine(
            "No Vosk model is installed on this machine.",
            f"Install one with: coachdesk models install {SMALL}, or name its folder with --model.",
        )
    return folder


def _loads(folder: Path) -> bool:
    failure = model_folder.last_trial(folder)
    if failure is None:
        failure = trial.failure_of(folder)
        with suppress(OSError):  # a folder that may only be read: its model is tried again the next time
            model_folder.keep_trial(folder, failure)
    return not failure
