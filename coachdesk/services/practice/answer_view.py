"""One answer looked back on: its evidence, what it covered and missed, how it sounded, and the takes before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from coachdesk.analysis.targets import Target, targets
from coachdesk.scenario.model import Step
from coachdesk.services.baseline import doubted
from coachdesk.services.desk import Desk
from coachdesk.services.practice.corrected import Run, runs
from coachdesk.services.practice.figures import bands, figures
from coachdesk.services.practice.played import Played, is_shown, made
from coachdesk.services.practice.views import AnswerView, Figure, FindingView, PauseView, WordView
from coachdesk.store.corrections import KeptCorrection
from coachdesk.store.kept import Answer, KeptFinding

PEAKS = 400
"""Points of a waveform: more than a screen has room for bars, so that it can be drawn wider without asking again."""

WAVEFORMS_KEPT = 400
"""Recordings whose waveform is remembered: reading one takes a while, and a debrief is made anew after each word."""

UNSURE = 0.5
"""Confidence under which a word is shown as unsure. Not yet calibrated for each engine."""


def answer_view(
    desk: Desk,
    version: Played,
    answer: Answer,
    corrections: Sequence[KeptCorrection] = (),
    take: int = 1,
    takes: int = 1,
    doubts: Mapping[str, str] | None = None,
) -> AnswerView:
    """``doubts``: why figures of a spoken answer can't be trusted, by the figure's id."""
    step = version.scenario.steps[answer.step]
    found = _findings(step, version, answer)
    audio, problem = _audio(desk, answer)
    delivery = answer.delivery or {}
    sound = answer.heard.sound
    wanted = bands(desk.settings())
    measured = figures(delivery, typed=answer.typed, wanted=wanted) if delivery and not answer.skipped else ()
    if doubts and not answer.typed:
        measured = doubted(measured, doubts)
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
        words=_words(answer, found, corrections),
        findings=tuple(view for view, _ in found),
        figures=measured,
        did_well=well,
        work_on=next_,
        self_rating=answer.self_rating,
        model_answer=step.model_answer if answer.self_rating is not None else None,
        looked=answer.hint_used,
        take=take,
        takes=takes,
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


def _words(
    answer: Answer, found: Sequence[tuple[FindingView, KeptFinding | None]], corrections: Sequence[KeptCorrection]
) -> tuple[WordView, ...]:
    """Evidence that stands in the gap between two words marks the one before it."""
    spans = [
        (min(kept.first_word, kept.end_word - 1), kept.end_word, view)
        for view, kept in found
        if kept is not None and kept.first_word is not None and kept.end_word is not None and view.evidence
    ]
    words: list[WordView] = []
    for run in runs(answer.heard.words, corrections):
        view = next((view for first, end, view in spans if first < run.end and run.first < end), None)
        number, probable = (view.number, view.probable) if view else (None, False)
        if run.correction is None:
            for i in range(run.first, run.end):
                word = answer.heard.words[i]
                unsure = word.confidence is not None and word.confidence < UNSURE
                words.append(WordView(word.text, word.start_s, word.end_s, unsure, number, probable, i, i + 1))
        else:
            words += _by_hand(run, run.correction, number, probable)
    return tuple(words)


def _by_hand(run: Run, correction: KeptCorrection, number: int | None, probable: bool) -> Iterator[WordView]:
    """What a person wrote in the place of some words, spread evenly over their time; removed words stay to be seen."""
    texts = run.text.split() or [run.heard]
    for i, text in enumerate(texts):
        yield WordView(
            text,
            _part_of(run, i / len(texts)),
            _part_of(run, (i + 1) / len(texts)),
            False,
            number,
            probable,
            run.first,
            run.end,
            correction.id,
            run.heard,
            removed=not run.text,
        )


def _part_of(run: Run, share: float) -> float | None:
    if run.start_s is None or run.end_s is None:
        return None
    return run.start_s + share * (run.end_s - run.start_s)


def _audio(desk: Desk, answer: Answer) -> tuple[Path | None, str]:
    if answer.audio_path is None:
        if not answer.audio_sha256:
            return None, ""
        from coachdesk.services import privacy  # rarely wanted: only for a recording that there was

        return None, privacy.why_gone(desk, answer.id)
    path = desk.folder.recordings / answer.audio_path
    if not path.is_file():
        return None, "The recording is not where it was kept."
    return path, ""


def _peaks(audio: Path) -> tuple[float, ...]:
    about = audio.stat()
    return _peaks_of(audio, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=WAVEFORMS_KEPT)
def _peaks_of(audio: Path, _size: int, _changed_ns: int) -> tuple[float, ...]:
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
