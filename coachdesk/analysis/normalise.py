"""One spelling for what can be spelled in many ways, so that a cue and a transcript meet as the same words.

Lower case, contractions spelled out, digits as words, no punctuation: "We can't do $90,000" and "we cannot do ninety
thousand dollars" become the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_LARGEST = 10**12

NUMBER_WORDS = frozenset(
    [*_ONES, *_TENS[2:], "hundred", "thousand", "million", "billion", "dozen", "half", "third", "quarter", "double"]
)
"""Words that can begin a number."""

NUMBER_LINKS = frozenset({"and", "percent", "point", "hundreds", "thousands", "millions"})
"""Words that can stand inside a number or close it, but not begin one."""

_WHOLE = {
    "cannot": "can not",
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "gimme": "give me",
    "y'all": "you all",
    "dunno": "do not know",
    "ok": "okay",
    "cant": "can not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "wont": "will not",
    "wouldnt": "would not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "havent": "have not",
    "hasnt": "has not",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "youve": "you have",
    "theyre": "they are",
    "weve": "we have",
    "thats": "that is",
    "whats": "what is",
    "theres": "there is",
}
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"), ("'m", " am"))
_IS = frozenset("it that what there here who how where when he she this everything nothing something".split())
"""Words after which 's is a verb; after any other it marks an owner."""

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
_PIECE = re.compile(rf"[$€£]?{_DIGITS}(?:\.\d+)?(?:%|k\b|m\b|st\b|nd\b|rd\b|th\b)?|[^\W\d_]+(?:'[^\W\d_]+)*")
_NUMBER = re.compile(rf"(?P<sign>[$€£]?)(?P<whole>{_DIGITS})(?:\.(?P<part>\d+))?(?P<mark>%|k|m|st|nd|rd|th)?")
_STOPS = frozenset(".?!,;:")
_APOSTROPHES = re.compile("[’‘ʼ`´]")
_MARKS = {"%": "percent", "k": "thousand", "m": "million"}
_SIGNS = {"$": "dollars", "€": "euros", "£": "pounds"}
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Normal:
    """Words in one spelling; ``source[i]`` is the index of the word, as it was written, that word i came from.

    ``ends`` are the words that a sentence or a part of it ends with, where that was written.
    """

    words: tuple[str, ...]
    source: tuple[int, ...]
    ends: frozenset[int] = frozenset()


def normalise(words: Iterable[str]) -> Normal:
    """Words as they were heard or typed, in one spelling. A word can become several, or none ("-")."""
    result: list[str] = []
    source: list[int] = []
    ends: set[int] = set()
    for index, word in enumerate(words):
        spelled = spell(word)
        result += spelled
        source += [index] * len(spelled)
        if result and word[-1:] in _STOPS:
            ends.add(len(result) - 1)
    return Normal(tuple(result), tuple(source), frozenset(ends))


@lru_cache(maxsize=20_000)
def spell(word: str) -> tuple[str, ...]:
    """One written word in the one spelling."""
    text = _APOSTROPHES.sub("'", word[:200].lower())
    return tuple(part for piece in _PIECE.findall(text) for part in _spell_piece(piece))


def _spell_piece(piece: str) -> list[str]:
    if found := _NUMBER.fullmatch(piece):
        return _spell_number(found)
    if whole := _WHOLE.get(piece):
        return whole.split()
    for ending, words in _ENDINGS:
        if piece.endswith(ending) and len(piece) > len(ending):
            return [piece.removesuffix(ending).replace("'", ""), *words.split()]
    if piece.endswith("'s") and piece[:-2] in _IS:
        return [piece[:-2], "is"]
    return [piece.replace("'", "")]


def _spell_number(found: re.Match[str]) -> list[str]:
    mark = found["mark"] or ""
    words = number_words(int(found["whole"].replace(",", "")))
    if found["part"]:
        words += ["point", *(_ONES[int(digit)] for digit in found["part"])]
    if mark in _MARKS:
        words.append(_MARKS[mark])
    if mark in {"st", "nd", "rd", "th"}:
        last = words[-1]
        words[-1] = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    if found["sign"]:
        words.append(_SIGNS[found["sign"]])
    return words


def number_words(value: int) -> list[str]:
    """A whole number as it is said; from a trillion up digit by digit."""
    if value >= _LARGEST:
        return [_ONES[int(digit)] for digit in str(value)[:30]]
    if value < 20:
        return [_ONES[value]]
    if value < 100:
        return [_TENS[value // 10], *([_ONES[value % 10]] if value % 10 else [])]
    size, name = next((size, name) for size, name in _SCALES if value >= size)
    rest = value % size
    return [*number_words(value // size), name, *(number_words(rest) if rest else [])]
