"""A talk with spoken answers: real recordings and a real recognizer, fed from a file in the place of a microphone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, debrief
from coachdesk.services.practice import talk as service
from coachdesk.services.practice.talk import LiveTalk
from coachdesk.services.practice.views import Turn
from coachdesk.speech.live import LiveAnswer
from coachdesk.speech.paced import PacedFile
from coachdesk.store import records
from ui.practice.talk import TalkScreen
from ui.practice.talk_run import TalkRun
from ui.practice.talk_words import Phase
from ui.speak import NO_VOICE, Voice
from ui.work import Work

WAIT_MS = 30_000
SPOKEN = Path(__file__).parents[2] / "speech" / "data" / "b-01.flac"
QUICK = 8.0


@dataclass
class Microphone:
    """Hands out files as answers. ``sources`` are those that were opened."""

    desk: Desk
    speed: float = QUICK
    sources: list[PacedFile] = field(default_factory=list)
    answers: list[LiveAnswer] = field(default_factory=list)

    def listen(self, desk: Desk, turn: Turn, microphone: str = "", *, hands_free: bool | None = None) -> LiveTalk:
        self.sources.append(PacedFile(SPOKEN, self.speed))
        wav = attempt.recording_path(desk, turn).with_suffix(".wav")
        self.answers.append(LiveAnswer(wav, self.sources[-1], desk.ear(), desk.spare_ear))
        self.answers[-1].start()
        return LiveTalk(self.answers[-1], desk.settings().silence_s if hands_free else None)


@pytest.fixture
def microphone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Microphone:
    desk.change_settings(recognizer="sphinx", silence_s=0.8)
    found = Microphone(desk)
    monkeypatch.setattr(service, "listen", found.listen)
    return found


@pytest.fixture
def run(desk: Desk, microphone: Microphone, qtbot: QtBot) -> Iterator[TalkRun]:
    work, voice, screen = Work(), Voice(), TalkScreen()
    voice.trouble = NO_VOICE  # no speech service is started
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    with qtbot.waitActive(screen):
        screen.show()
    made = TalkRun(desk, work, voice, screen)
    yield made
    made.close()
    work.close()
    desk.close()


def begin(run: TalkRun, desk: Desk, **settings: object) -> Turn:
    if settings:
        desk.change_settings(**settings)
    turn = attempt.begin(desk, "too-high", engine=desk.ear().name)
    run.begin(turn, typed=False, microphone="")
    return turn


def until(qtbot: QtBot, run: TalkRun, phase: Phase) -> None:
    qtbot.waitUntil(lambda: run._screen.phase is phase, timeout=WAIT_MS)


def said(qtbot: QtBot, microphone: Microphone) -> None:
    """Until the whole file has been heard."""
    qtbot.waitUntil(
        lambda: microphone.sources[-1].ended and microphone.answers[-1].state().silence_s > 0.3, timeout=WAIT_MS
    )


def test_hands_free_silence_ends_an_answer_and_the_buyer_goes_on(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    turn = begin(run, desk)
    until(qtbot, run, Phase.LISTENING)
    qtbot.waitUntil(lambda: run._turn is not None and run._turn.position == 2, timeout=WAIT_MS)
    answer = debrief.debrief(desk, turn.attempt_id).answers[0]
    assert answer.audio is not None
    assert len(answer.words) > 5


def test_push_to_talk_waits_for_the_key_and_no_silence_ends_the_answer(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    begin(run, desk, answer_mode="push-to-talk")
    until(qtbot, run, Phase.READY)
    assert microphone.sources == []
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.LISTENING)
    qtbot.waitUntil(lambda: microphone.answers[0].state().silence_s > 3.0, timeout=WAIT_MS)
    assert run._screen.phase is Phase.LISTENING
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: run._turn is not None and run._turn.position == 2, timeout=WAIT_MS)
    until(qtbot, run, Phase.READY)


def test_push_to_talk_ends_when_a_held_key_is_let_go(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    begin(run, desk, answer_mode="push-to-talk")
    until(qtbot, run, Phase.READY)
    qtbot.keyPress(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.LISTENING)
    said(qtbot, microphone)
    qtbot.waitUntil(lambda: run._screen._space.is_held, timeout=WAIT_MS)
    qtbot.keyRelease(run._screen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: run._turn is not None and run._turn.position == 2, timeout=WAIT_MS)


def test_the_way_of_answering_is_changed_in_the_middle_without_losing_anything(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    begin(run, desk, answer_mode="push-to-talk")
    until(qtbot, run, Phase.READY)
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.LISTENING)
    qtbot.waitUntil(lambda: microphone.answers[0].state().silence_s > 2.0, timeout=WAIT_MS)
    qtbot.keyClick(run._screen, Qt.Key.Key_M)
    assert run._screen.phase is Phase.LISTENING, "the silence is counted from the change on"
    qtbot.waitUntil(lambda: run._turn is not None and run._turn.position == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: desk.settings().answer_mode == "hands-free", timeout=WAIT_MS)


def test_a_model_answer_that_was_looked_at_is_noted(run: TalkRun, desk: Desk, qtbot: QtBot) -> None:
    turn = attempt.begin(desk, "too-high", support="model answer")
    run.begin(turn, typed=True, microphone="")
    run._screen.model_answer.emit()
    run._screen.sent.emit("i hear you what are you comparing it with")
    until(qtbot, run, Phase.OVER)
    assert debrief.debrief(desk, turn.attempt_id).answers[0].looked


def test_without_help_a_hint_is_neither_shown_nor_noted(run: TalkRun, desk: Desk, qtbot: QtBot) -> None:
    turn = attempt.begin(desk, "too-high", support="none")
    run.begin(turn, typed=True, microphone="")
    run._screen.hint.emit()
    run._screen.sent.emit("i hear you what are you comparing it with")
    until(qtbot, run, Phase.OVER)
    assert not debrief.debrief(desk, turn.attempt_id).answers[0].looked


def test_an_answer_that_cannot_be_stored_waits_and_is_stored_when_tried_again(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> Turn:
        raise CoachDeskError("The disk is full.", "Make room.")

    turn = begin(run, desk, answer_mode="push-to-talk")
    until(qtbot, run, Phase.READY)
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.LISTENING)
    said(qtbot, microphone)
    with monkeypatch.context() as full:
        full.setattr(attempt, "answer_spoken", refuse)
        qtbot.keyClick(run._screen, Qt.Key.Key_Space)
        until(qtbot, run, Phase.NOT_SAVED)
    assert recordings(desk), "what was said is on the disk"
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: run._turn is not None and run._turn.position == 2, timeout=WAIT_MS)
    assert debrief.debrief(desk, turn.attempt_id).answers[0].audio is not None


def test_an_answer_that_cannot_be_stored_can_be_given_anew(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    begin(run, desk, answer_mode="push-to-talk")
    until(qtbot, run, Phase.READY)
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.LISTENING)
    said(qtbot, microphone)
    flac = next(desk.folder.recordings.rglob("*.wav")).with_suffix(".flac")
    flac.mkdir()  # in the way of the recording, as a full disk would be
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.NOT_SAVED)
    assert "cannot be written" in run._screen._trouble.sentence.text()
    flac.rmdir()
    qtbot.keyClick(run._screen, Qt.Key.Key_R)
    until(qtbot, run, Phase.READY)
    qtbot.waitUntil(
        lambda: not [each for each in desk.folder.recordings.rglob("*") if each.suffix in (".wav", ".flac")]
    )


def test_a_recognizer_that_dies_costs_no_word_and_is_told(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    microphone.speed = 2.0
    turn = begin(run, desk, answer_mode="push-to-talk")
    until(qtbot, run, Phase.READY)
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    until(qtbot, run, Phase.LISTENING)
    qtbot.waitUntil(lambda: microphone.answers[0].state().heard_speech, timeout=WAIT_MS)
    desk.ear()._process.kill()
    qtbot.waitUntil(lambda: "The recognizer stopped" in run._screen._trouble.sentence.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: microphone.sources[0].ended, timeout=WAIT_MS)
    qtbot.keyClick(run._screen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: run._turn is not None and run._turn.position == 2, timeout=WAIT_MS)
    assert len(debrief.debrief(desk, turn.attempt_id).answers[0].words) > 5


def test_a_redo_that_is_left_changes_nothing_and_goes_back_to_the_debrief(
    run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot
) -> None:
    turn = attempt.begin(desk, "too-high", engine=desk.ear().name)
    attempt.answer_typed(desk, turn.attempt_id, "i hear you what are you comparing it with")
    before = kept(desk, turn.attempt_id)
    run.begin(attempt.redo(desk, turn.attempt_id, 1), typed=False, microphone="")
    until(qtbot, run, Phase.LISTENING)
    with qtbot.waitSignal(run.over, timeout=WAIT_MS) as back:
        run._screen.leave.emit()
    assert back.args == [turn.attempt_id]
    qtbot.waitUntil(lambda: recordings(desk) == [], timeout=WAIT_MS)
    assert kept(desk, turn.attempt_id) == before


def test_a_drill_that_is_left_is_left(run: TalkRun, microphone: Microphone, desk: Desk, qtbot: QtBot) -> None:
    turn = attempt.begin(desk, "too-high", engine=desk.ear().name, mode="drill", only_step="pounce")
    run.begin(turn, typed=False, microphone="")
    until(qtbot, run, Phase.LISTENING)
    with qtbot.waitSignal(run.left, timeout=WAIT_MS):
        run._screen.leave.emit()


def kept(desk: Desk, attempt_id: str) -> object:
    with desk.database.read() as session:
        return records.load_attempt(session, attempt_id)


def recordings(desk: Desk) -> list[Path]:
    return [path for path in desk.folder.recordings.rglob("*") if path.suffix in (".wav", ".flac")]
