"""A scenario played against answers that were recorded or typed before: the whole journey without a window."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coachdesk import clock
from coachdesk.analysis.targets import targets
from coachdesk.assessment import scorecard as cards
from coachdesk.assessment.scorecard import RuleCheck, Scorecard
from coachdesk.errors import WrongUse
from coachdesk.paths import DataFolder
from coachdesk.scenario.load import load
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.practice.played import Played, certainty, made, played, progress
from coachdesk.services.practice.views import Turn
from coachdesk.services.transcribe import TEACHING, Progress
from coachdesk.store import records, scorecards
from coachdesk.store.kept import Answer

if TYPE_CHECKING:
    from coachdesk.speech.recognize import Recognizer


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer in an audio file."""

    path: Path


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer in words."""

    text: str


UNNAMED_EVALUATOR = "Evaluator"
"""Who a scorecard is by that does not say so."""

Given = Recorded | Typed


@dataclass(frozen=True, slots=True)
class FindingResult:
    """A key point or red flag in an answer. Times in seconds, None where it was typed; confidence 0 to 1.

    ``certainty``: heard (the evidence is in the transcript), probably (it is in another reading of that stretch),
    unsure (a red flag that is asked, and counts for nothing unless somebody says yes).
    """

    kind: str
    id: str
    says: str
    move: str | None
    evidence: str
    start_s: float | None
    end_s: float | None
    confidence: float | None
    certainty: str


@dataclass(frozen=True, slots=True)
class WordResult:
    text: str
    start_s: float | None
    end_s: float | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Missed:
    id: str
    says: str


@dataclass(frozen=True, slots=True)
class UtteranceResult:
    step: str
    says: str
    transcript: str
    words: tuple[WordResult, ...]
    findings: tuple[FindingResult, ...]
    missed: tuple[Missed, ...]
    delivery: dict[str, Any]
    mood: int
    next: str | None
    buyer_replies: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the first level that plays this scenario says of the attempt: each rule, and whether all hold."""

    track: str
    level: str
    would_count: bool
    rules: tuple[RuleCheck, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A whole attempt. ``coverage`` is 0 to 1 by weight, ``score`` 0 to 100 and None without a scorecard."""

    scenario: dict[str, str]
    recognizer: dict[str, str]
    seed: int
    utterances: tuple[UtteranceResult, ...]
    ending: str | None
    outcome: str | None
    ending_says: str | None
    coverage: float | None
    score: float | None
    standing: Standing | None
    attempt_id: str
    saved: bool
    unused_answers: int


@dataclass(frozen=True)
class Wishes:
    """How to rehearse; ``progress`` is told of each recording that is read, ``tell`` what the user should know."""

    recognizer: Literal["auto", "vosk", "sphinx"] = "auto"
    model: Path | None = None
    scorecard: Path | None = None
    rep: str | None = None
    seed: int = 0
    save: bool = True
    progress: Progress | None = None
    tell: Callable[[str], object] | None = None


def rehearse(desk: Desk, scenario_wish: str, answers: Sequence[Given], wishes: Wishes) -> Rehearsal:
    """Play a scenario with the given answers in order. Nothing is kept where ``save`` is off, or where it fails."""
    scenario = desk.library.scenario(scenario_wish)
    if not answers:
        raise WrongUse(
            "There is no answer to play the scenario against.",
            "Name recordings with --answer FILE, or write answers with --typed TEXT.",
        )
    card = _read_card(desk, wishes.scorecard, scenario.rubric) if wishes.scorecard else None
    for answer in answers:
        if isinstance(answer, Recorded) and not answer.path.is_file():
            raise WrongUse(f"There is no audio file {answer.path}.")
    spoken = any(isinstance(answer, Recorded) for answer in answers)
    engine = recognizer(desk, wishes).name if spoken else attempt.TYPED
    with _kept_in(desk, save=wishes.save) as place:
        turn = attempt.begin(place, scenario.id, seed=wishes.seed, rep=wishes.rep, engine=engine)
        try:
            used = _play(desk, place, turn, answers, wishes)
        except BaseException:
            attempt.stop(place, turn.attempt_id, keep=False)
            raise
        if card:
            _submit(place, turn.attempt_id, card)
        return _result(place, turn.attempt_id, len(answers) - used, saved=wishes.save)


@contextmanager
def _kept_in(desk: Desk, *, save: bool) -> Iterator[Desk]:
    if save:
        yield desk
        return
    with tempfile.TemporaryDirectory(prefix="coachdesk-") as folder, desk.beside(DataFolder(Path(folder))) as scratch:
        yield scratch


def _play(desk: Desk, place: Desk, turn: Turn, answers: Sequence[Given], wishes: Wishes) -> int:
    """The number of answers used: the talk ends at an ending, or with the last answer."""
    used = 0
    for answer in answers:
        if turn.ending is not None:
            break
        used += 1
        if isinstance(answer, Typed):
            turn = attempt.answer_typed(place, turn.attempt_id, answer.text)
        else:
            turn = attempt.answer_spoken(place, turn.attempt_id, hear(desk, place, turn, answer.path, wishes))
    if turn.ending is None:
        attempt.stop(place, turn.attempt_id, keep=True)
    return used


def recognizer(desk: Desk, wishes: Wishes) -> Recognizer:
    """Who transcribes, as wished."""
    report = wishes.progress(TEACHING) if wishes.progress else None
    return desk.recognizer(wishes.recognizer, wishes.model, report, wishes.tell)


def hear(desk: Desk, place: Desk, turn: Turn, path: Path, wishes: Wishes) -> attempt.Spoken:
    """A recording as the answer to a turn of an attempt that is kept at ``place``."""
    from coachdesk.speech import copy, decode

    report = wishes.progress(f"Listening to {path.name}") if wishes.progress else None
    heard = decode.hear(path, recognizer(desk, wishes), report)
    recording = attempt.recording_path(place, turn).with_suffix(".flac")
    copy.keep_flac(path, recording)
    return attempt.Spoken(heard, recording)


def _read_card(desk: Desk, path: Path, rubric_id: str) -> Scorecard:
    card, _, problems = load(Scorecard, path)
    if card is None:
        raise WrongUse("The scorecard cannot be read:\n" + "\n".join(map(str, problems)))
    wrong = cards.problems(card, desk.library.rubrics[rubric_id])
    if wrong:
        raise WrongUse(f"The scorecard {path.name} does not fit: " + "; ".join(wrong) + ".")
    return card


def _submit(desk: Desk, attempt_id: str, card: Scorecard) -> None:
    with desk.database.write() as session:
        rep = records.load_attempt(session, attempt_id).beginning.person_id
        evaluator = people.evaluator_id(session, card.evaluator or UNNAMED_EVALUATOR)
        kind: Literal["self", "evaluator"] = "self" if evaluator == rep else "evaluator"
        scorecards.submit_scorecard(session, attempt_id, evaluator, kind, card.levels, card.comments, at=clock.now())


def _result(desk: Desk, attempt_id: str, unused: int, *, saved: bool) -> Rehearsal:
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
        submitted = [c for c in scorecards.scorecards_of(session, attempt_id) if c.state == "submitted"]
    version = played(desk.library, kept)
    scenario, beginning = version.scenario, kept.beginning
    rubric = desk.library.rubrics.get(scenario.rubric)
    score = cards.score(rubric, submitted[-1].levels) if rubric and submitted else None
    evaluators = {card.evaluator_id for card in submitted if card.kind == "evaluator"}
    ending = scenario.endings.get(kept.ending) if kept.ending else None
    following = [answer.says for answer in kept.answers[1:]] + [ending.says if ending else ""]
    return Rehearsal(
        scenario={"id": scenario.id, "hash": beginning.scenario_hash, "title": scenario.title},
        recognizer={
            "engine": beginning.engine, "model": beginning.model, "language_hash": beginning.language_hash,
        },
        seed=beginning.seed,
        utterances=tuple(
            _utterance(version, answer, says) for answer, says in zip(kept.answers, following, strict=True)
        ) if kept.answers else (),
        ending=kept.ending,
        outcome=ending.outcome if ending else None,
        ending_says=ending.says if ending else None,
        coverage=progress(scenario, kept).coverage.share,
        score=score.percent if score else None,
        standing=_standing(desk, scenario.id, score, len(evaluators)),
        attempt_id=attempt_id,
        saved=saved,
        unused_answers=unused,
    )  # fmt: skip


def _utterance(version: Played, answer: Answer, following: str) -> UtteranceResult:
    wanted = {target.name: target for target in targets(version.scenario.steps[answer.step], version.moves)}
    names = made(answer)
    return UtteranceResult(
        step=answer.step,
        says=answer.says,
        transcript=answer.heard.text,
        words=tuple(WordResult(w.text, w.start_s, w.end_s, w.confidence) for w in answer.heard.words),
        findings=tuple(
            FindingResult(
                f.kind,
                f.name,
                wanted[f.name].says,
                f.move,
                f.evidence,
                f.start_s,
                f.end_s,
                f.confidence,
                certainty(answer, f),
            )
            for f in answer.findings
        ),
        missed=tuple(
            Missed(name, target.says)
            for name, target in wanted.items()
            if target.kind == "key_point" and name not in names
        ),
        delivery=answer.delivery or {},
        mood=answer.mood,
        next=answer.next,
        buyer_replies=following,
    )


def _standing(desk: Desk, scenario_id: str, score: cards.Score | None, evaluators: int) -> Standing | None:
    for track in desk.library.counts_for(scenario_id):
        level = next(level for level in track.levels if scenario_id in level.scenarios)
        rules = cards.standing(level, scenario_id, score, evaluators)
        return Standing(track.id, level.level, all(rule.holds for rule in rules), tuple(rules))
    return None
