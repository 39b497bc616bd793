"""The embedded recognizer: PocketSphinx 5, whose wheel carries an English model, so that no network is ever needed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from coachdesk.analysis.heard import Word
from coachdesk.errors import CoachDeskError, MissingOnThisMachine
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.language.dictionary import hearable, without_mark
from coachdesk.speech.language.files import DICTIONARY_FILE, ENGINE_DICTIONARY, ENGINE_MODEL, engine_file
from coachdesk.speech.recognize import Block, Reading

ALTERNATIVES = 30
"""Other readings kept of a segment: with 30 the moves are found best (F1 0.85; with 10 0.80, with 100 0.85)."""

_TRIED_PER_ALTERNATIVE = 10
"""Many of the engine's readings differ only in noises and pronunciations; so many are looked at for one kept."""

_FRAME_S = 0.01
_NOT_A_WORD = re.compile(r"^(<.*>|\[.*\]|\+\+.*\+\+)$")


class SphinxRecognizer:
    """PocketSphinx as a ``Recognizer``. Its model is loaded (0.3 s) by the first answer, not before.

    ``language_model`` is a model to use instead of the engine's own, ``language_hash`` the name it is known by,
    ``dictionary`` what it can hear; without one, all that the engine can hear and a coach may.
    """

    def __init__(
        self,
        language_model: Path | None = None,
        language_hash: str = ENGINE_MODEL,
        dictionary: Path | None = None,
    ) -> None:
        if language_model is not None and not language_model.is_file():
            raise CoachDeskError(f"There is no language model at {language_model}.")
        self._language_model = language_model
        self._dictionary = dictionary
        self.name = EngineName("sphinx", "pocketsphinx-en-us", language_hash)
        self._open = False

    @cached_property
    def _decoder(self) -> Any:
        try:
            import pocketsphinx
        except (ImportError, OSError) as problem:
            raise MissingOnThisMachine(
                f"The recognizer PocketSphinx does not start: {problem}.", "Install CoachDesk anew."
            ) from problem
        model = self._language_model or engine_file(ENGINE_MODEL)
        try:
            with self._words() as words:
                return pocketsphinx.Decoder(
                    hmm=pocketsphinx.get_model_path("en-us/en-us"), dict=str(words), lm=str(model), loglevel="FATAL"
                )
        except RuntimeError as problem:
            raise CoachDeskError(
                f"The recognizer PocketSphinx cannot use the language model {model}.", "It may be damaged."
            ) from problem

    @contextmanager
    def _words(self) -> Iterator[Path]:
        """The dictionary to load."""
        if self._dictionary is not None:
            yield self._dictionary
            return
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="coachdesk-"))
                words = Path(folder) / DICTIONARY_FILE
                hearable().write(words)
            except OSError:  # a full disk: rather with words that a coach should not hear than not at all
                words = engine_file(ENGINE_DICTIONARY)
            yield words

    def begin_answer(self) -> None:
        if self._open:
            self.end_segment()
        # The cepstral mean and the noise estimate go on from answer to answer otherwise, and with them the words and
        # confidences change; setting the mean alone is not enough. Costs 0.1 ms.
        self._decoder.reinit_feat()

    def begin_segment(self) -> None:
        self._decoder.start_utt()
        self._open = True

    def feed(self, block: Block) -> None:
        self._decoder.process_raw(block.tobytes(), False, False)

    def partial(self) -> str:
        best = self._decoder.hyp() if self._open else None
        return _text(best.hypstr) if best else ""

    def end_segment(self) -> Reading:
        self._decoder.end_utt()
        self._open = False
        best = self._decoder.hyp()
        if best is None:
            return Reading(())
        words = tuple(_word(part) for part in self._decoder.seg() if not _NOT_A_WORD.match(part.word))
        return Reading(words, self._alternatives(" ".join(word.text for word in words)))

    def _alternatives(self, best: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for tried, other in enumerate(self._decoder.nbest() or ()):
            if tried == ALTERNATIVES * _TRIED_PER_ALTERNATIVE or len(found) == ALTERNATIVES:
                break
            if other is not None and (text := _text(other.hypstr)) and text != best:
                found.setdefault(text)
        return tuple(found)


def _word(part: Any) -> Word:
    return Word(
        without_mark(part.word),
        round(part.start_frame * _FRAME_S, 3),
        round((part.end_frame + 1) * _FRAME_S, 3),
        round(min(1.0, max(0.0, part.prob)), 3),
    )


def _text(line: str) -> str:
    return " ".join(without_mark(word) for word in line.split() if not _NOT_A_WORD.match(word))
