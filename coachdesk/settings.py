"""Every setting, declared once: its name, its default, what it accepts, and what it does in words."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coachdesk.errors import CoachDeskError, WrongUse

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
"""A file of settings has 5,000; more was not written by this program."""


class Settings(BaseModel):
    """What a user has chosen. Kept as JSON in the data folder; anything unreadable there falls back to its default."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    microphone: Annotated[str, Field(max_length=300, description="Device to record from; empty: the system's own")] = ""
    speaker: Annotated[str, Field(max_length=300, description="Device to play on; empty: the system's own")] = ""
    recognizer: Annotated[Literal["auto", "vosk", "sphinx"], Field(description="Who transcribes")] = "auto"
    silence_s: Annotated[
        float, Field(ge=0.8, le=8, description="Seconds of silence that end an answer; long enough to think")
    ] = 2.0
    show_words: Annotated[bool, Field(description="Show the words while they are heard")] = True
    theme: Annotated[Literal["system", "light", "dark"], Field(description="Light, dark, or as the system")] = "system"
    window_geometry: Annotated[str, Field(max_length=4000, description="Where the window stood")] = ""


def read(path: Path) -> Settings:
    """The settings in ``path``; defaults where there is no file, or for each value that is not valid."""
    settings, wrong = _read(path)
    if wrong:
        log.warning("%s", wrong)
    return settings


def problem_in(path: Path) -> str:
    """Why what is in ``path`` is not used, or not all of it, in a sentence; empty where all of it is."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Settings, str]:
    unread = f"The settings in {path} cannot be read, so defaults are used"
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            return Settings(), f"{unread}: it is not a plain file."
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return Settings(), f"{unread}: it is longer than {MOST_BYTES:,} bytes."
        raw = json.loads(content.decode("utf-8"))
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), f"{unread}: {error.strerror or error}."
    except (ValueError, RecursionError):
        return Settings(), f"{unread}: it is not JSON."
    if not isinstance(raw, dict):
        return Settings(), f"{unread}: it holds no settings."
    try:
        return Settings.model_validate(raw), ""
    except ValidationError as error:
        wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
        rest = {name: value for name, value in raw.items() if name not in wrong}
        named = ", ".join(sorted(wrong))
        return Settings.model_validate(rest), f"The settings in {path} have values that do not fit: {named}."


def write(path: Path, settings: Settings) -> None:
    """Keep the settings, all or nothing. Raises CoachDeskError where the folder cannot be written."""
    draft = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(settings.model_dump(), indent=1), "utf-8")
        draft.replace(path)
    except OSError as error:
        raise CoachDeskError(
            f"The settings could not be kept: {error.strerror}.", "The earlier ones are still there. Check the disk."
        ) from error


def changed(settings: Settings, **changes: object) -> Settings:
    """Settings with some values changed. Raises WrongUse for a value that does not fit."""
    try:
        return Settings.model_validate({**settings.model_dump(), **changes})
    except ValidationError as error:
        detail = error.errors()[0]
        name = ".".join(str(part) for part in detail["loc"])
        raise WrongUse(f"The setting '{name}' cannot be {detail['input']!r}: {detail['msg']}.") from error
