"""Attempts and their answers, put into the database and taken out again as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from coachdesk import clock
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.store import digest
from coachdesk.store.kept import Answer, AttemptLine, Beginning, History, KeptAttempt, KeptFinding, Result
from coachdesk.store.tables import (
    Attempt,
    FindingRow,
    Outcome,
    Scorecard,
    Snapshot,
    SnapshotKind,
    SpokenText,
    State,
    Utterance,
    WordRow,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def keep_snapshot(session: Session, kind: SnapshotKind, text: str) -> str:
    """Keeps a content file's text as it is now, once; returns its hash, the SHA-256 of the text with LF line ends."""
    name = digest.of_text(text)
    if session.get(Snapshot, name) is None:
        session.add(Snapshot(hash=name, kind=kind, text=text.replace("\r\n", "\n")))
        session.flush()
    return name


def changed_snapshots(session: Session) -> list[str]:
    """Hashes of snapshots whose text is no longer what it was."""
    rows = session.execute(select(Snapshot.hash, Snapshot.text).execution_options(yield_per=100))
    return [kept for kept, text in rows if not isinstance(text, str) or digest.of_text(text) != kept]


def begin_attempt(session: Session, beginning: Beginning) -> str:
    values = {name: getattr(beginning, name) for name in _fields(Beginning)}
    session.add(Attempt(**values, state="running"))
    session.flush()
    return beginning.id


def keep_answer(session: Session, attempt_id: str, answer: Answer, *, replaces: str | None = None) -> str:
    """Keeps an answer with its words and findings. ``replaces``: the take that it is a redo of, which is kept too."""
    heard = answer.heard
    if replaces is not None:
        session.execute(update(Utterance).where(Utterance.id == replaces).values(replaced_by=answer.id))
    session.execute(
        insert(Utterance).values(
            id=answer.id,
            attempt_id=attempt_id,
            position=answer.position,
            step=answer.step,
            says=answer.says,
            started_at=answer.started_at,
            typed=answer.typed,
            skipped=answer.skipped,
            hint_used=answer.hint_used,
            transcript=heard.text,
            segments=[_segment_out(segment) for segment in heard.segments],
            sound=asdict(heard.sound) if heard.sound else None,
            audio_path=_sound_path(answer.audio_path),
            audio_sha256=answer.audio_sha256,
            duration_s=heard.sound.duration_s if heard.sound else 0.0,
            delivery=answer.delivery,
            next=answer.next,
            mood=answer.mood,
            self_rating=answer.self_rating,
        )
    )
    words = [{"utterance_id": answer.id, "position": n, **_word_out(word)} for n, word in enumerate(heard.words)]
    if words:
        session.execute(insert(WordRow), words)
        session.execute(insert(SpokenText).values(utterance_id=answer.id, text=heard.text))
    for finding in answer.findings:
        keep_finding(session, answer.id, finding, at=answer.started_at)
    return answer.id


def keep_finding(session: Session, answer_id: str, finding: KeptFinding, *, at: datetime) -> None:
    """Adds a finding: the machine's, or a person's word on whether one is there, which stands beside the machine's."""
    values = {name: getattr(finding, name) for name in _fields(KeptFinding)}
    session.execute(insert(FindingRow).values(id=clock.new_id(), utterance_id=answer_id, made_at=at, **values))


def rate_answer(session: Session, answer_id: str, rating: int) -> None:
    """The rep's own rating of an answer, 1 to 5."""
    session.execute(update(Utterance).where(Utterance.id == answer_id).values(self_rating=rating))


def finish_attempt(
    session: Session,
    attempt_id: str,
    *,
    state: State,
    at: datetime,
    ending: str | None = None,
    outcome: Outcome | None = None,
    coverage: float | None = None,
    made: int | None = None,
    possible: int | None = None,
) -> None:
    """Ends a running attempt; one that has ended stays as it is and is refused."""
    attempt = _attempt(session, attempt_id)
    if attempt.state != "running":
        raise WrongUse("This attempt has already ended.", "Start a new one.")
    attempt.state, attempt.ended_at = state, at
    attempt.ending, attempt.outcome = ending, outcome
    attempt.coverage, attempt.made, attempt.possible = coverage, made, possible
    session.flush()


def recount(session: Session, attempt_id: str, coverage: float | None, made: int, possible: int) -> None:
    """What an attempt that has ended covers, once a person has judged a finding otherwise."""
    attempt = _attempt(session, attempt_id)
    attempt.coverage, attempt.made, attempt.possible = coverage, made, possible
    session.flush()


def erase_attempt(session: Session, attempt_id: str) -> None:
    """Removes an attempt with all that was said in it. One that was scored stays, and is refused."""
    if session.scalar(select(func.count()).where(Scorecard.attempt_id == attempt_id).select_from(Scorecard)):
        raise WrongUse("This attempt was scored and cannot be discarded.")
    session.execute(delete(Attempt).where(Attempt.id == attempt_id))


def load_attempt(session: Session, attempt_id: str) -> KeptAttempt:
    """A whole attempt. Raises WrongUse where there is none of that id, CoachDeskError where its rows are damaged."""
    try:
        return _load(session, attempt_id)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # Rows are read into values of exact types: what does not fit them was not written by this program.
        raise CoachDeskError(
            f"What is kept of attempt {attempt_id} is damaged and cannot be read.",
            "coachdesk doctor --deep says what else is. A backup may have it as it was.",
        ) from error


def damaged_attempts(session: Session) -> list[str]:
    """Ids of attempts that cannot be read. Loads every one."""
    damaged = []
    for attempt_id in session.scalars(select(Attempt.id).order_by(Attempt.id)).all():
        try:
            load_attempt(session, attempt_id)
        except CoachDeskError:
            damaged.append(attempt_id)
        session.expunge_all()
    return damaged


def _load(session: Session, attempt_id: str) -> KeptAttempt:
    row = _attempt(session, attempt_id)
    takes = _answers(session, attempt_id)
    hashes = [row.scenario_hash, row.rubric_hash, row.moves_hash]
    texts = {kept.hash: kept.text for kept in session.scalars(select(Snapshot).where(Snapshot.hash.in_(hashes)))}
    earlier = select(func.count()).where(
        Attempt.person_id == row.person_id,
        Attempt.scenario_id == row.scenario_id,
        Attempt.only_step.is_(None),
        or_(Attempt.started_at < row.started_at, (Attempt.started_at == row.started_at) & (Attempt.id < row.id)),
    )
    return KeptAttempt(
        beginning=Beginning(**{name: getattr(row, name) for name in _fields(Beginning)}),
        state=row.state,
        ended_at=row.ended_at,
        ending=row.ending,
        outcome=row.outcome,
        coverage=row.coverage,
        made=row.made,
        possible=row.possible,
        shared_at=row.shared_at,
        scenario_text=texts[row.scenario_hash],
        rubric_text=texts[row.rubric_hash] if row.rubric_hash else None,
        moves_text=texts[row.moves_hash] if row.moves_hash else None,
        number=session.scalars(earlier.select_from(Attempt)).one() + 1,
        answers=tuple(take for take in takes if take.replaced_by is None),
        earlier_takes=tuple(take for take in takes if take.replaced_by is not None),
    )


def attempts_of(
    session: Session, person_id: str, *, scenario_id: str | None = None, state: State | None = None, limit: int = 200
) -> list[AttemptLine]:
    """A person's attempts, newest first; ``state="running"`` for those that were begun and not finished."""
    standing = (
        select(func.count())
        .where(Utterance.attempt_id == Attempt.id, Utterance.replaced_by.is_(None))
        .select_from(Utterance)
        .scalar_subquery()
        .label("answers")
    )
    columns = [getattr(Attempt, name) for name in _fields(AttemptLine) - {"answers"}]
    query = select(*columns, standing).where(Attempt.person_id == person_id)
    if scenario_id is not None:
        query = query.where(Attempt.scenario_id == scenario_id)
    if state is not None:
        query = query.where(_is(state))
    query = query.order_by(Attempt.started_at.desc(), Attempt.id.desc()).limit(limit)
    return [AttemptLine(**row) for row in session.execute(query).mappings()]


def history_of(session: Session, person_id: str) -> dict[str, History]:
    """For each scenario that a person has ended, or stopped and kept: how often, last and best result, in one query."""
    scenario = Attempt.scenario_id
    by_date: list[ColumnElement[Any]] = [Attempt.started_at.desc(), Attempt.id.desc()]
    by_result: list[ColumnElement[Any]] = [
        case((Attempt.state == "finished", 0), else_=1),
        Attempt.coverage.desc(),
        *by_date,
    ]
    ended = (
        select(
            scenario,
            Attempt.state,
            Attempt.made,
            Attempt.possible,
            Attempt.coverage,
            func.count().over(partition_by=scenario).label("attempts"),
            func.row_number().over(partition_by=scenario, order_by=by_date).label("newest"),
            func.row_number().over(partition_by=scenario, order_by=by_result).label("top"),
        )
        .where(
            Attempt.person_id == person_id,
            Attempt.state.in_(("finished", "stopped")),
            Attempt.coverage.is_not(None),
            Attempt.only_step.is_(None),
        )
        .subquery()
    )
    rows = session.execute(select(ended).where(or_(ended.c.newest == 1, ended.c.top == 1))).all()
    last = {row.scenario_id: Result(row.made, row.possible, row.coverage) for row in rows if row.newest == 1}
    best = {
        row.scenario_id: Result(row.made, row.possible, row.coverage)
        for row in rows
        if row.top == 1 and row.state == "finished"
    }
    return {row.scenario_id: History(row.attempts, last[row.scenario_id], best.get(row.scenario_id)) for row in rows}


def running_attempts(session: Session) -> set[str]:
    """Ids of everybody's attempts that were begun and have not ended."""
    return set(session.scalars(select(Attempt.id).where(_is("running"))))


def recordings_named(session: Session) -> dict[str, str | None]:
    """Every recording below recordings/ that a row names, with the hash that it should have."""
    rows = session.execute(
        select(Utterance.audio_path, Utterance.audio_sha256).where(Utterance.audio_path.is_not(None))
    )
    return {path: sha256 for path, sha256 in rows if path is not None and _is_below_recordings(path)}


def recordings_misplaced(session: Session) -> list[str]:
    """What rows name as a recording although it is no path below recordings/: nothing that this program wrote."""
    paths = session.scalars(select(Utterance.audio_path).where(Utterance.audio_path.is_not(None)))
    return [str(path) for path in paths if path is not None and not _is_below_recordings(path)]


def _is(state: State) -> ColumnElement[bool]:
    """The state written out: a bound parameter would keep the index of unfinished attempts from being used."""
    return Attempt.state == bindparam(None, state, literal_execute=True)


def _attempt(session: Session, attempt_id: str) -> Attempt:
    attempt = session.get(Attempt, attempt_id)
    if attempt is None:
        raise WrongUse(f"There is no attempt {attempt_id}.")
    return attempt


def _answers(session: Session, attempt_id: str) -> list[Answer]:
    rows = session.scalars(
        select(Utterance).where(Utterance.attempt_id == attempt_id).order_by(Utterance.position, Utterance.id)
    ).all()
    ids = [row.id for row in rows]
    words: dict[str, list[Word]] = {answer_id: [] for answer_id in ids}
    query = select(WordRow).where(WordRow.utterance_id.in_(ids)).order_by(WordRow.utterance_id, WordRow.position)
    for word in session.scalars(query):
        words[word.utterance_id].append(Word(word.text, word.start_s, word.end_s, word.confidence))
    findings: dict[str, list[KeptFinding]] = {answer_id: [] for answer_id in ids}
    for found in session.scalars(select(FindingRow).where(FindingRow.utterance_id.in_(ids)).order_by(FindingRow.id)):
        values = {name: getattr(found, name) for name in _fields(KeptFinding)}
        findings[found.utterance_id].append(KeptFinding(**values))
    return [_answer(row, words[row.id], tuple(findings[row.id])) for row in rows]


def _answer(row: Utterance, words: Sequence[Word], findings: tuple[KeptFinding, ...]) -> Answer:
    heard = Heard(_segments_in(row.segments, words), _sound_in(row.sound) if row.sound is not None else None)
    _sound_path(row.audio_path)
    same = _fields(Answer) - {"heard", "findings"}
    return Answer(heard=heard, findings=findings, **{name: getattr(row, name) for name in same})


def _fields(of: type[DataclassInstance]) -> set[str]:
    return {each.name for each in fields(of)}


def _segment_out(segment: Segment) -> dict[str, Any]:
    span = segment.span
    return {
        "start_s": span.start_s,
        "end_s": span.end_s,
        "words": len(segment.words),
        "alternatives": list(segment.alternatives),
    }


def _segments_in(kept: Sequence[dict[str, Any]], words: Sequence[Word]) -> tuple[Segment, ...]:
    segments, at = [], 0
    for part in kept:
        own = tuple(words[at : at + part["words"]])
        at += part["words"]
        segments.append(Segment(Span(part["start_s"], part["end_s"]), own, tuple(part["alternatives"])))
    return tuple(segments)


def _word_out(word: Word) -> dict[str, Any]:
    return {"text": word.text, "start_s": word.start_s, "end_s": word.end_s, "confidence": word.confidence}


def _sound_in(kept: dict[str, Any]) -> Sound:
    return Sound(**{**kept, "voiced": tuple(Span(**span) for span in kept["voiced"])})


def _sound_path(path: str | None) -> str | None:
    """A path below recordings/; on the way in anything else is a bug, on the way out somebody else wrote it."""
    if path is not None and not _is_below_recordings(path):
        raise ValueError(f"{path} is not a path below recordings/")
    return path


def _is_below_recordings(path: str) -> bool:
    """Whether a path in a row stays below recordings/ on every system. SQLite keeps any value in a text column."""
    if not isinstance(path, str) or not path:
        return False
    # PureWindowsPath also knows drives and shares; `/x` has an anchor in it too.
    return not (PureWindowsPath(path).anchor or ".." in path.split("/") or "\\" in path or "\0" in path)
