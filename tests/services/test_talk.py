"""Listening to an answer: when silence ends it, when it does not, and what is said when something breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from coachdesk.analysis.heard import Heard
from coachdesk.errors import CoachDeskError
from coachdesk.services.practice.talk import LiveTalk
from coachdesk.speech.live import LiveAnswer, LiveState


@dataclass
class Answer:
    """An answer whose state is told by hand."""

    now: LiveState = field(default_factory=lambda: LiveState(heard_speech=True))
    by_spare: bool = False
    stopped: int = 0

    def state(self) -> LiveState:
        return self.now

    def stop(self) -> tuple[Heard, Path]:
        self.stopped += 1
        return Heard((), None), Path("a.flac")


def talk(answer: Answer, silence_s: float | None = 2.0) -> LiveTalk:
    return LiveTalk(cast(LiveAnswer, answer), silence_s)


def test_silence_ends_an_answer_once_something_was_said() -> None:
    answer = Answer(LiveState(heard_speech=False, silence_s=9.0))
    live = talk(answer)
    assert not live.state().ended
    answer.now = LiveState(heard_speech=True, silence_s=1.5)
    assert live.state().silence_left_s == pytest.approx(0.5)
    answer.now = LiveState(heard_speech=True, silence_s=2.0)
    assert live.state().ended


@pytest.mark.parametrize(
    "state",
    [
        LiveState(heard_speech=True, silence_s=9.0, speaking=True),
        LiveState(heard_speech=True, silence_s=9.0, paused=True),
        LiveState(heard_speech=True, silence_s=9.0, lost=True),
        LiveState(heard_speech=True, silence_s=9.0, deaf=True),
        LiveState(heard_speech=True, silence_s=9.0, behind_s=1.5),
    ],
)
def test_silence_that_may_not_be_one_ends_nothing(state: LiveState) -> None:
    live = talk(Answer(state))
    assert (live.state().ended, live.state().silence_left_s) == (False, None)


def test_who_asks_to_be_listened_to_on_is_given_the_whole_silence_anew() -> None:
    answer = Answer(LiveState(heard_speech=True, silence_s=1.9))
    live = talk(answer)
    live.keep_listening()
    assert live.state().silence_left_s == pytest.approx(2.0)
    answer.now = LiveState(heard_speech=True, silence_s=3.9)
    assert live.state().ended


def test_what_was_forgiven_does_not_lengthen_the_next_silence() -> None:
    answer = Answer(LiveState(heard_speech=True, silence_s=1.9))
    live = talk(answer)
    live.keep_listening()
    answer.now = LiveState(heard_speech=True, speaking=True)
    live.state()
    answer.now = LiveState(heard_speech=True, silence_s=2.0)
    assert live.state().ended


def test_with_push_to_talk_no_silence_ends_an_answer_until_it_is_to_again() -> None:
    answer = Answer(LiveState(heard_speech=True, silence_s=60.0))
    live = talk(answer, None)
    assert (live.state().ended, live.state().silence_left_s) == (False, None)
    live.end_on_silence(2.0)
    assert live.state().silence_left_s == pytest.approx(2.0), "counted from the change on"
    live.end_on_silence(None)
    assert live.state().silence_left_s is None


def test_a_recording_that_cannot_go_on_ends_the_answer_and_says_why() -> None:
    full = CoachDeskError("The disk is full.", "Make room.")
    live = talk(Answer(LiveState(broken=True, trouble=full)))
    assert live.state().ended
    assert live.note == "The disk is full. Make room."


def test_a_recognizer_that_stopped_is_told_with_what_to_do() -> None:
    heard = talk(Answer(LiveState(deaf=True))).state()
    assert heard.trouble == "The recognizer stopped. You are still being recorded."
    assert heard.heard_speech, "nobody knows, so the answer can be ended"


def test_who_wrote_an_answer_down_instead_is_told() -> None:
    assert talk(Answer()).note == ""
    assert "by the one that is built in" in talk(Answer(by_spare=True)).note


def test_an_answer_is_ended_once_however_often_it_is_stored() -> None:
    answer = Answer()
    live = talk(answer)
    assert live.finish() is live.finish()
    assert answer.stopped == 1
