"""Every setting, declared once: its name, its default, what it accepts, and what it does in words.

One without a title is the program's own memory: it is neither shown nor set by hand.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from coachdesk.errors import CoachDeskError, WrongUse

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
"""A file of settings has 5,000; more was not written by this program."""


def _in(group: str, unit: str = "", choices: dict[str, str] | None = None) -> dict[str, JsonValue]:
    """Where a setting is shown, what its number counts, and its choices in words where they are not plain already."""
    words: dict[str, JsonValue] = dict(choices or {})
    return {"group": group, "unit": unit, "choices": words}


class Settings(BaseModel):
    """What a user has chosen. Kept as JSON in the data folder; anything unreadable there falls back to its default."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    microphone: Annotated[
        str,
        Field(
            max_length=300,
            title="Microphone",
            description="What you speak into.",
            json_schema_extra=_in("sound"),
        ),
    ] = ""
    speaker: Annotated[
        str,
        Field(
            max_length=300,
            title="Speaker",
            description="What recordings are played on.",
            json_schema_extra=_in("sound"),
        ),
    ] = ""
    buyer_voice: Annotated[
        bool,
        Field(
            title="Buyer's voice",
            description="Speak the buyer's lines aloud; off: they are only shown.",
            json_schema_extra=_in("sound"),
        ),
    ] = True
    recognizer: Annotated[
        Literal["auto", "vosk", "sphinx"],
        Field(
            title="Recognizer",
            description="Who turns your answers into text, on this computer.",
            json_schema_extra=_in(
                "listening", choices={"auto": "The best there is", "vosk": "Vosk", "sphinx": "The built-in one"}
            ),
        ),
    ] = "auto"
    answer_mode: Annotated[
        Literal["hands-free", "push-to-talk"],
        Field(
            title="Answering",
            description="Hands-free: silence ends an answer. Push-to-talk: Space begins and ends it.",
            json_schema_extra=_in("practice", choices={"hands-free": "Hands-free", "push-to-talk": "Push-to-talk"}),
        ),
    ] = "hands-free"
    silence_s: Annotated[
        float,
        Field(
            ge=0.8,
            le=8,
            title="Silence that ends an answer",
            description="Long enough to think; used where you answer hands-free.",
            json_schema_extra=_in("practice", "seconds"),
        ),
    ] = 2.0
    show_words: Annotated[
        bool,
        Field(
            title="Live words",
            description="Show the words while they are heard.",
            json_schema_extra=_in("practice"),
        ),
    ] = True
    support: Annotated[
        Literal["hints", "model answer", "none"],
        Field(
            title="Help while talking",
            description="What you may look at during a talk.",
            json_schema_extra=_in(
                "practice", choices={"hints": "Hints", "model answer": "The model answer", "none": "Nothing"}
            ),
        ),
    ] = "hints"
    new_drills_a_day: Annotated[
        int,
        Field(
            ge=0,
            le=50,
            title="New drills a day",
            description="How many new objections a day your drills bring.",
            json_schema_extra=_in("practice", "a day"),
        ),
    ] = 5
    pace_low_wpm: Annotated[
        int,
        Field(
            ge=60,
            le=200,
            title="Pace, from",
            description="Under it an answer is called slow.",
            json_schema_extra=_in("delivery", "words a minute"),
        ),
    ] = 120
    pace_high_wpm: Annotated[
        int,
        Field(
            ge=100,
            le=260,
            title="Pace, to",
            description="Over it an answer is called fast.",
            json_schema_extra=_in("delivery", "words a minute"),
        ),
    ] = 170
    longest_pause_s: Annotated[
        float,
        Field(
            ge=0.5,
            le=8,
            title="Longest pause",
            description="Over it a pause is called long.",
            json_schema_extra=_in("delivery", "seconds"),
        ),
    ] = 2.0
    longest_answer_s: Annotated[
        int,
        Field(
            ge=10,
            le=180,
            title="Longest answer",
            description="Over it an answer is called long.",
            json_schema_extra=_in("delivery", "seconds"),
        ),
    ] = 45
    keep_recordings_days: Annotated[
        int,
        Field(
            ge=0,
            le=3650,
            title="Keep recordings",
            description="Then they are erased, and what was said stays as text; 0 keeps them for good.",
            json_schema_extra=_in("privacy", "days"),
        ),
    ] = 0
    back_up: Annotated[
        bool,
        Field(
            title="Automatic backups",
            description="Once a day, when you start: everything but the recordings, which would fill the disk.",
            json_schema_extra=_in("backups"),
        ),
    ] = True
    backups_kept: Annotated[
        int,
        Field(
            ge=1,
            le=60,
            title="Backups kept",
            description="How many automatic ones are kept; then the oldest goes.",
            json_schema_extra=_in("backups"),
        ),
    ] = 7
    remind: Annotated[
        bool,
        Field(
            title="Reminders",
            description="Show a notification when drills are due, never during a practice.",
            json_schema_extra=_in("reminders"),
        ),
    ] = False
    remind_at: Annotated[
        str,
        Field(
            pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
            title="Reminder at",
            description="The time of day, as 09:00.",
            json_schema_extra=_in("reminders"),
        ),
    ] = "09:00"
    theme: Annotated[
        Literal["system", "light", "dark"],
        Field(
            title="Theme",
            description="Light, dark, or as the system says.",
            json_schema_extra=_in("look", choices={"system": "As the system", "light": "Light", "dark": "Dark"}),
        ),
    ] = "system"
    text_size: Annotated[
        Literal[100, 115, 130, 150],
        Field(
            title="Text size",
            description="The size of everything in the window, from the next start on.",
            json_schema_extra=_in("look", "%"),
        ),
    ] = 100
    language: Annotated[
        Literal["en", "pseudo"],
        Field(
            title="Language",
            description="English, or accented English that shows what is not translatable yet; from the next start on.",
            json_schema_extra=_in("look", choices={"en": "English", "pseudo": "Accented English (for translators)"}),
        ),
    ] = "en"
    welcomed: Annotated[bool, Field(title="", description="The first start is over")] = False
    welcome_step: Annotated[int, Field(ge=0, le=9, title="", description="How far the first start has come")] = 0
    window_geometry: Annotated[str, Field(max_length=4000, title="", description="Where the window stood")] = ""
    window_page: Annotated[str, Field(max_length=60, title="", description="The page that was open last")] = ""
    tables: Annotated[
        dict[str, str], Field(max_length=40, title="", description="Columns, sorting and filters of each table")
    ] = Field(default_factory=dict)


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
    wrong: set[str] = set()
    try:
        found = Settings.model_validate(raw)
    except ValidationError as error:
        wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
        found = Settings.model_validate({name: value for name, value in raw.items() if name not in wrong})
    if found.pace_low_wpm > found.pace_high_wpm:
        wrong |= {"pace_low_wpm", "pace_high_wpm"}
        found = Settings.model_validate({name: value for name, value in raw.items() if name not in wrong})
    named = ", ".join(sorted(wrong))
    return found, f"The settings in {path} have values that do not fit: {named}." if wrong else ""


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
        new = Settings.model_validate({**settings.model_dump(), **changes})
    except ValidationError as error:
        detail = error.errors()[0]
        name = ".".join(str(part) for part in detail["loc"])
        raise WrongUse(f"The setting '{name}' cannot be {detail['input']!r}: {detail['msg']}.") from error
    if new.pace_low_wpm > new.pace_high_wpm:
        raise WrongUse(
            f"The pace cannot go from {new.pace_low_wpm} to {new.pace_high_wpm} words a minute.",
            "Choose a lower first figure, or a higher second one.",
        )
    return new
