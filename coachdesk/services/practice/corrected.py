"""An answer's words with what a person has corrected in them. The machine's words stay as they were heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachdesk.analysis.heard import Word
from coachdesk.store.corrections import KeptCorrection


@dataclass(frozen=True, slots=True)
class Run:
    """Words from ``first`` to ``end`` (excluded) of the machine's, and what is shown in their place.

    ``correction`` is None where the machine's own word stands, which is then a run of one.
    """

    first: int
    end: int
    text: str
    heard: str
    start_s: float | None
    end_s: float | None
    correction: KeptCorrection | None = None


def runs(words: Sequence[Word], corrections: Sequence[KeptCorrection]) -> list[Run]:
    """The answer from its first word to its last, each word in one run."""
    standing = {each.first_word: each for each in in_force(corrections)}
    found: list[Run] = []
    at = 0
    if not words and 0 in standing:  # nothing was heard, and somebody wrote down what was said
        return [Run(0, 0, standing[0].text, "", None, None, standing[0])]
    while at < len(words):
        made = standing.get(at)
        end = min(made.end_word, len(words)) if made else at + 1
        heard = " ".join(word.text for word in words[at:end])
        text = made.text if made else heard
        correction = None if made is None or text == heard else made
        found.append(Run(at, end, text, heard, words[at].start_s, words[end - 1].end_s, correction))
        at = end
    return found


def in_force(corrections: Sequence[KeptCorrection]) -> list[KeptCorrection]:
    """Those that no later one has taken the place of."""
    standing: list[KeptCorrection] = []
    for made in corrections:
        standing = [each for each in standing if not _overlap(each, made)] + [made]
    return standing


def _overlap(one: KeptCorrection, other: KeptCorrection) -> bool:
    if one.first_word == one.end_word or other.first_word == other.end_word:
        return (one.first_word, one.end_word) == (other.first_word, other.end_word)
    return one.first_word < other.end_word and other.first_word < one.end_word


def text_of(words: Sequence[Word], corrections: Sequence[KeptCorrection]) -> str:
    """The answer as it reads with its corrections."""
    return " ".join(run.text for run in runs(words, corrections) if run.text)


def whole_runs(words: Sequence[Word], corrections: Sequence[KeptCorrection], first: int, end: int) -> tuple[int, int]:
    """A stretch of words widened to the whole of every correction that it touches."""
    touched = [run for run in runs(words, corrections) if run.first < end and first < run.end]
    return (min([first, *(run.first for run in touched)]), max([end, *(run.end for run in touched)]))
