"""How well what somebody types fits a name: beginnings before letters in order, and these before typos."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

BEGINS, WORD_BEGINS, INSIDE, LETTERS, TYPO = 100, 90, 70, 50, 30
"""What a word of the query scores where a name begins with it, a word of it does, and so on."""
LESS_FOR_OTHER_WORDS = 25
"""Off a hit in what a thing is also called."""
TYPO_FROM_LETTERS = 4
TYPO_SIMILAR = 80  # percent, as rapidfuzz counts it


def ranked(query: str, things: Iterable[T], words: Callable[[T], tuple[str, str]]) -> list[T]:
    """The things that fit, best first. ``words`` gives the name of one, and what it is also called."""
    wanted = fold(query).split()
    if not wanted:
        return list(things)
    scored = [(score(wanted, *words(thing)), thing) for thing in things]
    return [thing for points, thing in sorted(scored, key=lambda each: -each[0]) if points > 0]


def score(wanted: list[str], name: str, also: str = "") -> float:
    """0 where one of the words fits nowhere."""
    total = 0.0
    for word in wanted:
        best = max(_fit(word, fold(name)), _fit(word, fold(also)) - LESS_FOR_OTHER_WORDS)
        if best <= 0:
            return 0
        total += best
    return total / len(wanted)


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _fit(word: str, text: str) -> float:
    if text.startswith(word):
        return BEGINS
    at = text.find(word)
    while at > 0:
        if not text[at - 1].isalnum():
            return WORD_BEGINS
        at = text.find(word, at + 1)
    if word in text:
        return INSIDE
    return _letters(word, text) or _typo(word, text)


def _letters(word: str, text: str) -> float:
    """All letters in order, from the beginning of a word on, and the closer together the better."""
    best = 0.0
    for start, letter in enumerate(text):
        if letter != word[0] or (start and text[start - 1].isalnum()):
            continue
        at = start
        for wanted in word[1:]:
            at = text.find(wanted, at + 1)
            if at < 0:
                return best  # later starts do not have it either
        best = max(best, LETTERS * len(word) / (at - start + 1))
    return best


def _typo(word: str, text: str) -> float:
    if len(word) < TYPO_FROM_LETTERS:
        return 0
    from rapidfuzz import fuzz  # takes 20 ms to import, and most of what is typed fits without

    best = max((fuzz.ratio(word, other) for other in text.split()), default=0.0)
    return TYPO * best / 100 if best >= TYPO_SIMILAR else 0
