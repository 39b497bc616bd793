"""One talk from its first line to its end: moves the Talk screen from phase to phase and asks the services.

    buyer speaks -> (250 ms) -> listening or typing -> thinking -> buyer speaks ... -> over
    buyer speaks -> ready -> (Space) -> listening -> (Space) -> thinking ...              with push-to-talk

Everything that waits (opening a microphone, ending an answer, judging it) runs in ``ui.work``. ``_round`` counts the
times that the screen went another way meanwhile, so that a late result is put away instead of shown.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, talk
from coachdesk.services.practice.talk import LiveTalk
from coachdesk.services.practice.views import Turn
from ui.awake import Awake
from ui.language import tr
from ui.practice.buyer_line import BuyerLine
from ui.practice.talk import TalkScreen
from ui.practice.talk_clock import TalkClock
from ui.practice.talk_leave import GO_ON, KEEP, discard, keep, leave_question
from ui.practice.talk_words import Phase, is_alone, may_see_hint
from ui.speak import Voice
from ui.work import Change, Query, Work

LISTEN_AFTER_MS = 250
"""A microphone hears the loudspeaker: listening begins this long after the buyer's line has ended."""
LOOK_MS = 33
UNHEARD_S = 1.0
"""A recognizer that is so far behind may not have come to what was said."""
TOUCHES = ("attempts",)
HANDS_FREE, PUSH_TO_TALK = "hands-free", "push-to-talk"


class TalkRun(QObject):
    """``over`` carries the attempt to look back on; ``left`` says that there is none."""

    over = Signal(str)
    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, work: Work, voice: Voice, screen: TalkScreen) -> None:
        super().__init__()
        self._desk, self._work, self._screen = desk, work, screen
        self._line = BuyerLine(desk, work, voice)
        self._awake = Awake(work)
        self._clock = TalkClock()
        self._turn: Turn | None = None
        self._live: LiveTalk | None = None
        self._typed = self._looked = False
        self._hands_free = True
        self._microphone = ""
        self._round = 0
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._see)
        self._after_line = QTimer(self, singleShot=True, interval=LISTEN_AFTER_MS)
        self._after_line.timeout.connect(self._answer_next)
        self._line.ended.connect(self._line_ended)
        self._line.trouble.connect(screen.show_voice_trouble)
        self._clock.ticked.connect(self._show_clock)
        for signal, do in (
            (screen.big_button, self._big_button), (screen.redo, self._redo), (screen.skip, self._skip),
            (screen.hint, self._hint), (screen.model_answer, self._model_answer), (screen.pause, self._pause),
            (screen.leave, self._ask_to_leave), (screen.hear_again, self._hear_again), (screen.let_go, self._let_go),
            (screen.keep_listening, self._keep_listening),
        ):  # fmt: skip
            signal.connect(do)
        screen.sent.connect(self._send)
        screen.words_shown.connect(self._show_words)
        screen.mode_wanted.connect(self._change_mode)

    # -- beginning and taking turns ---------------------------------------------------------------------------------

    def begin(self, turn: Turn, typed: bool, microphone: str) -> None:
        settings = self._desk.settings()
        self._typed, self._microphone = typed, microphone
        self._hands_free = settings.answer_mode == HANDS_FREE
        self._clock.begin()
        self._awake.hold()
        self._screen.show_words(settings.show_words)
        self._screen.show_mode(self._hands_free)
        self._take_turn(turn)

    def _take_turn(self, turn: Turn) -> None:
        self._turn, self._live, self._looked = turn, None, False
        self._round += 1
        self._screen.show_trouble("")
        if turn.over and turn.ending is None:  # the one answer that was asked for is given
            self._rest()
            self.over.emit(turn.attempt_id)
            return
        self._screen.show_turn(turn)
        if turn.ending is not None:
            self._rest()
            self._screen.show_phase(Phase.OVER)
        else:
            # Who types can begin at once, and must not wait with the letters being taken for keys.
            self._screen.show_phase(Phase.TYPING if self._typed else Phase.BUYER_SPEAKS)
        self._speak()

    def _speak(self) -> None:
        if self._turn is not None:
            self._line.say(self._turn.ending.says if self._turn.ending else self._turn.says, self._turn.buyer)

    def _line_ended(self) -> None:
        if self._screen.phase is Phase.BUYER_SPEAKS:
            self._after_line.start()

    def _answer_next(self) -> None:
        """The line has ended: listen at once, or wait for the key."""
        if self._hands_free or self._live is not None:
            self._open_answer()
        elif self._screen.phase is Phase.BUYER_SPEAKS:
            self._screen.show_phase(Phase.READY)

    # -- listening --------------------------------------------------------------------------------------------------

    def _open_answer(self) -> None:
        if self._screen.phase not in (Phase.BUYER_SPEAKS, Phase.READY) or self._turn is None:
            return
        if self._live is not None:  # the line was heard again in the middle of an answer
            self._go_on_listening()
            return
        if not self._hands_free:
            self._screen.show_phase(Phase.GETTING_READY)
        now, turn, microphone, hands_free = self._round, self._turn, self._microphone, self._hands_free
        Query(lambda: talk.listen(self._desk, turn, microphone, hands_free=hands_free)).done(
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
            remedy = tr("{remedy} You can type this answer.").format(remedy=error.remedy).strip()
            self._screen.show_trouble(error.sentence, remedy)
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

    def _keep_listening(self) -> None:
        if self._live is not None:
            self._live.keep_listening()

    def _change_mode(self, hands_free: bool) -> None:
        """Silence ends an answer from now on, or no longer does. What is being said goes on."""
        self._hands_free = hands_free
        silence_s = self._desk.settings().silence_s if hands_free else None
        if self._live is not None:
            self._live.end_on_silence(silence_s)
        self._screen.show_mode(hands_free)
        if hands_free and self._screen.phase is Phase.READY:
            self._open_answer()
        mode = HANDS_FREE if hands_free else PUSH_TO_TALK
        Change(lambda: self._desk.change_settings(answer_mode=mode), {"settings"}).failed(self._tell).start(
            self._work, self
        )

    # -- answering --------------------------------------------------------------------------------------------------

    def _big_button(self) -> None:
        phase = self._screen.phase
        if phase in (Phase.BUYER_SPEAKS, Phase.READY):
            self._line.stop()
            if self._hands_free:
                self._after_line.start()
            else:
                self._after_line.stop()
                self._open_answer()
        elif phase is Phase.LISTENING and self._live is not None:
            heard = self._live.state()
            if heard.heard_speech or heard.behind_s > UNHEARD_S:
                self._finish()
            else:
                self.said.emit(tr("Nothing was heard yet. Say your answer, or leave it with Esc."))
        elif phase is Phase.NOT_SAVED:
            self._finish()
        elif phase is Phase.PAUSED:
            self._resume()
        elif phase is Phase.OVER and self._turn is not None:
            self._line.stop()
            self.over.emit(self._turn.attempt_id)

    def _let_go(self) -> None:
        """Space was held while an answer was said, and is up again."""
        if self._hands_free:
            return
        if self._screen.phase is Phase.GETTING_READY:  # before the microphone was open
            self._round += 1
            self._screen.show_phase(Phase.READY)
        elif self._screen.phase is Phase.LISTENING:
            self._big_button()

    def _finish(self) -> None:
        if self._live is None or self._turn is None:
            return
        behind_s = self._live.state().behind_s
        live, turn, looked = self._put_live_away(), self._turn, self._looked
        assert live is not None

        def answer() -> Turn:
            return attempt.answer_spoken(
                self._desk, turn.attempt_id, live.finish(), hint_used=looked, redoes=turn.redoes
            )

        self._think(answer, live, behind_s)

    def _send(self, text: str) -> None:
        if (turn := self._turn) is not None:
            looked = self._looked
            self._think(
                lambda: attempt.answer_typed(self._desk, turn.attempt_id, text, hint_used=looked, redoes=turn.redoes)
            )

    def _skip(self) -> None:
        if self._turn is None:
            return
        self._line.stop()
        live, attempt_id = self._put_live_away(), self._turn.attempt_id

        def skip() -> Turn:
            if live is not None:
                live.discard()
            return attempt.skip(self._desk, attempt_id)

        self._think(skip)

    def _think(self, judge: Callable[[], Turn], live: LiveTalk | None = None, behind_s: float = 0.0) -> None:
        was, asked = self._screen.phase, self._round
        self._clock.go()
        self._screen.show_thinking(behind_s)

        def done(turn: Turn) -> None:
            if asked == self._round:
                self._take_turn(turn)
                if live is not None and live.note:
                    self.said.emit(live.note)

        Change(judge, TOUCHES).done(done).failed(lambda error: self._not_answered(error, was, live)).start(
            self._work, self
        )

    def _not_answered(self, error: CoachDeskError, was: Phase, live: LiveTalk | None) -> None:
        """What was recorded waits for another try."""
        self._screen.show_trouble(error.sentence, error.remedy)
        if live is not None and live.is_kept:
            self._live = live
            self._screen.show_phase(Phase.NOT_SAVED)
        else:
            self._screen.show_phase(Phase.TYPING if was is Phase.TYPING else Phase.BUYER_SPEAKS)

    def _redo(self) -> None:
        if (live := self._put_live_away()) is None:
            return
        self._clock.go()
        self._screen.show_trouble("")
        self._screen.show_phase(Phase.BUYER_SPEAKS)
        Query(live.discard).done(lambda _none: self._answer_next()).failed(
            lambda error: self._not_answered(error, Phase.BUYER_SPEAKS, None)
        ).start(self._work, self)

    # -- beside the answer ------------------------------------------------------------------------------------------

    def _hint(self) -> None:
        if self._turn is not None and may_see_hint(self._turn):
            self._looked = True
            self._screen.show_hint()

    def _model_answer(self) -> None:
        if self._turn is not None and self._turn.model_answer:
            self._looked = True
            self._screen.show_model_answer()

    def _hear_again(self) -> None:
        self._after_line.stop()
        if self._screen.phase is not Phase.TYPING:
            if self._live is not None:
                self._live.pause()
            self._screen.show_phase(Phase.BUYER_SPEAKS)
        self._speak()

    def _show_words(self, shown: bool) -> None:
        self._screen.show_words(shown)
        Change(lambda: self._desk.change_settings(show_words=shown)).failed(self._tell).start(self._work, self)

    def _tell(self, error: CoachDeskError) -> None:
        self.said.emit(str(error))

    def _pause(self) -> None:
        if self._screen.phase is Phase.PAUSED:
            self._resume()
        elif self._live is not None:
            self._live.pause()
            self._clock.stop()
            self._screen.show_phase(Phase.PAUSED)

    def _resume(self) -> None:
        self._clock.go()
        self._go_on_listening()

    def _show_clock(self, elapsed_s: float) -> None:
        if self._turn is not None:
            self._screen.show_clock(elapsed_s, self._turn.time_limit_s)

    # -- leaving ----------------------------------------------------------------------------------------------------

    def _ask_to_leave(self) -> None:
        if self._turn is not None and is_alone(self._turn):
            self._leave_alone(self._turn)
            return
        if self._screen.phase is Phase.LISTENING:
            self._pause()
        question = leave_question(self._screen.window())
        question.answered.connect(self._leave)
        question.rejected.connect(lambda: self._leave(GO_ON))
        question.open()

    def _leave_alone(self, turn: Turn) -> None:
        """Nothing but this answer was asked for, and it is not given: what was there stays as it was."""
        self._line.stop()
        if (live := self._put_live_away()) is not None:
            Query(live.discard).failed(self._tell).start(self._work, self)
        self._rest()
        self._gone(turn.attempt_id if turn.redoes is not None else "")

    def _leave(self, answer: str) -> None:
        if answer == GO_ON:
            if self._screen.phase is Phase.PAUSED:
                self._resume()
            return
        self._line.stop()
        live, turn, looked = self._put_live_away(), self._turn, self._looked
        if turn is None:
            return

        def leave() -> bool:
            return keep(self._desk, turn, live, looked) if answer == KEEP else discard(self._desk, turn, live)

        self._clock.stop()
        self._screen.show_phase(Phase.THINKING)
        Change(leave, TOUCHES).done(lambda has_answers: self._gone(turn.attempt_id if has_answers else "")).failed(
            lambda error: self._not_answered(error, Phase.BUYER_SPEAKS, live)
        ).start(self._work, self)

    def _rest(self) -> None:
        """Nothing more is waited for: the clock stands, and the display may sleep."""
        self._clock.stop()
        self._awake.release()

    def _gone(self, attempt_id: str) -> None:
        self._awake.release()
        if attempt_id:
            self.over.emit(attempt_id)
        else:
            self.left.emit()

    def close(self) -> None:
        """The window goes: let the devices go, and keep the answer under way for the next start to offer."""
        self._line.stop()
        self._rest()
        if (live := self._put_live_away()) is not None:
            Change(live.finish).start(self._work, self)
