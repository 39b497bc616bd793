"""Fillers ("um", "uh") as a range: those that were written down, and those that may lie in what was not understood.

Recognizers drop fillers or write a word that sounds alike, so no single number would be honest. The lower end counts
what can hardly be anything else; the upper end adds voice without a word, of a filler's length, and words known to be
written for "um". That "uh" and "um" are words of their own, said before a delay, is Clark and Fox Tree's (Using uh and
um in spontaneous speaking, 2002).

Measured with PocketSphinx on synthetic answers. Voice without a word lasted 0.19 to 0.45 s where an "uh" was said; the
words written for "um" lasted 0.27 to 0.48 s, the same words when meant 0.09 to 0.27 s.

    voices                       fillers said    upper end reaches    answers without: some found
    f1, f2, m1, m2 (tuned on)    126             108                  0 of 36
    f3, m3 (not tuned on)         30              14                  0 of 8
    others, four of them human     1               1                  3 of 48

With the model that the library teaches: 108, 14, and 2 of the 48. No human voice with fillers was at hand. So the upper
end says where to listen; it is no bound, because a filler that runs into its neighbours becomes part of a wrong word.
Tried and left: "uh" and "um" in PocketSphinx's filler dictionary found 17 of 52, and 14 that were not there, in
twice the time; searching the alternatives found 3 more of 126, and as many that were not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coachdesk.analysis.heard import Heard, Span, Word

SHORTEST_S, LONGEST_S = 0.18, 1.2
"""Lengths of voice without a word that may be a filler; what is longer is speech that was not understood."""

_WRITTEN = frozenset("um umm uhm uh uhh er erm hm hmm mm".split())
_SOUND_LIKE_UM = frozenset("a ah i'm im on come gone calm mom arm bomb bombs bombed".split())
"""Words with the vowel of "uh", open or before a nasal: what an engine that has to choose writes for a filler."""
_OPENS = frozenset({"a", "ah"})
"""These can be the first half of an "um" that was written as two words ("ah i'm")."""
_STAND_FOR_UM_ALONE = frozenset({"and", "end"})
"""Also drawn out when meant, so that they count only between two pauses."""
_DRAWN_OUT_S = 0.28
_AH_S = 0.2
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
    timed = [word for word in words if word.start_s is not None and word.end_s is not None]
    spelled = [word.text.lower().strip(".,?!") for word in timed]
    at = 0
    while at < len(timed):
        end = at + 1
        if end < len(timed) and spelled[at] in _OPENS and spelled[end] in _SOUND_LIKE_UM:
            end += not _is_apart(timed, end)
        if place := _place(timed, spelled, at, end):
            found.append(place)
        at = end
    return found


def _place(words: Sequence[Word], spelled: Sequence[str], at: int, end: int) -> Filler | None:
    """The filler that the words from at to end are, or may be; several where each sounds like one ("ah i'm")."""
    start_s, end_s = words[at].start_s or 0.0, words[end - 1].end_s or 0.0
    before, after = _is_apart(words, at), _is_apart(words, end)
    text = " ".join(spelled[at:end])
    if text in _WRITTEN or (text == "like" and before and after):
        return Filler("written", text, start_s, end_s)
    if text == "know" and _is_only_said(words, at):
        return Filler("written", "you know", words[at - 1].start_s or start_s, end_s)
    if spelled[at] in _SOUND_LIKE_UM:
        is_long = end_s - start_s >= (_AH_S if text == "ah" else _DRAWN_OUT_S)
        return Filler("misheard", text, start_s, end_s) if is_long and (before or after) else None
    if text in _STAND_FOR_UM_ALONE and end_s - start_s >= _DRAWN_OUT_S and before and after:
        return Filler("misheard", text, start_s, end_s)
    return None


def _is_only_said(words: Sequence[Word], know: int) -> bool:
    """Whether "you know" ends in a pause and has nothing that is known."""
    if not know or words[know - 1].text != "you" or not _is_apart(words, know + 1):
        return False
    before = words[know - 2].text if know > 1 else ""
    after = words[know + 1].text if know + 1 < len(words) else ""
    return before not in _KNOWS_BEFORE and after not in _KNOWS_AFTER


def _is_apart(words: Sequence[Word], i: int) -> bool:
    """Whether a silence lies before the word at i, or before the end."""
    if i in (0, len(words)):
        return True
    before, after = words[i - 1], words[i]
    return before.end_s is not None and after.start_s is not None and after.start_s - before.end_s >= _APART_S
