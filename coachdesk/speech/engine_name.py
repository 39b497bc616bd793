"""The name of who transcribed, apart from the engines so that a list of attempts need not load numpy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineName:
    """Who transcribed: shown with every result, and kept with every utterance.

    ``language_hash`` names the language model that the engine was given: a content hash for one taught by the
    library, the model's own name where it came as it is.
    """

    engine: str
    model: str
    language_hash: str
