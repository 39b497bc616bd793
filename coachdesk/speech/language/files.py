"""Names and places of the files that teaching reads and writes."""

from __future__ import annotations

from pathlib import Path

from coachdesk import paths

ENGINE_MODEL = "en-us.lm.bin"
ENGINE_DICTIONARY = "cmudict-en-us.dict"
MODEL_FILE = "language.lm.bin"
DICTIONARY_FILE = "words.dict"
ADDITIONS = paths.bundled("resources") / "language" / "pronunciations.txt"
NEVER_HEARD = paths.bundled("resources") / "language" / "never-heard.txt"


def engine_file(name: str) -> Path:
    """A file of the engine's English model."""
    import pocketsphinx

    return Path(pocketsphinx.get_model_path(f"en-us/{name}"))
