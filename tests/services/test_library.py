"""The user's own files beside those that ship: what is wrong with one never costs the others."""

from pathlib import Path

import pytest

from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.practice.choose import choices
from tests.conftest import SCENARIO


def put(desk: Desk, name: str, text: str) -> Path:
    path = desk.folder.library / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("start: price", "start: prize", "no step 'prize'"),
        ("      - {go: sent_away}\n", "", "dead end"),
        ("when: discount", "when: discount and", "cannot be read"),
        ("go: pounce, mood: -1", "go: nowhere", "no step or ending 'nowhere'"),
        ("rubric: negotiation", "rubric: none-such", "no rubric"),
        ('["i hear you"]', '["i (hear you"]', "cannot be read"),
        ("id: too-high", "id: too-high\nid: twice", "a second time"),
    ],
)
def test_a_scenario_that_cannot_be_played_is_left_out_with_its_reason(
    desk: Desk, old: str, new: str, says: str
) -> None:
    assert old in SCENARIO
    text = SCENARIO.replace(old, new).replace("id: too-high", "id: broken")
    path = put(desk, "negotiation/broken.yaml", text)
    choice = choices(desk)
    assert "broken" not in {card.id for card in choice.cards}
    assert "too-high" in {card.id for card in choice.cards}
    assert any(says in problem and str(path) in problem for problem in choice.problems)
    with pytest.raises(WrongUse):
        desk.library.scenario("broken")


def test_a_word_list_that_ships_is_not_changed_by_one_of_the_users(desk: Desk) -> None:
    put(desk, "moves/words.yaml", "lists:\n  money: [dollars]\n  mine: [gadget*, (a|b) c]\n")
    library = desk.library
    assert len(library.word_lists["money"]) > 1
    assert library.word_lists["mine"] == ("gadget*", "(a|b) c")
    assert any("'money' is there already" in str(problem) for problem in library.problems)


@pytest.mark.parametrize(
    ("lists", "says"),
    [
        ('mine: ["(broken"]', "2:10: error: this entry cannot be read: '(' is not closed"),
        ("mine: []", "must hold at least 1"),
        ("mine: [" + ", ".join(["a b"] * 400) + "]", "mine"),
    ],
)
def test_a_word_list_that_cannot_be_used_is_reported_where_it_stands(desk: Desk, lists: str, says: str) -> None:
    put(desk, "moves/words.yaml", f"lists:\n  {lists}\n")
    assert "mine" not in desk.library.word_lists
    (problem,) = desk.library.problems
    assert says in str(problem)
    assert problem.file.name == "words.yaml"


def test_a_move_whose_cues_cannot_be_read_is_left_out(desk: Desk) -> None:
    text = "id: mine\nkind: key_point\nsays: x\nskill: demo\nfocus: proof\nwhy: x\ncues: [good, '(bad']\n"
    put(desk, "moves/mine.yaml", text)
    assert "mine" not in desk.library.moves
    assert [problem.line for problem in desk.library.problems] == [7]


def test_files_may_end_in_yml_too(desk: Desk) -> None:
    put(desk, "negotiation/also.yml", SCENARIO.replace("id: too-high", "id: also"))
    assert "also" in desk.library.scenarios


def test_a_file_from_elsewhere_does_not_take_the_place_of_a_tracks_scenario(desk: Desk, tmp_path: Path) -> None:
    shipped = desk.library.sources["scenario", "too-expensive-cfo"]
    assert desk.library.counts_for("too-expensive-cfo")
    easy = tmp_path / "too-expensive-cfo.yaml"
    easy.write_text(shipped.text.replace("Ninety thousand is too much", "Easier"))
    assert desk.library.scenario(str(easy)).title == "Easier"
    assert desk.library.counts_for("too-expensive-cfo") == []
