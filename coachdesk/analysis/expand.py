"""Ways to say what a cue asks for, drawn at random from its tree: sentences for a recognizer to learn from."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from coachdesk.analysis.cue_parser import Choice, Gap, InOrder, Maybe, Node, Number, OneOf
from coachdesk.analysis.normalise import number_words

T = TypeVar("T")

Complete = Callable[[str, random.Random], str]
"""Draws a word that begins with a beginning; gives an empty text where there is none."""

_MAYBE_SHARE = 0.4
"""How often an optional part is said."""
_CONTRACTED_SHARE = 0.7
"""How often what can be contracted is: cues are spelled out, people are not."""
_BREAK = ""
_NUMBERS = (*range(1, 13), 15, 18, *range(20, 100, 5), *range(100, 1000, 100), *range(1000, 100_000, 5000), 250_000)

_PRONOUNS = "i you we they he she it that there what who"
_SHORTENED = {
    **{(who, "will"): f"{who}'ll" for who in _PRONOUNS.split()},
    **{(who, "would"): f"{who}'d" for who in "i you we they he she it that who".split()},
    **{(who, "is"): f"{who}'s" for who in "he she it that there what who here where how".split()},
    **{(who, "are"): f"{who}'re" for who in "you we they".split()},
    **{(who, "have"): f"{who}'ve" for who in "i you we they".split()},
    **{
        (verb, "not"): f"{verb}n't"
        for verb in "do does did is are was were would could should have has had need".split()
    },
    ("i", "am"): "i'm", ("let", "us"): "let's", ("can", "not"): "can't", ("will", "not"): "won't",
}  # fmt: skip


def expansions(node: Node, how_many: int, draw: random.Random, complete: Complete) -> list[tuple[str, ...]]:
    """Stretches of words without gaps, of ``how_many`` ways to say a cue: a gap could be anything, so it ends one."""
    found: list[tuple[str, ...]] = []
    for _ in range(how_many):
        words = contracted(list(_said(node, draw, complete)), draw)
        start = 0
        for end, word in enumerate([*words, _BREAK]):
            if word == _BREAK:
                if end > start:
                    found.append(tuple(words[start:end]))
                start = end + 1
    return found


def _said(node: Node, draw: random.Random, complete: Complete) -> list[str]:
    match node:
        case OneOf(words, beginnings):
            word = pick(sorted(words) + [f"{beginning}*" for beginning in sorted(beginnings)], draw)
            return [complete(word[:-1], draw) if word.endswith("*") else word]
        case Gap():
            return [_BREAK]
        case Number():
            return number_words(pick(_NUMBERS, draw))
        case InOrder(parts):
            return [word for part in parts for word in _said(part, draw, complete)]
        case Choice(options):
            return _said(pick(options, draw), draw, complete)
        case Maybe(part):
            return _said(part, draw, complete) if draw.random() < _MAYBE_SHARE else []


def pick(options: Sequence[T], draw: random.Random) -> T:
    """One of several, by `random` alone, whose sequence Python keeps from version to version."""
    return options[int(draw.random() * len(options))]


def contracted(words: Sequence[str], draw: random.Random) -> list[str]:
    """Words as they are said: what is spelled out in cues is mostly contracted."""
    said: list[str] = []
    for word in words:
        short = _SHORTENED.get((said[-1], word)) if said else None
        if short is not None and draw.random() < _CONTRACTED_SHARE:
            said[-1] = short
        else:
            said.append(word)
    return said
