"""One talk from its first line to its end: moves the Talk screen from phase to phase and asks the services.

    buyer speaks -> (250 ms) -> listening or typing -> thinking -> buyer speaks ... -> over

Everything that waits (opening a microphone, ending an answer, judging it) runs in ``ui.work``. ``_round`` counts the
times that the screen went another way meanwhile, so that a late result is put away instead of shown.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, talk
from coachdesk.services.practice.talk import LiveTalk
from coachdesk.services.practice.views import Turn
from ui.awake import Awake
from ui.practice.talk import Phase, TalkScreen
from ui.speak import Voice
from ui.widgets.question import Choice, Question
from ui.work import Change, Query, Work

LISTEN_AFTER_MS = 250
"""A microphone hears the loudspeaker: listening begins this long after the buyer's line has ended."""
LOOK_MS = 33
CLOCK_MS = 250
TOUCHES = ("attempts",)


class TalkRun(QObject):
    """``over`` carries the attempt to look back on; ``left`` says that there is none."""

    over = Signal(str)
    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, work: Work, voice: Voice, screen: TalkScreen) -> None:
        super().__init__()
        self._desk, self._work, self._voice, self._screen = desk, work, voice, screen
        self._awake = Awake(work)
        self._turn: Turn | None = None
        self._live: LiveTalk | None = None
        self._typed = self._hint_used = False
        self._microphone = ""
        self._round = 0
        self._spent_ms = 0
        self._running = QElapsedTimer()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._show_clock)
        self._after_line = QTimer(self, singleShot=True, interval=LISTEN_AFTER_MS)
        self._after_line.timeout.connect(self._open_answer)
        voice.ended.connect(self._line_ended)
        voice.trouble_changed.connect(lambda: screen.show_voice_trouble(voice.trouble))
        for signal, do in (
            (screen.big_button, self._big_button), (screen.redo, self._redo), (screen.skip, self._skip),
            (screen.hint, self._hint), (screen.pause, self._pause), (screen.leave, self._ask_to_leave),
            (screen.hear_again, self._hear_again),
        ):  # fmt: skip
            signal.connect(do)
        screen.sent.connect(self._send)
        screen.words_shown.connect(self._show_words)

    # -- beginning and taking turns ---------------------------------------------------------------------------------

    def begin(self, turn: Turn, typed: bool, microphone: str) -> None:
        self._typed, self._microphone = typed, microphone
        self._spent_ms = 0
        self._running.invalidate()
        self._start_clock()
        self._awake.hold()
        self._screen.show_words(self._desk.settings().show_words)
        self._screen.show_voice_trouble(self._voice.trouble)
        self._take_turn(turn)

    def _take_turn(self, turn: Turn) -> None:
        self._turn, self._live, self._hint_used = turn, None, False
        self._round += 1
        self._screen.show_trouble("")
        if turn.over and turn.ending is None:  # the one answer that was asked for is given
            self._stop_clock()
            self._awake.release()
            self.over.emit(turn.attempt_id)
            return
        self._screen.show_turn(turn)
        if turn.ending is not None:
            self._stop_clock()
            self._awake.release()
            self._screen.show_phase(Phase.OVER)
        else:
            # Who types can begin at once, and must not wait with the letters being taken for keys.
            self._screen.show_phase(Phase.TYPING if self._typed else Phase.BUYER_SPEAKS)
        self._speak()

    def _speak(self) -> None:
        if self._turn is not None:
            self._voice.say(self._turn.ending.says if self._turn.ending else self._turn.says, self._turn.buyer)

    def _line_ended(self) -> None:
        if self._screen.phase is Phase.BUYER_SPEAKS:
            self._after_line.start()

    # -- listening --------------------------------------------------------------------------------------------------

    def _open_answer(self) -> None:
        if self._screen.phase is not Phase.BUYER_SPEAKS or self._turn is None:
            return
        if self._live is not None:  # the line was heard again in the middle of an answer
            self._go_on_listening()
        else:
            now, turn, microphone = self._round, self._turn, self._microphone
            Query(lambda: talk.listen(self._desk, turn, microphone)).done(
                lambda live: self._listening(live, now)
            ).failed(lambda error: self._cannot_listen(error, now)).start(self._work, self)

    def _listening(self, live: LiveTalk, asked: int) -> None:
        if asked != self._round:
            Query(live.discard).start(self._work, self)
            return
        self._live = live
        self._screen.show_phase(Phase.LISTENING)
        self._look.start()

    def _cannot_listen(self, error: CoachDeskError, asked: int) -> None:
        if asked == self._round:
            self._screen.show_trouble(error.sentence, f"{error.remedy} You can type this answer.".strip())
            self._screen.show_phase(Phase.TYPING)

    def _see(self) -> None:
        if self._live is None or self._screen.phase is not Phase.LISTENING:
            return
        heard = self._live.state()
        self._screen.show_listening(heard)
        if heard.ended:
            self._finish()

    def _go_on_listening(self) -> None:
        if self._live is not None:
            self._live.resume()
            self._screen.show_phase(Phase.LISTENING)
            self._look.start()

    def _put_live_away(self) -> LiveTalk | None:
        """The answer under way, which is now somebody else's to end."""
        live, self._live = self._live, None
        self._look.stop()
        self._after_line.stop()
        self._round += 1
        return live

    # -- answering --------------------------------------------------------------------------------------------------

    def _big_button(self) -> None:
        phase = self._screen.phase
        if phase is Phase.BUYER_SPEAKS:
            self._voice.stop()
            self._after_line.start()
        elif phase is Phase.LISTENING and self._live is not None:
            if self._live.state().heard_speech:
                self._finish()
            else:
                self.said.emit("Nothing was heard yet. Say your answer, or skip this one with S.")
        elif phase is Phase.PAUSED:
            self._resume()
        elif phase is Phase.OVER and self._turn is not None:
            self._voice.stop()
            self.over.emit(self._turn.attempt_id)

    def _finish(self) -> None:
        if (live := self._put_live_away()) is None or self._turn is None:
            return
        attempt_id, hint_used, redoes = self._turn.attempt_id, self._hint_used, self._turn.redoes
        self._think(
            lambda: attempt.answer_spoken(self._desk, attempt_id, live.finish(), hint_used=hint_used, redoes=redoes)
        )

    def _send(self, text: str) -> None:
        if self._turn is not None:
            attempt_id, hint_used, redoes = self._turn.attempt_id, self._hint_used, self._turn.redoes
            self._think(lambda: attempt.answer_typed(self._desk, attempt_id, text, hint_used=hint_used, redoes=redoes))

    def _skip(self) -> None:
        if self._turn is None:
            return
        self._voice.stop()
        live, attempt_id = self._put_live_away(), self._turn.attempt_id

        def skip() -> Turn:
            if live is not None:
                live.discard()
            return attempt.skip(self._desk, attempt_id)

        self._think(skip)

    def _think(self, judge: Callable[[], Turn]) -> None:
        was = self._screen.phase
        self._start_clock()
        self._screen.show_phase(Phase.THINKING)
        Change(judge, TOUCHES).done(self._take_turn).failed(lambda error: self._not_answered(error, was)).start(
            self._work, self
        )

    def _not_answered(self, error: CoachDeskError, was: Phase) -> None:
        self._screen.show_trouble(error.sentence, error.remedy)
        self._screen.show_phase(Phase.TYPING if was is Phase.TYPING else Phase.BUYER_SPEAKS)

    def _redo(self) -> None:
        if (live := self._put_live_away()) is None:
            return
        self._start_clock()
        self._screen.show_phase(Phase.BUYER_SPEAKS)
        Query(live.discard).done(lambda _none: self._open_answer()).failed(
            lambda error: self._not_answered(error, Phase.BUYER_SPEAKS)
        ).start(self._work, self)

    # -- beside the answer ------------------------------------------------------------------------------------------

    def _hint(self) -> None:
        self._hint_used = True
        self._screen.show_hint()

    def _hear_again(self) -> None:
        self._after_line.stop()
        if self._screen.phase is Phase.TYPING:
            self._speak()
            return
        if self._live is not None:
            self._live.pause()
        self._screen.show_phase(Phase.BUYER_SPEAKS)
        self._speak()

    def _show_words(self, shown: bool) -> None:
        self._screen.show_words(shown)
        Change(lambda: self._desk.change_settings(show_words=shown)).start(self._work, self)

    def _pause(self) -> None:
        if self._screen.phase is Phase.PAUSED:
            self._resume()
        elif self._live is not None:
            self._live.pause()
            self._stop_clock()
            self._screen.show_phase(Phase.PAUSED)

    def _resume(self) -> None:
        self._start_clock()
        self._go_on_listening()

    def _start_clock(self) -> None:
        if not self._running.isValid():
            self._running.start()
        self._clock.start()

    def _stop_clock(self) -> None:
        self._spent_ms = self._elapsed_ms()
        self._running.invalidate()
        self._clock.stop()

    def _elapsed_ms(self) -> int:
        return self._spent_ms + (self._running.elapsed() if self._running.isValid() else 0)

    def _show_clock(self) -> None:
        if self._turn is not None:
            self._screen.show_clock(self._elapsed_ms() / 1000, self._turn.time_limit_s)

    # -- leaving ----------------------------------------------------------------------------------------------------

    def _ask_to_leave(self) -> None:
        if self._screen.phase is Phase.LISTENING:
            self._pause()
        question = Question(
            self._screen.window(),
            "Leave this talk?",
            "What you have said so far can be kept and looked at, or erased for good.",
            Choice("discard", "Stop and discard"),
            Choice("keep", "Stop and keep"),
            Choice("on", "Go on", "primary"),
        )
        question.answered.connect(self._leave)
        question.rejected.connect(lambda: self._leave("on"))
        question.open()

    def _leave(self, answer: str) -> None:
        if answer == "on":
            if self._screen.phase is Phase.PAUSED:
                self._resume()
            return
        self._voice.stop()
        live, turn, hint_used = self._put_live_away(), self._turn, self._hint_used
        if turn is None:
            return

        def keep() -> bool:
            now = turn
            if live is not None and live.state().heard_speech:
                now = attempt.answer_spoken(self._desk, turn.attempt_id, live.finish(), hint_used=hint_used)
            elif live is not None:
                live.discard()
            if now.ending is None:
                attempt.stop(self._desk, turn.attempt_id, keep=True)
            return now.position > 1

        def discard() -> bool:
            if live is not None:
                live.discard()
            attempt.stop(self._desk, turn.attempt_id, keep=False)
            return False

        self._stop_clock()
        self._screen.show_phase(Phase.THINKING)
        Change(keep if answer == "keep" else discard, TOUCHES).done(
            lambda has_answers: self._gone(turn.attempt_id if has_answers else "")
        ).failed(lambda error: self._not_answered(error, Phase.BUYER_SPEAKS)).start(self._work, self)

    def _gone(self, attempt_id: str) -> None:
        self._awake.release()
        if attempt_id:
            self.over.emit(attempt_id)
        else:
            self.left.emit()

    def close(self) -> None:
        """The window goes: let the devices go, and keep the answer under way for the next start to offer."""
        self._clock.stop()
        self._voice.stop()
        self._awake.release()
        if (live := self._put_live_away()) is not None:
            Change(live.finish).start(self._work, self)
