"""A trigram model of the library's few sentences, smoothed after Witten and Bell.

    P(w | h) = (c(h w) + T(h) P(w | h')) / (c(h) + T(h))

where c counts, T(h) is the number of different words seen after h, and h' is h without its first word: a history
that was followed by many different words gives more to words never seen after it. Method C of Witten and Bell (1991),
"The Zero-Frequency Problem", IEEE Transactions on Information Theory 37(4), interpolated as in Chen and Goodman
(1998), "An Empirical Study of Smoothing Techniques for Language Modeling", section 2.6. The shortest history falls
back to the engine's own unigrams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from coachdesk.speech.language.ngrams import Floats, Ids, find

_BREAK = -1


@dataclass(frozen=True)
class Histories:
    """After each history (sorted keys): how often anything followed, and how many different words did."""

    keys: Ids
    counts: Floats
    kinds: Floats

    def after(self, history: Ids) -> tuple[Floats, Floats]:
        return _values(self.keys, self.counts, history), _values(self.keys, self.kinds, history)


@dataclass(frozen=True)
class LibraryModel:
    """What was counted, with keys as in `Ngrams`. Counts are weighted, so they need not be whole."""

    size: int
    p1: Floats
    keys2: Ids
    counts2: Floats
    histories2: Histories
    keys3: Ids
    counts3: Floats
    histories3: Histories

    def bigram(self, h: Ids, w: Ids) -> Floats:
        """P(w | h), elementwise."""
        return _smoothed(self.keys2, self.counts2, self.histories2, h, h * self.size + w, self.p1[w])

    def trigram(self, g: Ids, h: Ids, w: Ids) -> Floats:
        """P(w | g h), elementwise."""
        history = g * self.size + h
        return _smoothed(
            self.keys3, self.counts3, self.histories3, history, history * self.size + w, self.bigram(h, w)
        )  # fmt: skip


def _smoothed(keys: Ids, counts: Floats, histories: Histories, history: Ids, key: Ids, shorter: Floats) -> Floats:
    count = _values(keys, counts, key)
    total, kinds = histories.after(history)
    return np.where(total > 0, (count + kinds * shorter) / np.maximum(total + kinds, 1e-9), shorter)


def _values(keys: Ids, values: Floats, wanted: Ids) -> Floats:
    """The value of each key, 0 where it is not there."""
    at, seen = find(keys, wanted)
    return np.where(seen, values[at], 0.0) if len(keys) else np.zeros(len(wanted))


def count(stretches: Iterable[tuple[Sequence[int], float]], start: int, unigrams: Floats) -> LibraryModel:
    """The model of weighted stretches of words by number. ``unigrams`` are P(w) to fall back to.

    A whole sentence begins with ``start`` and ends with the word for its end; a part of one has neither.
    """
    size = len(unigrams)
    flat: list[int] = []
    weights: list[float] = []
    for words, weight in stretches:
        flat += [_BREAK, *words]
        weights += [weight] * (len(words) + 1)
    ids, weight_of = np.array(flat, np.int64), np.array(weights, np.float64)
    words_at = np.flatnonzero(ids != _BREAK)  # the first of all is a break, so each word has something before it
    spoken = words_at[ids[words_at] != start]
    counts1 = np.bincount(ids[spoken], weight_of[spoken], size)
    kinds1 = max(1, int(np.count_nonzero(counts1)))  # where nothing is taught the engine's unigrams are all there is
    p1 = (counts1 + kinds1 * unigrams / unigrams.sum()) / (counts1.sum() + kinds1)

    second = words_at[ids[words_at - 1] != _BREAK]
    keys2, counts2 = _summed(ids[second - 1] * size + ids[second], weight_of[second])
    third = second[ids[second - 2] != _BREAK]
    keys3, counts3 = _summed((ids[third - 2] * size + ids[third - 1]) * size + ids[third], weight_of[third])
    return LibraryModel(
        size, p1, keys2, counts2, _histories(keys2 // size, counts2), keys3, counts3, _histories(keys3 // size, counts3)
    )  # fmt: skip


def _summed(keys: Ids, weights: Floats) -> tuple[Ids, Floats]:
    kinds, at = np.unique(keys, return_inverse=True)
    return kinds, np.bincount(at, weights, len(kinds)).astype(np.float64)


def _histories(history_of: Ids, counts: Floats) -> Histories:
    kinds, at = np.unique(history_of, return_inverse=True)
    different = np.bincount(at, minlength=len(kinds)).astype(np.float64)
    return Histories(kinds, np.bincount(at, counts, len(kinds)).astype(np.float64), different)
