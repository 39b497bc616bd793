"""Today on real data: what is due, the one suggestion, the week, and that it waits for nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import insert, update

from coachdesk import clock
from coachdesk.services import drills, people, today
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.today import Today
from coachdesk.store import drills as drill_store
from coachdesk.store import today as store
from coachdesk.store.tables import Attempt, DrillCard, Table

GOOD = "i hear you what are you comparing it with"
POOR = "i hear you"


@pytest.fixture
def me(desk: Desk) -> Iterator[Desk]:
    desk.change_settings(welcomed=True)
    yield desk
    desk.close()


def play(desk: Desk, text: str = GOOD, days_ago: float = 0.0) -> str:
    """Answer once and stop, so long ago."""
    attempt_id = attempt.begin(desk, "too-high", seed=1).attempt_id
    turn = attempt.answer_typed(desk, attempt_id, text)
    if not turn.over:
        attempt.stop(desk, attempt_id, keep=True)
    at = clock.now() - timedelta(days=days_ago)
    with desk.database.write() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(started_at=at))
    return attempt_id


def seen(desk: Desk) -> Today:
    found = today.today(desk, clock.now())
    assert found is not None
    return found


def test_a_new_rep_is_offered_the_shortest_scenario_for_beginners(me: Desk) -> None:
    found = seen(me)
    assert found.first is not None
    assert (found.first.id, found.first.minutes) == ("too-high", 4)
    assert (found.drills, found.suggestion, found.last, found.skills) == (None, None, None, ())


def test_the_first_start_comes_before_anything(desk: Desk) -> None:
    assert today.today(desk, clock.now()) is None
    desk.close()


def test_the_last_talk_and_the_week_are_told(me: Desk) -> None:
    play(me, POOR, 2)
    last = play(me, GOOD, 1)
    found = seen(me)
    assert found.last is not None
    assert (found.last.attempt_id, found.last.title) == (last, "The price is too high")
    assert found.last.made is not None
    assert [day.answers for day in found.week.days] == [0, 0, 0, 0, 1, 1, 0]
    assert found.week.streak_days == 2


def test_a_streak_is_followed_as_far_as_it_reaches(me: Desk) -> None:
    first = play(me)
    noon = datetime.combine(clock.now().astimezone().date(), time(12)).astimezone()
    with me.database.write() as session:
        row = session.get_one(Attempt, first)
        same = {column.key: getattr(row, column.key) for column in Attempt.__table__.columns}
        made = [{**same, "id": clock.new_id(), "started_at": noon - timedelta(days=i)} for i in range(1, 150)]
        session.execute(insert(Attempt), made)
    assert seen(me).week.streak_days == 150


def test_an_answer_brings_a_drill_that_says_what_was_left_out(me: Desk) -> None:
    me.change_settings(new_drills_a_day=0)
    play(me, POOR)
    with me.database.write() as session:
        session.execute(update(DrillCard).values(due=clock.now() - timedelta(days=1)))
    found = seen(me).drills
    assert found is not None
    assert (found.count, found.minutes, found.focus) == (1, 2, "Ask what it is compared with")
    assert found.drills[0].missed == ("Ask what it is compared with",)
    assert found.drills[0].says == "Far too much."


def test_what_a_person_said_of_an_answer_counts(me: Desk) -> None:
    attempt_id = play(me, POOR)
    attempt.judge(me, attempt_id, 1, "clarify", said=True)
    with me.database.write() as session:
        session.execute(update(DrillCard).values(due=clock.now() - timedelta(days=1)))
    found = seen(me).drills
    assert found is not None
    assert found.drills[0].missed == ()


@pytest.mark.parametrize("new_a_day", [0, 3])
def test_as_many_drills_are_due_as_a_session_would_ask(me: Desk, new_a_day: int) -> None:
    play(me, POOR)
    now = clock.now()
    drills.overview(me, now)  # makes the cards that are new
    me.change_settings(new_drills_a_day=new_a_day)
    with me.database.write() as session:
        person = people.rep_id(session)
        states = ((-3, 1, {"state": 2}), (-1, 2, {"state": 1}), (1, 1, {"state": 1}), (0.001, 1, {"state": 2}))
        for i, (hours, reviews, state) in enumerate(states):
            at = now + timedelta(hours=hours)
            session.add(_card(person, i, at, reviews, state, None))
        session.add(_card(person, 9, now - timedelta(hours=1), 5, {"state": 1}, now))
        session.add(_card(person, 10, drill_store.NEVER, 5, {"state": 2}, None))
    day_end = datetime.combine(now.astimezone().date() + timedelta(days=1), time.min).astimezone()
    with me.database.read() as session:
        expected = drill_store.due_count(session, person, now, day_end)
        asked = [card.id for card in drill_store.due_cards(session, person, now, day_end, None, 20)]
        asked += [card.id for card in drill_store.new_cards(session, person, None, new_a_day)]
    with me.database.look() as connection:
        assert store.due_counts(connection, person, now, day_end) == expected
        assert [card.id for card in store.due_cards(connection, person, now, day_end, 20, new_a_day)] == asked
    assert today.MINUTES_A_DRILL == drills.MINUTES_A_DRILL
    found = today.today(me, now)
    assert found is not None
    assert (found.drills.count if found.drills else 0) == drills.due_count(me, now)


def _card(person: str, i: int, due: datetime, reviews: int, state: dict[str, int], leech: datetime | None) -> Table:
    return DrillCard(
        id=clock.new_id(), person_id=person, scenario_id="trucks-leave-late", step=f"step-{i}", skill="discovery",
        due=due, state=state, reviews=reviews, lapses=0, leech_since=leech, made_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_an_attempt_that_was_begun_and_answered_waits(me: Desk) -> None:
    other = Desk(me.folder)
    attempt_id = attempt.begin(other, "too-high", seed=1).attempt_id
    attempt.answer_typed(other, attempt_id, POOR)
    other.close()
    (me.folder.recordings).mkdir(exist_ok=True)
    for mark in me.folder.recordings.rglob("playing.json"):
        mark.unlink()  # as if its process had ended
    assert [waiting.attempt_id for waiting in seen(me).waiting] == [attempt_id]


def test_it_waits_for_neither_orm_nor_yaml_nor_pydantic(me: Desk) -> None:
    play(me)
    seen(me)
    code = (
        "import sys; from pathlib import Path; from coachdesk import clock\n"
        "from coachdesk.services.desk import open_desk; from coachdesk.services.today import my_name, today\n"
        "desk = open_desk(Path(sys.argv[1])); my_name(desk); assert today(desk, clock.now()).last\n"
        "print([each for each in ('sqlalchemy.orm', 'pydantic', 'yaml', 'numpy', 'uuid6') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(me.folder.root)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
