"""Content files read without trust: YAML to plain values to checked models, with every problem at its line.

A file is hostile until it was read here. Only text, numbers, true, false, null, lists and maps come out; tags, aliases
and second documents are refused, and so is what is too large or too deep, before memory or time is spent on it.
"""

from __future__ import annotations

import codecs
import copy
import difflib
import re
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

LARGEST_BYTES = 512 * 1024
DEEPEST = 24
MOST_VALUES = 50_000
_MOST_PROBLEMS = 200

Path_ = tuple[str | int, ...]
Place = tuple[int, int]
Model = TypeVar("Model", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?\d{1,18}\.\d{1,18}")
_CONSTANTS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a file. Line and column count from 1."""

    file: Path
    line: int
    column: int
    severity: Literal["error", "warning"]
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}"


@dataclass(frozen=True)
class Source:
    """A file as it was read: its text, its value, and where each part of the value stands."""

    path: Path
    text: str
    value: object
    places: dict[Path_, Place] = field(default_factory=dict)
    key_places: dict[Path_, Place] = field(default_factory=dict)

    def at(self, *where: str | int, key: bool = False) -> Place:
        """Line and column of a part (of its key, with ``key``), or of the nearest part around it."""
        for length in range(len(where), -1, -1):
            place = (self.key_places if key and length == len(where) else self.places).get(where[:length])
            if place:
                return place
        return (1, 1)

    def problem(
        self, severity: Literal["error", "warning"], message: str, *where: str | int, key: bool = False, shift: int = 0
    ) -> Problem:
        """A problem at a part; ``shift`` characters into its text, where it is text in one line."""
        line, column = self.at(*where, key=key)
        if shift and self.text.split("\n")[line - 1][column - 1 : column] in ("'", '"'):
            column += 1
        return Problem(self.path, line, column + shift, severity, message)


class _Refused(Exception):
    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column

    def at(self, path: Path) -> Problem:
        return Problem(path, self.line, self.column, "error", self.message)


def load(model: type[Model], path: Path) -> tuple[Model | None, Source | None, list[Problem]]:
    """Read one content file. The model is None where there is an error; all problems are reported together."""
    source, problems = read_yaml(path)
    if source is None:
        return None, None, problems
    value, found = validate(model, source)
    return None if problems else value, source, problems + found


def mended(model: type[Model], source: Source) -> Model | None:
    """What a file with errors of form would be without them, so that more can be said about it; None where unclear.

    Unknown fields are left out, and words out of a fixed choice replaced by its first.
    """
    value = copy.deepcopy(source.value)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:_MOST_PROBLEMS]:
            _mend(value, detail)
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def _mend(value: Any, detail: ErrorDetails) -> None:
    *way, last = detail["loc"] or (None,)
    for part in way:
        inside = isinstance(value, dict) and part in value
        value = value[part] if inside or (isinstance(value, list) and isinstance(part, int)) else None
    if not isinstance(value, dict) or last not in value:
        return
    if detail["type"] == "extra_forbidden":
        del value[last]
    elif detail["type"] == "literal_error":
        choice = re.match(r"'([^']*)'", str(detail.get("ctx", {}).get("expected")))
        value[last] = choice[1] if choice else value[last]
    elif last == "time_limit":
        value[last] = "60 min"


def load_text(model: type[Model], text: str, name: str) -> Model:
    """A model from text that was checked when it was kept. Raises ValueError where it does not fit any more."""
    source, problems = _read_source(Path(name), text)
    value, found = validate(model, source) if source else (None, [])
    if value is None or problems:
        raise ValueError("; ".join(map(str, problems + found)))
    return value


def read_yaml(path: Path) -> tuple[Source | None, list[Problem]]:
    """The plain value of a YAML file; a map's keys are always text. Source is None where it cannot be read.

    A repeated key is a problem too; the value is the first one's.
    """
    try:
        return _read_source(path, _read_text(path))
    except _Refused as refused:
        return None, [refused.at(path)]


def _read_source(path: Path, text: str) -> tuple[Source | None, list[Problem]]:
    reader = _Reader(path, text)
    try:
        source = reader.read()
    except _Refused as refused:
        return None, [refused.at(path)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, [Problem(path, line, column, "error", f"this is not valid YAML: {error.problem}")]
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", "")) or "it cannot be read"
        line = text[: getattr(error, "position", 0) or 0].count("\n") + 1
        return None, [Problem(path, line, 1, "error", f"this is not valid YAML: {reason}")]
    return source, reader.repeated


def _read_text(path: Path) -> str:
    try:
        if not path.is_file():
            raise _Refused("this is a folder" if path.is_dir() else "there is no such file")
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise _Refused(f"the file cannot be opened: {error.strerror}") from error
    if len(raw) > LARGEST_BYTES:
        raise _Refused(f"the file is larger than {LARGEST_BYTES // 1024} KB; a content file is text of a few pages")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _Refused("the file is UTF-16 text; save it again as UTF-8")
    if b"\0" in raw:
        raise _Refused("the file is not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _Refused("the file is not UTF-8 text; save it again with that encoding", line) from error


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.source = Source(path, text, None)
        self.repeated: list[Problem] = []
        self.count = 0

    def read(self) -> Source:
        events = yaml.parse(self.source.text, Loader=_Loader)
        documents = 0
        value: object = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused("the file holds a second document ('---'); keep one to a file", *_place(event))
                value = self._value(next(events), events, ())
        return Source(self.source.path, self.source.text, value, self.source.places, self.source.key_places)

    def _value(self, event: Any, events: Any, path: Path_) -> object:
        self.count += 1
        place = _place(event)
        if self.count > MOST_VALUES or len(path) > DEEPEST:
            raise _Refused("the file is nested too deep or holds too much to be a content file", *place)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("the file uses an alias ('*name'); write it out instead", *place)
        if event.tag is not None and event.tag != "!":
            raise _Refused(f"the file uses a tag ('{_shown(str(event.tag))}'), which content files do not have", *place)
        self.source.places[path] = place
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._value(event, events, (*path, len(items))))
            return items
        return self._map(events, path)

    def _map(self, events: Any, path: Path_) -> dict[str, object]:
        result: dict[str, object] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = _place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused("a name was expected here, not a list or a map", *place)
            key = event.value
            if key in result:
                first = self.source.key_places[*path, key][0]
                message = f"'{_shown(key)}' stands here a second time; the first is in line {first}"
                self.repeated.append(Problem(self.source.path, *place, "error", message))
                self._value(next(events), events, (*path, key, "again"))
                continue
            self.source.key_places[*path, key] = place
            result[key] = self._value(next(events), events, (*path, key))
        return result


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: yaml.ScalarEvent) -> object:
    """YAML 1.2's core values only: yes, no, on, off, 12:30 and 2024-01-01 are words here, as their writer meant."""
    text: str = event.value
    if not event.implicit[0]:  # quoted
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def validate(model: type[Model], source: Source) -> tuple[Model | None, list[Problem]]:
    """A model from a source's value, and in plain words every reason why not."""
    try:
        return model.model_validate(source.value), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, [_problem(model, source, detail) for detail in details[:_MOST_PROBLEMS]]


def _problem(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Problem:
    where = tuple(part for part in detail["loc"] if part != "[key]")
    is_key = detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]
    if detail["type"] == "missing":
        where = where[:-1]
    return source.problem("error", _in_words(model, detail), *where, key=is_key)


def _in_words(model: type[BaseModel], detail: ErrorDetails) -> str:
    kind, name = detail["type"], str(detail["loc"][-1]) if detail["loc"] else "file"
    shown = repr(detail["input"])[:60]
    context = detail.get("ctx", {})
    match kind:
        case "missing":
            return f"'{name}' is missing"
        case "extra_forbidden":
            return f"there is no field '{_shown(name)}' here{did_you_mean(name, _fields_at(model, detail['loc'][:-1]))}"
        case "literal_error" | "enum":
            return f"'{name}' is {shown}; it must be {context.get('expected')}"
        case "string_pattern_mismatch":
            example = "like_this" if "_" in str(context.get("pattern")) else "like-this"
            return f"{shown} is not a name of the right form; write lower case letters and digits, {example}"
        case "string_type":
            return f"'{name}' must be text, not {shown}"
        case "value_error":
            reason = str(context.get("error", detail["msg"]))
            return f"'{name}' {reason}" if detail["loc"] else reason
        case "too_short":
            return f"'{name}' must hold at least {context.get('min_length')}"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"'{name}' must be a map of fields, not {shown}"
        case "tuple_type" | "list_type":
            return f"'{name}' must be a list, not {shown}"
    return f"'{name}': {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _shown(text: str) -> str:
    """A text out of a file as it may be printed: short, and without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])


def did_you_mean(name: str, known: typing.Iterable[str]) -> str:
    """``; did you mean 'x'?`` where something like ``name`` is known, else the few that are known, else nothing."""
    every = sorted(known)
    if close := difflib.get_close_matches(name[:60], every, 1, 0.6):
        return f"; did you mean '{close[0]}'?"
    return f"; there is {', '.join(every)}" if 0 < len(every) <= 12 else ""


def _fields_at(model: type[BaseModel], where: typing.Sequence[str | int]) -> list[str]:
    at: Any = model
    for part in where:
        at = _element(at, part)
    at = _unwrapped(at)
    return list(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else []


def _element(annotation: Any, part: str | int) -> Any:
    at = _unwrapped(annotation)
    if isinstance(at, type) and issubclass(at, BaseModel):
        return at.model_fields[str(part)].annotation if part in at.model_fields else None
    arguments = typing.get_args(at)
    return (arguments[1] if typing.get_origin(at) is dict else arguments[0]) if arguments else None


def _unwrapped(annotation: Any) -> Any:
    """A type without Annotated and without ``| None``."""
    if typing.get_origin(annotation) is Annotated:
        return _unwrapped(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return _unwrapped(next(a for a in typing.get_args(annotation) if a is not type(None)))
    return annotation
