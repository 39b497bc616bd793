"""A role-play from its beginning to its end, with typed answers and the real database."""

import json
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from coachdesk.analysis import confidence
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word
from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, live_mark, self_score
from coachdesk.services.practice.choose import choices
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.views import Made
from coachdesk.speech.engine_name import EngineName
from coachdesk.store import records

GOOD = "I hear you. What are you comparing it with?"


def test_an_answer_is_judged_and_the_buyer_reacts(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high", seed=3)
    assert (turn.position, turn.step, turn.mood_word, turn.ending) == (1, "price", "guarded", None)
    turn = attempt.answer_typed(desk, turn.attempt_id, "We could do ten percent off.")
    assert (turn.position, turn.step, turn.mood, turn.mood_change) == (2, "pounce", 1, -2)
    turn = attempt.answer_typed(desk, turn.attempt_id, "Fine.")
    assert turn.ending is not None
    assert turn.ending.outcome == "stalled"


def test_a_good_answer_leads_straight_to_the_good_ending(desk: Desk) -> None:
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    assert turn.ending is not None
    assert turn.says == "Thursday then."


def test_an_attempt_that_has_ended_takes_no_more_answers(desk: Desk) -> None:
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    with pytest.raises(WrongUse, match="already ended"):
        attempt.answer_typed(desk, turn.attempt_id, "And another thing.")


@pytest.mark.parametrize("text", ["", "   ", "\0", "word " * 5000])
def test_an_answer_with_nothing_or_far_too_much_in_it_is_refused_and_the_turn_stays(desk: Desk, text: str) -> None:
    turn = attempt.begin(desk, "too-high")
    with pytest.raises(WrongUse):
        attempt.answer_typed(desk, turn.attempt_id, text)
    assert attempt.current_turn(desk, turn.attempt_id) == turn


def test_a_skipped_step_makes_nothing_and_the_talk_goes_on(desk: Desk) -> None:
    turn = attempt.skip(desk, attempt.begin(desk, "too-high").attempt_id)
    assert turn.step == "pounce"
    assert debrief(desk, turn.attempt_id).answers[0].skipped


def test_the_debrief_shows_evidence_misses_and_flags_under_one_number(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "Ten percent off, and I hear you.", hint_used=True)
    attempt.answer_typed(desk, turn.attempt_id, "Well.")
    first, second = debrief(desk, turn.attempt_id).answers
    assert [(f.number, f.kind, f.evidence) for f in first.findings] == [
        (1, "flag", "Ten percent off,"),
        (2, "covered", "I hear you."),
        (3, "missed", ""),
    ]
    assert [word.finding for word in first.words] == [1, 1, 1, None, 2, 2, 2]
    assert first.findings[0].note == "It becomes the price."
    assert first.did_well == "You did it: acknowledge."
    assert first.work_on == "Leave this out: discount at once."
    assert second.work_on == "Trade."
    looked_back = debrief(desk, turn.attempt_id)
    assert looked_back.total == Made(1, 3)
    assert looked_back.flags == 1
    assert looked_back.coverage == 0.25
    assert looked_back.ending is not None


def test_a_rep_may_say_that_a_finding_was_not_said_and_take_that_back(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "Ten percent off, and I hear you.")
    for said, kind in ((False, "rejected"), (True, "flag")):
        attempt.judge(desk, turn.attempt_id, 1, "discount", said=said)
        views = {view.name: view for view in debrief(desk, turn.attempt_id).answers[0].findings}
        assert views["discount"].kind == kind


def test_what_a_rep_says_was_said_counts_also_in_the_history(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "I hear you.")
    attempt.stop(desk, turn.attempt_id, keep=True)
    attempt.judge(desk, turn.attempt_id, 1, "clarify", said=True)
    (view,) = [view for view in debrief(desk, turn.attempt_id).answers[0].findings if view.name == "clarify"]
    assert (view.kind, view.by_hand, view.evidence) == ("covered", True, "")
    with desk.database.read() as session:
        assert records.load_attempt(session, turn.attempt_id).made == 2


@pytest.mark.parametrize(("position", "name"), [(2, "clarify"), (1, "nothing")])
def test_a_word_on_what_is_not_asked_of_an_answer_is_refused(desk: Desk, position: int, name: str) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "I hear you.")
    with pytest.raises(WrongUse):
        attempt.judge(desk, turn.attempt_id, position, name, said=True)


def spoken(shown: str, *alternatives: str) -> Heard:
    words = tuple(Word(text, i * 0.5, i * 0.5 + 0.4, 0.5) for i, text in enumerate(shown.split()))
    span = Span(0.0, len(words) * 0.5)
    return Heard((Segment(span, words, alternatives),), Sound(span.end_s, (span,), -20.0, -3.0, 0.0))


def test_a_red_flag_that_is_not_certain_is_asked_and_steers_nothing_until_somebody_says_yes(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high", engine=EngineName("sphinx", "x", "y"))
    alternatives = [f"well tan percent of {end}" for end in ("a", "the", "his", "her", "so", "now", "an", "and", "in")]
    heard = spoken("well tan percent of", *alternatives, "well ten percent off")
    with mock.patch.object(confidence, "SPHINX", replace(confidence.SPHINX, red_flag_at=1.0, ask_at=0.0)):
        turn = attempt.answer_spoken(desk, turn.attempt_id, attempt.Spoken(heard, None))
    assert turn.mood_change == -1  # with the discount it would be -2
    (asked,) = [view for view in debrief(desk, turn.attempt_id).answers[0].findings if view.name == "discount"]
    assert (asked.kind, asked.probable, asked.evidence) == ("question", True, "ten percent off")
    attempt.judge(desk, turn.attempt_id, 1, "discount", said=True)
    after = debrief(desk, turn.attempt_id)
    assert after.flags == 1
    (flag,) = [view for view in after.answers[0].findings if view.name == "discount"]
    assert (flag.kind, flag.by_hand) == ("flag", True)


def test_the_model_answer_opens_when_the_rep_has_rated_the_answer(desk: Desk) -> None:
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    assert debrief(desk, turn.attempt_id).answers[0].model_answer is None
    attempt.rate(desk, turn.attempt_id, 1, 4)
    answer = debrief(desk, turn.attempt_id).answers[0]
    assert answer.self_rating == 4
    assert answer.model_answer == "I hear you. What are you comparing it with?"
    with pytest.raises(WrongUse):
        attempt.rate(desk, turn.attempt_id, 1, 6)
    with pytest.raises(WrongUse):
        attempt.rate(desk, turn.attempt_id, 9, 3)


def test_cards_show_the_last_and_the_best_result(desk: Desk) -> None:
    for text in (GOOD, "Sure."):
        turn = attempt.begin(desk, "too-high")
        while turn.ending is None:
            turn = attempt.answer_typed(desk, turn.attempt_id, text)
    card = next(card for card in choices(desk).cards if card.id == "too-high")
    assert (card.attempts, card.last, card.best) == (2, Made(0, 3), Made(2, 2))


def test_an_attempt_keeps_the_scenario_it_was_played_on_when_the_file_changes(desk: Desk) -> None:
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    path = desk.folder.library / "negotiation" / "too-high.yaml"
    path.write_text(path.read_text().replace("The price is too high", "Another title").replace("i hear you", "i feel"))
    later = Desk(desk.folder)
    assert later.library.scenarios["too-high"].title == "Another title"
    looked_back = debrief(later, turn.attempt_id)
    assert looked_back.title == "The price is too high"
    assert [f.kind for f in looked_back.answers[0].findings] == ["covered", "covered"]


def test_a_talk_goes_on_with_the_scenario_it_began_with(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    path = desk.folder.library / "negotiation" / "too-high.yaml"
    path.write_text(path.read_text().replace("go: agreed, mood: 1", "go: sent_away, mood: 1"))
    turn = attempt.answer_typed(Desk(desk.folder), turn.attempt_id, GOOD)
    assert turn.ending is not None
    assert turn.ending.outcome == "next step"


def test_an_interrupted_attempt_is_offered_once_nobody_plays_it(desk: Desk) -> None:
    turn = attempt.skip(desk, attempt.begin(desk, "too-high").attempt_id)
    assert choices(desk).waiting == ()
    (mark,) = desk.folder.recordings.rglob("playing.json")
    mark.write_text(json.dumps({"process": 2**22, "started": 0}))
    (waiting,) = choices(desk).waiting
    assert (waiting.attempt_id, waiting.title, waiting.answers) == (turn.attempt_id, "The price is too high", 1)
    assert attempt.current_turn(desk, turn.attempt_id) == turn
    assert choices(desk).waiting == ()


@pytest.mark.parametrize("mark", ["", "{}", "[]", '{"process": "x", "started": 1}', '{"process": -1, "started": 1}'])
def test_an_unreadable_mark_means_that_nobody_plays(tmp_path: Path, mark: str) -> None:
    (tmp_path / "playing.json").write_text(mark)
    assert not live_mark.is_live(tmp_path)


def test_stop_and_keep_keeps_the_answers_and_stop_and_discard_erases_all(desk: Desk) -> None:
    kept, gone = (attempt.skip(desk, attempt.begin(desk, "too-high").attempt_id).attempt_id for _ in range(2))
    attempt.stop(desk, kept, keep=True)
    attempt.stop(desk, gone, keep=False)
    looked_back = debrief(desk, kept)
    assert looked_back.ending is None
    assert next(card.last for card in choices(desk).cards if card.id == "too-high") == Made(0, 2)
    assert len(looked_back.answers) == 1
    with pytest.raises(WrongUse, match="no attempt"):
        debrief(desk, gone)
    assert not list(desk.folder.recordings.rglob("*.*"))


def test_an_unknown_scenario_is_named_with_what_it_might_be(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="did you mean 'too-high'"):
        attempt.begin(desk, "too-hihg")


def test_the_first_rep_is_made_without_asking(desk: Desk) -> None:
    attempt.begin(desk, "too-high")
    attempt.begin(desk, "too-high", rep="Somebody Else")
    with desk.database.read() as session:
        from coachdesk.store.people import people

        first, second = people(session)
    assert "admin" in first.roles
    assert second.name == "Somebody Else"
    assert "admin" not in second.roles


def test_a_rep_scores_a_talk_by_the_rubric_and_may_correct_it(desk: Desk) -> None:
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    before = debrief(desk, turn.attempt_id)
    assert before.score is None
    assert [(c.id, c.level, c.anchors[0]) for c in before.criteria] == [("listens", None, "Talks over")]
    assert self_score.score_yourself(desk, turn.attempt_id, {"listens": 4}) == 75.0
    assert self_score.score_yourself(desk, turn.attempt_id, {"listens": 2}) == 25.0
    after = debrief(desk, turn.attempt_id)
    assert (after.score, after.criteria[0].level) == (25.0, 2)


@pytest.mark.parametrize("levels", [{}, {"listens": None}, {"listens": 6}, {"listens": 3, "smiles": 3}])
def test_a_card_that_does_not_fit_the_rubric_is_refused(desk: Desk, levels: dict[str, int | None]) -> None:
    turn = attempt.answer_typed(desk, attempt.begin(desk, "too-high").attempt_id, GOOD)
    with pytest.raises(WrongUse):
        self_score.score_yourself(desk, turn.attempt_id, levels)
    assert debrief(desk, turn.attempt_id).score is None
