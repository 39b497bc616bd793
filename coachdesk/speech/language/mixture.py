"""The engine's own model and the library's mixed into one that falls back to shorter histories, as a decoder wants it.

    P(w | h) = (1 - m) P_engine(w | h) + m P_library(w | h)

for each n-gram that either lists. For the others the mixture falls back: the weight of a history is chosen so that
everything after it adds up to one,

    b(h) = (1 - sum of P(w | h)) / (1 - sum of P(w | h'))    over the words w listed after h,

h' being h without its first word. Jelinek and Mercer (1980), "Interpolated estimation of Markov source parameters from
sparse data", for the mixture; as one backoff model: Stolcke (2002), "SRILM - an extensible language modeling toolkit",
section 3.2 (static interpolation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coachdesk.speech.language.ngrams import Floats, Ids, Ngrams, find
from coachdesk.speech.language.witten_bell import LibraryModel

_NEVER = -99.0
"""log10 of no chance at all, as ARPA files write it."""
_LEAST_LEFT = 1e-4
"""Of the probability after a history, kept for what is not listed there, however the sums are rounded."""


def with_words(engine: Ngrams, more: Sequence[str]) -> Ngrams:
    """The same model with more words, which it gives no chance. Numbers of words stay, keys are made anew."""
    old, new = len(engine.words), len(engine.words) + len(more)
    h2, w2 = np.divmod(engine.keys2, old)
    gh, w3 = np.divmod(engine.keys3, old)
    g3, h3 = np.divmod(gh, old)
    return replace(
        engine,
        words=(*engine.words, *more),
        log_p1=np.append(engine.log_p1, np.full(len(more), _NEVER)),
        backoff1=np.append(engine.backoff1, np.zeros(len(more))),
        keys2=h2 * new + w2,
        keys3=(g3 * new + h3) * new + w3,
    )


def mixed(engine: Ngrams, library: LibraryModel, share: float, start: int) -> Ngrams:
    """Both in one; ``share`` is the library's. The word ``start`` is only ever a history."""
    size = len(engine.words)
    p1 = (1 - share) * 10**engine.log_p1 + share * library.p1
    p1[start] = 0.0

    keys2 = _either(engine.keys2, library.keys2)
    h2, w2 = np.divmod(keys2, size)
    p2 = (1 - share) * 10 ** engine.bigram(h2, w2) + share * library.bigram(h2, w2)
    backoff1 = _backoffs(h2, p2, p1[w2], size)

    keys3 = _either(engine.keys3, library.keys3)
    history, there = find(keys2, keys3 // size)
    keys3, history = keys3[there], history[there]  # no weight could be kept for a history that is not listed
    gh, w3 = np.divmod(keys3, size)
    g3, h3 = np.divmod(gh, size)
    p3 = (1 - share) * 10 ** engine.trigram(g3, h3, w3) + share * library.trigram(g3, h3, w3)
    at, listed = find(keys2, h3 * size + w3)
    shorter = np.where(listed, p2[at], 10 ** backoff1[h3] * p1[w3])
    return Ngrams(
        engine.words, _log10(p1), backoff1, keys2, _log10(p2), _backoffs(history, p3, shorter, len(keys2)), keys3,
        _log10(p3),
    )  # fmt: skip


def _either(some: Ids, others: Ids) -> Ids:
    return np.union1d(some, others)


def _backoffs(history: Ids, p: Floats, shorter: Floats, histories: int) -> Floats:
    """log10 b of each history; nothing is changed after one that lists no word."""
    left = np.maximum(1 - np.bincount(history, p, histories), _LEAST_LEFT)
    left_shorter = np.maximum(1 - np.bincount(history, shorter, histories), _LEAST_LEFT)
    return np.log10(left) - np.log10(left_shorter)


def _log10(p: Floats) -> Floats:
    return np.log10(np.maximum(p, 10**_NEVER))
