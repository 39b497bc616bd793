"""The cue language, matched: where in an answer a cue's words stand, in time that grows with the answer alone.

A cue becomes a position automaton (Glushkov 1961) that is run on whole words with its set of live positions held in
the bits of one integer. A backtracking regular expression would take exponential time on some cues; this never takes
more than a fixed number of steps a word, whatever is written in the cue. Cues are compiled into a book, which knows
for every word of the language which cues it can begin and end, so that most cues are never run at all.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from coachdesk.analysis.cue_parser import (
    GAP_WORDS,
    NUMBER_REST,
    NUMBER_START,
    Choice,
    CueError,
    Gap,
    InOrder,
    Maybe,
    Node,
    Number,
    OneOf,
    parse,
)

MOST_POSITIONS = 96
"""Words a cue may hold, after groups of single words were folded into one each; a gap is four."""

MOST_HITS = 5
"""Places that one cue reports in one answer."""

NEAR_LETTERS = 8
"""Words from this length on are also recognized with a letter or two wrong."""

NEAR_SIMILARITY = 0.87
"""Normalised Levenshtein similarity from which a word passes for another: one letter in eight, two in sixteen."""

_NEGATIONS = frozenset({"not", "never", "without", "hardly", "nor"})
_OPPOSITES = frozenset({"un", "in", "im", "ir", "il", "dis", "non", "mis", "de"})
_NEGATION_REACH = 3
_CACHED_STEPS = 4096
_CACHED_WORDS = 20_000
Owner = TypeVar("Owner", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``start`` to ``end`` (excluded) of an answer that a cue matches.

    ``similarity`` is 1 where every word is the cue's own, else that of the least alike word. ``negation`` is how many
    words stand between a "not" and the hit (0: none, or the "not" is in one of its gaps), None where there is none.
    """

    cue: str
    start: int
    end: int
    similarity: float
    negation: int | None


class Cue:
    """One cue as an automaton over words."""

    def __init__(self, text: str, lists: Mapping[str, Sequence[str]]) -> None:
        self.text = text
        builder = _Builder()
        nullable, self.first, self.last = builder.add(parse(text, lists))
        if nullable:
            raise CueError("every word of it can be left out, so it would match anything", 1)
        self.atoms = builder.atoms
        self.anything = sum(1 << i for i, atom in enumerate(self.atoms) if atom is None)
        if (self.first | self.last) & self.anything:
            raise CueError("a gap at the beginning or the end says nothing", 1)
        self._after = _Steps(builder.follow)
        before = [0] * len(self.atoms)
        for i, following in enumerate(builder.follow):
            for j in _bits(following):
                before[j] |= 1 << i
        self._before = _Steps(before)

    def spans(self, live: Sequence[int], begin: int) -> Iterator[tuple[int, int]]:
        """Places that match, first ones first, not overlapping. ``live[i]`` holds the positions that word i fits."""
        after, first, last = self._after, self.first, self.last
        active, floor = 0, begin
        i, found = begin, 0
        while i < len(live):
            active = (after.of(active) | first) & live[i]
            if active & last:
                start = self._earliest_start(live, i, active & last, floor)
                end = self._latest_end(live, start)
                yield start, end
                found += 1
                if found == MOST_HITS:
                    return
                active, floor, i = 0, end, end
                continue
            i += 1

    def _earliest_start(self, live: Sequence[int], end: int, active: int, floor: int) -> int:
        start = end
        for i in range(end, floor - 1, -1):
            active &= live[i]
            if not active:
                break
            if active & self.first:
                start = i
            active = self._before.of(active)
        return start

    def _latest_end(self, live: Sequence[int], start: int) -> int:
        active, end = self.first, start + 1
        for i in range(start, len(live)):
            active &= live[i]
            if not active:
                break
            if active & self.last:
                end = i + 1
            active = self._after.of(active)
        return end


class _Builder:
    """Numbers the words of a tree and finds which can follow which (None: any word, a gap's)."""

    def __init__(self) -> None:
        self.atoms: list[OneOf | None] = []
        self.follow: list[int] = []

    def add(self, node: Node) -> tuple[bool, int, int]:
        """Whether the node can match no words at all, its possible first positions, and its last ones."""
        match node:
            case OneOf():
                return self._atom(node)
            case Gap():
                return self._gap()
            case Number():
                return self._number()
            case Maybe(part):
                return True, *self.add(part)[1:]
            case Choice(options):
                every = [self.add(option) for option in options]
                return any(n for n, _, _ in every), _union(f for _, f, _ in every), _union(t for _, _, t in every)
            case InOrder(parts):
                return self._in_order(parts)

    def _atom(self, atom: OneOf | None) -> tuple[bool, int, int]:
        if len(self.atoms) == MOST_POSITIONS:
            raise CueError(f"it holds more than {MOST_POSITIONS} words; make it two cues", 1)
        self.atoms.append(atom)
        self.follow.append(0)
        bit = 1 << (len(self.atoms) - 1)
        return False, bit, bit

    def _gap(self) -> tuple[bool, int, int]:
        bits = [self._atom(None)[1] for _ in range(GAP_WORDS)]
        for one, following in pairwise(bits):
            self._join(one, following)
        return True, bits[0], _union(bits)

    def _number(self) -> tuple[bool, int, int]:
        start, rest = self._atom(NUMBER_START)[1], self._atom(NUMBER_REST)[1]
        self._join(start | rest, rest)
        return False, start, start | rest

    def _in_order(self, parts: Sequence[Node]) -> tuple[bool, int, int]:
        nullable, first, last = self.add(parts[0])
        for part in parts[1:]:
            part_nullable, part_first, part_last = self.add(part)
            self._join(last, part_first)
            first |= part_first if nullable else 0
            last = part_last | (last if part_nullable else 0)
            nullable = nullable and part_nullable
        return nullable, first, last

    def _join(self, before: int, after: int) -> None:
        for i in _bits(before):
            self.follow[i] |= after


class _Steps:
    """From a set of positions to all that can follow them: remembered sets first, else eight positions at a time."""

    def __init__(self, follow: Sequence[int]) -> None:
        self._follow = follow
        self._known: dict[int, int] = {0: 0}
        self._eights: list[list[int]] | None = None

    def of(self, active: int) -> int:
        known = self._known.get(active)
        if known is None:
            known = self._union_by_eights(active) if active.bit_count() > 3 else self._union_by_ones(active)
            if len(self._known) < _CACHED_STEPS:
                self._known[active] = known
        return known

    def _union_by_ones(self, active: int) -> int:
        return _union(self._follow[i] for i in _bits(active))

    def _union_by_eights(self, active: int) -> int:
        if self._eights is None:
            self._eights = [_table(self._follow[i : i + 8]) for i in range(0, len(self._follow), 8)]
        result = 0
        for table in self._eights:
            if active & 255:
                result |= table[active & 255]
            active >>= 8
        return result


def _table(follow: Sequence[int]) -> list[int]:
    table = [0] * (1 << len(follow))
    for value in range(1, len(table)):
        low = value & -value
        table[value] = table[value ^ low] | follow[low.bit_length() - 1]
    return table


def _bits(value: int) -> Iterator[int]:
    while value:
        low = value & -value
        yield low.bit_length() - 1
        value ^= low


def _union(values: Iterable[int]) -> int:
    result = 0
    for value in values:
        result |= value
    return result


class CueBook(Generic[Owner]):
    """Many cues searched in one pass. Each belongs to an owner (a move, a key point of a step)."""

    def __init__(self, cues: Iterable[tuple[Owner, Cue]]) -> None:
        self._cues = list(cues)
        self._words: dict[str, dict[int, int]] = {}
        self._beginnings: dict[str, dict[int, int]] = {}
        for number, (_, cue) in enumerate(self._cues):
            for position, atom in enumerate(cue.atoms):
                if atom is None:
                    continue
                for word in atom.words:
                    _add(self._words.setdefault(word, {}), number, 1 << position)
                for beginning in atom.beginnings:
                    _add(self._beginnings.setdefault(beginning, {}), number, 1 << position)
        self._long_words = [word for word in self._words if len(word) >= NEAR_LETTERS]
        self._fits_cache: dict[str, _Fit] = {}
        self._near_cache: dict[str, tuple[_Fit, float]] = {}

    def search(self, words: Sequence[str], ends: Collection[int] = ()) -> dict[Owner, list[Hit]]:
        """Hits by owner, for words as `normalise` spells them; owners without any are left out.

        A cue is tried with nearly right words only where it does not match with the right ones. A "not" does not
        reach over ``ends``, the words that end a sentence.
        """
        hits: dict[Owner, list[Hit]] = {}
        exact = [self._fit(word) for word in words]
        matched = self._search(words, ends, exact, [1.0] * len(words), hits, frozenset())
        near = [self._near(word) for word in words]
        if any(similarity < 1 for _, similarity in near):
            fits, similarities = [fit for fit, _ in near], [similarity for _, similarity in near]
            self._search(words, ends, fits, similarities, hits, matched)
        return hits

    def _search(
        self,
        words: Sequence[str],
        ends_of: Collection[int],
        fits: Sequence[_Fit],
        similarities: Sequence[float],
        hits: dict[Owner, list[Hit]],
        done: frozenset[int],
    ) -> frozenset[int]:
        begins: dict[int, int] = {}
        ends: set[int] = set()
        for i, fit in enumerate(fits):
            for number in fit.begins:
                begins.setdefault(number, i)
            ends |= fit.ends
        matched = set(done)
        for number in (begins.keys() & ends) - done:
            owner, cue = self._cues[number]
            anything = cue.anything
            live = [fit.masks.get(number, 0) | anything for fit in fits]
            for start, end in cue.spans(live, begins[number]):
                matched.add(number)
                similarity = min(similarities[start:end])
                negation = _negation(words, ends_of, live, anything, start, end)
                hits.setdefault(owner, []).append(Hit(cue.text, start, end, similarity, negation))
        return frozenset(matched)

    def _fit(self, word: str) -> _Fit:
        fit = self._fits_cache.get(word)
        if fit is None:
            masks = dict(self._words.get(word, {}))
            for length in range(2, len(word) + 1):
                for number, mask in self._beginnings.get(word[:length], {}).items():
                    _add(masks, number, mask)
            fit = self._as_fit(masks)
            if len(self._fits_cache) < _CACHED_WORDS:
                self._fits_cache[word] = fit
        return fit

    def _near(self, word: str) -> tuple[_Fit, float]:
        if len(word) < NEAR_LETTERS or word in self._words:
            return self._fit(word), 1.0
        near = self._near_cache.get(word)
        if near is None:
            near = self._nearest(word)
            if len(self._near_cache) < _CACHED_WORDS:
                self._near_cache[word] = near
        return near

    def _nearest(self, word: str) -> tuple[_Fit, float]:
        """All words that this one may be a mishearing of, so that what is found does not depend on other cues."""
        near = process.extract(
            word, self._long_words, scorer=Levenshtein.normalized_similarity, score_cutoff=NEAR_SIMILARITY, limit=None
        )
        near = [(literal, similarity, at) for literal, similarity, at in near if not _is_opposite(word, literal)]
        if not near:
            return self._fit(word), 1.0
        masks = dict(self._fit(word).masks)
        for literal, _, _ in near:
            for number, mask in self._words[literal].items():
                _add(masks, number, mask)
        return self._as_fit(masks), min(similarity for _, similarity, _ in near)

    def _as_fit(self, masks: dict[int, int]) -> _Fit:
        return _Fit(
            masks,
            frozenset(number for number, mask in masks.items() if mask & self._cues[number][1].first),
            frozenset(number for number, mask in masks.items() if mask & self._cues[number][1].last),
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    """What one word can be: its positions in each cue by number, and the cues that it can begin and end."""

    masks: dict[int, int]
    begins: frozenset[int]
    ends: frozenset[int]


def _is_opposite(one: str, other: str) -> bool:
    """Whether two words differ by a prefix that turns the meaning round: predictable, unpredictable."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer.endswith(shorter) and longer.removesuffix(shorter) in _OPPOSITES


def _add(masks: dict[int, int], number: int, mask: int) -> None:
    masks[number] = masks.get(number, 0) | mask


def _negation(
    words: Sequence[str], ends: Collection[int], live: Sequence[int], anything: int, start: int, end: int
) -> int | None:
    if any(words[i] in _NEGATIONS and live[i] == anything for i in range(start, end)):
        return 0
    for distance in range(min(_NEGATION_REACH, start)):
        i = start - 1 - distance
        if i in ends:
            return None
        if words[i] in _NEGATIONS or (words[i] == "way" and i and words[i - 1] == "no"):
            return distance
    return None
