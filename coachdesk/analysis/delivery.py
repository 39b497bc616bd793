"""How an answer sounded: pace, pauses, how long it took to begin, questions asked, loudness.

Every figure is None where it cannot be known (a typed answer has no pace). Nothing here infers what anybody feels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coachdesk.analysis.heard import Heard, Segment, Span
from coachdesk.analysis.normalise import normalise

PAUSE_S = 0.25
"""Shortest silence inside an answer that counts as a pause: the usual floor in studies of fluency, below which lie the
closures of stop consonants (Goldman-Eisler 1968; de Jong and Bosker 2013 find 0.25 to 0.3 s the best threshold)."""

FEWEST_WORDS_FOR_RATE = 8
"""Under this many words a rate says more about the sentence than about the speaker."""

_CLIPPED_SHARE = 0.0005
_OPEN = frozenset({"what", "how", "why", "who", "where", "when", "which", "whose"})
_ASIDES = frozenset({("which", "is"), ("which", "was"), ("which", "means"), ("when", "is"), ("where", "is")})
"""Openings of a clause that only looks like a question."""
_INVITATIONS = (
    ("tell", "me"), ("walk", "me"), ("help", "me", "understand"), ("talk", "me", "through"), ("describe",),
    ("take", "me", "through"),
)  # fmt: skip
_VERBS = frozenset(
    "do does did is are was were can could would will should have has may might am".split()
)  # fmt: skip
_SUBJECTS = frozenset(
    "you your we i it that there they this these those he she the anyone anybody someone".split()
)  # fmt: skip
_LEAD_INS = frozenset(
    "so and but okay well now then alright right because or just yeah yes sure first great also".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions by their first words: open ones ask for a story, closed ones for a yes, a no or one fact."""

    open: int
    closed: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Figures of one answer. Times in seconds, rates in words a minute, levels in dB below full scale.

    ``rate_wpm`` is over speech with pauses left out (articulation rate), ``overall_wpm`` from first to last sound.
    ``latency_s`` is from the end of the buyer's line to the first sound. ``monologue_s`` is from the first sound to the
    last. ``pause_share`` is the share of that time which was pause, 0 to 1. ``rate_trusted`` is False where there were
    too few words.
    """

    words: int
    rate_wpm: float | None
    overall_wpm: float | None
    rate_trusted: bool
    pauses: tuple[Span, ...]
    longest_pause_s: float | None
    pause_share: float | None
    latency_s: float | None
    monologue_s: float | None
    questions: Questions
    loudness_dbfs: float | None
    clipped: bool | None


def measure(heard: Heard) -> Delivery:
    """The figures of one answer."""
    count = len(heard.words)
    questions = _questions(heard.segments)
    sound = heard.sound
    if sound is None or not sound.voiced:
        clipped = sound.clipped_share > _CLIPPED_SHARE if sound else None
        return Delivery(count, None, None, False, (), None, None, None, None, questions, None, clipped)
    voiced = sound.voiced
    pauses = tuple(
        Span(before.end_s, after.start_s)
        for before, after in pairwise(voiced)
        if after.start_s - before.end_s >= PAUSE_S
    )
    monologue_s = voiced[-1].end_s - voiced[0].start_s
    paused_s = sum(pause.length_s for pause in pauses)
    spoken_s = monologue_s - paused_s
    trusted = count >= FEWEST_WORDS_FOR_RATE and spoken_s > 0
    return Delivery(
        count,
        round(count * 60 / spoken_s, 1) if count and spoken_s > 0 else None,
        round(count * 60 / monologue_s, 1) if count and monologue_s > 0 else None,
        trusted,
        pauses,
        round(max(pause.length_s for pause in pauses), 2) if pauses else 0.0,
        round(paused_s / monologue_s, 3) if monologue_s > 0 else None,
        round(voiced[0].start_s, 2),
        round(monologue_s, 2),
        questions,
        sound.loudness_dbfs,
        sound.clipped_share > _CLIPPED_SHARE,
    )


def _questions(segments: Sequence[Segment]) -> Questions:
    opened = closed = 0
    for segment in segments:
        for sentence, is_marked in _sentences(segment):
            kind = _question_kind(sentence) or ("closed" if is_marked else None)
            opened += kind == "open"
            closed += kind == "closed"
    return Questions(opened, closed)


def _sentences(segment: Segment) -> list[tuple[Sequence[str], bool]]:
    """Pieces that may each be a question, and whether a question mark says so.

    Speech has no marks, so a question is looked for at the start of each stretch between pauses and after words
    that people begin a new thought with ("so", "and", "but").
    """
    pieces: list[tuple[list[str], bool]] = [([], False)]
    for word in segment.words:
        spelled = normalise([word.text]).words
        if pieces[-1][0] and spelled and spelled[0] in _LEAD_INS:
            pieces.append(([], False))
        pieces[-1][0].extend(spelled)
        if word.text[-1:] in ".?!":
            pieces[-1] = (pieces[-1][0], word.text.endswith("?"))
            pieces.append(([], False))
    return [(words, is_marked) for words, is_marked in pieces if words]


def _question_kind(words: Sequence[str]) -> str | None:
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
