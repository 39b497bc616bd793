"""The settings as they are declared: what each is called, accepts and means; and setting one from text.

The window's controls and ``coachdesk settings`` are both made of this, so that a setting appears by declaring it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic.fields import FieldInfo

from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.settings import Settings

Value = str | int | float | bool
Kind = Literal["switch", "choice", "whole", "number", "time", "text"]

GROUPS = ("sound", "listening", "practice", "delivery", "look", "reminders", "privacy", "backups")
"""In the order in which they are shown."""

_YES = frozenset({"on", "yes", "true", "1"})
_NO = frozenset({"off", "no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a setting takes, and what it is called."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting. ``least`` and ``most`` are of numbers, in ``unit``, or the letters of a text."""

    key: str
    group: str
    title: str
    help: str
    default: Value
    kind: Kind
    choices: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A setting with the value that it has now."""

    declared: Declared
    value: Value

    @property
    def is_default(self) -> bool:
        return self.value == self.declared.default


def declared() -> tuple[Declared, ...]:
    """Every setting that a person may choose, in the order of their groups. One without a title is the program's."""
    found = [_declared(key, field) for key, field in Settings.model_fields.items() if field.title]
    return tuple(sorted(found, key=lambda one: GROUPS.index(one.group)))


def one(key: str) -> Declared:
    """The setting of that name. Raises WrongUse where there is none."""
    for each in declared():
        if each.key == key:
            return each
    raise WrongUse(f"There is no setting '{key}'.", "'coachdesk settings list' shows them.")


def chosen(desk: Desk) -> tuple[Chosen, ...]:
    """Every setting with what it is now."""
    now = desk.settings()
    return tuple(Chosen(each, getattr(now, each.key)) for each in declared())


def get(desk: Desk, key: str) -> Value:
    value: Value = getattr(desk.settings(), one(key).key)
    return value


def put(desk: Desk, key: str, value: Value) -> Value:
    """Keeps a setting, and returns what it is from now on. Raises WrongUse for what does not fit."""
    return put_text(desk, key, to_text(value))


def put_text(desk: Desk, key: str, text: str) -> Value:
    """The same from text, as somebody types it."""
    value = from_text(one(key), text)
    desk.change_settings(**{key: value})
    return value


def reset(desk: Desk, key: str) -> Value:
    """Puts a setting back to its default."""
    return put(desk, key, one(key).default)


def to_text(value: Value) -> str:
    """A value as it is written: on and off, numbers without needless zeros."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def from_text(setting: Declared, text: str) -> Value:
    """The value that is meant. Raises WrongUse, which says what fits, for what does not."""
    words = text.strip()
    if setting.kind == "switch":
        return _switch(setting, words)
    if setting.kind == "choice":
        for choice in setting.choices:
            if words.casefold() in (to_text(choice.value).casefold(), choice.words.casefold()):
                return choice.value
        named = ", ".join(to_text(choice.value) for choice in setting.choices)
        raise _unfit(setting, f"one of: {named}", text)
    if setting.kind in ("whole", "number"):
        return _number(setting, words)
    if setting.kind == "time":
        hour, _, minute = words.partition(":")
        if not (len(hour) <= 2 and len(minute) == 2 and hour.isascii() and hour.isdigit() and minute.isascii()
                and minute.isdigit() and int(hour) < 24 and int(minute) < 60):  # fmt: skip
            raise _unfit(setting, "a time of day, such as 09:00", text)
        return f"{int(hour):02}:{minute}"
    if setting.most is not None and len(text) > setting.most:
        raise _unfit(setting, f"at most {setting.most:.0f} letters", f"{text[:20]}…")
    return text


def _switch(setting: Declared, words: str) -> bool:
    if words.casefold() in _YES:
        return True
    if words.casefold() in _NO:
        return False
    raise _unfit(setting, "on or off", words)


def _number(setting: Declared, words: str) -> int | float:
    kind = "a whole number" if setting.kind == "whole" else "a number"
    fits = f"{kind} from {setting.least:g} to {setting.most:g}"
    try:
        value = int(words) if setting.kind == "whole" else float(words.replace(",", "."))
    except ValueError:
        raise _unfit(setting, fits, words) from None
    if setting.least is None or setting.most is None or not setting.least <= value <= setting.most:
        raise _unfit(setting, fits, words)
    return value


def _unfit(setting: Declared, takes: str, text: str) -> WrongUse:
    return WrongUse(f"{setting.title} takes {takes}; '{text}' does not fit.")


def _declared(key: str, field: FieldInfo) -> Declared:
    extra: dict[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    least = _limit(field, "ge")
    most = _limit(field, "le")
    letters = _limit(field, "max_length")
    return Declared(
        key=key,
        group=extra["group"],
        title=field.title or key,
        help=field.description or "",
        default=field.default,
        kind=_kind(field),
        choices=tuple(
            Choice(value, extra["choices"].get(str(value), f"{value}{extra['unit']}"))
            for value in get_args(field.annotation)
        ),
        least=least,
        most=most if most is not None else letters,
        unit=extra["unit"],
    )


def _kind(field: FieldInfo) -> Kind:
    if get_args(field.annotation):
        return "choice"
    if field.annotation is bool:
        return "switch"
    if field.annotation is int:
        return "whole"
    if field.annotation is float:
        return "number"
    return "time" if any(getattr(rule, "pattern", None) for rule in field.metadata) else "text"


def _limit(field: FieldInfo, name: str) -> float | None:
    found = [getattr(rule, name) for rule in field.metadata if getattr(rule, name, None) is not None]
    return float(found[0]) if found else None
