"""The cue language, read: a cue's text as a tree of words, groups, gaps and numbers.

    help me understand              words in order
    (what|which part) ... worr*     alternatives, a gap of up to four words, the beginning of a word
    [really] {objection} {number}   optional, a named word list, one or more number words

Whoever writes a cue may write contractions, digits and capitals as they like: words are spelled as in `normalise`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coachdesk.analysis.normalise import NUMBER_LINKS, NUMBER_WORDS, spell

GAP_WORDS = 4
_DEEPEST = 12
_SHORTEST_BEGINNING = 2
_TOKEN = re.compile(r"\s*(\.\.\.|…|[()\[\]|]|\{[^{}]*\}|(?:(?!\.\.\.)[^\s()\[\]|{}…])+|[{}])")


class CueError(ValueError):
    """A cue that cannot be read: what is wrong, and the column (from 1) where."""

    def __init__(self, problem: str, column: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.column = column


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word: any of ``words``, or any that begins with one of ``beginnings``."""

    words: frozenset[str]
    beginnings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """None to four words, whatever they are."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words, of any length."""


@dataclass(frozen=True, slots=True)
class InOrder:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    part: Node


Node = OneOf | Gap | Number | InOrder | Choice | Maybe
NUMBER_START = OneOf(NUMBER_WORDS)
NUMBER_REST = OneOf(NUMBER_WORDS | NUMBER_LINKS)


def parse(cue: str, lists: Mapping[str, Sequence[str]]) -> Node:
    """The tree of a cue. ``lists`` are the named word lists; their entries may hold groups, but no lists.

    Raises CueError.
    """
    return _Parser(cue, lists).whole()


def plain_cue(text: str) -> str:
    """The cue that matches just these words, whatever signs stand among them; empty where there is no word."""
    return " ".join(word for part in text.split() for word in spell(part))


def check_list(entry: str) -> None:
    """Raises CueError where an entry of a word list cannot be read."""
    _Parser(entry, {}, inside_list=True).whole()


class _Parser:
    def __init__(self, cue: str, lists: Mapping[str, Sequence[str]], inside_list: bool = False) -> None:
        self.lists = lists
        self.inside_list = inside_list
        self.tokens = [(found[1], found.start(1) + 1) for found in _TOKEN.finditer(cue)]
        self.end = len(cue) + 1
        self.at = 0

    def whole(self) -> Node:
        node = self._choice(depth=0)
        if self.at < len(self.tokens):
            token, column = self.tokens[self.at]
            raise CueError(f"'{token}' closes nothing", column)
        return node

    def _choice(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise CueError(f"groups are nested more than {_DEEPEST} deep", self._column())
        options = [self._sequence(depth)]
        while self._peek() == "|":
            self.at += 1
            options.append(self._sequence(depth))
        return _merge(options)

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        start = self._column()
        while (token := self._peek()) not in ("", "|", ")", "]"):
            column = self._column()
            self.at += 1
            parts += self._part(token, column, depth)
        if not parts:
            raise CueError("there is nothing here: an empty group or alternative would match anything", start)
        return parts[0] if len(parts) == 1 else InOrder(tuple(parts))

    def _part(self, token: str, column: int, depth: int) -> list[Node]:
        if token == "(":
            return [self._closed(")", column, depth)]
        if token == "[":
            return [Maybe(self._closed("]", column, depth))]
        if token in ("...", "…"):
            return [Gap()]
        if token.startswith("{"):
            return [self._list(token, column)]
        if token == "}":
            raise CueError("'}' closes nothing", column)
        return self._words(token, column)

    def _closed(self, closing: str, column: int, depth: int) -> Node:
        node = self._choice(depth + 1)
        if self._peek() != closing:
            raise CueError(f"'{'(' if closing == ')' else '['}' is not closed", column)
        self.at += 1
        return node

    def _list(self, token: str, column: int) -> Node:
        name = token[1:-1].strip()
        if len(token) < 2 or not token.endswith("}"):
            raise CueError("'{' is not closed", column)
        if name == "number":
            return Number()
        if self.inside_list:
            raise CueError(f"a word list cannot name another one ('{name}')", column)
        if name not in self.lists:
            known = ", ".join(sorted([*self.lists, "number"]))
            raise CueError(f"there is no word list '{name}'; there are {known}", column)
        return _merge([_Parser(entry, {}, inside_list=True).whole() for entry in self.lists[name]])

    def _words(self, token: str, column: int) -> list[Node]:
        beginning = token.endswith("*")
        words = spell(token.rstrip("*"))
        if not words or "*" in token[:-1]:
            raise CueError(f"'{token}' is not a word", column)
        nodes: list[Node] = [OneOf(frozenset({word})) for word in words]
        if beginning:
            if len(words[-1]) < _SHORTEST_BEGINNING:
                raise CueError(f"'{token}' would match nearly anything; give it more letters", column)
            nodes[-1] = OneOf(frozenset(), frozenset({words[-1]}))
        return nodes

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _column(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else self.end


def _merge(options: list[Node]) -> Node:
    """Alternatives; those that are a single word become one word with many spellings, which is what makes it fast."""
    words: set[str] = set()
    beginnings: set[str] = set()
    others: dict[Node, None] = {}  # in order, each once
    for option in options:
        if isinstance(option, OneOf):
            words |= option.words
            beginnings |= option.beginnings
        else:
            others[option] = None
    merged = [OneOf(frozenset(words), frozenset(beginnings))] if words or beginnings else []
    every = (*merged, *others)
    return every[0] if len(every) == 1 else Choice(every)
