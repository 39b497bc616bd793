"""Fillers ("um", "uh") as a range: those that were written down, and those that may lie in what was not understood.

Recognizers drop fillers or write a word that sounds alike, so no single number would be honest. The lower end counts
what can hardly be anything else; the upper end adds voice without a word, of a filler's length, and words known to be
written for "um". That "uh" and "um" are words of their own, said before a delay, is Clark and Fox Tree's (Using uh and
um in spontaneous speaking, 2002).

Measured with PocketSphinx on 22 answers with fillers and 12 without by the voices f1, f2, m1, m2, and on 48 others
without: voice without a word was 0.19 to 0.43 s long where an "uh" was said, and 0.18 s or more in 2 of the 48 others;
the words written for "um" were 0.27 to 0.45 s long, the same words when meant 0.09 to 0.27 s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coachdesk.analysis.heard import Heard, Span, Word

SHORTEST_S, LONGEST_S = 0.18, 1.2
"""Lengths of voice without a word that may be a filler; what is longer is speech that was not understood."""

_WRITTEN = frozenset("um umm uhm uh uhh er erm hm hmm mm".split())
_WRITTEN_FOR_UM = frozenset("i'm im on come calm bomb bombs bombed ah".split())
_WRITTEN_BETWEEN_PAUSES = frozenset({"and", "end"})
"""Also said for its own sake and drawn out, so that it counts only where it stands alone."""
_DRAWN_OUT_S = 0.28
_APART_S = 0.1
"""Between words that follow each other recognizers leave nothing, or a silence of at least so much."""

_KNOWS_BEFORE = frozenset("do did as if that because when let how what unless since would than like could".split())
_KNOWS_AFTER = frozenset(
    "what that how who why where when which the a your his her my our their this these it about if better him them "
    "someone anyone exactly".split()
)
"""Around "you know" these make it a verb with its object: "as you know", "you know how it is"."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler, or what may be one. ``text`` is what was written there, empty where nothing was."""

    kind: Literal["written", "misheard", "gap"]
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Fillers:
    """How many there are at least and at most, and where to listen, in order."""

    least: int
    most: int
    places: tuple[Filler, ...]


def find(heard: Heard) -> Fillers:
    """The fillers of a spoken answer."""
    places: list[Filler] = []
    for segment in heard.segments:
        places += _words(segment.words)
    for gap in unheard(heard):
        if SHORTEST_S <= gap.length_s <= LONGEST_S and not any(_touches(gap, place) for place in places):
            places.append(Filler("gap", "", gap.start_s, gap.end_s))
    places.sort(key=lambda place: place.start_s)
    return Fillers(sum(place.kind == "written" for place in places), len(places), tuple(places))


def unheard(heard: Heard) -> list[Span]:
    """Voice without a word: what is left of the voiced stretches where no word lies."""
    words = [(w.start_s, w.end_s) for w in heard.words if w.start_s is not None and w.end_s is not None]
    left: list[Span] = []
    for voiced in heard.sound.voiced if heard.sound else ():
        at = voiced.start_s
        for start_s, end_s in words:
            if at < end_s and start_s < voiced.end_s:
                left.append(Span(at, start_s))
                at = end_s
        left.append(Span(at, voiced.end_s))
    return [Span(round(span.start_s, 3), round(span.end_s, 3)) for span in left if span.length_s > 0]


def _touches(gap: Span, place: Filler) -> bool:
    """Whether a gap is only the rest of a filler that a word already stands for."""
    return gap.start_s < place.end_s + _APART_S and place.start_s - _APART_S < gap.end_s


def _words(words: Sequence[Word]) -> list[Filler]:
    found: list[Filler] = []
    for i, word in enumerate(words):
        if word.start_s is None or word.end_s is None:
            continue
        spelled = word.text.lower().strip(".,?!")
        before, after = _apart_before(words, i), _apart_before(words, i + 1)
        is_long = word.end_s - word.start_s >= _DRAWN_OUT_S
        if spelled in _WRITTEN or (spelled == "like" and before and after):
            found.append(Filler("written", spelled, word.start_s, word.end_s))
        elif spelled == "know" and i and _is_only_said(words, i):
            found.append(Filler("written", "you know", words[i - 1].start_s or word.start_s, word.end_s))
        elif is_long and (
            (spelled in _WRITTEN_FOR_UM and (before or after))
            or (spelled in _WRITTEN_BETWEEN_PAUSES and before and after)
        ):
            found.append(Filler("misheard", spelled, word.start_s, word.end_s))
    return found


def _is_only_said(words: Sequence[Word], know: int) -> bool:
    """Whether "you know" is set apart by a pause and has nothing that is known."""
    if words[know - 1].text != "you" or not (_apart_before(words, know - 1) or _apart_before(words, know + 1)):
        return False
    before = words[know - 2].text if know > 1 else ""
    after = words[know + 1].text if know + 1 < len(words) else ""
    return before not in _KNOWS_BEFORE and after not in _KNOWS_AFTER


def _apart_before(words: Sequence[Word], i: int) -> bool:
    """Whether the word at i (or the end) follows a silence."""
    if i in (0, len(words)):
        return True
    before, after = words[i - 1], words[i]
    return before.end_s is not None and after.start_s is not None and after.start_s - before.end_s >= _APART_S
