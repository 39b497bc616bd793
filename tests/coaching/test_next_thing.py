"""One thing to work on: a red flag before a miss before the sound, with a reason somebody can check."""

from __future__ import annotations

from dataclasses import replace

from coachdesk.coaching.next_thing import Looked, Miss, NextThing, next_thing

CLARIFY, TRADE = Miss("Ask what it is compared with", "clarify", 2), Miss("Trade", "trade", 1)
GOOD = Looked(1, (), (), 2, 2, None, ())


def test_a_red_flag_comes_first_and_is_named_where_it_came_up() -> None:
    answers = (
        replace(GOOD, misses=(CLARIFY,)),
        *(replace(GOOD, position=n, flags=("Discount at once",)) for n in (2, 4)),
    )
    assert next_thing(answers) == NextThing(
        "redo", 2, "Leave this out: discount at once.", "It came up in answers 2 and 4, and it undoes what went well."
    )


def test_of_what_was_missed_the_weightiest_comes_first() -> None:
    found = next_thing((replace(GOOD, misses=(TRADE,)), replace(GOOD, position=2, misses=(CLARIFY,))))
    assert found is not None
    assert (found.position, found.says) == (2, "Ask what it is compared with.")
    assert found.why == "It weighs most of what was missed, in answer 2."


def test_what_was_missed_again_and_again_weighs_more() -> None:
    found = next_thing(tuple(replace(GOOD, position=n, misses=(TRADE,)) for n in (1, 2, 3)))
    assert found is not None
    assert found.why == "It was missed in answers 1, 2 and 3."


def test_a_rating_far_above_what_was_made_is_the_reason() -> None:
    kind = replace(GOOD, position=2, misses=(TRADE, CLARIFY), made=2, possible=4, self_rating=5)
    found = next_thing((replace(GOOD, misses=(replace(CLARIFY, weight=9),)), kind))
    assert found is not None
    assert (found.position, found.says) == (2, "Ask what it is compared with.")
    assert found.why == "You gave answer 2 a 5; 2 of 4 key points were missed."


def test_a_rating_that_is_near_enough_is_no_reason() -> None:
    found = next_thing((replace(GOOD, misses=(TRADE,), made=3, possible=4, self_rating=5),))
    assert found is not None
    assert "You gave" not in found.why


def test_what_three_takes_did_not_bring_is_drilled() -> None:
    found = next_thing((replace(GOOD, misses=(TRADE,), takes=3),))
    assert found is not None
    assert found.kind == "drill"


def test_where_nothing_was_missed_the_sound_comes_and_then_the_talk_again() -> None:
    slow = "Slow. Fine for a hard number."
    found = next_thing(
        (replace(GOOD, sounded=("Fast.",)), *(replace(GOOD, position=n, sounded=(slow,)) for n in (2, 3)))
    )
    assert found is not None
    assert (found.position, found.says) == (2, slow)
    again = next_thing((GOOD,))
    assert again is not None
    assert (again.kind, again.position) == ("again", None)


def test_without_an_answer_there_is_nothing_to_work_on() -> None:
    assert next_thing(()) is None
