"""The audit chain names the row that does not fit; what was submitted cannot be changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.store import audit, people, scorecards
from coachdesk.store.audit import Misfit
from coachdesk.store.database import Database
from coachdesk.store.tables import AuditRow, Scorecard

AT = datetime(2025, 3, 3, 12, tzinfo=UTC)


def chain(folder: DataFolder, rows: int) -> None:
    with Database(folder) as database, database.write() as session:
        for number in range(1, rows + 1):
            audit.append(session, "somebody", "score", f"card-{number}", {"level": number}, at=AT)


def tamper(folder: DataFolder, *statements: str) -> None:
    """What somebody does who has the file and knows SQL."""
    with closing(sqlite3.connect(folder.database)) as raw, raw:
        for trigger in ("audit_is_not_changed", "audit_is_not_deleted", "submitted_scorecards_are_not_changed"):
            raw.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            raw.execute(statement)


def misfits(folder: DataFolder) -> list[Misfit]:
    with Database(folder) as database, database.read() as session:
        return audit.verify(session)


def test_an_untouched_chain_is_whole(folder: DataFolder) -> None:
    chain(folder, 5)
    assert misfits(folder) == []


@pytest.mark.parametrize(
    "change",
    ["who = 'another'", "at = '2024-01-01'", "detail_hash = x'00ff'", "what = 'pass'", "subject = 'x'"],
)
def test_a_changed_row_is_named(folder: DataFolder, change: str) -> None:
    chain(folder, 5)
    tamper(folder, f"UPDATE audit SET {change} WHERE seq = 3")
    assert [(found.seq, found.kind) for found in misfits(folder)] == [(3, "changed")]


def test_a_row_changed_with_its_hash_made_anew_is_named(folder: DataFolder) -> None:
    chain(folder, 5)
    with Database(folder) as database, database.read() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.seq == 3)).one()
        forged = audit.digest([row.at, "another", row.what, row.subject, row.detail_hash, row.previous_hash])
    tamper(folder, f"UPDATE audit SET who = 'another', row_hash = '{forged}' WHERE seq = 3")
    assert [(found.seq, found.kind) for found in misfits(folder)] == [(3, "changed")]


def test_deleted_rows_are_named(folder: DataFolder) -> None:
    chain(folder, 7)
    tamper(folder, "DELETE FROM audit WHERE seq IN (1, 4, 5)")
    assert [found.sentence for found in misfits(folder)] == [
        "Audit row 1 is missing.",
        "Audit rows 4 to 5 are missing.",
    ]


def test_a_deleted_row_is_found_when_the_rest_is_numbered_anew(folder: DataFolder) -> None:
    chain(folder, 5)
    tamper(
        folder,
        "DELETE FROM audit WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = 5",
    )
    assert [found.seq for found in misfits(folder)] == [2]
    assert "a row between them was taken out" in misfits(folder)[0].sentence


def test_reordered_rows_are_named(folder: DataFolder) -> None:
    chain(folder, 5)
    tamper(
        folder,
        "UPDATE audit SET seq = 99 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = 99",
    )
    found = misfits(folder)
    assert {misfit.kind for misfit in found} == {"out of order"}
    assert [misfit.seq for misfit in found] == [3, 4, 5]
    assert found[0].sentence == "Audit row 3 is out of order: it was written after row 4."


def test_rows_taken_off_the_end_show_in_the_head(folder: DataFolder) -> None:
    chain(folder, 5)
    with Database(folder) as database, database.read() as session:
        before = audit.head(session)
    tamper(folder, "DELETE FROM audit WHERE seq = 5")
    assert misfits(folder) == []
    with Database(folder) as database, database.read() as session:
        assert audit.head(session).rows == before.rows - 1


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_sqlite_itself_refuses_to_change_audit_rows(folder: DataFolder, statement: str) -> None:
    chain(folder, 1)
    with closing(sqlite3.connect(folder.database)) as raw, pytest.raises(sqlite3.IntegrityError, match="audit rows"):
        raw.execute(statement)


def test_the_program_refuses_to_change_audit_rows(folder: DataFolder) -> None:
    chain(folder, 1)
    with Database(folder) as database:
        with pytest.raises(CoachDeskError, match="only ever added to"), database.write() as session:
            session.scalars(select(AuditRow)).one().who = "another"
        with pytest.raises(CoachDeskError, match="only ever added to"), database.write() as session:
            session.delete(session.scalars(select(AuditRow)).one())


def submitted(folder: DataFolder, begin: Callable[..., str]) -> str:
    with Database(folder) as database, database.write() as session:
        attempt = begin(session)
        me = people.people(session)[0].id
        scorecards.keep_draft(session, attempt, me, "self", {"questions": 2}, {})
        scorecards.keep_draft(session, attempt, me, "self", {"questions": 3}, {})
        return scorecards.submit_scorecard(
            session, attempt, me, "self", {"questions": 4, "close": "left out"}, {"": "Good."}, at=AT
        )


def test_a_submitted_scorecard_takes_the_place_of_its_draft(folder: DataFolder, begin: Callable[..., str]) -> None:
    card = submitted(folder, begin)
    with Database(folder) as database, database.read() as session:
        attempt = session.scalars(select(Scorecard.attempt_id)).one()
        kept = scorecards.scorecards_of(session, attempt)
        assert [(each.id, each.state, each.levels) for each in kept] == [
            (card, "submitted", {"questions": 4, "close": "left out"})
        ]
        assert scorecards.changed_scorecards(session) == []


def test_a_submitted_scorecard_cannot_be_changed(folder: DataFolder, begin: Callable[..., str]) -> None:
    card = submitted(folder, begin)
    with Database(folder) as database:
        with pytest.raises(CoachDeskError, match="submitted scorecard cannot be changed"), database.write() as session:
            session.get_one(Scorecard, card).levels = {"questions": 5}
        with pytest.raises(CoachDeskError, match="submitted scorecard cannot be changed"), database.write() as session:
            session.get_one(Scorecard, card).state = "draft"
        with pytest.raises(CoachDeskError, match="submitted scorecard cannot be changed"), database.write() as session:
            session.delete(session.get_one(Scorecard, card))
    for statement in ("UPDATE scorecards SET state = 'draft'", "DELETE FROM scorecards"):
        with closing(sqlite3.connect(folder.database)) as raw, pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)


def test_a_correction_is_a_new_scorecard_that_names_the_old(folder: DataFolder, begin: Callable[..., str]) -> None:
    card = submitted(folder, begin)
    with Database(folder) as database:
        with database.write() as session:
            old = session.get_one(Scorecard, card)
            new = scorecards.submit_scorecard(
                session, old.attempt_id, old.evaluator_id, "self", {"questions": 5}, {}, at=AT, corrects=card
            )
            assert [each.corrects for each in scorecards.scorecards_of(session, old.attempt_id)] == [None, card]
            another = people.add_person(session, "Another", at=AT)
            with pytest.raises(WrongUse, match="your own"):
                scorecards.submit_scorecard(session, old.attempt_id, another, "self", {}, {}, at=AT, corrects=new)
        with database.read() as session:
            assert audit.verify(session) == []


def test_a_scorecard_edited_behind_the_programs_back_is_named(folder: DataFolder, begin: Callable[..., str]) -> None:
    card = submitted(folder, begin)
    tamper(folder, """UPDATE scorecards SET levels = '{"questions": 5, "close": "left out"}'""")
    with Database(folder) as database, database.read() as session:
        assert scorecards.changed_scorecards(session) == [card]
        assert audit.verify(session) == []


def test_a_submitted_scorecard_that_is_gone_is_named(folder: DataFolder, begin: Callable[..., str]) -> None:
    card = submitted(folder, begin)
    tamper(folder, "DROP TRIGGER submitted_scorecards_are_not_deleted", "DELETE FROM scorecards")
    with Database(folder) as database, database.read() as session:
        assert scorecards.changed_scorecards(session) == [card]


def test_audit_rows_hold_no_names_and_no_words(folder: DataFolder, begin: Callable[..., str]) -> None:
    submitted(folder, begin)
    with Database(folder) as database, database.read() as session:
        everything = " ".join(map(str, session.execute(text("SELECT * FROM audit")).all()))
    assert "Me" not in everything
    assert "Good" not in everything
