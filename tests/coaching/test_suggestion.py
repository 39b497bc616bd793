"""What is suggested, and why: each rule, and which comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coachdesk.coaching.suggestion import Month, Offer, Result, Suggestion, suggest

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
NAMES = {"discovery": "Discovery", "demo": "Demo", "negotiation": "Negotiation"}
EMAIL = Offer("email", "Just send an email", "discovery", "beginner", 4)
TOOL = Offer("tool", "We have a tool", "discovery", "advanced", 6)
PRICE = Offer("price", "Too expensive", "negotiation", "intermediate", 6)
SCREEN = Offer("screen", "The screen froze", "demo", "advanced", 7)
OFFERS = (EMAIL, TOOL, PRICE, SCREEN)


def done(days: int, made: int = 3, possible: int = 4, before: tuple[int, int] | None = None) -> Result:
    return Result(NOW - timedelta(days=days), made, possible, before)


def asked(
    results: dict[str, Result], month: dict[str, Month] | None = None, offers: tuple[Offer, ...] = OFFERS
) -> Suggestion:
    found = suggest(offers, results, month or {}, NAMES, NOW)
    assert found is not None
    return found


def test_a_week_away_begins_again_with_something_short() -> None:
    found = asked({"price": done(9)}, {"negotiation": Month(5, 1, 20)})
    assert (found.kind, found.scenario_id) == ("away", "email")
    assert found.reason == "You last practised 9 days ago. This one is short."


def test_the_lowest_area_is_practised_with_its_easiest_new_scenario() -> None:
    month = {"discovery": Month(3, 4, 11), "negotiation": Month(3, 8, 11)}
    found = asked({"tool": done(1), "price": done(1)}, month)
    assert (found.kind, found.scenario_id, found.minutes) == ("lowest", "email", 4)
    assert found.reason == "Discovery is your lowest skill in the last 30 days: 4 of 11 key points."


def test_where_all_of_an_area_was_played_the_one_that_went_worst_comes_again() -> None:
    month = {"discovery": Month(4, 4, 11)}
    found = asked({"tool": done(1, 1), "email": done(2, 3)}, month)
    assert found.scenario_id == "tool"
    assert found.reason == "Discovery in the last 30 days: 4 of 11 key points."


def test_two_talks_tell_nothing_about_an_area() -> None:
    assert asked({"price": done(1)}, {"negotiation": Month(2, 0, 8)}).kind != "lowest"


def test_an_area_where_nearly_all_is_said_is_no_weakness() -> None:
    assert asked({"price": done(1)}, {"negotiation": Month(5, 16, 20)}).kind != "lowest"


def test_a_result_that_fell_is_tried_once_more() -> None:
    found = asked({"price": done(1, 1, 4, (3, 4)), "email": done(2)})
    assert (found.kind, found.scenario_id) == ("fell", "price")
    assert found.reason == "It went from 3 of 4 to 1 of 4 key points last time."


def test_a_fall_of_long_ago_is_forgotten() -> None:
    assert asked({"price": done(20, 1, 4, (3, 4)), "email": done(2)}).kind != "fell"


def test_an_area_that_was_never_tried_is_offered() -> None:
    found = asked({"price": done(1), "email": done(1)})
    assert (found.kind, found.scenario_id, found.reason) == ("untried", "screen", "You have not tried demo yet.")


def test_then_a_buyer_who_is_new() -> None:
    found = asked({"price": done(1), "email": done(1), "screen": done(1)})
    assert (found.kind, found.scenario_id) == ("new", "tool")


def test_in_the_end_the_one_that_was_played_longest_ago() -> None:
    found = asked({"price": done(3, 2), "email": done(1)}, offers=(PRICE, EMAIL))
    assert (found.kind, found.scenario_id) == ("again", "price")
    assert found.reason == "You last played it 3 days ago: 2 of 4 key points."


def test_nothing_is_suggested_before_the_first_talk_or_without_scenarios() -> None:
    assert suggest(OFFERS, {}, {}, NAMES, NOW) is None
    assert suggest((), {"price": done(1)}, {}, NAMES, NOW) is None
    assert suggest(OFFERS, {"gone": done(1)}, {}, NAMES, NOW) is None
