"""Labelled answers, as they are written and as they are heard: a table beside a folder of speech.

This is the one place that knows where the held-out answers lie. What is heard is kept from run to run in the user's
temporary folder, by recognizer, language model and sound, as hearing them all takes minutes.
"""

from __future__ import annotations

import argparse
import csv
import getpass
import hashlib
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from coachdesk.analysis import heard as heard_types
from coachdesk.analysis.heard import Heard, typed
from coachdesk.errors import WrongUse
from coachdesk.services.desk import open_desk
from coachdesk.speech import decode, listen, sphinx, voice_activity, vosk
from coachdesk.speech.recognize import Recognizer

HELD_OUT = Path(__file__).resolve().parents[1] / "heldout"
_HEARD = TypeAdapter(Heard)
_HEARS = (heard_types, decode, listen, sphinx, voice_activity, vosk)
_CODE = b"".join(Path(module.__file__ or "").read_bytes() for module in _HEARS)
"""What is heard depends on these; a change in one hears anew. Read once: it is what runs, whatever is written now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its labels: moves that it makes, and moves about which the labellers disagree."""

    id: str
    move: str
    makes: frozenset[str]
    arguable: frozenset[str]
    voice: str | None
    text: str

    def truth(self, move: str) -> bool | None:
        """Whether it makes a move; None where that can be argued either way."""
        return None if move in self.arguable else move in self.makes


Given = tuple[Answer, Heard]


@dataclass(frozen=True, slots=True)
class Material:
    """What is measured on: tables and a folder of speech, held out or for tuning."""

    tables: tuple[Path, ...]
    speech: Path | None

    @property
    def is_held_out(self) -> bool:
        places = (*self.tables, *((self.speech,) if self.speech else ()))
        return any(place.resolve().is_relative_to(HELD_OUT) for place in places)

    @property
    def says(self) -> str:
        return "held out" if self.is_held_out else "on TUNING data"

    def answers(self) -> list[Answer]:
        found = [answer for table in self.tables for answer in _read(table)]
        if len({answer.id for answer in found}) < len(found):
            raise WrongUse("The tables have an id twice.")
        return found

    def typed(self) -> list[Given]:
        return [(answer, typed(answer.text)) for answer in self.answers()]

    def heard(self, recognizer: Recognizer) -> list[Given]:
        """Every answer of which there is speech, as the recognizer hears it."""
        if self.speech is None:
            return []
        files = _speech(self.speech)
        spoken = [
            (answer, file)
            for answer in self.answers()
            for voice, file in files.get(answer.id, ())
            if answer.voice in (None, voice)
        ]
        return [(answer, hear(file, recognizer)) for answer, file in spoken]


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--answers", type=Path, nargs="+", metavar="TSV", help="labelled answers (default: held out)")
    parser.add_argument("--speech", type=Path, metavar="DIR", help="a folder of speech, ID-VOICE.opus")
    parser.add_argument("--recognizer", choices=("sphinx", "vosk"), default="sphinx", help="who hears it")
    parser.add_argument("--model", type=Path, metavar="DIR", help="a Vosk model")


def material(chosen: argparse.Namespace) -> Material:
    """What the options name, else what is held out: its answers with its own speech."""
    if chosen.answers is None:
        return Material((HELD_OUT / "answers.tsv",), HELD_OUT / "speech")
    return Material(tuple(chosen.answers), chosen.speech)


def recognizer(chosen: argparse.Namespace) -> Recognizer:
    """The recognizer as the program chooses it, with what the library teaches it."""
    return open_desk(_kept() / "home").recognizer(chosen.recognizer, chosen.model)


def _read(table: Path) -> Iterable[Answer]:
    try:
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                voice = row.get("voice") or "-"
                made, arguable = _names(row["makes"]), _names(row["arguable"])
                if (row["move"] in made) != (row["label"] == "yes") and row["move"] not in arguable:
                    raise WrongUse(f"{table}: the label of {row['id']} does not fit the moves that it makes.")
                yield Answer(row["id"], row["move"], made, arguable, None if voice == "-" else voice, row["text"])
    except (OSError, KeyError) as problem:
        raise WrongUse(f"{table} cannot be read as a table of answers: {problem}.") from problem


def _names(cell: str) -> frozenset[str]:
    return frozenset(name.strip() for name in cell.split(",")) - {"-", ""}


def _speech(folder: Path) -> dict[str, list[tuple[str, Path]]]:
    """Every file by the id of its answer, with its voice."""
    found: dict[str, list[tuple[str, Path]]] = {}
    for file in sorted(folder.glob("*.opus")):
        if name := re.fullmatch(r"(.+)-([a-z]+\d+)", file.stem):
            found.setdefault(name[1], []).append((name[2], file))
    return found


def hear(file: Path, recognizer: Recognizer) -> Heard:
    name = recognizer.name
    key = hashlib.sha256(repr((name.engine, name.model, name.language_hash)).encode())
    for part in (_CODE, file.read_bytes()):
        key.update(hashlib.sha256(part).digest())
    kept = _kept() / "heard" / f"{key.hexdigest()}.json"
    if kept.exists():
        return _HEARD.validate_json(kept.read_bytes())
    heard = decode.hear(file, recognizer)
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".part")
    draft.write_bytes(_HEARD.dump_json(heard))
    draft.replace(kept)
    return heard


def _kept() -> Path:
    folder = Path(tempfile.gettempdir()) / f"coachdesk-bench-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def ids(given: Sequence[Given]) -> int:
    """How many different answers there are, whatever the number of voices."""
    return len({answer.id for answer, _ in given})
