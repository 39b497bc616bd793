"""Attempts, answers, findings and takes go in and come out the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from coachdesk.analysis.heard import typed
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.store import people, records, scorecards
from coachdesk.store.database import Database
from coachdesk.store.kept import Answer, History, KeptFinding, Result

Begin = Callable[..., str]
Spoken = Callable[..., Answer]


@pytest.fixture
def database(folder: DataFolder) -> Iterator[Database]:
    with Database(folder) as database:
        yield database


def test_an_answer_comes_back_as_it_went_in(database: Database, begin: Begin, spoken: Spoken) -> None:
    answer = spoken(audio_path="2025-03-03/a/01.flac", audio_sha256="ab" * 32, hint_used=True, self_rating=4)
    with database.write() as session:
        attempt = begin(session)
        records.keep_answer(session, attempt, answer)
    with database.read() as session:
        kept = records.load_attempt(session, attempt)
    assert kept.answers == (answer,)
    assert kept.scenario_text == "id: too-expensive\n"
    assert kept.number == 1


def test_a_typed_and_an_empty_answer_come_back_too(database: Database, begin: Begin, spoken: Spoken) -> None:
    with database.write() as session:
        attempt = begin(session)
        records.keep_answer(session, attempt, spoken(1, heard=typed("no, it's worth it"), typed=True, findings=()))
        records.keep_answer(session, attempt, spoken(2, heard=typed(""), skipped=True, findings=(), delivery=None))
    with database.read() as session:
        first, second = records.load_attempt(session, attempt).answers
    assert first.heard == typed("no, it's worth it")
    assert second.heard.words == ()
    assert second.skipped


def test_a_redone_answer_keeps_its_earlier_take(database: Database, begin: Begin, spoken: Spoken) -> None:
    with database.write() as session:
        attempt = begin(session)
        first = records.keep_answer(session, attempt, spoken())
        second = records.keep_answer(session, attempt, spoken(), replaces=first)
    with database.read() as session:
        kept = records.load_attempt(session, attempt)
    assert [answer.id for answer in kept.answers] == [second]
    assert [(take.id, take.replaced_by) for take in kept.earlier_takes] == [(first, second)]


def test_an_answer_cannot_be_kept_twice_at_one_position(database: Database, begin: Begin, spoken: Spoken) -> None:
    with database.write() as session:
        attempt = begin(session)
        records.keep_answer(session, attempt, spoken())
    with pytest.raises(IntegrityError), database.write() as session:
        records.keep_answer(session, attempt, spoken())


def test_a_persons_word_stands_beside_the_machines(database: Database, begin: Begin, spoken: Spoken) -> None:
    with database.write() as session:
        attempt = begin(session)
        answer = records.keep_answer(session, attempt, spoken())
        me = people.people(session)[0].id
        denied = KeptFinding("key_point", "acknowledge", source="person", person_id=me, verdict="absent")
        records.keep_finding(session, answer, denied, at=spoken().started_at)
    with database.read() as session:
        kept = records.load_attempt(session, attempt).answers[0].findings
    assert kept == (*spoken().findings, denied)


def test_an_attempt_ends_once(database: Database, begin: Begin, spoken: Spoken) -> None:
    at = spoken().started_at + timedelta(minutes=3)
    with database.write() as session:
        attempt = begin(session)
        records.finish_attempt(session, attempt, state="finished", at=at, ending="closed", outcome="won")
    with pytest.raises(WrongUse), database.write() as session:
        records.finish_attempt(session, attempt, state="stopped", at=at)
    with database.read() as session:
        kept = records.load_attempt(session, attempt)
    assert (kept.state, kept.ended_at, kept.ending, kept.outcome) == ("finished", at, "closed", "won")


def test_history_counts_kept_attempts_and_takes_the_best_from_those_that_came_to_an_ending(
    database: Database, begin: Begin
) -> None:
    results = [("finished", 2), ("finished", 5), ("finished", 3), ("stopped", 6), ("finished", None)]
    with database.write() as session:
        for day, (state, made) in enumerate(results):
            attempt = begin(session, day=day)
            share = None if made is None else made / 6
            at = datetime.fromisoformat("2025-04-01T00:00Z")
            records.finish_attempt(session, attempt, state=state, at=at, coverage=share, made=made, possible=6)  # type: ignore[arg-type]
        begin(session, scenario="another", day=9)
        me = people.people(session)[0].id
    with database.read() as session:
        assert records.history_of(session, me) == {
            "too-expensive": History(4, Result(6, 6, 1.0), Result(5, 6, 5 / 6)),
        }
        assert records.history_of(session, "nobody") == {}


def test_unfinished_attempts_are_found_with_the_answers_they_have(
    database: Database, begin: Begin, spoken: Spoken
) -> None:
    with database.write() as session:
        done = begin(session, day=0)
        records.finish_attempt(session, done, state="finished", at=spoken().started_at)
        waiting = begin(session, day=1)
        first = records.keep_answer(session, waiting, spoken(1))
        records.keep_answer(session, waiting, spoken(1), replaces=first)
        records.keep_answer(session, waiting, spoken(2))
        begin(session, name="Somebody Else", day=2)
        me = people.people(session)[0].id
    with database.read() as session:
        assert [(line.id, line.answers) for line in records.attempts_of(session, me, state="running")] == [(waiting, 2)]
        assert [line.id for line in records.attempts_of(session, me)] == [waiting, done]
        assert [line.id for line in records.attempts_of(session, me, scenario_id="another")] == []


def test_an_erased_attempt_leaves_nothing_and_a_scored_one_is_not_erased(
    database: Database, begin: Begin, spoken: Spoken
) -> None:
    with database.write() as session:
        erased, scored = begin(session), begin(session)
        for attempt in (erased, scored):
            first = records.keep_answer(session, attempt, spoken())
            records.keep_answer(session, attempt, spoken(), replaces=first)
        me = people.people(session)[0].id
        scorecards.submit_scorecard(session, scored, me, "self", {"questions": 3}, {}, at=spoken().started_at)
        records.erase_attempt(session, erased)
        with pytest.raises(WrongUse, match="was scored"):
            records.erase_attempt(session, scored)
    with database.read() as session:
        assert records.running_attempts(session) == {scored}
        for table in ("words", "findings"):
            kept = session.scalars(
                text(f"SELECT DISTINCT attempt_id FROM {table} JOIN utterances ON utterances.id = utterance_id")
            )
            assert kept.all() == [scored]
        assert session.scalar(text("SELECT count(*) FROM words")) == 10


def test_unfinished_attempts_are_found_by_their_own_index(database: Database) -> None:
    plan = "EXPLAIN QUERY PLAN SELECT id FROM attempts WHERE state = 'running'"
    with database.read() as session:
        assert "ix_attempts_unfinished" in str(session.execute(text(plan)).all())


def test_a_snapshot_is_kept_once_whatever_its_line_ends(database: Database) -> None:
    with database.write() as session:
        first = records.keep_snapshot(session, "rubric", "id: a\nname: b\n")
        assert records.keep_snapshot(session, "rubric", "id: a\r\nname: b\r\n") == first
        assert session.scalar(text("SELECT count(*) FROM snapshots")) == 1
        assert records.changed_snapshots(session) == []
        session.execute(text("UPDATE snapshots SET text = 'id: c'"))
        assert records.changed_snapshots(session) == [first]


def test_a_time_without_a_zone_is_refused(database: Database, begin: Begin, spoken: Spoken) -> None:
    with pytest.raises(StatementError, match="has no time zone"), database.write() as session:
        records.keep_answer(session, begin(session), spoken(started_at=datetime(2025, 3, 3)))


def test_a_time_comes_back_in_utc(database: Database, begin: Begin, spoken: Spoken) -> None:
    at = datetime.fromisoformat("2025-03-03T14:00:00.000123+02:00")
    with database.write() as session:
        attempt = begin(session)
        records.keep_answer(session, attempt, spoken(started_at=at))
    with database.read() as session:
        kept = records.load_attempt(session, attempt).answers[0].started_at
    assert kept.isoformat() == "2025-03-03T12:00:00.000123+00:00"


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.flac", "a/../../b.flac", "a\\b.flac"])
def test_a_recording_outside_its_folder_is_refused(database: Database, begin: Begin, spoken: Spoken, path: str) -> None:
    with pytest.raises(ValueError, match="not a path below"), database.write() as session:
        records.keep_answer(session, begin(session), spoken(audio_path=path))


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.flac", "C:/Windows/a.flac", "//host/share/a.flac", ""])
def test_a_recording_outside_its_folder_is_refused_when_it_is_read(
    database: Database, begin: Begin, spoken: Spoken, path: str
) -> None:
    with database.write() as session:
        attempt = begin(session)
        records.keep_answer(session, attempt, spoken(audio_path="a/01.flac"))
        session.execute(text("UPDATE utterances SET audio_path = :path"), {"path": path})
    with database.read() as session:
        with pytest.raises(CoachDeskError, match="is damaged"):
            records.load_attempt(session, attempt)
        assert records.recordings_named(session) == {}
        assert records.recordings_misplaced(session) == [path]


@pytest.mark.parametrize("segments", ["garbage", "[" * 100_000, "[{}]", "7", '{"words": 1}'])
def test_an_answer_that_cannot_be_read_is_said(database: Database, begin: Begin, spoken: Spoken, segments: str) -> None:
    with database.write() as session:
        sound, broken = begin(session), begin(session)
        for attempt in (sound, broken):
            records.keep_answer(session, attempt, spoken())
        change = text("UPDATE utterances SET segments = :segments WHERE attempt_id = :broken")
        session.execute(change, {"segments": segments, "broken": broken})
    with database.read() as session:
        with pytest.raises(CoachDeskError, match="cannot be read"):
            records.load_attempt(session, broken)
        assert records.damaged_attempts(session) == [broken]


def test_an_unknown_attempt_is_a_sentence(database: Database) -> None:
    with pytest.raises(WrongUse, match="There is no attempt x"), database.read() as session:
        records.load_attempt(session, "x")


def test_the_first_person_becomes_admin_and_the_next_does_not(database: Database) -> None:
    at = datetime.fromisoformat("2025-04-01T00:00Z")
    with database.write() as session:
        first = people.person_named(session, "  Ada   Long ", at=at)
        assert people.person_named(session, "Ada Long", at=at) == first
        people.person_named(session, "Bo", at=at)
    with database.read() as session:
        assert [(person.name, person.roles) for person in people.people(session)] == [
            ("Ada Long", ("rep", "admin")),
            ("Bo", ("rep",)),
        ]
    with pytest.raises(WrongUse), database.write() as session:
        people.person_named(session, "   ", at=at)
