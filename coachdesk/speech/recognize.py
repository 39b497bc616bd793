"""What a recognizer is: blocks of audio in, words out, one pause-bounded segment after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coachdesk.analysis.heard import Word
from coachdesk.speech.engine_name import EngineName

RATE_HZ = 16_000
"""Every recognizer and detector here takes mono 16-bit samples at this rate."""

Block = NDArray[np.int16]


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
