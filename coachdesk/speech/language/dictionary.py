"""What the embedded recognizer can hear: its own dictionary, less what it must not hear, and more words of selling.

Sounds are ARPAbet without stress, as in the CMU Pronouncing Dictionary: "M EH D IH K". Words that no list has are
pronounced by rule where a rule can be trusted; whoever teaches the recognizer says which words are left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from coachdesk.speech.language.files import ADDITIONS, ENGINE_DICTIONARY, NEVER_HEARD, engine_file

Sounds = tuple[str, ...]
"""The ways to say one word, each sounds with spaces between."""

_LETTERS = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S",
    "y": "W AY", "z": "Z IY",
}  # fmt: skip
_ACRONYM = re.compile(r"([A-Z]{2,5})(s?)")
_BEFORE_IH_Z = frozenset("S Z SH ZH CH JH".split())
_VOICELESS = frozenset("P T K F TH S SH CH".split())
_PREFIXES = {"re": "R IY", "pre": "P R IY", "un": "AH N", "non": "N AA N"}
_SHORTEST_PART = 3
"""Letters of either part of a compound: with fewer, nearly any name would be taken apart into nonsense."""
_SHORTEST_STEM = 3


class Dictionary:
    """Words by their lower case spelling, with how they are said."""

    def __init__(self, sounds: Mapping[str, Sounds]) -> None:
        self._sounds = dict(sounds)

    def __contains__(self, word: str) -> bool:
        return word in self._sounds

    def __len__(self) -> int:
        return len(self._sounds)

    def items(self) -> Iterable[tuple[str, Sounds]]:
        return self._sounds.items()

    def sounds(self, word: str) -> Sounds:
        return self._sounds.get(word, ())

    def add(self, word: str, sounds: Sounds) -> None:
        """More ways to say a word; a way that is there already is not added again."""
        self._sounds[word] = tuple(dict.fromkeys((*self.sounds(word), *sounds)))

    def remove(self, unwanted: Unwanted) -> None:
        self._sounds = {word: sounds for word, sounds in self._sounds.items() if not unwanted.has(word)}

    def keep(self, wanted: Collection[str]) -> None:
        self._sounds = {word: sounds for word, sounds in self._sounds.items() if word in wanted}

    def write(self, path: Path) -> None:
        """As PocketSphinx reads it: a second way to say a word is marked (2). Raises OSError."""
        with path.open("w", encoding="utf-8") as file:
            for word, ways in self._sounds.items():
                for number, sounds in enumerate(ways, 1):
                    file.write(f"{word} {sounds}\n" if number == 1 else f"{word}({number}) {sounds}\n")


class Unwanted:
    """Words never to be heard, some of them with any ending."""

    def __init__(self, lines: Iterable[str]) -> None:
        entries = [entry for line in lines if (entry := line.split("#")[0].strip())]
        self._words = frozenset(entry for entry in entries if not entry.endswith("*"))
        self._beginnings = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    def has(self, word: str) -> bool:
        return word in self._words or word.startswith(self._beginnings)


def read(path: Path) -> Dictionary:
    """A dictionary file. Raises OSError."""
    sounds: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        word, _, said = line.partition(" ")
        if said and word != "#":
            sounds.setdefault(without_mark(word), []).append(said.strip())
    return Dictionary({word: tuple(ways) for word, ways in sounds.items()})


def without_mark(word: str) -> str:
    """A word without the mark of a second way to say it: roi of roi(2)."""
    return word.partition("(")[0] if word.endswith(")") else word


def hearable() -> Dictionary:
    """The engine's dictionary with the hand-made additions, without what is never to be heard. Raises OSError."""
    words = read(engine_file(ENGINE_DICTIONARY))
    for word, ways in read(ADDITIONS).items():
        words.add(word, ways)
    words.remove(Unwanted(NEVER_HEARD.read_text("utf-8").splitlines()))
    return words


def by_rule(word: str, written: str, known: Dictionary) -> Sounds:
    """How a word that is not in the dictionary is said; nothing where no rule can tell.

    ``written`` is the word with its capitals: short ones all in capitals are spelled letter by letter.
    """
    if found := _ACRONYM.fullmatch(written):
        letters = " ".join(_LETTERS[letter.lower()] for letter in found[1])
        return (f"{letters} Z" if found[2] else letters,)
    return _with_ending(word, known) or _compound(word, known) or _with_prefix(word, known)


def _with_ending(word: str, known: Dictionary) -> Sounds:
    """A plural, an owner, a past or a going on of a known word, said as English says them."""
    for ending, stems in (
        ("'s", (word[:-2],)),
        ("ies", (word[:-3] + "y",)),
        ("es", (word[:-2], word[:-1])),
        ("s", (word[:-1],)),
        ("ied", (word[:-3] + "y",)),
        ("ed", (word[:-2], word[:-1], word[:-3] if word[-3:-2] == word[-4:-3] else "")),
        ("ing", (word[:-3], word[:-3] + "e", word[:-4] if word[-4:-3] == word[-5:-4] else "")),
    ):
        if word.endswith(ending):
            stem = next((stem for stem in stems if len(stem) >= _SHORTEST_STEM and stem in known), None)
            if stem is not None:
                return tuple(_ended(sounds, ending) for sounds in known.sounds(stem))
    return ()


def _ended(sounds: str, ending: str) -> str:
    last = sounds.split()[-1]
    if ending == "ing":
        return f"{sounds} IH NG"
    if ending.endswith("ed"):
        return f"{sounds} {'IH D' if last in ('T', 'D') else 'T' if last in _VOICELESS else 'D'}"
    return f"{sounds} {'IH Z' if last in _BEFORE_IH_Z else 'S' if last in _VOICELESS else 'Z'}"


def _compound(word: str, known: Dictionary) -> Sounds:
    """Two known words written as one, parted where the shorter one is longest."""
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    parted = [(word[:at], word[at:]) for at in places if word[:at] in known and word[at:] in known]
    if not parted:
        return ()
    first, second = max(parted, key=lambda parts: min(map(len, parts)))
    return _joined(known.sounds(first), known.sounds(second))


def _with_prefix(word: str, known: Dictionary) -> Sounds:
    for prefix, sounds in _PREFIXES.items():
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > _SHORTEST_STEM and rest in known:
            return _joined((sounds,), known.sounds(rest))
    return ()


def _joined(first: Sounds, second: Sounds) -> Sounds:
    return tuple(f"{one} {other}" for one in first for other in second)
