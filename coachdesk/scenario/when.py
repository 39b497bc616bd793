"""The tiny boolean language of branches: ``acknowledge and not (discount or price.clarify)``. Never Python.

A bare name is a key point or red flag of this step; ``step.name`` one of an earlier step. ``not`` binds tighter than
``and``, ``and`` tighter than ``or``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_DEEPEST = 20
_TOKEN = re.compile(r"\s*([()]|[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)?|\S)")
_RESERVED = frozenset({"and", "or", "not"})


class WhenError(ValueError):
    """A condition that cannot be read, in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """True where ``name`` was found, in ``step`` (None: the step being answered)."""

    name: str
    step: str | None


@dataclass(frozen=True, slots=True)
class Not:
    part: When


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[When, ...]


When = Found | Not | And | Or


@lru_cache(maxsize=2000)
def parse(text: str) -> When:
    """Read a condition. Raises WhenError."""
    parser = _Parser(text)
    condition = parser.either(0)
    if parser.peek():
        raise WhenError(f"'{parser.peek()}' was not expected here; conditions are names joined by and, or, not")
    return condition


def holds(condition: When, found: Callable[[str | None, str], bool]) -> bool:
    """Whether a condition holds; ``found(step, name)`` answers for one name, step None being the one answered now."""
    match condition:
        case Found(name, step):
            return found(step, name)
        case Not(part):
            return not holds(part, found)
        case And(parts):
            return all(holds(part, found) for part in parts)
        case Or(parts):
            return any(holds(part, found) for part in parts)


def names(condition: When) -> Iterator[Found]:
    """Every name that a condition mentions, in reading order."""
    match condition:
        case Found():
            yield condition
        case Not(part):
            yield from names(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from names(part)


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def either(self, depth: int) -> When:
        parts = [self.both(depth)]
        while self.peek() == "or":
            self.at += 1
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, depth: int) -> When:
        parts = [self.one(depth)]
        while self.peek() == "and":
            self.at += 1
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, depth: int) -> When:
        if depth > _DEEPEST:
            raise WhenError(f"it is nested more than {_DEEPEST} deep")
        token = self.peek()
        self.at += 1
        if token == "not":
            return Not(self.one(depth + 1))
        if token == "(":
            inside = self.either(depth + 1)
            if self.peek() != ")":
                raise WhenError("'(' is not closed")
            self.at += 1
            return inside
        if not token:
            raise WhenError("it ends where a name was expected")
        if token in _RESERVED or not (token[0].isalpha() or token[0] == "_"):
            raise WhenError(f"'{token}' stands where a name was expected")
        step, _, name = token.rpartition(".")
        return Found(name, step or None)
