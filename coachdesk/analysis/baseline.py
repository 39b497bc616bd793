"""How far what was heard differs from a passage that was read: word errors, and each word with what it was heard as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein, Opcode

from coachdesk.analysis.normalise import normalise

UNREAD_WORDS = 6
"""So many words in a row that are missing at the end were not read: no recognizer drops a whole sentence there."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of the passage and what was heard in its place: the same, other words, or nothing (empty).

    A word of no ``text`` was heard where the passage has none.
    """

    text: str
    heard: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """``words`` and ``errors`` are counted in one spelling and up to where the reading ended; ``share_read`` is how
    much of the passage that is, 0 to 1."""

    words: int
    errors: int
    share_read: float
    read: tuple[ReadWord, ...]

    @property
    def error_rate(self) -> float:
        """Errors for each word; more than 1 where more was heard than read."""
        return self.errors / self.words if self.words else 1.0


def compare(passage: str, heard: Iterable[str]) -> Comparison:
    """A passage as it is written, and the words that were heard."""
    written = passage.split()
    wanted, got = normalise(written), normalise(heard).words
    codes = list(Levenshtein.opcodes(wanted.words, got))
    end = len(wanted.words)
    if codes and codes[-1].tag == "delete" and end - codes[-1].src_start >= UNREAD_WORDS:
        end = codes.pop().src_start
    right = [True] * len(written)
    instead: list[list[str]] = [[] for _ in written]
    extra: dict[int, list[str]] = {}
    for code in codes:
        for i in range(code.src_start, code.src_end):
            at = wanted.source[i]
            right[at] = right[at] and code.tag == "equal"
            if code.tag != "delete":
                instead[at].append(got[code.dest_start + i - code.src_start])
        if code.tag == "insert":
            before = wanted.source[code.src_start - 1] if code.src_start else -1
            extra.setdefault(before, []).extend(got[code.dest_start : code.dest_end])
    read_to = wanted.source[end - 1] + 1 if end else 0
    read = _extra(extra, -1)
    for i, text in enumerate(written[:read_to]):
        read += [ReadWord(text, text if right[i] else " ".join(instead[i]), right[i]), *_extra(extra, i)]
    share = end / len(wanted.words) if wanted.words else 0.0
    return Comparison(end, sum(map(_errors, codes)), share, tuple(read))


def _errors(code: Opcode) -> int:
    return 0 if code.tag == "equal" else max(code.src_end - code.src_start, code.dest_end - code.dest_start)


def _extra(extra: dict[int, list[str]], after: int) -> list[ReadWord]:
    return [ReadWord("", " ".join(extra[after]), False)] if after in extra else []
