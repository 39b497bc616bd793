"""A person's corrections: of words, kept apart from the machine's; of findings, which propose cues; and takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coachdesk import clock
from coachdesk.analysis.cue_parser import parse, plain_cue
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word
from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, compare, correct, share
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.views import AnswerView, Made
from coachdesk.store import people, records
from coachdesk.store.tables import SpokenText

HEARD = "i hear you what are you compiling it with"


def spoken(text: str) -> attempt.Spoken:
    words = tuple(Word(each, i * 0.5, i * 0.5 + 0.4, 0.6) for i, each in enumerate(text.split()))
    span = Span(0.0, max(0.5, len(words) * 0.5))
    return attempt.Spoken(Heard((Segment(span, words),), Sound(span.end_s, (span,), -20.0, -3.0, 0.0)), None)


@pytest.fixture
def talk(desk: Desk) -> str:
    """A talk of two answers that is over; in the first a word was misheard."""
    turn = attempt.begin(desk, "too-high")
    attempt.answer_spoken(desk, turn.attempt_id, spoken(HEARD))
    attempt.answer_typed(desk, turn.attempt_id, "Fine.")
    return turn.attempt_id


def first(desk: Desk, attempt_id: str) -> AnswerView:
    return debrief(desk, attempt_id).answers[0]


def reads(answer: AnswerView) -> str:
    return " ".join(word.text for word in answer.words if not word.removed)


def searched(desk: Desk, attempt_id: str) -> str:
    with desk.database.read() as session:
        answer = records.load_attempt(session, attempt_id).answers[0]
        found = session.query(SpokenText).filter_by(utterance_id=answer.id).one_or_none()
        return found.text if found else ""


def test_a_correction_is_shown_and_the_machines_words_stay(desk: Desk, talk: str) -> None:
    correct.correct_words(desk, talk, 1, 6, 7, "comparing")
    answer = first(desk, talk)
    word = answer.words[6]
    assert (word.text, word.heard, bool(word.correction)) == ("comparing", "compiling", True)
    assert (word.start_s, word.end_s) == (3.0, 3.4)
    assert searched(desk, talk) == reads(answer) == HEARD.replace("compiling", "comparing")
    with desk.database.read() as session:
        assert records.load_attempt(session, talk).answers[0].heard.text == HEARD


def test_what_a_correction_makes_appear_is_offered_and_counts_only_when_somebody_says_so(desk: Desk, talk: str) -> None:
    made = correct.correct_words(desk, talk, 1, 6, 7, "comparing")
    assert [(offer.name, offer.title, offer.kind) for offer in made.offers] == [
        ("clarify", "Ask what it is compared with", "key_point")
    ]
    assert debrief(desk, talk).total.made == 1
    attempt.judge(desk, talk, 1, "clarify", said=True)
    assert debrief(desk, talk).total.made == 2
    assert correct.correct_words(desk, talk, 1, 7, 8, "that").offers == ()  # somebody has spoken on it


def test_a_run_of_words_becomes_more_or_fewer_and_an_empty_one_removes_them(desk: Desk, talk: str) -> None:
    correct.correct_words(desk, talk, 1, 0, 2, "i really do hear")
    correct.correct_words(desk, talk, 1, 8, 9, "")
    answer = first(desk, talk)
    assert reads(answer) == "i really do hear you what are you compiling it"
    starts = [word.start_s for word in answer.words[:4]]
    assert starts == sorted(starts, key=lambda at: at or 0.0)
    assert len(set(starts)) == 4
    assert answer.words[-1].removed
    assert answer.words[-1].heard == "with"


def test_a_correction_of_a_correction_is_taken_back_one_by_one(desk: Desk, talk: str) -> None:
    one = correct.correct_words(desk, talk, 1, 5, 7, "you comparing")
    two = correct.correct_words(desk, talk, 1, 6, 8, "you comparing that")  # touches the first: takes all of its place
    assert reads(first(desk, talk)) == "i hear you what are you comparing that with"
    correct.take_back(desk, talk, two.id)
    assert reads(first(desk, talk)) == "i hear you what are you comparing it with"
    correct.take_back(desk, talk, one.id)
    assert reads(first(desk, talk)) == searched(desk, talk) == HEARD
    assert not any(word.correction for word in first(desk, talk).words)


def test_the_machines_own_words_written_again_are_no_correction(desk: Desk, talk: str) -> None:
    correct.correct_words(desk, talk, 1, 6, 7, "comparing")
    correct.correct_words(desk, talk, 1, 6, 7, "compiling")
    assert not any(word.correction for word in first(desk, talk).words)


def test_an_answer_of_which_nothing_was_understood_can_be_written_down(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_spoken(desk, turn.attempt_id, spoken(""))
    attempt.stop(desk, turn.attempt_id, keep=True)
    assert searched(desk, turn.attempt_id) == ""
    made = correct.correct_words(desk, turn.attempt_id, 1, 0, 0, "I hear you")
    assert [offer.name for offer in made.offers] == ["acknowledge"]
    assert reads(first(desk, turn.attempt_id)) == searched(desk, turn.attempt_id) == "I hear you"
    correct.take_back(desk, turn.attempt_id, made.id)
    assert reads(first(desk, turn.attempt_id)) == ""


@pytest.mark.parametrize("text", ["שלום, כמה זה עולה", "👍🏽 très bien", "<b>&amp;</b> --> \0"])
def test_any_script_can_be_written(desk: Desk, talk: str, text: str) -> None:
    correct.correct_words(desk, talk, 1, 0, 9, text)
    assert reads(first(desk, talk)) == " ".join(text.replace("\0", " ").split())


@pytest.mark.parametrize(("place", "text"), [((0, 99), "x"), ((3, 3), "x"), ((-1, 2), "x"), ((0, 1), "x" * 501)])
def test_what_is_no_place_and_what_is_too_long_is_refused(
    desk: Desk, talk: str, place: tuple[int, int], text: str
) -> None:
    with pytest.raises(WrongUse):
        correct.correct_words(desk, talk, 1, *place, text)
    assert reads(first(desk, talk)) == HEARD


def test_words_that_made_a_point_are_proposed_as_a_cue_that_parses(desk: Desk, talk: str) -> None:
    correct.correct_words(desk, talk, 1, 6, 7, "(comparing) it | with $90k…")
    attempt.judge(desk, talk, 1, "clarify", said=True)
    correct.propose_cue(desk, talk, 1, "clarify", 3, 7)
    (proposed,) = correct.proposals(desk)
    assert (proposed.scenario, proposed.step, proposed.name) == ("too-high", "price", "clarify")
    assert proposed.says == "Ask what it is compared with"
    assert proposed.cue == "what are you comparing it with ninety thousand dollars"
    parse(proposed.cue, {})


@pytest.mark.parametrize(
    "text", ["can't * do {number} [ever]", "…", "ÉTÉ l'été", "3rd 1,000.5% k", "сколько это стоит"]
)
def test_any_words_become_a_cue_that_parses_or_none(text: str) -> None:
    cue = plain_cue(text)
    if cue:
        parse(cue, {})
    assert plain_cue(cue) == cue


def test_a_proposal_goes_when_its_rep_says_that_it_was_not_said_and_is_replaced_by_the_next(
    desk: Desk, talk: str
) -> None:
    attempt.judge(desk, talk, 1, "clarify", said=True)
    correct.propose_cue(desk, talk, 1, "clarify", 3, 9)
    correct.propose_cue(desk, talk, 1, "clarify", 3, 6)
    assert [each.text for each in correct.proposals(desk)] == ["what are you"]
    attempt.judge(desk, talk, 1, "clarify", said=False)
    assert correct.proposals(desk) == ()


def test_what_is_no_word_or_asked_of_nobody_is_not_proposed(desk: Desk, talk: str) -> None:
    correct.correct_words(desk, talk, 1, 0, 1, "👍")
    with pytest.raises(WrongUse, match="no word"):
        correct.propose_cue(desk, talk, 1, "clarify", 0, 1)
    with pytest.raises(WrongUse, match="Nothing called"):
        correct.propose_cue(desk, talk, 1, "nothing", 0, 1)


def test_somebody_else_sees_a_proposal_only_of_an_attempt_that_is_shared(desk: Desk, talk: str) -> None:
    attempt.judge(desk, talk, 1, "clarify", said=True)
    correct.propose_cue(desk, talk, 1, "clarify", 3, 9)
    assert len(correct.proposals(desk)) == 1
    assert correct.proposals(desk, rep="Another") == ()
    share.share(desk, talk)
    assert len(correct.proposals(desk, rep="Another")) == 1
    share.take_back(desk, talk)
    assert correct.proposals(desk, rep="Another") == ()


def test_sharing_is_kept_with_its_time_counts_others_and_can_be_taken_back(desk: Desk, talk: str) -> None:
    assert (debrief(desk, talk).shared_at, debrief(desk, talk).others) == (None, 0)
    share.share(desk, talk)
    shared_at = debrief(desk, talk).shared_at
    assert shared_at is not None
    share.share(desk, talk)
    assert debrief(desk, talk).shared_at == shared_at
    with desk.database.write() as session:
        people.add_person(session, "Manager", ("manager",), at=clock.now())
    assert debrief(desk, talk).others == 1
    share.take_back(desk, talk)
    assert debrief(desk, talk).shared_at is None


def test_a_talk_under_way_is_not_shared(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    with pytest.raises(WrongUse, match="still going on"):
        share.share(desk, turn.attempt_id)


def test_a_redone_answer_counts_anew_and_its_earlier_take_stays_to_be_seen(desk: Desk, talk: str) -> None:
    before = debrief(desk, talk)
    assert before.total == Made(1, 3)
    turn = attempt.redo(desk, talk, 1)
    assert (turn.redoes, turn.says) == (1, before.answers[0].says)
    assert debrief(desk, talk) == replace(before)  # nothing changes until it is answered
    over = attempt.answer_typed(desk, talk, "I hear you. What are you comparing it with?", redoes=1)
    assert over.over
    after = debrief(desk, talk)
    assert after.total == Made(2, 3)
    assert [(a.position, a.take, a.takes, a.counts) for a in after.answers] == [(1, 2, 2, True), (2, 1, 1, True)]
    assert [(a.position, a.take, a.takes, a.counts) for a in after.earlier] == [(1, 1, 2, False)]
    assert reads(after.earlier[0]) == HEARD
    with desk.database.read() as session:
        assert records.load_attempt(session, talk).made == 2
    attempt.answer_typed(desk, talk, "Hm.", redoes=1)
    assert [(a.take, a.takes) for a in debrief(desk, talk).earlier] == [(1, 3), (2, 3)]
    assert debrief(desk, talk).total == Made(0, 3)


def test_the_last_answers_to_a_line_stand_side_by_side_newest_first(desk: Desk, talk: str) -> None:
    alone = compare.side_by_side(desk, talk, 1)
    assert [answer.is_this for answer in alone.answers] == [True]
    attempt.answer_typed(desk, talk, "I hear you.", redoes=1)
    other = attempt.begin(desk, "too-high").attempt_id
    attempt.answer_typed(desk, other, "Ten percent off. I hear you, what are you comparing it with?")
    attempt.begin(desk, "too-high", rep="Another")
    found = compare.side_by_side(desk, other, 1)
    assert [(each.attempt_id, each.take, each.takes) for each in found.answers] == [
        (other, 1, 1), (talk, 2, 2), (talk, 1, 2),
    ]  # fmt: skip
    assert [each.made for each in found.answers] == [Made(2, 2), Made(1, 2), Made(1, 2)]
    assert [each.flags for each in found.answers] == [1, 0, 0]
    (older,) = compare.side_by_side(desk, talk, 1, take=1).answers
    assert older.take == 1
    with pytest.raises(WrongUse):
        compare.side_by_side(desk, talk, 9)


def test_sixty_answers_are_looked_back_on(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "Well.")
    with desk.database.write() as session:
        kept = records.load_attempt(session, turn.attempt_id).answers[0]
        for position in range(2, 61):
            records.keep_answer(
                session, turn.attempt_id, replace(kept, position=position, id=clock.new_id(), findings=())
            )
    shown = debrief(desk, turn.attempt_id)
    assert len(shown.answers) == 60
    assert shown.next is not None
