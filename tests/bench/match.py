"""Cues of 40 key points searched in 1,000 transcripts, against one compiled regular expression pass for each cue."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from itertools import cycle, islice

from coachdesk.analysis.cue_parser import GAP_WORDS, Choice, Gap, InOrder, Maybe, Node, Number, OneOf, parse
from coachdesk.analysis.cues import Cue, CueBook
from coachdesk.analysis.normalise import NUMBER_LINKS, NUMBER_WORDS, normalise
from coachdesk.services.library import load_library
from tests.bench.measure import Counted, Result, compare

KEY_POINTS = 40
TRANSCRIPTS = 1000
_SECONDS_PER_ANSWER_WORDS = 60


def run(_: argparse.Namespace) -> Iterator[Result]:
    library = load_library()
    moves = list(islice(cycle(library.moves.values()), KEY_POINTS))
    cues = [(f"{i}-{move.id}", text) for i, move in enumerate(moves) for text in move.cues]
    transcripts = _transcripts([line for move in moves for line in (*move.examples.yes, *move.examples.no)])
    book = CueBook((owner, Cue(text, library.word_lists)) for owner, text in cues)
    expressions = [re.compile(rf"(?:^| )(?:{_expression(parse(text, library.word_lists))})") for _, text in cues]
    lines = [" ".join(words) + " " for words in transcripts]
    yield compare(
        "match",
        f"{len(cues)} cues of {KEY_POINTS} key points over {TRANSCRIPTS} transcripts",
        lambda: [book.search(words) for words in transcripts] and None,
        lambda: [[e.search(line) for e in expressions] for line in lines] and None,
        bar=1.5,
        note=f"{len(library.moves)} moves ship",
    )
    yield _slowest_cue()


def _transcripts(lines: list[str]) -> list[tuple[str, ...]]:
    draw = random.Random(1)
    made = []
    for _ in range(TRANSCRIPTS):
        words: list[str] = []
        while len(words) < _SECONDS_PER_ANSWER_WORDS:
            words += draw.choice(lines).split()
        made.append(normalise(words).words)
    return made


def _expression(node: Node) -> str:
    match node:
        case OneOf(words, beginnings):
            parts = [re.escape(word) for word in sorted(words)]
            parts += [re.escape(beginning) + r"\S*" for beginning in sorted(beginnings)]
            return f"(?:{'|'.join(parts)}) "
        case Gap():
            return rf"(?:\S+ ){{0,{GAP_WORDS}}}"
        case Number():
            return f"(?:{'|'.join(NUMBER_WORDS)}) (?:(?:{'|'.join(NUMBER_WORDS | NUMBER_LINKS)}) )*"
        case Maybe(part):
            return f"(?:{_expression(part)})?"
        case Choice(options):
            return f"(?:{'|'.join(map(_expression, options))})"
        case InOrder(parts):
            return "".join(map(_expression, parts))


def _slowest_cue() -> Result:
    """The longest that one hostile cue takes on a 500-word answer, in the best of several tries."""
    import time

    hostile = {
        "gaps": "a " + "... a " * 18,
        "options": "a " + "[a] " * 90 + "b",
        "choices": "(a b|a a|a c) " * 15 + "z",
        "number": "{number} ... {number} ... {number} ... {number} ... {number} z",
    }
    answers = [["a"] * 500, (["a"] * 20 + ["b"] * 5) * 20, ["ten", "and"] * 250]
    slowest = 0.0
    for cue in hostile.values():
        book = CueBook([("move", Cue(cue, {}))])
        for answer in answers:
            times = []
            for _ in range(7):
                started = time.perf_counter()
                book.search(answer)
                times.append(time.perf_counter() - started)
            slowest = max(slowest, min(times))
    return Counted("match", "slowest of four hostile cues on a 500-word answer", round(slowest * 1000, 3), "ms", 1.0)
