"""Talk: the buyer's line, large; the rep's answer as it is spoken or typed; one big button for whose turn it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.services.practice.views import Listening, Turn
from ui.language import tr
from ui.practice.space_key import SpaceKey
from ui.practice.talk_foot import ANSWERING, TalkFoot
from ui.practice.talk_words import Phase, clock, may_see_hint, outcome_words, phase_words, place_words, way_on_words
from ui.theme import SPACE, TYPE, font, mix, theme
from ui.widgets.avatar import Avatar
from ui.widgets.banner import Banner
from ui.widgets.button import ENTER, Button
from ui.widgets.dots import Dots
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label
from ui.widgets.layout import box, column, pair, row
from ui.widgets.live_waveform import LiveWaveform
from ui.widgets.mark import Mark, pill
from ui.widgets.meter import Meter
from ui.widgets.page import Page
from ui.widgets.quote import Quote
from ui.widgets.stepper import Stepper

COLUMN_PX = 840 + 2 * Quote.MARGIN
ANSWER_PX = 120
COUNTDOWN_FROM_S = 1.5
"""The rest of the silence that is shown: a countdown that starts at once would hurry a thinker."""
STUCK_AFTER_S = 20.0
"""Without a word for so long, a way on is offered."""
BEHIND_S = 3.0
"""So far behind the recognizer is told to be."""


class TalkScreen(QWidget):
    """Shows a turn and a phase. ``big_button`` means what it says at the time; ``sent`` carries a typed answer;
    ``let_go``: Space was held and is up again."""

    big_button = Signal()
    let_go = Signal()
    keep_listening = Signal()
    sent = Signal(str)
    redo = Signal()
    skip = Signal()
    hint = Signal()
    model_answer = Signal()
    pause = Signal()
    leave = Signal()
    hear_again = Signal()
    words_shown = Signal(bool)
    mode_wanted = Signal(bool)
    """Whether silence is to end an answer from now on."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Talk"))
        self.phase = Phase.GETTING_READY
        self._turn: Turn | None = None
        self._shows_words = self._hands_free = True
        self._build_top()
        self._build_buyer()
        self._build_answer()
        self.foot = TalkFoot(self)
        self._big = self.foot.big
        self._bind()
        centre = box(self._centre())
        centre.setMaximumWidth(COLUMN_PX)  # it is in the middle, and narrower where large text leaves less room
        middle = Page(row(centre), margins=0)
        self.setLayout(column(self._top, (middle, 1), self.foot, spacing=0))
        self.show_mode(True)
        self.show_phase(Phase.GETTING_READY)

    def _build_top(self) -> None:
        self.leave_button = Button(tr("Leave"), "caret-left", "Esc", "quiet")
        self._title = Elided("", semibold=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stepper, self._step_words = Stepper(), Label("", "caption", "muted")
        self._clock = Label("00:00", "title", semibold=True, tabular=True)
        self._limit = Label("", tone="muted", tabular=True)
        left = box(row(self.leave_button, None), width=220)
        right = box(row(None, Icon("timer"), self._clock, self._limit), width=220)
        steps = row(None, self._stepper, self._step_words, None)
        sides = (SPACE.l, 0, SPACE.l, 0)
        self._top = box(row(left, (pair(self._title, steps, 3), 1), right, margins=sides), "topbar", height=64)

    def _build_buyer(self) -> None:
        self._avatar = Avatar("", 44, "accent")
        self._name, self._role = Elided("", "lead", semibold=True), Elided("", tone="muted")
        self._mood, self._mood_word, self._mood_change = Dots(3), Label(""), Icon("minus")
        self._line = Quote()
        self.again_button = Button(tr("Hear again"), "speaker-high", "A", "quiet", flush=True)
        self._voice_trouble = Label("", "caption", "muted", wrap=True)
        self._time_up = Label(tr("The time is up: come to an end. Nothing is cut off."), tone="caution", semibold=True)
        self._hint = Banner("accent", tr("Hint"), " ")
        self._model = Banner("accent", tr("A model answer"), " ")
        self._trouble = Banner("caution", " ", " ")
        for part in (self._time_up, self._hint, self._model, self._trouble):
            part.hide()

    def _build_answer(self) -> None:
        self._sign = _TurnSign()
        self._phase_word, self._phase_more = Label("", "lead", semibold=True), Label("", "lead", "muted")
        self._keep = Button(tr("Keep listening"), key="K", kind="quiet", flush=True)
        keeps_its_place = self._keep.sizePolicy()  # else the buyer's line moves whenever the button comes and goes
        keeps_its_place.setRetainSizeWhenHidden(True)
        self._keep.setSizePolicy(keeps_its_place)
        self._meter, self._answer_clock = Meter(), Label("0:00", "lead", semibold=True, tabular=True)
        self._wave, self._words = LiveWaveform(ANSWER_PX), Label("", "lead", "muted", wrap=True)
        self._quietly = Label("", "caption", "muted", wrap=True)
        self.words_button = Button(tr("Hide words"), key="W", kind="quiet", flush=True)
        self.mode_button = Button(tr("Push to talk"), key="M", kind="quiet", flush=True)
        self._text = QPlainTextEdit()
        self._text.setFont(font(TYPE.lead))
        self._text.setFixedHeight(ANSWER_PX)
        self._text.setPlaceholderText(tr("Type what you would say to the buyer"))
        self._text.setAccessibleName(tr("Your answer"))
        self._text.installEventFilter(self)

    def _bind(self) -> None:
        for name in ("redo", "skip", "hint", "model_answer", "pause"):
            getattr(self.foot, name).connect(getattr(self, name))
        self._big.clicked.connect(self._send)
        for key, button, signal in (
            ("A", self.again_button, self.hear_again),
            ("K", self._keep, self.keep_listening),
            ("Esc", self.leave_button, self.leave),
        ):
            button.clicked.connect(signal)
            QShortcut(QKeySequence(key), self, button.click).setAutoRepeat(False)
        self.words_button.clicked.connect(lambda: self.words_shown.emit(not self._shows_words))
        QShortcut(QKeySequence("W"), self, self.words_button.click).setAutoRepeat(False)
        self.mode_button.clicked.connect(lambda: self.mode_wanted.emit(not self._hands_free))
        QShortcut(QKeySequence("M"), self, self.mode_button.click).setAutoRepeat(False)
        self._space = SpaceKey()
        self._space.tapped.connect(self._big.click)
        self._space.held.connect(self._held)
        self._space.let_go.connect(self.let_go)
        space = QShortcut(QKeySequence("Space"), self, self._press_space)
        space.setAutoRepeat(False)

    def _centre(self) -> QVBoxLayout:
        who = row(self._avatar, (pair(self._name, self._role, 1), 1), Label(tr("Mood"), tone="muted"), self._mood,
                  self._mood_word, self._mood_change, spacing=SPACE.m)  # fmt: skip
        state = row(self._sign, self._phase_word, self._phase_more, SPACE.s, self._keep, None, self._meter, SPACE.l,
                    self._answer_clock)  # fmt: skip
        keys = column(row(self.mode_button, self.words_button, spacing=SPACE.l), None)
        words = row((column(self._words, self._quietly, None), 1), keys, spacing=SPACE.xl)
        parts = (
            None, _inset(who), SPACE.l, self._line, SPACE.s,
            _inset(row(self.again_button, (self._voice_trouble, 1), spacing=SPACE.m)), _inset(self._time_up, SPACE.s),
            _inset(self._hint, SPACE.m), _inset(self._model, SPACE.m), _inset(self._trouble, SPACE.m), SPACE.xl,
            _inset(state), SPACE.m, _inset(self._wave), _inset(self._text), SPACE.m, _inset(words), None,
        )  # fmt: skip
        return column(*parts, spacing=0, margins=(0, SPACE.l, 0, SPACE.l))

    def show_turn(self, turn: Turn) -> None:
        """The buyer has said something: the line, the mood it left, and where we are."""
        self._turn = turn
        self._title.setText(turn.title)
        self._title.setToolTip(turn.title)
        given = turn.position - (turn.ending is not None)
        self._stepper.show_step(given, turn.steps_about)
        self._step_words.setText(place_words(turn))
        self._avatar.letters = turn.buyer.initials
        self._avatar.update()
        self._name.setText(turn.buyer.name)
        self._role.setText(", ".join(part for part in (turn.buyer.role, turn.buyer.company) if part))
        self._mood.show_value(turn.mood)
        self._mood_word.setText(turn.mood_word)
        self._show_mood_change(turn.mood_change)
        self._limit.setText(f"/ {clock(turn.time_limit_s)}")
        self._line.show_text(turn.ending.says if turn.ending else turn.says)
        for part in (self._hint, self._model, self._time_up):
            part.hide()
        for label in (self._words, self._quietly):
            label.setText("")
        self._wave.show_peaks(())
        self._text.clear()

    def show_place(self, words: str, at: int, of: int) -> None:
        """Where we are, for a turn that is one of several that know nothing of each other."""
        self._stepper.show_step(at, of)
        self._step_words.setText(words)

    def _show_mood_change(self, change: int) -> None:
        self._mood_change.setVisible(change != 0)
        if change:
            self._mood_change.change("trend-up" if change > 0 else "trend-down", "good" if change > 0 else "caution")
            self._mood_change.setToolTip(
                tr("Your last answer helped") if change > 0 else tr("Your last answer cost goodwill")
            )
            self._mood_change.setAccessibleName(self._mood_change.toolTip())

    def show_mode(self, hands_free: bool) -> None:
        """Whether silence ends an answer, or the key that began it."""
        self._hands_free = hands_free
        self.mode_button.rename(tr("Push to talk") if hands_free else tr("Hands-free"))
        tip = tr("Space begins and ends an answer") if hands_free else tr("Silence ends an answer")
        self.mode_button.setToolTip(tip)
        if self.phase in (Phase.LISTENING, Phase.READY):
            self.show_phase(self.phase)

    def show_phase(self, phase: Phase) -> None:
        """Whose turn it is, and what can be done now."""
        self.phase = phase
        words = phase_words(phase, self._hands_free)
        ending = self._turn.ending if self._turn else None
        over, talking, typing = phase is Phase.OVER, phase is Phase.LISTENING, phase is Phase.TYPING
        if over and ending:
            self._words.setText(ending.means)
        self._say_phase(*((outcome_words(ending.outcome), "") if over and ending else (words.state, words.more)))
        self._sign.show_open(talking)
        for part in (self._meter, self._answer_clock):
            part.setVisible(talking)
        self._keep.setVisible(False)
        self._wave.setVisible(not typing and not over)
        self._text.setVisible(typing)
        self._words.setVisible(over or (self._shows_words and not typing))
        if not talking:
            self._quietly.setText("")
        self.words_button.setVisible(not typing and not over)
        self.mode_button.setVisible(not typing and not over)
        self.foot.show_phase(phase, words, self._turn)
        self.again_button.setEnabled(phase in ANSWERING)
        self.leave_button.setEnabled(not over)
        (self._text if typing else self).setFocus()

    def show_listening(self, heard: Listening) -> None:
        """What the microphone hears now; called about thirty times a second."""
        self._wave.show_peaks(heard.peaks)
        self._sign.show_open(not heard.waiting)
        self._meter.setVisible(not heard.waiting)
        self._meter.show_level(max(heard.peaks[-4:], default=0.0), heard.level)
        self._answer_clock.setText(f"{int(heard.elapsed_s) // 60}:{int(heard.elapsed_s) % 60:02d}")
        _say(self._words, heard.words)
        self.show_trouble(heard.trouble, heard.remedy)
        self._show_quietly(heard)
        closing = heard.silence_left_s is not None and heard.silence_left_s <= COUNTDOWN_FROM_S and not heard.waiting
        if self._keep.isVisible() != closing:
            self._keep.setVisible(closing)
        if heard.waiting:
            self._say_phase(tr("Waiting"), tr("for the microphone"))
        elif closing and heard.silence_left_s is not None:
            self._say_phase(tr("Done?"), tr("sending in {seconds:.1f} s").format(seconds=heard.silence_left_s))
        else:
            words = phase_words(Phase.LISTENING, self._hands_free)
            self._say_phase(words.state, words.more)

    def _show_quietly(self, heard: Listening) -> None:
        """What is said without a raised voice: that the words come late, or how to go on where none come."""
        if heard.behind_s > BEHIND_S:
            _say(self._quietly, tr("Still writing down what you said. Nothing is lost."))
        elif self._turn and not heard.heard_speech and not heard.waiting and heard.elapsed_s > STUCK_AFTER_S:
            _say(self._quietly, way_on_words(self._turn))
        else:
            _say(self._quietly, "")

    def show_thinking(self, behind_s: float) -> None:
        """The answer is given; where much of it is still to be written down, that is said."""
        self.show_phase(Phase.THINKING)
        if behind_s > BEHIND_S:
            self._say_phase(tr("Thinking"), tr("still writing down what you said; nothing is lost"))

    def _say_phase(self, word: str, more: str) -> None:
        _say(self._phase_word, word)
        _say(self._phase_more, more)

    def show_trouble(self, sentence: str, remedy: str = "") -> None:
        """Something is wrong with the microphone, in words; empty where all is well."""
        if sentence:
            self._trouble.say(sentence, remedy)
        self._trouble.setVisible(bool(sentence))

    def show_voice_trouble(self, sentence: str) -> None:
        self._voice_trouble.setText(sentence)

    def show_hint(self) -> None:
        if self._turn and self._turn.hint and may_see_hint(self._turn):
            self._hint.say(self._turn.hint, tr("That you looked is noted in the result."))
            self._hint.show()

    def show_model_answer(self) -> None:
        if self._turn and self._turn.model_answer:
            self._model.say(tr("A model answer. That you looked is noted in the result."), self._turn.model_answer)
            self._model.show()

    def show_words(self, shown: bool) -> None:
        """Whether the words are shown while they are heard."""
        self._shows_words = shown
        self.words_button.rename(tr("Hide words") if shown else tr("Show words"))
        self._words.setVisible(shown and self.phase is not Phase.TYPING)

    def show_clock(self, elapsed_s: float, limit_s: float) -> None:
        self._clock.setText(clock(elapsed_s))
        late = elapsed_s > limit_s
        self._clock.set_tone("caution" if late else "text")
        self._time_up.setVisible(late and self.phase is not Phase.OVER)

    def typed_text(self) -> str:
        return self._text.toPlainText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter sends a typed answer, Shift+Enter begins a new line."""
        if watched is self._text and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._send()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave.emit()
                return True
        return super().eventFilter(watched, event)

    def _press_space(self) -> None:
        self._space.press(may_be_held=self.phase is Phase.LISTENING and self._hands_free)

    def _held(self) -> None:
        if self.phase is Phase.LISTENING and self._hands_free:
            self.keep_listening.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space.release()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space.forget()
        super().focusOutEvent(event)

    def _send(self) -> None:
        if self.phase is not Phase.TYPING:
            self.big_button.emit()
        elif text := self.typed_text().strip():
            self.sent.emit(text)


class _TurnSign(Mark):
    """A ring with a dot where the microphone is open, an empty one where it is not."""

    def __init__(self) -> None:
        super().__init__(24, 24)
        self._open = False

    def show_open(self, now_open: bool) -> None:
        if now_open != self._open:
            self._open = now_open
            self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        inner = r.adjusted(6, 6, -6, -6)
        if self._open:
            pill(p, r, mix(t.color("window"), t.color("accent"), 0.22), 12)
            pill(p, inner, t.color("accent"), 6)
        else:
            pill(p, inner, None, 6, t.color("outline"), 2)


def _say(label: Label, words: str) -> None:
    if label.text() != words:
        label.setText(words)


def _inset(part: QWidget | QLayout, above: int = 0) -> QHBoxLayout:
    """The column's edge is where the words of the quote begin, not where its mark hangs."""
    return row((part, 1), margins=(Quote.MARGIN, above, Quote.MARGIN, 0))
