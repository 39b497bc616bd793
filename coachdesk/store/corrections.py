"""What people say of an answer beside the machine: words corrected, cues proposed, an attempt shared; and its takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from coachdesk import clock
from coachdesk.store import audit
from coachdesk.store.tables import Attempt, CueProposal, FindingRow, Person, SpokenText, Utterance, WordCorrection


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """``text`` in the place of the words from ``first_word`` to ``end_word`` (excluded); empty: nothing was said."""

    id: str
    utterance_id: str
    first_word: int
    end_word: int
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """Words that a person says make a key point or red flag which the machine did not find in them."""

    id: str
    scenario_id: str
    step: str
    name: str
    move: str | None
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Take:
    """Where an answer to the same step stands: its attempt, and its place in it."""

    attempt_id: str
    answer_id: str


def keep_correction(
    session: Session, answer_id: str, person_id: str, words: tuple[int, int], text: str, *, at: datetime
) -> str:
    """Adds a correction. One that overlaps an earlier one stands in its place, until it is taken back."""
    made = clock.new_id()
    session.execute(
        insert(WordCorrection).values(
            id=made, utterance_id=answer_id, person_id=person_id, first_word=words[0], end_word=words[1], text=text,
            made_at=at,
        )
    )  # fmt: skip
    return made


def take_back_correction(session: Session, correction_id: str) -> str | None:
    """Removes a correction, so that what stood there before stands again; the answer's id, None where none was."""
    answer_id = session.scalar(select(WordCorrection.utterance_id).where(WordCorrection.id == correction_id))
    session.execute(delete(WordCorrection).where(WordCorrection.id == correction_id))
    return answer_id


def corrections_of(session: Session, attempt_id: str) -> dict[str, tuple[KeptCorrection, ...]]:
    """The corrections in each answer of an attempt, in the order of their making."""
    rows = session.scalars(
        select(WordCorrection)
        .join(Utterance, Utterance.id == WordCorrection.utterance_id)
        .where(Utterance.attempt_id == attempt_id)
        .order_by(WordCorrection.id)
    )
    found: dict[str, list[KeptCorrection]] = {}
    for row in rows:
        kept = KeptCorrection(row.id, row.utterance_id, row.first_word, row.end_word, row.text, row.made_at)
        found.setdefault(row.utterance_id, []).append(kept)
    return {answer_id: tuple(made) for answer_id, made in found.items()}


def search_by(session: Session, answer_id: str, text: str) -> None:
    """What an answer is found by in a search: its words as they are corrected now."""
    known = session.scalar(select(SpokenText.number).where(SpokenText.utterance_id == answer_id))
    if known is None and text:
        session.execute(insert(SpokenText).values(utterance_id=answer_id, text=text))
    elif known is not None:
        session.execute(update(SpokenText).where(SpokenText.number == known).values(text=text))


def propose_cue(
    session: Session,
    answer_id: str,
    person_id: str,
    asked: tuple[str, str, str, str | None],
    text: str,
    *,
    at: datetime,
) -> str:
    """Adds a proposal in the place of an earlier one for the same. ``asked``: scenario, step, name and move."""
    scenario_id, step, name, move = asked
    mine = (CueProposal.utterance_id == answer_id, CueProposal.person_id == person_id, CueProposal.name == name)
    session.execute(delete(CueProposal).where(*mine, CueProposal.state == "proposed"))
    made = clock.new_id()
    session.execute(
        insert(CueProposal).values(
            id=made, utterance_id=answer_id, person_id=person_id, scenario_id=scenario_id, step=step, name=name,
            move=move, text=text, state="proposed", made_at=at,
        )
    )  # fmt: skip
    return made


def proposals_for(session: Session, person_id: str) -> list[KeptProposal]:
    """Proposals that wait for a decision, oldest first: this person's own, and those of attempts that are shared.

    One whose person says by now that it was not said after all is none any more.
    """
    last_word = (
        select(FindingRow.verdict)
        .where(
            FindingRow.utterance_id == CueProposal.utterance_id,
            FindingRow.name == CueProposal.name,
            FindingRow.person_id == CueProposal.person_id,
        )
        .order_by(FindingRow.id.desc())
        .limit(1)
        .correlate(CueProposal)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(CueProposal)
        .join(Utterance, Utterance.id == CueProposal.utterance_id)
        .join(Attempt, Attempt.id == Utterance.attempt_id)
        .where(
            CueProposal.state == "proposed",
            (CueProposal.person_id == person_id) | Attempt.shared_at.is_not(None),
            last_word == "present",
        )
        .order_by(CueProposal.id)
    )
    return [KeptProposal(row.id, row.scenario_id, row.step, row.name, row.move, row.text, row.made_at) for row in rows]


def share(session: Session, attempt_id: str, at: datetime | None, *, now: datetime) -> None:
    """From ``at`` on an attempt may be seen by its rep's manager; None: by nobody else (again)."""
    session.execute(update(Attempt).where(Attempt.id == attempt_id).values(shared_at=at))
    owner = session.scalars(select(Attempt.person_id).where(Attempt.id == attempt_id)).one()
    audit.append(session, owner, "attempt shared" if at else "attempt unshared", attempt_id, {}, at=now)


def people_beside(session: Session, person_id: str) -> int:
    """How many other people there are."""
    there = select(func.count()).select_from(Person).where(Person.id != person_id, Person.name.is_not(None))
    return session.scalars(there).one()


def takes_of_step(
    session: Session, person_id: str, scenario_id: str, step: str, before: datetime, limit: int
) -> list[Take]:
    """A person's answers to one step before a moment, earlier takes and other attempts included, newest first."""
    rows = session.execute(
        select(Utterance.attempt_id, Utterance.id)
        .join(Attempt, Attempt.id == Utterance.attempt_id)
        .where(
            Attempt.person_id == person_id,
            Attempt.scenario_id == scenario_id,
            Utterance.step == step,
            Utterance.skipped.is_(False),
            Utterance.started_at < before,
        )
        .order_by(Utterance.started_at.desc(), Utterance.id.desc())
        .limit(limit)
    )
    return [Take(attempt_id, answer_id) for attempt_id, answer_id in rows]


def latest_attempt(session: Session, person_id: str) -> str | None:
    """The id of a person's newest attempt that is over."""
    return session.scalar(
        select(Attempt.id)
        .where(Attempt.person_id == person_id, Attempt.state != "running")
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
        .limit(1)
    )
