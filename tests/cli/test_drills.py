"""``coachdesk drills`` as it is used: arguments in, text or JSON and an exit code out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell

STEP = "too-expensive-cfo/price"
GOOD = "I hear you, that is a lot of money. What are you comparing it with?"
SPOKEN = Path(__file__).parents[2] / "resources" / "samples" / "too-expensive-cfo-1-price-m1.flac"


def test_on_the_first_day_the_new_ones_are_listed(run: Shell) -> None:
    code, out, _ = run("drills", "due")
    assert code == 0
    assert out.startswith("0 due and 5 new, about 8 min.")
    listed = run.json("drills", "due")
    assert len(listed["session"]) == 5
    assert all(f"{card['scenario_id']}/{card['step']}" in out for card in listed["session"])
    assert listed["overview"]["new"] == 5


def test_a_drill_is_answered_and_comes_again_later(run: Shell) -> None:
    code, out, _ = run("drills", "review", STEP, "--typed", GOOD, "--rating", "4")
    assert code == 0
    for part in ("Rated 4 (easy). Everything that counts is in it.", "Comes again on ", "A model answer: ", "  + "):
        assert part in out
    _, out, _ = run("drills", "due")
    assert "1 learnt of" in out


def test_without_a_rating_the_coverage_says_it_and_no_model_answer_is_shown(run: Shell) -> None:
    _, out, _ = run("drills", "review", STEP, "--typed", "We could do ten percent off.")
    assert "Rated 1 (again)." in out
    assert "A model answer" not in out
    assert "  ! " in out
    assert "  - " in out


def test_a_drill_that_failed_again_and_again_is_told_as_a_lesson(run: Shell) -> None:
    for _ in range(4):
        _, out, _ = run("drills", "review", STEP, "--typed", "No.")
    assert "it is a lesson now" in out
    _, out, _ = run("drills", "due")
    assert "read the model answer before the next try" in out
    assert f"{STEP}  4 tries" in out


def test_a_spoken_answer_is_heard_kept_and_told_as_json(run: Shell) -> None:
    result = run.json("drills", "review", STEP, "--answer", SPOKEN)
    assert result["rating"] in (1, 2, 3)
    assert [choice["rating"] for choice in result["choices"]] == [1, 2, 3, 4]
    assert Path(result["answer"]["audio"]).is_file()
    assert result["answer"]["peaks"] == []
    again = run.json("drills", "review", result["card"]["card_id"], "--typed", GOOD)
    assert again["card"]["reviews"] == 2


def test_each_rep_has_drills_of_their_own(run: Shell) -> None:
    run("drills", "due")
    run("drills", "review", STEP, "--typed", GOOD, "--rep", "Someone Else")
    assert run.json("drills", "due", "--rep", "Someone Else")["overview"]["answered"] == 1
    assert run.json("drills", "due")["overview"]["answered"] == 0


def test_asking_what_is_due_for_a_name_that_is_none_adds_nobody(run: Shell) -> None:
    code, _, err = run("drills", "due", "--rep", "Tpyo")
    assert (code, "nobody called “Tpyo”" in err) == (2, True)
    assert "Tpyo" not in {person["name"] for person in run.json("people", "list")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((STEP,), "A drill takes one answer."),
        ((STEP, "--typed", GOOD, "--answer", "x.wav"), "A drill takes one answer."),
        ((STEP, "--answer", "nothing.wav"), "There is no audio file nothing.wav."),
        (("too-expensive-cfo/pric", "--typed", GOOD), "did you mean 'price'?"),
        (("no-such-scenario/price", "--typed", GOOD), "There is no scenario 'no-such-scenario'"),
        (("no-such-card", "--typed", GOOD), "There is no drill no-such-card."),
        ((STEP, "--typed", GOOD, "--rating", "5"), "--rating"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(run: Shell, words: tuple[str, ...], said: str) -> None:
    code, out, err = run("drills", "review", *words)
    assert (code, out) == (2, "")
    assert said in err
