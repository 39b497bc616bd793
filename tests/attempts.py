"""Attempts put into a database by the program's own functions, as many and as old as a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coachdesk.analysis.heard import typed
from coachdesk.services.desk import Desk
from coachdesk.services.practice.played import moves_text
from coachdesk.store import people, records
from coachdesk.store.kept import Answer, Beginning, KeptFinding
from coachdesk.store.tables import Mode, Outcome, State


@dataclass(frozen=True)
class Said:
    """An answer: its words and what was found in them."""

    text: str
    found: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    step: str = "price"
    recording: str | None = None


def keep(
    desk: Desk,
    session: Session,
    at: datetime,
    answers: Sequence[Said] = (Said("i hear you"),),
    *,
    rep: str = "Me",
    scenario: str = "too-high",
    text: str | None = None,
    coverage: float | None = 0.5,
    only_step: str | None = None,
    mode: Mode = "solo",
    state: State = "finished",
    outcome: Outcome | None = "next step",
) -> str:
    """An attempt that has ended. ``text``: of a scenario that the library does not have (any more)."""
    known = desk.library.scenarios.get(scenario)
    beginning = Beginning(
        person_id=people.person_named(session, rep, at=at),
        mode=mode,
        scenario_id=scenario,
        scenario_hash=records.keep_snapshot(
            session, "scenario", desk.library.text_of("scenario", scenario) if text is None else text
        ),
        moves_hash=records.keep_snapshot(session, "moves", moves_text(desk.library, known)) if known else None,
        persona_id="dana-test",
        seed=1,
        engine="typed",
        model="",
        language_hash="",
        started_at=at,
        only_step=only_step,
    )
    attempt_id = records.begin_attempt(session, beginning)
    for position, said in enumerate(answers, 1):
        findings = [KeptFinding("key_point", name) for name in said.found]
        findings += [KeptFinding("red_flag", name) for name in said.flags]
        answer = Answer(
            position, said.step, "Far too much.", typed(said.text), at, 3, findings=tuple(findings),
            typed=said.recording is None, audio_path=said.recording, audio_sha256="0" * 64 if said.recording else None,
        )  # fmt: skip
        records.keep_answer(session, attempt_id, answer)
    if state != "running":
        records.finish_attempt(
            session, attempt_id, state=state, at=at + timedelta(minutes=3), ending="agreed", outcome=outcome,
            coverage=coverage, made=1, possible=2,
        )  # fmt: skip
    return attempt_id
