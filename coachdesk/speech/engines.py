"""Which recognizer transcribes on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from coachdesk.errors import MissingOnThisMachine
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.models import SMALL, installed
from coachdesk.speech.recognize import Recognizer
from coachdesk.speech.sphinx import SphinxRecognizer
from coachdesk.speech.vosk import VoskRecognizer

Wish = Literal["auto", "vosk", "sphinx"]


def choose(wish: Wish, model_dir: Path | None, models: Path) -> Recognizer:
    """The recognizer that is wished for; ``auto`` is the most accurate installed Vosk model, else PocketSphinx.

    ``model_dir`` names a Vosk model outside the ``models`` folder. Cheap: the model is loaded by the first answer.
    """
    folder = _vosk_folder(wish, model_dir, models)
    return SphinxRecognizer() if folder is None else VoskRecognizer(folder)


def describe_choice(wish: Wish, model_dir: Path | None, models: Path) -> EngineName:
    """What ``choose`` would choose."""
    return choose(wish, model_dir, models).name


def _vosk_folder(wish: Wish, model_dir: Path | None, models: Path) -> Path | None:
    if wish == "sphinx":
        return None
    if model_dir is not None:
        return model_dir
    if have := installed(models):
        return have[0].folder
    if wish == "vosk":
        raise MissingOnThisMachine(
            "No Vosk model is installed on this machine.",
            f"Install one with: coachdesk models install {SMALL}, or name its folder with --model.",
        )
    return None
