"""Data folders as they look after practice: what the screenshots show, and what "many" means in the tests."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coachdesk import clock
from coachdesk.assessment.scorecard import Scorecard
from coachdesk.paths import bundled
from coachdesk.scenario.load import load_text
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import self_score
from coachdesk.services.rehearse import Recorded, Typed, Wishes, rehearse
from coachdesk.store.tables import Attempt, DrillCard, FindingRow, SpokenText, Table, Utterance, WordRow

SCENARIO = "too-expensive-cfo"
TYPED = {
    "just-send-an-email": ("my name is sam i am calling about your trucks", "may i ask one question"),
    "trucks-leave-late": ("thank you may i ask how the morning plan is made today",),
    "five-minutes-with-the-cfo": ("you save two hundred thousand a year and i will tell you why",),
}
"""Attempts that give each skill area a history."""
DAYS = 120
"""How far back copied attempts reach."""


def practise(desk: Desk) -> str:
    """Play a shipped scenario against its shipped sample answers, and some typed ones. The spoken attempt's id."""
    for scenario, answers in TYPED.items():
        rehearse(desk, scenario, [Typed(text) for text in answers], Wishes(seed=1))
    samples = bundled("resources") / "samples"
    spoken = json.loads((samples / "samples.json").read_text("utf-8"))[SCENARIO]
    played = rehearse(desk, SCENARIO, [Recorded(samples / sample["file"]) for sample in spoken], Wishes(seed=1))
    card = load_text(Scorecard, (samples / f"{SCENARIO}-scorecard.yaml").read_text("utf-8"), "scorecard")
    levels = {name: level if isinstance(level, int) else None for name, level in card.levels.items()}
    self_score.score_yourself(desk, played.attempt_id, levels)
    return played.attempt_id


def multiply(desk: Desk, count: int, now: datetime) -> None:
    """Copies of the attempts there are, spread over the last months; they get better with time. The same for a seed."""
    chance = random.Random(1)
    with desk.database.write() as session:
        sources = [_rows(session, attempt) for attempt in session.scalars(select(Attempt)).all()]
        made: dict[type[Table], list[dict[str, Any]]] = {}
        for i in range(count):
            at = now - timedelta(days=DAYS * (1 - i / count), minutes=chance.randrange(600))
            for table, rows in _copied(chance.choice(sources), at, 0.35 + 0.5 * i / count, chance).items():
                made.setdefault(table, []).extend(rows)
        for table in (Attempt, Utterance, WordRow, FindingRow, SpokenText):
            if made.get(table):
                session.execute(insert(table), made[table])


def many_cards(desk: Desk, count: int, now: datetime) -> None:
    """Drill cards of steps that no scenario has, as if many had been taken out of the library, due day after day."""
    with desk.database.write() as session:
        person = people.rep_id(session)
        session.execute(
            insert(DrillCard),
            [
                {
                    "id": clock.new_id(), "person_id": person, "scenario_id": f"gone-{i // 8}", "step": f"step-{i % 8}",
                    "skill": "discovery", "due": now + timedelta(hours=i - count // 2), "state": {}, "reviews": 1,
                    "lapses": 0, "leech_since": None, "made_at": now,
                }
                for i in range(count)
            ],
        )  # fmt: skip


_Rows = dict[type[Table], list[dict[str, Any]]]


def _rows(session: Session, attempt: Attempt) -> _Rows:
    found: _Rows = {Attempt: [_values(attempt)]}
    answers = session.scalars(select(Utterance).where(Utterance.attempt_id == attempt.id)).all()
    found[Utterance] = [_values(answer) for answer in answers]
    ids = [answer.id for answer in answers]
    for table in (WordRow, FindingRow, SpokenText):
        found[table] = [_values(row) for row in session.scalars(select(table).where(table.utterance_id.in_(ids)))]
    return found


def _values(row: Table) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _copied(source: _Rows, at: datetime, skill: float, chance: random.Random) -> _Rows:
    attempt = {**source[Attempt][0], "id": clock.new_id(), "started_at": at, "ended_at": at + timedelta(minutes=3)}
    possible = attempt["possible"] or 4
    attempt["possible"] = possible
    attempt["made"] = min(possible, max(0, round(possible * (skill + chance.uniform(-0.25, 0.25)))))
    attempt["coverage"] = attempt["made"] / possible
    ids = {row["id"]: clock.new_id() for row in source[Utterance]}
    copied: _Rows = {Attempt: [attempt]}
    copied[Utterance] = [
        {**row, "id": ids[row["id"]], "attempt_id": attempt["id"], "started_at": at, "replaced_by": None}
        for row in source[Utterance]
        if row["replaced_by"] is None
    ]
    standing = {row["id"] for row in copied[Utterance]}
    for table in (WordRow, FindingRow, SpokenText):
        rows = [{**row, "utterance_id": ids[row["utterance_id"]]} for row in source[table]]
        rows = [row for row in rows if row["utterance_id"] in standing]
        for row in rows:
            if "number" in row:
                del row["number"]
            if "id" in row:
                row["id"] = clock.new_id()
        copied[table] = rows
    return copied
