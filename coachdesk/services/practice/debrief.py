"""The look back on an attempt: what was covered and missed with its evidence, how it sounded, what to work on next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

from coachdesk.analysis.targets import Target, targets
from coachdesk.assessment import scorecard as scoring
from coachdesk.scenario.model import Step
from coachdesk.services.desk import Desk
from coachdesk.services.practice import self_score
from coachdesk.services.practice.attempt import buyer_view, ending_view
from coachdesk.services.practice.figures import figures
from coachdesk.services.practice.played import Played, is_shown, made, played, progress
from coachdesk.services.practice.views import AnswerView, Debrief, Figure, FindingView, Made, PauseView, WordView
from coachdesk.speech.language.files import ENGINE_MODEL
from coachdesk.store import records
from coachdesk.store.kept import Answer, KeptAttempt, KeptFinding

PEAKS = 400
"""Points of a waveform: more than a screen has room for bars, so that it can be drawn wider without asking again."""

UNSURE = 0.5
"""Confidence under which a word is shown as unsure. Not yet calibrated for each engine."""


def debrief(desk: Desk, attempt_id: str) -> Debrief:
    """A whole attempt, looked back on."""
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
        card = self_score.own_card(session, kept)
    rubric = self_score.rubric_of(kept)
    score = scoring.score(rubric, card.levels) if rubric and card else None
    version = played(desk.library, kept)
    answers = tuple(_answer(desk, version, answer) for answer in kept.answers)
    reached = progress(version.scenario, kept)
    return Debrief(
        attempt_id=attempt_id,
        scenario_id=version.scenario.id,
        title=version.scenario.title,
        buyer=buyer_view(desk, version.scenario.persona),
        started_at=kept.beginning.started_at,
        attempt_number=kept.number,
        answers=answers,
        ending=ending_view(version.scenario, kept.ending),
        coverage=reached.coverage.share,
        total=Made(reached.coverage.made, reached.coverage.possible),
        flags=sum(finding.kind == "flag" for answer in answers for finding in answer.findings),
        recognizer=recognizer_sentence(kept),
        criteria=self_score.criteria(rubric, card),
        score=score.percent if score else None,
    )


def recognizer_sentence(kept: KeptAttempt) -> str:
    beginning = kept.beginning
    if beginning.engine == "typed":
        return "Typed."
    if beginning.engine == "vosk":
        return f"Transcribed on this machine by Vosk with the model {beginning.model}."
    taught = "" if beginning.language_hash == ENGINE_MODEL else ", after it was taught the words of the library"
    return f"Transcribed on this machine by PocketSphinx, the recognizer that is built in{taught}."


def _answer(desk: Desk, version: Played, answer: Answer) -> AnswerView:
    step = version.scenario.steps[answer.step]
    found = _findings(step, version, answer)
    audio, problem = _audio(desk, answer)
    delivery = answer.delivery or {}
    sound = answer.heard.sound
    measured = figures(delivery, typed=answer.typed) if delivery and not answer.skipped else ()
    well, next_ = _advice(step, version, answer, measured)
    return AnswerView(
        position=answer.position,
        step=answer.step,
        says=answer.says,
        typed=answer.typed,
        skipped=answer.skipped,
        audio=audio,
        audio_problem=problem,
        duration_s=sound.duration_s if sound else 0.0,
        peaks=_peaks(audio) if audio else (),
        pauses=tuple(PauseView(p["start_s"], p["end_s"]) for p in delivery.get("pauses", ())),
        words=_words(answer, found),
        findings=tuple(view for view, _ in found),
        figures=measured,
        did_well=well,
        work_on=next_,
        self_rating=answer.self_rating,
        model_answer=step.model_answer if answer.self_rating is not None else None,
    )


def _findings(step: Step, version: Played, answer: Answer) -> list[tuple[FindingView, KeptFinding | None]]:
    """Covered and flagged ones by where they stand in the answer, then the missed ones, numbered through."""
    names = made(answer)
    machine = {f.name: f for f in answer.findings if f.source == "machine"}
    asked = {name for name, f in machine.items() if f.verdict == "unsure"} - _judged(answer)
    wanted = targets(step, version.moves)
    seen = sorted((t for t in wanted if t.name in names | asked), key=lambda t: _first_word(machine.get(t.name)))
    missed = [t for t in wanted if t.kind == "key_point" and t.name not in names]
    missed += [t for t in wanted if t.kind == "red_flag" and t.name in _judged(answer) & machine.keys() - names]
    views = [_finding(i, target, answer, machine.get(target.name), asked) for i, target in enumerate(seen, 1)]
    views += [_missed(i, target, machine.get(target.name)) for i, target in enumerate(missed, len(seen) + 1)]
    return [(view, machine.get(target.name)) for view, target in zip(views, [*seen, *missed], strict=True)]


def _first_word(finding: KeptFinding | None) -> int:
    return finding.first_word if finding and finding.first_word is not None else 1_000_000


def _judged(answer: Answer) -> set[str]:
    """What a person has spoken on."""
    return {finding.name for finding in answer.findings if finding.source == "person"}


def _finding(
    number: int, target: Target, answer: Answer, found: KeptFinding | None, asked: Collection[str]
) -> FindingView:
    kind: Literal["flag", "covered"] = "flag" if target.kind == "red_flag" else "covered"
    note = target.why if target.kind == "red_flag" else ""
    if found is None:  # a person said so, and the machine did not hear it
        return FindingView(number, kind, target.says, "", note, None, None, None, target.name, by_hand=True)
    return FindingView(
        number,
        "question" if target.name in asked else kind,
        (target.asks or f"Did this happen here: {_lower(target.says)}?") if target.name in asked else target.says,
        found.evidence,
        note,
        found.start_s,
        found.end_s,
        found.confidence,
        target.name,
        probable=not is_shown(answer, found),
        by_hand=found.verdict == "unsure" and target.name not in asked,
    )


def _missed(number: int, target: Target, found: KeptFinding | None) -> FindingView:
    """``found``: what the machine heard, and a person says was not said."""
    by_hand = found is not None
    kind: Literal["missed", "rejected"] = "rejected" if target.kind == "red_flag" else "missed"
    return FindingView(number, kind, target.says, "", target.why, None, None, None, target.name, by_hand=by_hand)


def _words(answer: Answer, found: Sequence[tuple[FindingView, KeptFinding | None]]) -> tuple[WordView, ...]:
    """Evidence that stands in the gap between two words marks the one before it."""
    spans = [
        (min(kept.first_word, kept.end_word - 1), kept.end_word, view)
        for view, kept in found
        if kept is not None and kept.first_word is not None and kept.end_word is not None and view.evidence
    ]
    words = []
    for i, word in enumerate(answer.heard.words):
        view = next((view for first, end, view in spans if first <= i < end), None)
        words.append(
            WordView(
                word.text,
                word.start_s,
                word.end_s,
                word.confidence is not None and word.confidence < UNSURE,
                view.number if view else None,
                probable=view is not None and view.probable,
            )
        )
    return tuple(words)


def _audio(desk: Desk, answer: Answer) -> tuple[Path | None, str]:
    if answer.audio_path is None:
        return None, ""
    path = desk.folder.recordings / answer.audio_path
    if not path.is_file():
        return None, "The recording is not where it was kept."
    return path, ""


def _peaks(audio: Path) -> tuple[float, ...]:
    from coachdesk.speech.recording import read_peaks

    return tuple(float(peak) for peak in read_peaks(audio, PEAKS))


def _advice(step: Step, version: Played, answer: Answer, measured: tuple[Figure, ...]) -> tuple[str, str]:
    """One thing that went well, and one to work on next: a red flag first, then the weightiest miss, then delivery."""
    names = made(answer)
    wanted = targets(step, version.moves)
    covered = sorted((t for t in wanted if t.kind == "key_point" and t.name in names), key=lambda t: -t.weight)
    missed = sorted((t for t in wanted if t.kind == "key_point" and t.name not in names), key=lambda t: -t.weight)
    flags = [t for t in wanted if t.kind == "red_flag" and t.name in names]
    delivered = [figure.sentence for figure in measured if figure.trusted and not figure.good]
    if flags:
        return _well(version, answer, covered), f"Leave this out: {_lower(flags[0].says)}."
    if missed:
        return _well(version, answer, covered), f"{missed[0].says}."
    return _well(version, answer, covered), delivered[0] if delivered else "Nothing was missing. Try a harder buyer."


def _well(version: Played, answer: Answer, covered: Sequence[Target]) -> str:
    if answer.skipped:
        return "You skipped this one."
    if not covered:
        return "You answered. That is where it starts."
    best = covered[0]
    move = version.moves.get(best.move) if best.move else None
    return move.praise if move and move.praise else f"You did it: {_lower(best.says)}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
