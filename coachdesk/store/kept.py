"""What `records` takes and gives: attempts, answers and findings as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coachdesk import clock
from coachdesk.analysis.heard import Heard
from coachdesk.store.tables import FindingKind, Mode, Outcome, Source, State, Support, Verdict

if TYPE_CHECKING:
    from coachdesk.analysis.findings import Finding


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of an attempt when it begins. Hashes are those of `records.keep_snapshot`."""

    person_id: str
    mode: Mode
    scenario_id: str
    scenario_hash: str
    persona_id: str
    seed: int
    engine: str
    model: str
    language_hash: str
    started_at: datetime
    rubric_hash: str | None = None
    moves_hash: str | None = None
    only_step: str | None = None  # of a drill: the one step that is asked
    support: Support = "hints"
    id: str = field(default_factory=clock.new_id)


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A key point or red flag that the machine found, or what a person says about one.

    ``first_word`` and ``end_word`` (excluded) are positions in the answer's words.
    """

    kind: FindingKind
    name: str
    move: str | None = None
    evidence: str = ""
    first_word: int | None = None
    end_word: int | None = None
    start_s: float | None = None
    end_s: float | None = None
    confidence: float | None = None
    cue: str | None = None
    source: Source = "machine"
    person_id: str | None = None
    verdict: Verdict = "present"


def machine_finding(finding: Finding) -> KeptFinding:
    """What the machine found, as it is kept."""
    return KeptFinding(
        kind=finding.kind,
        name=finding.name,
        move=finding.move,
        evidence=finding.evidence,
        first_word=finding.words[0],
        end_word=finding.words[1],
        start_s=finding.start_s,
        end_s=finding.end_s,
        confidence=finding.confidence,
        cue=finding.cue,
        verdict="present" if finding.counts else "unsure",
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an attempt. ``position`` counts from 1; ``audio_path`` is below recordings/, with slashes.

    ``delivery`` is anything JSON can hold. ``replaced_by`` is only ever read: name the earlier take in
    `records.keep_answer`'s ``replaces``.
    """

    position: int
    step: str
    says: str
    heard: Heard
    started_at: datetime
    mood: int
    next: str | None = None
    findings: tuple[KeptFinding, ...] = ()
    typed: bool = False
    skipped: bool = False
    hint_used: bool = False
    audio_path: str | None = None
    audio_sha256: str | None = None
    delivery: dict[str, Any] | None = None
    self_rating: int | None = None
    replaced_by: str | None = None
    id: str = field(default_factory=clock.new_id)


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An attempt as a row of a list. ``coverage`` 0 to 1; ``made`` of ``possible`` key points; answers that stand."""

    id: str
    person_id: str
    mode: Mode
    scenario_id: str
    state: State
    started_at: datetime
    ended_at: datetime | None
    ending: str | None
    outcome: Outcome | None
    coverage: float | None
    made: int | None
    possible: int | None
    answers: int


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """A whole attempt: the answers that stand, in order, and the earlier takes that were replaced."""

    beginning: Beginning
    state: State
    ended_at: datetime | None
    ending: str | None
    outcome: Outcome | None
    coverage: float | None
    made: int | None
    possible: int | None
    shared_at: datetime | None
    scenario_text: str
    rubric_text: str | None
    moves_text: str | None
    number: int  # 1 for this person's first attempt at this scenario
    answers: tuple[Answer, ...]
    earlier_takes: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Key points of one finished attempt."""

    made: int
    possible: int
    coverage: float


@dataclass(frozen=True, slots=True)
class History:
    """A person's attempts at one scenario that came to an ending, or were stopped and kept.

    ``best`` is of those that came to an ending: a talk that was broken off early had less to miss.
    """

    attempts: int
    last: Result
    best: Result | None
