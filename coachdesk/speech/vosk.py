"""The recognizer Vosk, for a model that was installed.

Vosk gives from one recognizer either a confidence for every word or alternatives, whose scores are not normalised.
We take confidences and no alternatives: these would need a second recognizer on the same audio, which costs as much
again (measured on the Korean model: real-time factor 0.22 with confidences, 0.21 more for ten alternatives).
"""

from __future__ import annotations

import ctypes
import json
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from coachdesk.analysis.heard import Word
from coachdesk.errors import MissingOnThisMachine
from coachdesk.speech import model_folder
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.recognize import RATE_HZ, Block, Reading


def library() -> Any:
    """The library itself, imported only when it is used. Raises MissingOnThisMachine where it does not start."""
    try:
        import vosk
    except (ImportError, OSError, TypeError) as problem:  # TypeError: what it says to a platform it does not know
        raise MissingOnThisMachine(
            f"The recognizer Vosk does not start on this machine: {problem}.", "Use PocketSphinx instead."
        ) from problem
    vosk.SetLogLevel(-1)
    return vosk


class VoskRecognizer:
    """Vosk with one model as a ``Recognizer``. The folder is checked at once, the model loaded by the first answer."""

    def __init__(self, folder: Path) -> None:
        model_folder.check_files(folder)
        self._folder = folder
        name = _model_name(folder)
        self.name = EngineName("vosk", name, name)
        self._engine: Any = None
        self._words: list[dict[str, Any]] = []
        self._fed = 0
        self._segment_starts_s = 0.0

    @cached_property
    def _model(self) -> Any:
        return self._built("Model", str(self._folder))

    def _built(self, what: str, *parts: Any) -> Any:
        try:
            return getattr(library(), what)(*parts)
        except Exception as problem:
            if type(problem) is not Exception:  # the library raises nothing more precise
                raise
            raise MissingOnThisMachine(
                f"The Vosk model in {self._folder} is broken: the engine cannot load it.", "Install it anew."
            ) from problem

    def begin_answer(self) -> None:
        self._engine = self._built("KaldiRecognizer", self._model, float(RATE_HZ))
        self._engine.SetWords(True)
        self._fed = 0

    def begin_segment(self) -> None:
        _seed_dither()
        self._words = []
        self._segment_starts_s = self._fed / RATE_HZ

    def feed(self, block: Block) -> None:
        self._fed += len(block)
        if self._engine.AcceptWaveform(block.tobytes()):
            self._keep(self._engine.Result())

    def partial(self) -> str:
        now = str(json.loads(self._engine.PartialResult()).get("partial", ""))
        return " ".join([*(word["word"] for word in self._words), now]).strip()

    def end_segment(self) -> Reading:
        self._keep(self._engine.FinalResult())
        return Reading(tuple(self._word(word) for word in self._words))

    def _keep(self, result: str) -> None:
        self._words += json.loads(result).get("result", [])

    def _word(self, word: dict[str, Any]) -> Word:
        return Word(
            str(word["word"]),
            round(max(0.0, word["start"] - self._segment_starts_s), 3),
            round(max(0.0, word["end"] - self._segment_starts_s), 3),
            round(min(1.0, max(0.0, word["conf"])), 3),
        )


def _model_name(folder: Path) -> str:
    name = folder.resolve().name
    return folder.resolve().parent.name if name == "model" else name


def _seed_dither() -> None:
    """Kaldi adds a little noise from the C library's random numbers: started alike, the same audio gives the same."""
    library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
    library.srand(1)
