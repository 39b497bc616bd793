"""Trigram language models in memory and in PocketSphinx's binary file, read and written with numpy alone.

The file is the reversed, bit-packed trie of KenLM (Heafield 2011, "KenLM: Faster and Smaller Language Model Queries")
as PocketSphinx 5 keeps it (src/lm/lm_trie.c): under each word w the words h that come before it, under each pair h w
the words g before that. Log-probabilities are to the base 1.0001; those of bigrams and trigrams are two bytes that
index a table.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]

_MAGIC = b"Trie Language Model"
_ORDER = 3
_QUANTISED_16_BIT = 1
_BINS = 1 << 16
_BIN_BITS = 16
_LOG10_OF_BASE = float(np.log10(1.0001))
_SLACK_BYTES = 8
"""Behind each packed array, so that a value can be read as a whole 64-bit number."""
_UNIGRAM = np.dtype([("log_p", "<f4"), ("backoff", "<f4"), ("first", "<u4")])
_PACKED_AT_ONCE = 1 << 16
"""Entries packed in one go, a multiple of 8 so that each go ends on a whole byte; they take 5 MB while they are."""


@dataclass(frozen=True)
class Ngrams:
    """A trigram model with backoff, log10 throughout. A word is its place in ``words``.

    The keys are sorted numbers: ``h * V + w`` for the bigram h w, ``(g * V + h) * V + w`` for the trigram g h w, with
    V words. ``backoff1`` and ``backoff2`` weigh the shorter history where a longer n-gram is not listed.
    """

    words: tuple[str, ...]
    log_p1: Floats
    backoff1: Floats
    keys2: Ids
    log_p2: Floats
    backoff2: Floats
    keys3: Ids
    log_p3: Floats

    def bigram(self, h: Ids, w: Ids) -> Floats:
        """log10 P(w | h), elementwise."""
        at, there = find(self.keys2, h * len(self.words) + w)
        return np.where(there, self.log_p2[at], self.backoff1[h] + self.log_p1[w])

    def trigram(self, g: Ids, h: Ids, w: Ids) -> Floats:
        """log10 P(w | g h), elementwise."""
        size = len(self.words)
        history, known = find(self.keys2, g * size + h)
        at, there = find(self.keys3, (g * size + h) * size + w)
        shorter = np.where(known, self.backoff2[history], 0.0) + self.bigram(h, w)
        return np.where(there, self.log_p3[at], shorter)


def find(sorted_keys: Ids, wanted: Ids) -> tuple[Ids, NDArray[np.bool_]]:
    """Where each key stands, and whether it does; where not, the place is one that may be read and means nothing."""
    if len(sorted_keys) == 0:
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    at = np.minimum(np.searchsorted(sorted_keys, wanted), len(sorted_keys) - 1)
    return at, sorted_keys[at] == wanted


def read(path: Path) -> Ngrams:
    """Raises ValueError for a file of another kind, OSError where it cannot be read."""
    data = path.read_bytes()
    try:
        return _parsed(data)
    except (IndexError, struct.error) as problem:
        raise ValueError(f"{path} is no whole language model") from problem


def _parsed(data: bytes) -> Ngrams:
    at = len(_MAGIC)
    if data[:at] != _MAGIC or data[at] != _ORDER:
        raise ValueError("this is no trigram model in PocketSphinx's binary form")
    size, size2, size3, kind = struct.unpack_from("<3Ii", data, at + 1)
    if kind != _QUANTISED_16_BIT:
        raise ValueError(f"the model is quantised in a way that is not known here ({kind})")
    at += 1 + 4 * 4
    tables = np.frombuffer(data, "<f4", 3 * _BINS, at).reshape(3, _BINS).astype(np.float64) * _LOG10_OF_BASE
    at += tables.size * 4
    unigrams = np.frombuffer(data, _UNIGRAM, size + 1, at)
    at += unigrams.nbytes
    widths2, widths3 = _widths(size, size3)
    bytes2, bytes3 = _packed_bytes(size2 + 1, widths2), _packed_bytes(size3 + 1, widths3)
    before2, backoff2, log_p2, first3 = _unpacked(data, at, size2 + 1, widths2)
    before3, log_p3 = _unpacked(data, at + bytes2, size3, widths3)
    at += bytes2 + bytes3
    words = tuple(word.decode() for word in data[at + 4 :].split(b"\0")[:size])

    first2 = unigrams["first"].astype(np.int64)
    listed2 = int(first2[-1])  # the header counts some n-grams that the file does not list
    w2 = np.repeat(np.arange(size), np.diff(first2))
    h2 = before2[:listed2]
    parent = np.repeat(np.arange(listed2), np.diff(first3[: listed2 + 1]))
    keys2 = h2 * size + w2
    keys3 = (before3[: len(parent)] * size + h2[parent]) * size + w2[parent]
    order2, order3 = np.argsort(keys2), np.argsort(keys3)
    return Ngrams(
        words,
        unigrams["log_p"][:-1].astype(np.float64) * _LOG10_OF_BASE,
        unigrams["backoff"][:-1].astype(np.float64) * _LOG10_OF_BASE,
        keys2[order2],
        tables[0][log_p2[order2]],
        tables[1][backoff2[order2]],
        keys3[order3],
        tables[2][log_p3[order3]],
    )


def write(path: Path, model: Ngrams) -> None:
    """Write a model as PocketSphinx reads it. Raises OSError."""
    size, size2, size3 = len(model.words), len(model.keys2), len(model.keys3)
    h2, w2 = np.divmod(model.keys2, size)
    order2 = np.lexsort((h2, w2))
    gh, w3 = np.divmod(model.keys3, size)
    g3, h3 = np.divmod(gh, size)
    order3 = np.lexsort((g3, h3, w3))
    parents = np.searchsorted((w2 * size + h2)[order2], (w3 * size + h3)[order3])
    first2 = np.searchsorted(w2[order2], np.arange(size + 1))
    first3 = np.searchsorted(parents, np.arange(size2 + 1))

    table2, log_p2 = _quantised(model.log_p2)
    table_backoff, backoff2 = _quantised(model.backoff2)
    table3, log_p3 = _quantised(model.log_p3)
    unigrams = np.zeros(size + 1, _UNIGRAM)
    unigrams["log_p"][:-1] = model.log_p1 / _LOG10_OF_BASE
    unigrams["backoff"][:-1] = model.backoff1 / _LOG10_OF_BASE
    unigrams["first"] = first2

    def closed(values: Ids) -> Ids:
        return np.append(values, 0)  # the entry after the last one says where the last one's children end

    widths2, widths3 = _widths(size, size3)
    spelled = b"".join(word.encode() + b"\0" for word in model.words)
    with path.open("wb") as file:
        file.write(_MAGIC + bytes([_ORDER]) + struct.pack("<3Ii", size, size2, size3, _QUANTISED_16_BIT))
        for table in (table2, table_backoff, table3):
            file.write((table / _LOG10_OF_BASE).astype("<f4").tobytes())
        file.write(unigrams.tobytes())
        middle = [closed(h2[order2]), closed(backoff2[order2]), closed(log_p2[order2]), first3]
        _write_packed(file, middle, widths2)
        _write_packed(file, [closed(g3[order3]), closed(log_p3[order3])], widths3)
        file.write(struct.pack("<I", len(spelled)) + spelled)


def _widths(size: int, size3: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Bits of the fields of a bigram (word before, backoff, probability, first child) and of a trigram."""
    word = size.bit_length()
    return (word, _BIN_BITS, _BIN_BITS, size3.bit_length()), (word, _BIN_BITS)


def _packed_bytes(entries: int, widths: tuple[int, ...]) -> int:
    return (entries * sum(widths) + 7) // 8 + _SLACK_BYTES


def _unpacked(data: bytes, start: int, entries: int, widths: tuple[int, ...]) -> Iterator[Ids]:
    raw = np.frombuffer(data, np.uint8, _packed_bytes(entries, widths), start)
    bit = np.arange(entries, dtype=np.int64) * sum(widths)
    for width in widths:
        byte, shift = bit >> 3, (bit & 7).astype(np.uint64)
        value = np.zeros(entries, np.uint64)
        for i in range((width + 7) // 8 + 1):
            value |= raw[byte + i].astype(np.uint64) << np.uint64(8 * i)
        yield ((value >> shift) & np.uint64((1 << width) - 1)).astype(np.int64)
        bit = bit + width


def _write_packed(file: IO[bytes], fields: list[Ids], widths: tuple[int, ...]) -> None:
    entries = len(fields[0])
    for start in range(0, entries, _PACKED_AT_ONCE):
        bits = [
            np.unpackbits(_as_bytes(field[start : start + _PACKED_AT_ONCE]), axis=1, bitorder="little")[:, :width]
            for field, width in zip(fields, widths, strict=True)
        ]
        file.write(np.packbits(np.concatenate(bits, axis=1), bitorder="little").tobytes())
    file.write(bytes(_SLACK_BYTES))


def _as_bytes(values: Ids) -> NDArray[np.uint8]:
    return values.astype("<u4").view(np.uint8).reshape(len(values), 4)


def _quantised(values: Floats) -> tuple[Floats, Ids]:
    """A table of evenly spaced values over the range of ``values``, and the nearest of them for each.

    Evenly spaced ones err by half a ten-thousandth (log10) at most, which is less than the file of the engine's own
    model does, and need no search for good bins.
    """
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    step = max((high - low) / (_BINS - 1), 1e-12)
    return low + step * np.arange(_BINS, dtype=np.float64), np.rint((values - low) / step).astype(np.int64)
