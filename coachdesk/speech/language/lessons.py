"""What is taught: texts of the library as they would be said, and cues as some of the many ways they can be said."""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from coachdesk.analysis.cue_parser import CueError, parse
from coachdesk.analysis.expand import expansions
from coachdesk.analysis.normalise import spell

WAYS_OF_A_CUE = 12
"""Drawn of each cue: the perplexity of unseen answers was 185 with none, 175 with 3, 171 with 12, 170 with 30."""
_WEIGHT_OF_A_WAY = 1 / WAYS_OF_A_CUE

_SENTENCE_ENDS = re.compile(r"[.?!…:;]+[\"')\]]*(?:\s+|$)|\n| [–—-]+ ")
_PIECE = re.compile(r"[$€£]?\d[\d,]*(?:\.\d+)?(?:%|[a-z]{1,2}\b)?|[^\W\d_]+(?:'[^\W\d_]+)*'?")
_APOSTROPHES = re.compile("[’‘ʼ`´]")


@dataclass(frozen=True)
class Lessons:
    """``texts`` are said whole, ``names`` as a part of anything. ``lists`` are the word lists that cues name."""

    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words said one after the other, lower case; ``whole`` where nothing was said before and after them."""

    words: tuple[str, ...]
    whole: bool
    weight: float


def stretches(lessons: Lessons, frequent: Frequent) -> Iterator[Stretch]:
    """All that there is to learn, the same each time."""
    for text in lessons.texts:
        for sentence in sentences(text):
            yield Stretch(tuple(word.lower() for word in sentence), True, 1.0)
    for name in lessons.names:
        for sentence in sentences(name):
            yield Stretch(tuple(word.lower() for word in sentence), False, 1.0)
    lists = dict(lessons.lists)
    for cue in lessons.cues:
        for words in _ways(cue, lists, frequent):
            yield Stretch(words, False, _WEIGHT_OF_A_WAY)


def _ways(cue: str, lists: Mapping[str, tuple[str, ...]], frequent: Frequent) -> list[tuple[str, ...]]:
    try:
        node = parse(cue, lists)
    except CueError:  # told by 'moves check' and 'scenarios check'
        return []
    return expansions(node, WAYS_OF_A_CUE, random.Random(cue), frequent.complete)  # the same, whatever else is taught


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence as they are written, except that numbers are as they are said."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", text))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for sentence in _SENTENCE_ENDS.split(plain):
        words = [word for piece in _PIECE.findall(sentence) for word in _said(piece)]
        if words:
            yield words


def _said(piece: str) -> tuple[str, ...]:
    return spell(piece) if any(letter.isdigit() for letter in piece) else (piece.rstrip("'"),)


class Frequent:
    """Words with how often they are said, to complete the beginnings that cues give ("worr*")."""

    def __init__(self, chances: Mapping[str, float]) -> None:
        self._words = sorted(chances)
        self._chances = [chances[word] for word in self._words]

    def complete(self, beginning: str, draw: random.Random) -> str:
        """A word with this beginning, the likelier the more often it is said; the beginning where there is none."""
        first = bisect_left(self._words, beginning)
        end = bisect_left(self._words, beginning + chr(0x10FFFF))
        if first == end:
            return beginning
        up_to = list(accumulate(self._chances[first:end]))
        return self._words[first + min(bisect_left(up_to, draw.random() * up_to[-1]), end - first - 1)]
