"""Progress on a real database: every figure with what is behind it, from the person's own attempts alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, self_score
from coachdesk.services.progress import FEW, Area, ProgressView, progress
from tests.attempts import Said, keep

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def seen(desk: Desk) -> ProgressView:
    return progress(desk, now=NOW, zone=UTC)


def area(view: ProgressView, skill: str) -> Area:
    return next(area for area in view.areas if area.skill == skill)


def test_before_the_first_attempt_there_is_nothing(desk: Desk) -> None:
    assert seen(desk).attempts == 0
    assert seen(desk).calendar == ()


def test_a_skill_area_has_its_mean_its_weeks_and_the_attempts_behind_them(desk: Desk) -> None:
    with desk.database.write() as session:
        for days, coverage in ((9, 0.2), (8, 0.4), (1, 0.9)):
            keep(desk, session, days_ago(days), coverage=coverage)
        keep(desk, session, days_ago(500), coverage=0.5)  # before the weeks that are shown
    negotiation = area(seen(desk), "negotiation")
    assert negotiation.coverage == pytest.approx(0.5)
    assert (negotiation.attempts, negotiation.made, negotiation.possible) == (4, 4, 8)
    assert [(week.monday, week.attempts) for week in negotiation.weeks] == [
        (date(2026, 2, 23), 2),
        (date(2026, 3, 2), 1),
    ]
    assert negotiation.weeks[0].coverage == pytest.approx(0.3)
    assert [each.skill for each in seen(desk).areas][:2] == ["prospecting", "discovery"]
    assert area(seen(desk), "demo") == Area("demo", 0, None, 0, 0, None, ())


def test_the_change_needs_enough_talks_in_both_months(desk: Desk) -> None:
    with desk.database.write() as session:
        for days in (31, 40, 50):
            keep(desk, session, days_ago(days), coverage=0.4)
        for days in (1, 2):
            keep(desk, session, days_ago(days), coverage=0.7)
    assert area(seen(desk), "negotiation").change is None
    with desk.database.write() as session:
        keep(desk, session, days_ago(3), coverage=0.7)
    change = area(seen(desk), "negotiation").change
    assert change is not None
    assert (change.by, change.attempts, change.before) == (pytest.approx(0.3), FEW, FEW)


def test_a_drill_counts_in_moves_and_days_and_not_in_the_trend(desk: Desk) -> None:
    with desk.database.write() as session:
        for _ in range(3):
            keep(
                desk, session, days_ago(1), [Said("how", ("how_today",), step="opening")],
                scenario="trucks-leave-late", only_step="opening", mode="drill",
            )  # fmt: skip
    view = seen(desk)
    assert (view.attempts, view.talks, view.drills, view.practice_days) == (3, 0, 3, 1)
    assert area(view, "discovery").attempts == 0
    assert view.bests == ()
    assert {move.asked for move in view.moves} == {3}


def test_a_talk_that_was_broken_off_is_practice_and_no_result(desk: Desk) -> None:
    with desk.database.write() as session:
        keep(desk, session, days_ago(1), coverage=1.0, state="stopped", outcome=None)
        keep(desk, session, days_ago(2), coverage=0.4)
    view = seen(desk)
    assert view.attempts == 2
    assert area(view, "negotiation").coverage == pytest.approx(0.4)
    assert [(best.coverage, best.attempts) for best in view.bests] == [(0.4, 1)]


def moves_of(desk: Desk) -> dict[str, tuple[int, int]]:
    return {move.id: (move.made, move.asked) for move in seen(desk).moves}


def step_with_a_flag(desk: Desk) -> tuple[str, str, str, str]:
    """Scenario, step, a key point and a red flag of it that name moves."""
    for scenario in desk.library.scenarios.values():
        for name, step in scenario.steps.items():
            points = [key for key, point in step.key_points.items() if point.move]
            flags = [key for key, flag in step.red_flags.items() if flag.move]
            if points and flags:
                return scenario.id, name, points[0], flags[0]
    raise AssertionError("no shipped scenario has a step with both")


def test_moves_are_counted_as_made_of_asked(desk: Desk) -> None:
    scenario, step, point, flag = step_with_a_flag(desk)
    entry = desk.library.scenarios[scenario].steps[step]
    move, slip = entry.key_points[point].move or "", entry.red_flags[flag].move or ""
    with desk.database.write() as session:
        for made in (True, True, True, False):
            said = Said("words", (point,) if made else (), (flag,) if not made else (), step)
            keep(desk, session, days_ago(1), [said], scenario=scenario)
    view = seen(desk)
    assert moves_of(desk)[move] == (3, 4)
    assert move in {each.id for each in view.strong}
    assert [(each.id, each.made, each.asked) for each in view.slips] == [(slip, 1, 4)]
    assert all(each.made < each.asked for each in view.weak)
    assert not {each.id for each in view.weak} & {each.id for each in view.strong}


def test_two_tries_are_no_habit(desk: Desk) -> None:
    scenario, step, point, _flag = step_with_a_flag(desk)
    with desk.database.write() as session:
        for _ in range(FEW - 1):
            keep(desk, session, days_ago(1), [Said("words", (point,), (), step)], scenario=scenario)
    view = seen(desk)
    assert view.moves
    assert view.weak == view.strong == view.slips == ()


def test_moves_of_a_scenario_that_is_gone_are_counted_from_its_kept_text(desk: Desk) -> None:
    scenario, step, point, _flag = step_with_a_flag(desk)
    move = desk.library.scenarios[scenario].steps[step].key_points[point].move or ""
    kept = desk.library.text_of("scenario", scenario).replace(f"id: {scenario}", "id: gone-now")
    with desk.database.write() as session:
        keep(desk, session, days_ago(1), [Said("words", (point,), (), step)], scenario="gone-now", text=kept)
        keep(desk, session, days_ago(1), [Said("words", (point,), (), step)], scenario="broken", text="steps: [")
    assert moves_of(desk)[move] == (1, 1)
    assert {best.title for best in seen(desk).bests} == {desk.library.scenarios[scenario].title, "Broken"}


def test_criteria_have_the_mean_of_the_cards_that_were_not_corrected(desk: Desk) -> None:
    for levels in ((2,), (3, 5)):
        attempt_id = played(desk)
        for level in levels:
            self_score.score_yourself(desk, attempt_id, {"listens": level})
    (line,) = progress(desk).criteria
    assert (line.skill, line.name, line.attempts) == ("negotiation", "Listens", 2)
    assert (line.mean, line.last) == (pytest.approx(3.5), 5)


def played(desk: Desk) -> str:
    turn = attempt.begin(desk, "too-high")
    turn = attempt.answer_typed(desk, turn.attempt_id, "i hear you what are you comparing it with")
    assert turn.over
    return turn.attempt_id


def test_days_are_counted_where_the_person_is(desk: Desk) -> None:
    with desk.database.write() as session:
        keep(desk, session, datetime(2026, 3, 4, 23, 30, tzinfo=UTC))
    east = timezone(timedelta(hours=2))
    assert [day.day for day in progress(desk, now=NOW, zone=east).calendar if day.attempts] == [date(2026, 3, 5)]
    assert [day.day for day in seen(desk).calendar if day.attempts] == [date(2026, 3, 4)]


def test_bests_and_streaks_are_those_of_the_whole_time(desk: Desk) -> None:
    with desk.database.write() as session:
        for days, coverage in ((0, 0.5), (1, 0.8), (2, 0.8), (10, 0.3), (10.1, 0.3), (10.2, 0.3)):
            keep(desk, session, days_ago(days), coverage=coverage)
    view = seen(desk)
    (best,) = view.bests
    assert (best.coverage, best.at, best.attempts) == (0.8, days_ago(1), 6)
    assert (view.streak, view.longest_streak, view.practice_days, view.this_week) == (3, 3, 4, 3)
    assert view.most_in_a_day is not None
    assert (view.most_in_a_day.day, view.most_in_a_day.attempts) == (days_ago(10).date(), 3)


def test_nobody_elses_attempts_are_in_any_figure(desk: Desk) -> None:
    with desk.database.write() as session:
        keep(desk, session, days_ago(1), coverage=0.4)
    mine = seen(desk)
    with desk.database.write() as session:
        for _ in range(5):
            keep(desk, session, days_ago(1), [Said("x", ("clarify",))], coverage=1.0, rep="Somebody else")
            keep(desk, session, days_ago(3), scenario="trucks-leave-late", rep="Somebody else")
    assert seen(desk) == mine
    assert progress(desk, rep="Somebody else", now=NOW, zone=UTC).attempts == 10


def test_an_unknown_rep_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="nobody called"):
        progress(desk, rep="Nemo")


def test_several_hundred_attempts_add_up(desk: Desk) -> None:
    with desk.database.write() as session:
        for i in range(300):
            keep(desk, session, days_ago(i % 100), coverage=(i % 2) / 2)
    view = seen(desk)
    negotiation = area(view, "negotiation")
    assert view.attempts == negotiation.attempts == sum(week.attempts for week in negotiation.weeks) == 300
    assert negotiation.coverage == pytest.approx(0.25)
    assert sum(day.attempts for day in view.calendar) == 300
    assert view.practice_days == view.streak == 100
