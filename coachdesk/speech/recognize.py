"""What a recognizer is: blocks of audio in, words out, one pause-bounded segment after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coachdesk.analysis.heard import Word

RATE_HZ = 16_000
"""Every recognizer and detector here takes mono 16-bit samples at this rate."""

Block = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class EngineName:
    """Who transcribed: shown with every result, and kept with every utterance.

    ``language_hash`` names the language model that the engine was given: a content hash for one taught by the
    library, the model's own name where it came as it is.
    """

    engine: str
    model: str
    language_hash: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was heard in one segment: the best words, times from the segment's start, and other readings as text."""

    words: tuple[Word, ...]
    alternatives: tuple[str, ...] = ()


class Recognizer(Protocol):
    """One engine with its model loaded. Used by one thread at a time.

    The same audio gives the same words whatever was heard before: ``begin_answer`` puts back all that an engine
    carries from one answer to the next.
    """

    name: EngineName

    def begin_answer(self) -> None: ...

    def begin_segment(self) -> None: ...

    def feed(self, block: Block) -> None: ...

    def partial(self) -> str:
        """The words of the segment so far, which may still change."""
        ...

    def end_segment(self) -> Reading: ...
