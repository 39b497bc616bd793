"""What the first page needs to know of the settings, read without what checks them: importing that takes 60 ms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

MOST_BYTES = 1_000_000
_THEMES = ("system", "light", "dark")
_LANGUAGES = ("en", "pseudo")
_TEXT_SIZES = (100, 115, 130, 150)
_NEW_DRILLS = tuple(range(51))


@dataclass(frozen=True, slots=True)
class Glance:
    """The same names, values and defaults as in `settings`, where they are declared."""

    theme: Literal["system", "light", "dark"] = "system"
    text_size: int = 100
    language: Literal["en", "pseudo"] = "en"
    window_geometry: str = ""
    window_page: str = ""
    new_drills_a_day: int = 5


def glance(path: Path) -> Glance:
    """What is kept in ``path``; the default for all that is not there or not right. `settings` tells what is wrong."""
    kept = _read(path)
    found = Glance()
    return Glance(
        theme=cast(Any, _one_of(_THEMES, kept.get("theme"), found.theme)),
        text_size=cast(int, _one_of(_TEXT_SIZES, kept.get("text_size"), found.text_size)),
        language=cast(Any, _one_of(_LANGUAGES, kept.get("language"), found.language)),
        window_geometry=_text(kept.get("window_geometry")),
        window_page=_text(kept.get("window_page")),
        new_drills_a_day=cast(int, _one_of(_NEW_DRILLS, kept.get("new_drills_a_day"), found.new_drills_a_day)),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as file:
            kept = json.loads(file.read(MOST_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _one_of(choices: tuple[object, ...], value: object, default: object) -> object:
    return value if type(value) is type(default) and value in choices else default
