"""Drills on real services: cards, results, sessions, lessons, and what is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.engine import Engine

from coachdesk.errors import WrongUse
from coachdesk.services import drills, people
from coachdesk.services.desk import Desk
from coachdesk.services.drills import DrillResult
from coachdesk.services.practice import attempt, reviews
from coachdesk.services.rehearse import Recorded, Typed, Wishes
from coachdesk.store import drills as kept_drills
from coachdesk.store.tables import DrillCard, Utterance
from tests.drilled import BAD, GOOD, HALF, NOON, at, card_of, drilled, reviews_of


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that is sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


# -- cards ----------------------------------------------------------------------------------------------------------


def test_every_step_of_the_library_that_asks_for_something_is_a_card(desk: Desk) -> None:
    seen = drills.overview(desk, NOON)
    assert seen.cards == sum(len(scenario.steps) for scenario in desk.library.scenarios.values())
    assert (seen.due, seen.new, seen.answered, seen.learnt, seen.next_due) == (0, 5, 0, 0, None)
    assert drills.overview(desk, NOON) == seen


def test_cards_that_are_all_there_are_not_read_and_not_made_again(desk: Desk) -> None:
    drills.overview(desk, NOON)
    with statements() as sent, desk.database.write() as session:
        person = people.rep_id(session)
        assert kept_drills.bring_up_to_date(session, person, reviews.card_steps(desk.library), at=NOON) == 0
    about_cards = [statement for statement in sent if "drill_cards" in statement]
    assert len(about_cards) == 2
    assert not any(statement.startswith(("INSERT", "UPDATE")) for statement in sent)
    assert "GROUP BY drill_cards.scenario_id" in about_cards[0]


def test_the_first_new_drills_are_easy_ones_of_different_scenarios(desk: Desk) -> None:
    cards = drills.session(desk, NOON)
    assert [card.is_new for card in cards] == [True] * 5
    assert {card.level for card in cards} == {"beginner"}
    assert len({card.scenario_id for card in cards}) == 5


def test_a_card_whose_step_has_left_the_library_waits_until_it_is_back(desk: Desk) -> None:
    result = drilled(desk, GOOD, rating=4)
    later = NOON + timedelta(days=30)
    assert drills.due_count(desk, later) == 6
    scenario = desk.library.scenarios.pop("too-high")
    assert drills.overview(desk, later).due == 0
    assert drills.overview(desk, later).due == 0
    desk.library.scenarios["too-high"] = scenario
    assert drills.overview(desk, later).due == 1
    assert drills.session(desk, later)[0].due == result.due


def test_a_scenario_from_outside_the_library_makes_no_card(desk: Desk, scenario_file: Path) -> None:
    text = scenario_file.read_text().replace("id: too-high", "id: my-own")
    own = scenario_file.with_name("my-own.yaml")
    own.write_text(text)
    with desk.database.write() as session:
        people.rep_id(session)
    turn = attempt.begin(desk, str(own))
    attempt.answer_typed(desk, turn.attempt_id, GOOD)
    assert drills.overview(desk, NOON).answered == 0


# -- results --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rating", "reason", "possible"),
    [
        (GOOD, 3, "Everything that counts is in it.", [True, True, True, True]),
        (HALF, 2, "1 of 2 key points: most of what counts is in it.", [True, True, True, False]),
        ("I hear you.", 1, "1 of 2 key points: more was missing than was there.", [True, True, False, False]),
        (f"{GOOD} {BAD}", 1, "It has a red flag, and that undoes the rest.", [True, True, False, False]),
    ],
)
def test_a_result_says_what_it_is_rated_and_why(
    desk: Desk, text: str, rating: int, reason: str, possible: list[bool]
) -> None:
    result = drilled(desk, text)
    assert (result.rating, result.reason) == (rating, reason)
    assert [choice.is_possible for choice in result.choices] == possible
    assert [choice.due for choice in result.choices] == sorted(choice.due for choice in result.choices)
    assert result.due == card_of(desk).due


def test_a_drill_asks_one_line_without_a_hint_for_a_minute(desk: Desk) -> None:
    turn = drills.begin(desk, card_of(desk, "pounce").card_id)
    assert (turn.step, turn.says, turn.hint, turn.time_limit_s) == ("pounce", "Then make it twenty percent.", None, 60)
    assert turn.support == "none"
    assert attempt.answer_typed(desk, turn.attempt_id, "Well.").over


def test_what_is_no_answered_drill_has_no_result(desk: Desk) -> None:
    begun = drills.begin(desk, card_of(desk).card_id)
    with pytest.raises(WrongUse, match="no drill"):
        drills.result(desk, begun.attempt_id)
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    with pytest.raises(WrongUse, match="no drill"):
        drills.result(desk, turn.attempt_id)


@pytest.mark.parametrize("rating", [0, 5])
def test_a_rating_that_is_none_is_refused(desk: Desk, rating: int) -> None:
    result = drilled(desk, GOOD)
    with pytest.raises(WrongUse, match="rated 1"):
        drills.grade(desk, result.attempt_id, rating)


def test_a_drill_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="no drill"):
        drills.begin(desk, "nothing")


# -- what is due ----------------------------------------------------------------------------------------------------


def test_what_is_learnt_is_due_on_its_day_at_any_hour(desk: Desk) -> None:
    result = drilled(desk, GOOD, NOON.replace(hour=23), rating=4)
    days = (result.due.astimezone().date() - NOON.date()).days
    morning = NOON.replace(hour=7) + timedelta(days=days)
    assert morning < result.due
    assert drills.due_count(desk, morning - timedelta(days=1)) == 5
    assert drills.due_count(desk, morning) == 6
    assert drills.session(desk, morning)[0].card_id == result.card.card_id


def test_what_is_being_learnt_is_due_on_its_minute(desk: Desk) -> None:
    result = drilled(desk, GOOD)
    assert result.due == NOON + timedelta(minutes=10)
    assert drills.overview(desk, NOON + timedelta(minutes=9)).due == 0
    assert drills.overview(desk, NOON + timedelta(minutes=9)).next_due == result.due
    assert drills.overview(desk, NOON + timedelta(minutes=10)).due == 1


def test_a_day_brings_no_more_new_drills_than_the_setting_says(desk: Desk) -> None:
    desk.change_settings(new_drills_a_day=2)
    for text in (GOOD, BAD):
        card = drills.session(desk, NOON)[0]
        with at(NOON):
            attempt.answer_typed(desk, drills.begin(desk, card.card_id).attempt_id, text)
    seen = drills.overview(desk, NOON)
    assert (seen.new, drills.session(desk, NOON), drills.due_count(desk, NOON)) == (0, (), 0)
    tomorrow = drills.overview(desk, NOON + timedelta(days=1))
    assert (tomorrow.due, tomorrow.new) == (2, 2)
    assert sorted(skill.asks for skill in tomorrow.by_skill) == [2, 2, 2, 3, 3]


def test_a_role_play_uses_up_none_of_the_new_drills_of_a_day(desk: Desk) -> None:
    with at(NOON):
        attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    assert drills.overview(desk, NOON).new == 5


def test_overdue_comes_before_new_and_can_be_narrowed_to_a_skill(desk: Desk) -> None:
    drilled(desk, GOOD, rating=4)
    later = NOON + timedelta(days=40)
    assert [card.is_new for card in drills.session(desk, later)] == [False, *[True] * 5]
    assert {card.skill for card in drills.session(desk, later, "demo")} == {"demo"}


def test_the_days_ahead_are_told(desk: Desk) -> None:
    result = drilled(desk, GOOD, rating=4)
    due = result.due.astimezone().date()
    seen = drills.overview(desk, NOON + timedelta(days=3))
    assert [day.due for day in seen.ahead] == [int(day.day == due) for day in seen.ahead]
    assert sum(day.due for day in seen.ahead) == 1
    assert seen.ahead[0].day == NOON.date() + timedelta(days=4)
    assert (seen.learnt, seen.answered, seen.next_due) == (1, 1, result.due)


def test_before_anybody_was_here_nothing_is_due(desk: Desk) -> None:
    with statements() as sent:
        assert drills.due_count(desk, NOON) == 0
    assert not any(statement.startswith("SELECT") and "drill" in statement for statement in sent)


def test_five_thousand_cards_are_counted_and_only_what_is_asked_is_read(desk: Desk) -> None:
    drills.overview(desk, NOON)
    steps = [kept_drills.CardStep(f"scenario-{i // 5}", f"step_{i % 5}", "demo") for i in range(5_000)]
    every = [*reviews.card_steps(desk.library), *steps]
    with mock.patch.object(reviews, "card_steps", return_value=every), statements() as sent:
        made = drills.overview(desk, NOON)
        assert made.cards == len(every)
        with desk.database.write() as session:
            person = people.rep_id(session)
            learnt = update(DrillCard).where(DrillCard.scenario_id.like("scenario-%"))
            session.execute(learnt.values(reviews=3, due=NOON + timedelta(days=9), state={"state": 2}))
        sent.clear()
        seen = drills.overview(desk, NOON)
        overview_took = len(sent)
        assert (seen.cards, seen.learnt, seen.due, seen.new) == (len(every), 5_000, 0, 5)
        sent.clear()
        assert drills.due_count(desk, NOON) == 5
        count_took = len(sent)
    assert overview_took <= 7
    assert count_took <= 3
    with desk.database.read() as session:
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT count(*) FROM drill_cards WHERE person_id = ? AND due < ?", (person, str(NOON))
        )
        assert "ix_drill_cards_person_id_due" in str(plan.all())


def test_a_session_has_an_end_however_much_is_due(desk: Desk) -> None:
    drills.overview(desk, NOON)
    with desk.database.write() as session:
        session.execute(update(DrillCard).values(reviews=1, state={"state": 2}))
    assert drills.overview(desk, NOON).due > drills.SESSION_MOST
    assert len(drills.session(desk, NOON)) == drills.SESSION_MOST


# -- leeches, and what is set aside ---------------------------------------------------------------------------------


def leech(desk: Desk) -> DrillResult:
    for i in range(4):
        result = drilled(desk, BAD, NOON + timedelta(minutes=2 * i))
    return result


def test_failed_four_times_a_drill_becomes_a_lesson(desk: Desk) -> None:
    result = leech(desk)
    assert result.is_leech
    later = NOON + timedelta(days=1)
    seen = drills.overview(desk, later)
    assert [card.card_id for card in seen.leeches] == [result.card.card_id]
    assert seen.due == 0
    assert result.card.card_id not in [card.card_id for card in drills.session(desk, later)]
    lesson = drills.lesson(desk, result.card.card_id)
    assert lesson.failures == 4
    assert [point.says for point in lesson.points] == ["Ask what it is compared with", "Acknowledge"]
    assert [(flag.says, flag.why) for flag in lesson.flags] == [("Discount at once", "It becomes the price.")]
    assert lesson.model_answer.startswith("I hear you.")


def test_a_lesson_that_was_learnt_is_a_drill_again(desk: Desk) -> None:
    leech(desk)
    assert not drilled(desk, GOOD, NOON + timedelta(hours=1)).is_leech
    seen = drills.overview(desk, NOON + timedelta(days=1))
    assert (seen.leeches, seen.due) == ((), 1)


def test_a_drill_that_is_set_aside_is_asked_no_more_until_it_is_back(desk: Desk) -> None:
    result = drilled(desk, GOOD, rating=4)
    drills.set_aside(desk, result.card.card_id)
    later = NOON + timedelta(days=40)
    seen = drills.overview(desk, later)
    assert (seen.due, [card.card_id for card in seen.aside], seen.next_due) == (0, [result.card.card_id], None)
    with at(later):
        attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    assert drills.overview(desk, later + timedelta(days=900)).due == 0
    drills.bring_back(desk, result.card.card_id)
    assert drills.overview(desk, later + timedelta(days=900)).due == 1
    assert drills.overview(desk, later).aside == ()


def test_a_drill_that_is_set_aside_and_whose_scenario_is_gone_keeps_no_page_from_opening(desk: Desk) -> None:
    drills.set_aside(desk, card_of(desk).card_id)
    scenario = desk.library.scenarios.pop("too-high")
    assert drills.overview(desk, NOON).aside == ()
    desk.library.scenarios["too-high"] = scenario
    assert [card.step for card in drills.overview(desk, NOON).aside] == ["price"]


def test_a_lesson_whose_step_has_left_the_library_says_so(desk: Desk) -> None:
    card = card_of(desk)
    del desk.library.scenarios["too-high"].steps["price"]
    with pytest.raises(WrongUse, match="no step 'price' any more"):
        drills.lesson(desk, card.card_id)


def test_bringing_back_what_was_never_set_aside_changes_nothing(desk: Desk) -> None:
    before = card_of(desk)
    drills.bring_back(desk, before.card_id)
    assert card_of(desk) == before


# -- from the command line ------------------------------------------------------------------------------------------


def test_a_drill_is_answered_by_its_step_or_its_id(desk: Desk) -> None:
    by_step = drills.review(desk, "too-high/price", Typed(GOOD), 4, Wishes())
    assert (by_step.rating, by_step.card.reviews) == (4, 1)
    assert drills.review(desk, by_step.card.card_id, Typed(BAD), None, Wishes()).card.reviews == 2


@pytest.mark.parametrize(
    ("wish", "given", "rating", "words"),
    [
        ("too-high/prise", Typed(GOOD), None, "price"),
        ("too-hihg/price", Typed(GOOD), None, "too-high"),
        ("no-such-card", Typed(GOOD), None, "no drill"),
        ("too-high/price", Typed(GOOD), 5, "rated 1"),
        ("too-high/price", Recorded(Path("nothing.wav")), None, "no audio file"),
    ],
)
def test_a_drill_that_cannot_be_answered_is_refused_and_leaves_nothing(
    desk: Desk, wish: str, given: Typed | Recorded, rating: int | None, words: str
) -> None:
    with pytest.raises(WrongUse, match=words):
        drills.review(desk, wish, given, rating, Wishes())
    assert drills.overview(desk, NOON).answered == 0


def test_an_answer_that_cannot_be_judged_leaves_no_attempt(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="nothing in this answer"):
        drills.review(desk, "too-high/price", Typed(" "), None, Wishes())
    with desk.database.read() as session:
        assert session.scalars(select(Utterance.id)).all() == []


def test_reps_have_drills_of_their_own(desk: Desk) -> None:
    drilled(desk, GOOD)
    drills.review(desk, "too-high/price", Typed(BAD), None, Wishes(rep="Someone Else"))
    assert drills.overview(desk, NOON, rep="Someone Else").answered == 1
    assert len(reviews_of(desk, card_of(desk))) == 1
