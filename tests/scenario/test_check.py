# ruff: noqa: E501
from pathlib import Path

import pytest

from coachdesk.scenario.model import Move
from coachdesk.services.library import Library, check_scenario_file


@pytest.fixture
def library() -> Library:
    discount = Move(
        id="discount-at-once", kind="red_flag", says="Discount at once", skill="negotiation",
        focus="price-objections", why="It becomes the price.", cues=("{number} percent off",),
    )  # fmt: skip
    return Library(moves={discount.id: discount}, personas={"dana-cfo": None}, rubrics={"negotiation": None})  # type: ignore[dict-item]


def problems(library: Library, file: Path, *changes: tuple[str, str]) -> list[str]:
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    return [str(problem).removeprefix(f"{file}:") for problem in check_scenario_file(library, file)]


def test_a_scenario_that_holds_together_has_no_problems(library: Library, scenario_file: Path) -> None:
    assert problems(library, scenario_file) == []


BROKEN = [
    ("start: price", "start: prise", "10:8: error: there is no step 'prise' to start with; did you mean 'price'?"),
    ("persona: dana-cfo", "persona: dana", "5:10: error: there is no persona 'dana'; did you mean 'dana-cfo'?"),
    ("rubric: negotiation", "rubric: closing", "6:9: error: there is no rubric 'closing'; there is negotiation"),
    ("go: pounce, mood: -2", "go: bounce, mood: -2", "22:30: error: there is no step or ending 'bounce'; did you mean 'pounce'?"),
    ("when: discount", "when: discont", "22:16: error: 'discont' is no key point or red flag of this step; did you mean 'discount'?"),
    ("when: discount", "when: price.trade", "22:16: error: 'trade' is no key point or red flag of step 'price'; there is acknowledge, clarify, discount"),
    ("when: discount", "when: prize.discount", "22:16: error: there is no step 'prize'; did you mean 'price'?"),
    ("when: discount", "when: discount and", "22:16: error: the condition cannot be read: it ends where a name was expected"),
    ("      - {go: sent_away}\n", "", "30:5: error: dead end: where none of these branches holds the talk is stuck; add a last one without 'when'"),
    ("{go: sent_away}", "{go: pounce}", "35:3: warning: no branch leads to the ending 'sent_away'"),
    ("      - {when: trade and not price.discount, go: agreed, mood: 1}\n      - {go: sent_away}", "      - {go: pounce}", "25:3: error: loop with no exit: from the step 'pounce' no ending can be reached"),
    ("- {when: discount, go: pounce, mood: -2}", "- {go: agreed}", "23:9: warning: this branch is never taken: the one before it has no 'when'"),
    ("      - {when: discount, go: pounce, mood: -2}", "      - {go: agreed}", "25:3: warning: no branch leads to the step 'pounce'"),
    ("clarify: {says: Ask what it is compared with, weight: 2, cues: [\"compar* it\"]}", "clarify: {says: Ask}", "18:16: error: the key point 'clarify' has no cues, so it is never found"),
    ("clarify: {says: Ask what it is compared with, weight: 2, cues: [\"compar* it\"]}", "clarify: {weight: 2}", "18:16: error: 'clarify' names no move, so it needs 'says' and 'cues' of its own"),
    ("{says: Trade, cues: [\"if you ... then\"]}", "{move: trade}", "29:21: error: there is no move 'trade'; there is discount-at-once"),
    ("{says: Trade, cues: [\"if you ... then\"]}", "{move: discount-at-once}", "29:21: error: the move 'discount-at-once' is a red flag, and stands here as a key point"),
    ("What are you comparing it with?", "Sure.", "15:5: error: the model answer does not make its own key point 'clarify' (Ask what it is compared with)"),
    ("If you sign for two years, then yes.", "If you sign, then yes. Ten percent off.", None),
    ("I hear you. What", "I hear you. Ten percent off. What", "15:5: error: the model answer raises the red flag 'discount' with the words 'Ten percent off.'"),
    ("[\"i hear you\"]", "[\"compar* it\", \"i hear you\"]", "18:7: warning: the key points 'acknowledge' and 'clarify' always match together: all cues of one are cues of the other"),
    ("[\"i hear you\"]", "[\"i hear (you\"]", "17:55: error: this cue cannot be read: '(' is not closed"),
    ("time_limit: 4 min", "time_limit: 30 s", "7:13: warning: the longest way has 2 steps and takes about 1 minutes to hear and answer, more than the limit of 0.5"),
    ("time_limit: 4 min", "time_limit: soon", "7:13: error: 'time_limit' is a time such as '6 min' or '90 s'"),
    ("id: too-high", "id: too-low", "1:5: error: the id is 'too-low', but the file is called 'too-high.yaml'"),
    ("  agreed: {outcome: next step", "  agreed: {outcome: next-step", "34:21: error: 'outcome' is 'next-step'; it must be 'won', 'next step', 'stalled' or 'lost'"),
    ("endings:\n  agreed: {outcome: next step, says: Thursday then., means: You kept the price.}\n  sent_away: {outcome: stalled, says: We will see., means: You answered too early.}\n", "", "1:1: error: 'endings' is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN)
def test_a_planted_fault_is_found_at_its_line(
    library: Library, scenario_file: Path, old: str, new: str, expected: str | None
) -> None:
    found = problems(library, scenario_file, (old, new))
    assert (found == []) if expected is None else (expected in found)


def test_faults_of_form_do_not_hide_those_behind_them(library: Library, scenario_file: Path) -> None:
    found = problems(
        library,
        scenario_file,
        ("level: beginner", "level: easy"),
        ("title: The", "titel: x\ntitle: The"),
        ("goal: Keep the price.", "goal: Keep the price.\ngoal: Again."),
        ("go: pounce, mood: -2", "go: bounce, mood: -2"),
        ("persona: dana-cfo", "persona: dan"),
    )
    for expected in (
        "field 'titel'",
        "'level' is 'easy'",
        "'goal' stands here a second",
        "'bounce'",
        "no persona 'dan'",
    ):
        assert any(expected in problem for problem in found), expected


def test_a_wrong_start_does_not_make_every_step_unreachable(library: Library, scenario_file: Path) -> None:
    assert len(problems(library, scenario_file, ("start: price", "start: prise"))) == 1


def test_of_very_many_problems_the_first_are_reported(library: Library, scenario_file: Path) -> None:
    names = " and ".join(f"x{i}" for i in range(60))
    branches = "".join(f"      - {{when: {names}, go: agreed}}\n" for _ in range(20))
    old = "      - {when: discount, go: pounce, mood: -2}\n"
    assert 200 <= len(problems(library, scenario_file, (old, branches + old))) < 220


def test_several_faults_are_reported_together(library: Library, scenario_file: Path) -> None:
    changes = [(old, new) for old, new, _ in (BROKEN[0], BROKEN[1], BROKEN[4])]
    assert len(problems(library, scenario_file, *changes)) >= 3
