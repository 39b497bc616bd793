"""What is kept of people: exported whole, erased for good, and erased by itself once it is old enough."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from coachdesk import clock
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.services import backups, housekeeping, keeping, people, privacy
from coachdesk.services.desk import Desk
from coachdesk.services.practice import live_mark
from coachdesk.services.practice.debrief import debrief
from coachdesk.store import corrections, erase, records, scorecards
from coachdesk.store import people as kept_people
from coachdesk.store.kept import Answer, Beginning, KeptFinding
from coachdesk.store.tables import AuditRow, Baseline, DrillCard, Scorecard, Table

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECRET = "zebrafinch"
"""A word that only Ana says."""


def heard(word: str) -> Heard:
    words = (Word("i", 0.1, 0.2, 0.9), Word(word, 0.2, 0.9, 0.9))
    return Heard((Segment(Span(0.1, 0.9), words, (f"{word} two",)),), Sound(1.0, (Span(0.1, 0.9),), -20.0, -5.0, 0.0))


def talk(desk: Desk, name: str, word: str, *, days_ago: int = 100, scored: bool = False, running: bool = False) -> str:
    """One attempt of somebody, with a recording, a finding, a correction, a proposal and, if wished, a scorecard."""
    at = NOW - timedelta(days=days_ago)
    folder = desk.folder
    text = desk.library.text_of("scenario", "too-high")
    with desk.database.write() as session:
        person = kept_people.person_named(session, name, at=at)
        snapshot = records.keep_snapshot(session, "scenario", text)
        begun = Beginning(person, "solo", "too-high", snapshot, "dana-test", 1, "sphinx", "en-us", "x", at)
        attempt = records.begin_attempt(session, begun)
        audio = f"{at:%Y-%m-%d}/{attempt}/01-a.flac"
        content = f"fLaC {word}".encode()
        (folder.recordings / audio).parent.mkdir(parents=True)
        (folder.recordings / audio).write_bytes(content)
        found = KeptFinding("key_point", "acknowledge", None, f"i {word}", 0, 2, 0.1, 0.9, 0.8)
        answer = records.keep_answer(
            session,
            attempt,
            Answer(1, "price", "Well?", heard(word), at, 3, findings=(found,), audio_path=audio,
                   audio_sha256=hashlib.sha256(content).hexdigest()),
        )  # fmt: skip
        corrections.keep_correction(session, answer, person, (1, 2), f"{word}s", at=at)
        session.add(
            Baseline(id=clock.new_id(), person_id=person, microphone="m", engine="sphinx", model="en", passage="p",
                     words=3, errors=1, transcript=f"the {word}", delivery=None, made_at=at)
        )  # fmt: skip
        session.add(
            DrillCard(id=clock.new_id(), person_id=person, scenario_id="too-high", step=attempt[-12:],
                      skill="negotiation", due=at, state={}, reviews=0, lapses=0, leech_since=None, made_at=at)
        )  # fmt: skip
        if not running:
            records.finish_attempt(session, attempt, state="finished", at=at, made=1, possible=2, coverage=0.5)
        if scored:
            scorecards.submit_scorecard(session, attempt, person, "self", {"listens": 4}, {}, at=at)
    return attempt


@pytest.fixture
def two(desk: Desk) -> Iterator[Desk]:
    """Ana with a scored attempt and one that was not, and Bo, who also scored Ana."""
    first = talk(desk, "Ana", SECRET, scored=True)
    talk(desk, "Ana", SECRET, days_ago=5)
    talk(desk, "Bo", "blackbird", days_ago=40)
    with desk.database.write() as session:
        bo = people.evaluator_id(session, "Bo")
        scorecards.submit_scorecard(session, first, bo, "evaluator", {"listens": 3}, {"": "Wait longer."}, at=NOW)
        scorecards.keep_draft(
            session, first, kept_people.named(session, "Ana").id, "self", {"listens": 5}, {"": SECRET}
        )  # type: ignore[union-attr]
    yield desk
    desk.close()


def bytes_of(desk: Desk) -> bytes:
    """All that is in the database's file and beside it."""
    return b"".join(path.read_bytes() for path in desk.folder.root.glob("coachdesk.db*"))


def recording_of(desk: Desk, word: str) -> Path:
    return next(path for path in desk.folder.recordings.rglob("*.flac") if word.encode() in path.read_bytes())


def problems(desk: Desk, *, deep: bool = True) -> list[str]:
    return [check.sentence for check in keeping.doctor(desk.folder, deep=deep) if check.state != "ok"
            and check.name not in ("microphone", "data folder", "disk")]  # fmt: skip


# -- erase -------------------------------------------------------------------------------------------------------------


def test_what_an_erased_person_said_is_nowhere_in_the_data_folder_any_more(two: Desk) -> None:
    assert SECRET.encode() in bytes_of(two)
    assert b"Ana" in bytes_of(two)
    done = privacy.erase_person(two, "Ana", now=NOW)
    assert (done.counts.attempts, done.counts.answers, done.counts.scored, done.trouble) == (2, 2, 1, "")
    assert SECRET.encode() not in bytes_of(two)
    assert b"Ana" not in bytes_of(two)
    files = [path for path in two.folder.root.rglob("*") if path.is_file() and "library" not in path.parts]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_other_people_are_untouched(two: Desk) -> None:
    privacy.erase_person(two, "Ana", now=NOW)
    assert b"blackbird" in bytes_of(two)
    (row,) = privacy.everybody(two)
    assert (row.name, row.attempts, row.recordings) == ("Bo", 1, 1)
    assert len(list(two.folder.recordings.rglob("*.flac"))) == 1
    with two.database.read() as session:
        bo = kept_people.named(session, "Bo")
        assert bo is not None
        (line,) = records.attempts_of(session, bo.id)
        kept = records.load_attempt(session, line.id)
    assert kept.answers[0].heard.text == "i blackbird"
    with closing(sqlite3.connect(two.folder.database)) as connection:
        found = connection.execute("SELECT count(*) FROM spoken_search WHERE spoken_search MATCH 'blackbird'")
        assert found.fetchone() == (1,)


def test_the_doctor_finds_a_folder_healthy_after_somebody_was_erased(two: Desk) -> None:
    assert problems(two) == []
    privacy.erase_person(two, "Ana", now=NOW)
    assert problems(two) == []


def test_submitted_scorecards_stay_and_the_audit_trail_says_that_somebody_was_erased(two: Desk) -> None:
    with two.database.read() as session:
        ana = kept_people.named(session, "Ana")
    assert ana is not None
    privacy.erase_person(two, "Ana", now=NOW)
    with two.database.read() as session:
        cards = session.execute(select(Scorecard.kind, Scorecard.state)).all()
        assert sorted(tuple(card) for card in cards) == [("evaluator", "submitted"), ("self", "submitted")]
        rows = session.scalars(select(AuditRow).where(AuditRow.subject == ana.id).order_by(AuditRow.seq)).all()
        assert [row.what for row in rows] == ["person added", "person erased"]


def test_no_table_keeps_a_row_of_an_erased_person_but_those_that_others_records_stand_on(two: Desk) -> None:
    with two.database.read() as session:
        ana = kept_people.named(session, "Ana")
    assert ana is not None
    privacy.erase_person(two, "Ana", now=NOW)
    left = set()
    with two.database.read() as session:
        for table in Table.metadata.sorted_tables:
            for key in table.foreign_keys:
                if key.column.table.name == "people":
                    query = select(func.count()).select_from(table).where(key.parent == ana.id)
                    if session.scalar(query):
                        left.add(table.name)
    assert left == {"attempts", "scorecards"}


def test_once_the_last_one_is_erased_the_next_start_is_a_first_one(two: Desk) -> None:
    two.change_settings(welcomed=True, tables={"history": "Ana"})
    assert not privacy.erase_person(two, "Ana", now=NOW).is_last
    assert two.settings().welcomed
    assert privacy.before_erasing(two, "Bo").is_last
    assert privacy.erase_person(two, "Bo", now=NOW).is_last
    assert (two.settings().welcomed, two.settings().tables) == (False, {})
    assert people.whoami(two) is None
    assert people.rename(two, "Cy").name == "Cy"
    (row,) = privacy.everybody(two)
    assert set(row.roles) == {"rep", "admin"}


def test_backups_that_were_made_before_are_named_and_the_automatic_ones_can_go(two: Desk) -> None:
    automatic = backups.daily(two, NOW)
    by_hand = backups.make(two, NOW).path
    done = privacy.erase_person(two, "Ana", now=NOW)
    assert {row.path for row in done.backups} == {automatic, by_hand}
    assert backups.delete_automatic(two) == 1
    assert [row.path for row in backups.backups(two.folder)] == [by_hand]


def test_somebody_who_is_practising_is_not_erased(two: Desk) -> None:
    attempt = talk(two, "Ana", SECRET, running=True, days_ago=1)
    (folder,) = two.folder.recordings.glob(f"*/{attempt}")
    live_mark.put(folder)
    with pytest.raises(WrongUse, match="practising right now"):
        privacy.erase_person(two, "Ana", now=NOW)
    assert SECRET.encode() in bytes_of(two)
    live_mark.take_away(folder)
    privacy.erase_person(two, "Ana", now=NOW)
    assert not folder.exists()


def test_nobody_of_that_name_is_wrong_use(two: Desk) -> None:
    with pytest.raises(WrongUse, match="nobody called Cy"):
        privacy.erase_person(two, "Cy", now=NOW)


def test_a_recording_that_cannot_be_deleted_leaves_the_words_until_it_can(two: Desk) -> None:
    if os.geteuid() != 0:
        pytest.skip("making a file undeletable for root needs root")
    file = recording_of(two, SECRET)
    if subprocess.run(["chattr", "+i", file], capture_output=True, check=False).returncode:
        pytest.skip("this file system knows no undeletable files")
    try:
        with pytest.raises(CoachDeskError, match="could not be deleted"):
            privacy.erase_person(two, "Ana", now=NOW)
        assert any(row.name == "Ana" for row in privacy.everybody(two))
    finally:
        subprocess.run(["chattr", "-i", file], check=True)
    privacy.erase_person(two, "Ana", now=NOW)
    assert SECRET.encode() not in bytes_of(two)


def test_a_file_that_somebody_reads_is_cleaned_at_the_next_start(two: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erase, "WAITS_S", 0.2)
    with closing(sqlite3.connect(two.folder.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM people").fetchall()
        done = privacy.erase_person(two, "Ana", now=NOW)
    assert "may still be in the database's file" in done.trouble
    assert SECRET.encode() in bytes_of(two)
    assert housekeeping.daily(two, NOW) == ()
    assert SECRET.encode() not in bytes_of(two)


def test_words_of_an_attempt_that_was_discarded_long_ago_go_too(two: Desk) -> None:
    attempt = talk(two, "Ana", "hummingbird", days_ago=3)
    with two.database.write() as session:
        records.erase_attempt(session, attempt)
    privacy.erase_person(two, "Ana", now=NOW)
    assert b"hummingbird" not in bytes_of(two)


# -- export ------------------------------------------------------------------------------------------------------------


def test_an_export_has_everything_about_a_person_and_nothing_that_others_said(two: Desk, tmp_path: Path) -> None:
    done = privacy.export_person(two, "Ana", tmp_path, now=NOW)
    assert done.path == tmp_path / "coachdesk-Ana-20260601.zip"
    assert (done.recordings, done.missing) == (2, ())
    with zipfile.ZipFile(done.path) as packed:
        assert packed.testzip() is None
        content = {name: packed.read(name) for name in packed.namelist()}
    assert b"blackbird" not in b"".join(content.values())
    assert "What CoachDesk keeps about Ana" in content["README.txt"].decode()
    attempts = json.loads(content["attempts.json"])
    assert [attempt["answers"][0]["transcript"] for attempt in attempts] == [f"i {SECRET}"] * 2
    answer = attempts[0]["answers"][0]
    assert answer["words"][1]["text"] == SECRET
    assert answer["findings"][0]["evidence"] == f"i {SECRET}"
    assert answer["word_corrections"][0]["text"] == f"{SECRET}s"
    assert content[f"recordings/{answer['audio_path']}"] == f"fLaC {SECRET}".encode()
    assert len(json.loads(content["scorecards.json"])) == 3
    assert len(json.loads(content["drills.json"])) == 2
    assert len(json.loads(content["baselines.json"])) == 2
    assert {row["what"] for row in json.loads(content["audit.json"])} == {"person added", "scorecard submitted"}


def test_a_recording_that_is_gone_is_told_in_the_export(two: Desk, tmp_path: Path) -> None:
    recording_of(two, SECRET).unlink()
    done = privacy.export_person(two, "Ana", tmp_path / "ana.zip", now=NOW)
    assert (done.recordings, len(done.missing)) == (1, 1)
    with zipfile.ZipFile(done.path) as packed:
        assert done.missing[0] in packed.read("README.txt").decode()


def test_an_export_goes_nowhere_where_it_would_do_harm(two: Desk, tmp_path: Path) -> None:
    for to in (two.folder.root / "ana.zip", two.folder.recordings / "a.zip", tmp_path / "ana.db"):
        with pytest.raises(WrongUse):
            privacy.export_person(two, "Ana", to, now=NOW)
        assert not to.exists()


def test_an_export_that_finds_no_room_leaves_nothing_behind(two: Desk, small_disk: Path) -> None:
    recording_of(two, SECRET).write_bytes(os.urandom(3_000_000))
    with pytest.raises(CoachDeskError, match="could not be written"):
        privacy.export_person(two, "Ana", small_disk / "ana.zip", now=NOW)
    assert list(small_disk.iterdir()) == []


# -- retention ---------------------------------------------------------------------------------------------------------


def test_nothing_goes_while_recordings_are_kept_for_good(two: Desk) -> None:
    assert privacy.retention(two, NOW).recordings == 0
    assert privacy.apply_retention(two, NOW).recordings == 0
    assert len(list(two.folder.recordings.rglob("*.flac"))) == 3


def test_what_would_go_is_told_before_it_is_chosen(two: Desk) -> None:
    would = privacy.retention(two, NOW, days=30)
    assert (would.days, would.attempts, would.recordings) == (30, 2, 2)
    assert would.size_bytes == len(f"fLaC {SECRET}") + len("fLaC blackbird")
    assert len(list(two.folder.recordings.rglob("*.flac"))) == 3


def test_a_clock_that_jumps_ahead_erases_nothing_and_nothing_is_lost_once_it_is_right(two: Desk) -> None:
    talk(two, "Ana", SECRET, days_ago=0)
    two.change_settings(keep_recordings_days=365)
    housekeeping.daily(two, NOW)
    wrong = NOW + timedelta(days=3650)
    for at in (wrong, wrong + timedelta(hours=2)):
        (said,) = housekeeping.daily(two, at)
        assert said.startswith("4 recordings would go because of their age, but the clock has jumped")
    assert housekeeping.daily(two, NOW + timedelta(days=1)) == ()
    assert len(list(two.folder.recordings.rglob("*.flac"))) == 4


def test_after_a_long_rest_what_is_old_goes_a_day_later(two: Desk) -> None:
    talk(two, "Ana", SECRET, days_ago=0)
    two.change_settings(keep_recordings_days=365)
    housekeeping.daily(two, NOW)
    back = NOW + timedelta(days=400)
    assert "nothing goes before tomorrow" in housekeeping.daily(two, back)[0]
    assert housekeeping.daily(two, back + timedelta(days=1))[0].startswith("4 recordings older than 365 days went")


def test_recordings_go_once_they_are_old_and_what_was_said_stays(two: Desk) -> None:
    attempt = talk(two, "Ana", SECRET, days_ago=33)
    two.change_settings(keep_recordings_days=30)
    said = housekeeping.daily(two, NOW)
    assert said == ("3 recordings older than 30 days went, as the settings say. What was said stays.",)
    assert len(list(two.folder.recordings.rglob("*.flac"))) == 1
    answer = debrief(two, attempt).answers[0]
    assert answer.audio is None
    assert answer.audio_problem == "The recording was erased after 33 days, as the settings say."
    assert SECRET in " ".join(word.text for word in answer.words)
    assert privacy.apply_retention(two, NOW).recordings == 0
    assert problems(two) == []
    (sentence,) = [check.sentence for check in keeping.doctor(two.folder) if check.name == "recordings"]
    assert "3 more outlived the time they are kept" in sentence


def test_a_talk_that_is_not_over_keeps_its_recordings(two: Desk) -> None:
    talk(two, "Ana", SECRET, days_ago=400, running=True)
    assert privacy.retention(two, NOW, days=365).recordings == 0


def test_recordings_that_went_after_a_backup_are_not_missed_once_it_is_brought_back(
    two: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.change_settings(keep_recordings_days=30)
    file = backups.daily(two, NOW)
    assert file is not None
    privacy.apply_retention(two, NOW)
    backups.restore(two, file)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert problems(two) == []


def test_no_row_can_lead_the_eraser_out_of_the_recordings(two: Desk) -> None:
    outside = two.folder.root / "precious.flac"
    outside.write_bytes(b"mine")
    with closing(sqlite3.connect(two.folder.database)) as connection, connection:
        connection.execute("UPDATE utterances SET audio_path = '../precious.flac'")
    two.change_settings(keep_recordings_days=1)
    privacy.apply_retention(two, NOW)
    privacy.erase_person(two, "Ana", now=NOW)
    assert outside.read_bytes() == b"mine"


def test_what_is_kept_is_told_in_numbers(two: Desk) -> None:
    kept = privacy.kept(two)
    assert (kept.attempts, kept.recordings, kept.backups) == (3, 3, 0)
    assert kept.database_bytes > 0
    assert kept.where == two.folder.root
