"""Questions by their form: open, closed, or a tag at the end of a statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coachdesk.analysis.delivery.speech import is_before_pause
from coachdesk.analysis.heard import Heard, Word
from coachdesk.analysis.normalise import normalise

_OPEN = frozenset({"what", "how", "why", "who", "where", "when", "which", "whose"})
_ASIDES = frozenset({("which", "is"), ("which", "was"), ("which", "means"), ("when", "is"), ("where", "is")})
"""Openings of a clause that only looks like a question."""
_INVITATIONS = (
    ("tell", "me"), ("walk", "me"), ("help", "me", "understand"), ("talk", "me", "through"), ("describe",),
    ("take", "me", "through"),
)  # fmt: skip
_VERBS = frozenset("do does did is are was were can could would will should have has may might am".split())
_SUBJECTS = frozenset("you your we i it that there they this these those he she the anyone anybody someone".split())
_LEAD_INS = frozenset(
    "so and but okay well now then alright right because or just yeah yes sure first great also".split()
)

_TAG_SUBJECTS = frozenset("you we i it they he she there that this".split())
_TAGS = tuple(
    tuple(tag.split())
    for tag in (
        "does that make sense", "does this make sense", "does it make sense", "does that sound good",
        "does that sound right", "does that sound fair", "does that sound okay", "is that fair", "is that right",
        "is that okay", "do you know what i mean", "you know what i mean", "do you see what i mean",
        "you see what i mean",
    )
)  # fmt: skip
"""Set phrases that ask to agree with what was said before them."""
_ONE_WORD_TAGS = frozenset({"right", "correct", "okay"})
_ONE_WORD_TAGS_WHEN_MARKED = _ONE_WORD_TAGS | {"yes", "yeah", "no", "eh", "huh"}
_ONE_WORD_TAGS_AFTER = 3
"""Words that must stand before a tag of one word: "Right." and "Yes, okay." are answers."""
_NOT_BEFORE_A_WORD = frozenset(
    "is are was be been not that you all the a just quite exactly about get got sounds feels looks seems do say said "
    "it turn your no my alright".split()
)
"""After these "right", "correct" or "okay" says that something is so: "you are right", "that sounds okay"."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions by their form.

    Open ones begin with a question word or an invitation ("walk me through") and ask for a story; closed ones begin
    with a verb ("can you ...") and ask for a yes, a no or one fact; a tag asks to agree with what was just said
    ("..., right?", "isn't it", "does that make sense").
    """

    open: int
    closed: int
    tag: int = 0


def count(heard: Heard) -> Questions:
    """The questions of an answer. Speech has no question marks, so they are known by how they begin or end."""
    kinds: list[str | None] = []
    for segment in heard.segments:
        for sentence in _cut(segment.words, _ends_sentence):
            kinds += _in_sentence(sentence)
    return Questions(kinds.count("open"), kinds.count("closed"), kinds.count("tag"))


def _in_sentence(sentence: Sequence[Word]) -> list[str | None]:
    """The kinds of question in it. A tag stands at the end or before a pause, and ends what it was said of."""
    is_marked = sentence[-1].text.endswith("?")
    kinds: list[str | None] = []
    now: list[str] = []
    for part in _cut(sentence, is_before_pause):
        words = normalise(word.text for word in part).words
        tag = _tag_length(words, is_marked and part[-1] is sentence[-1])
        now += words[: len(words) - tag]
        if tag:
            kinds += [*map(_kind, _thoughts(now)), "tag"]
            now = []
    rest = [*map(_kind, _thoughts(now))]
    if rest and is_marked and not any(rest):
        rest[-1] = "closed"
    return kinds + rest


def _cut(words: Sequence[Word], is_end: Callable[[Word, Word], bool]) -> list[list[Word]]:
    parts: list[list[Word]] = [[]]
    for i, word in enumerate(words):
        parts[-1].append(word)
        if i + 1 < len(words) and is_end(word, words[i + 1]):
            parts.append([])
    return [part for part in parts if part]


def _ends_sentence(word: Word, _after: Word) -> bool:
    return word.text[-1:] in ".?!"


def _thoughts(words: Sequence[str]) -> list[list[str]]:
    """Cut before words that people begin a new thought with ("so", "and", "but")."""
    pieces: list[list[str]] = [[]]
    for word in words:
        if word in _LEAD_INS and pieces[-1]:
            pieces.append([])
        pieces[-1].append(word)
    return [piece for piece in pieces if piece]


def _tag_length(words: Sequence[str], is_marked: bool) -> int:
    """How many words at the end ask for agreement; 0 where none do."""
    for tag in _TAGS:
        if tuple(words[-len(tag) :]) == tag:
            return len(tag)
    if len(words) > _ONE_WORD_TAGS_AFTER:
        if is_marked and words[-1] in _ONE_WORD_TAGS_WHEN_MARKED:
            return 1
        if words[-1] in _ONE_WORD_TAGS and words[-2] not in _NOT_BEFORE_A_WORD:
            return 1
    return _turned_round(words)


def _turned_round(words: Sequence[str]) -> int:
    """A verb and its subject turned round after a statement: "isn't it", "don't you", and after a "not" "do you"."""
    if len(words) <= _ONE_WORD_TAGS_AFTER + 1 or words[-1] not in _TAG_SUBJECTS:
        return 0
    if words[-2] == "not" and words[-3] in _VERBS:
        return 3
    denies = "not" in words[:-2] or "never" in words[:-2]
    return 2 if words[-2] in _VERBS and denies else 0


def _kind(words: Sequence[str]) -> str | None:
    start = 0
    while start < len(words) and words[start] in _LEAD_INS:
        start += 1
    rest = words[start:]
    if len(rest) < 2:
        return None
    if any(tuple(rest[: len(invitation)]) == invitation for invitation in _INVITATIONS):
        return "open"
    if rest[0] in _OPEN and rest[1] not in _SUBJECTS and tuple(rest[:2]) not in _ASIDES:
        return "open"
    if rest[0] in _VERBS and rest[1] in _SUBJECTS:
        return "closed"
    return None
