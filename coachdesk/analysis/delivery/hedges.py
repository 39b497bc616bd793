"""Hedges: words that take back some of what is said.

The idea and the name are Lakoff's (Hedges: a study in meaning criteria and the logic of fuzzy concepts, 1973); Prince,
Frader and Bosk (On hedging in physician-physician discourse, 1982) tell those that blur what is said ("sort of") from
those that draw the speaker back from it ("I think"). The list is our own, in those two groups, of what is heard in
sales talk: a hedge now and then is polite, many make an offer sound doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachdesk.analysis.heard import Word
from coachdesk.analysis.normalise import normalise

_BLURRING = (
    "sort of", "kind of", "a little bit", "a little", "a bit", "somewhat", "more or less", "or something",
    "or something like that", "and stuff", "and things like that", "just",
)  # fmt: skip
_DRAWING_BACK = (
    "i think", "i guess", "i suppose", "i feel like", "i would say", "i was wondering", "i believe", "maybe",
    "perhaps", "possibly", "probably", "hopefully", "might", "i am not sure", "as far as i know", "if that makes sense",
)  # fmt: skip
_HEDGES = tuple(sorted((tuple(h.split()) for h in _BLURRING + _DRAWING_BACK), key=len, reverse=True))

_KINDS = frozenset(
    "what which this that these those the a an any some one every each no same other another different".split()
)
"""After these "kind of" and "sort of" name a kind ("what kind of trucks")."""
_JUST_AFTER = frozenset({"not", "only", "had", "have", "has"})
"""Not only; and lately ("I have just sent it")."""
_JUST_BEFORE = frozenset("as now like in before after about under over".split())
"""Equality, time or measure ("just as", "just now", "just under")."""


@dataclass(frozen=True, slots=True)
class Hedge:
    """One hedge and where it was heard; times are None where it was typed."""

    text: str
    start_s: float | None
    end_s: float | None


def find(words: Sequence[Word]) -> tuple[Hedge, ...]:
    """The hedges among the words, the longest where one lies in another."""
    normal = normalise(word.text for word in words)
    found: list[Hedge] = []
    at = 0
    while at < len(normal.words):
        length = next((len(hedge) for hedge in _HEDGES if _stands(normal.words, at, hedge)), 0)
        if length:
            first, last = words[normal.source[at]], words[normal.source[at + length - 1]]
            found.append(Hedge(" ".join(normal.words[at : at + length]), first.start_s, last.end_s))
        at += length or 1
    return tuple(found)


def _stands(words: Sequence[str], at: int, hedge: Sequence[str]) -> bool:
    end = at + len(hedge)
    if tuple(words[at:end]) != tuple(hedge):
        return False
    before = words[at - 1] if at else ""
    after = words[end] if end < len(words) else ""
    if hedge[-1] == "of":
        return before not in _KINDS
    if hedge[0] == "just":
        return before not in _JUST_AFTER and after not in _JUST_BEFORE
    return not (before == "not" and hedge[0] == "a")
