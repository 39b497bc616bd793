"""Talk: the buyer's line, large; the rep's answer as it is spoken or typed; one big button for whose turn it is."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.services.practice.views import Listening, Turn
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


class Phase(Enum):
    GETTING_READY = auto()
    BUYER_SPEAKS = auto()
    LISTENING = auto()
    TYPING = auto()
    THINKING = auto()
    PAUSED = auto()
    OVER = auto()


PHASE_WORDS = {
    Phase.GETTING_READY: ("Getting ready", "one moment"),
    Phase.BUYER_SPEAKS: ("The buyer speaks", "listen"),
    Phase.LISTENING: ("Listening", "your turn"),
    Phase.TYPING: ("Your turn", "type what you would say"),
    Phase.THINKING: ("Thinking", "the buyer weighs your answer"),
    Phase.PAUSED: ("Paused", "nothing is recorded"),
    Phase.OVER: ("The talk is over", ""),
}

BIG_BUTTON = {
    Phase.BUYER_SPEAKS: ("Answer now", "microphone-fill"),
    Phase.LISTENING: ("I'm done", "check"),
    Phase.TYPING: ("Send answer", "check"),
    Phase.PAUSED: ("Go on", "play-fill"),
    Phase.OVER: ("See how it went", "check"),
}


OUTCOME_WORDS = {
    "won": "You won this one",
    "next step": "You have a next step",
    "stalled": "It stalled",
    "lost": "This one is lost",
}


def clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02d}:{rest:02d}"


class TalkScreen(QWidget):
    """Shows a turn and a phase. ``big_button`` means what it says at the time; ``sent`` carries a typed answer."""

    big_button = Signal()
    sent = Signal(str)
    redo = Signal()
    skip = Signal()
    hint = Signal()
    pause = Signal()
    leave = Signal()
    hear_again = Signal()
    words_shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.phase = Phase.GETTING_READY
        self._turn: Turn | None = None
        self._build_top()
        self._build_buyer()
        self._build_answer()
        self._build_foot()
        centre = box(self._centre())
        centre.setFixedWidth(COLUMN_PX)
        middle = Page(row(None, centre, None), margins=0)
        self.setLayout(column(self._top, (middle, 1), self._foot, spacing=0))
        self.show_phase(Phase.GETTING_READY)

    def _build_top(self) -> None:
        self._leave = Button("Leave", "caret-left", "Esc", "quiet")
        self._title = Elided("", semibold=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stepper, self._step_words = Stepper(), Label("", "caption", "muted")
        self._clock = Label("00:00", "title", semibold=True, tabular=True)
        self._limit = Label("", tone="muted", tabular=True)
        left = box(row(self._leave, None), width=220)
        right = box(row(None, Icon("timer"), self._clock, self._limit), width=220)
        steps = row(None, self._stepper, self._step_words, None)
        sides = (SPACE.l, 0, SPACE.l, 0)
        self._top = box(row(left, (pair(self._title, steps, 3), 1), right, margins=sides), "topbar", height=64)

    def _build_buyer(self) -> None:
        self._avatar = Avatar("", 44, "accent")
        self._name, self._role = Elided("", "lead", semibold=True), Elided("", tone="muted")
        self._mood, self._mood_word, self._mood_change = Dots(3), Label(""), Icon("minus")
        self._line = Quote()
        self._again = Button("Hear again", "speaker-high", "A", "quiet", flush=True)
        self._voice_trouble = Label("", "caption", "muted", wrap=True)
        self._hint = Banner("accent", "Hint", " ")
        self._trouble = Banner("caution", " ", " ")

    def _build_answer(self) -> None:
        self._sign = _TurnSign()
        self._phase_word, self._phase_more = Label("", "lead", semibold=True), Label("", "lead", "muted")
        self._meter, self._answer_clock = Meter(), Label("0:00", "lead", semibold=True, tabular=True)
        self._wave, self._words = LiveWaveform(ANSWER_PX), Label("", "lead", "muted", wrap=True)
        self._words_key = Button("Hide words", key="W", kind="quiet", flush=True)
        self._text = QPlainTextEdit()
        self._text.setFont(font(TYPE.lead))
        self._text.setFixedHeight(ANSWER_PX)
        self._text.setPlaceholderText("Type what you would say to the buyer")
        self._text.setAccessibleName("Your answer")
        self._text.installEventFilter(self)
        self._shows_words = True

    def _build_foot(self) -> None:
        self._redo = Button("Redo", "arrow-counter-clockwise", "R", "quiet")
        self._skip = Button("Skip", "skip-forward", "S", "quiet")
        self._hint_key = Button("Hint", "lightbulb", "H", "quiet")
        self._pause = Button("Pause", "pause-fill", "P", "quiet")
        self._big = Button("", "check", "Space", "primary", tall=True)
        left, right = row(None, self._redo, self._skip), row(self._hint_key, self._pause, None)
        self._foot = box(row((left, 1), self._big, (right, 1), spacing=SPACE.xl), "bar", height=72)
        for key, button, signal in (
            ("Space", self._big, self.big_button),
            ("R", self._redo, self.redo),
            ("S", self._skip, self.skip),
            ("H", self._hint_key, self.hint),
            ("P", self._pause, self.pause),
            ("A", self._again, self.hear_again),
            ("Esc", self._leave, self.leave),
        ):
            button.clicked.connect(self._send if button is self._big else signal)
            QShortcut(QKeySequence(key), self, button.click)
        self._words_key.clicked.connect(lambda: self.words_shown.emit(not self._shows_words))
        QShortcut(QKeySequence("W"), self, self._words_key.click)

    def _centre(self) -> QVBoxLayout:
        who = row(self._avatar, (pair(self._name, self._role, 1), 1), Label("Mood", tone="muted"), self._mood,
                  self._mood_word, self._mood_change, spacing=SPACE.m)  # fmt: skip
        state = row(self._sign, self._phase_word, self._phase_more, None, self._meter, SPACE.l, self._answer_clock)
        words = row((self._words, 1), column(self._words_key, None), spacing=SPACE.xl)
        parts = (
            None, _inset(who), SPACE.l, self._line, SPACE.s,
            _inset(row(self._again, (self._voice_trouble, 1), spacing=SPACE.m)),
            _inset(self._hint, SPACE.m), _inset(self._trouble, SPACE.m), SPACE.xl, _inset(state), SPACE.m,
            _inset(self._wave), _inset(self._text), SPACE.m, _inset(words), None,
        )  # fmt: skip
        return column(*parts, spacing=0, margins=(0, SPACE.l, 0, SPACE.l))

    def show_turn(self, turn: Turn) -> None:
        """The buyer has said something: the line, the mood it left, and where we are."""
        self._turn = turn
        self._title.setText(turn.title)
        self._title.setToolTip(turn.title)
        self._stepper.show_step(turn.position, turn.steps_about)
        self._step_words.setText(f"answer {turn.position} of about {turn.steps_about}")
        self._avatar.letters = turn.buyer.initials
        self._avatar.update()
        self._name.setText(turn.buyer.name)
        self._role.setText(", ".join(part for part in (turn.buyer.role, turn.buyer.company) if part))
        self._mood.show_value(turn.mood)
        self._mood_word.setText(turn.mood_word)
        self._show_mood_change(turn.mood_change)
        self._limit.setText(f"/ {clock(turn.time_limit_s)}")
        self._line.show_text(turn.ending.says if turn.ending else turn.says)
        self._hint.hide()
        self._words.setText("")
        self._wave.show_peaks(())
        self._text.clear()

    def _show_mood_change(self, change: int) -> None:
        self._mood_change.setVisible(change != 0)
        if change:
            self._mood_change.change("trend-up" if change > 0 else "trend-down", "good" if change > 0 else "caution")
            self._mood_change.setToolTip("Your last answer helped" if change > 0 else "Your last answer cost goodwill")
            self._mood_change.setAccessibleName(self._mood_change.toolTip())

    def show_phase(self, phase: Phase) -> None:
        """Whose turn it is, and what can be done now."""
        self.phase = phase
        word, more = PHASE_WORDS[phase]
        ending = self._turn.ending if self._turn else None
        if phase is Phase.OVER and ending:
            word, more = OUTCOME_WORDS[ending.outcome], ""
            self._words.setText(ending.means)
        self._say_phase(word, more)
        self._sign.show_open(phase is Phase.LISTENING)
        talking, typing, over = phase is Phase.LISTENING, phase is Phase.TYPING, phase is Phase.OVER
        for part in (self._meter, self._answer_clock):
            part.setVisible(talking)
        self._wave.setVisible(not typing and not over)
        self._text.setVisible(typing)
        self._words.setVisible(over or (self._shows_words and not typing))
        self._words_key.setVisible(not typing and not over)
        name, icon = BIG_BUTTON.get(phase, ("One moment", "hourglass"))
        self._big.rename(name, icon, "↵" if typing else "Space")
        self._big.setEnabled(phase in BIG_BUTTON)
        self._redo.setEnabled(talking or phase is Phase.PAUSED)
        answering = phase in (Phase.BUYER_SPEAKS, Phase.LISTENING, Phase.TYPING, Phase.PAUSED)
        self._skip.setEnabled(answering)
        self._again.setEnabled(answering)
        self._hint_key.setEnabled(answering and bool(self._turn and self._turn.hint))
        self._pause.setEnabled(phase in (Phase.LISTENING, Phase.PAUSED))
        self._leave.setEnabled(not over)
        (self._text if typing else self).setFocus()

    def show_listening(self, heard: Listening) -> None:
        """What the microphone hears now; called about thirty times a second."""
        self._wave.show_peaks(heard.peaks)
        self._sign.show_open(not heard.waiting)
        self._meter.setVisible(not heard.waiting)
        self._meter.show_level(max(heard.peaks[-4:], default=0.0), heard.level)
        self._answer_clock.setText(f"{int(heard.elapsed_s) // 60}:{int(heard.elapsed_s) % 60:02d}")
        if self._words.text() != heard.words:
            self._words.setText(heard.words)
        self.show_trouble(heard.trouble, heard.remedy)
        if heard.waiting:
            self._say_phase("Waiting", "for the microphone")
        elif heard.silence_left_s is not None and heard.silence_left_s <= COUNTDOWN_FROM_S:
            self._say_phase("Done?", f"sending in {heard.silence_left_s:.1f} s, or go on talking")
        else:
            self._say_phase(*PHASE_WORDS[Phase.LISTENING])

    def _say_phase(self, word: str, more: str) -> None:
        if (self._phase_word.text(), self._phase_more.text()) != (word, more):
            self._phase_word.setText(word)
            self._phase_more.setText(more)

    def show_trouble(self, sentence: str, remedy: str = "") -> None:
        """Something is wrong with the microphone, in words; empty where all is well."""
        if sentence:
            self._trouble.say(sentence, remedy)
        self._trouble.setVisible(bool(sentence))

    def show_voice_trouble(self, sentence: str) -> None:
        self._voice_trouble.setText(sentence)

    def show_hint(self) -> None:
        if self._turn and self._turn.hint:
            self._hint.say(self._turn.hint, "That you looked is noted in the result.")
            self._hint.show()

    def show_words(self, shown: bool) -> None:
        """Whether the words are shown while they are heard."""
        self._shows_words = shown
        self._words_key.rename("Hide words" if shown else "Show words")
        self._words.setVisible(shown and self.phase is not Phase.TYPING)

    def show_clock(self, elapsed_s: float, limit_s: float) -> None:
        self._clock.setText(clock(elapsed_s))
        late = elapsed_s > limit_s
        self._clock.set_tone("caution" if late else "text")
        self._clock.setToolTip("The time is up: come to an end." if late else "")

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


def _inset(part: QWidget | QLayout, above: int = 0) -> QHBoxLayout:
    """The column's edge is where the words of the quote begin, not where its mark hangs."""
    return row((part, 1), margins=(Quote.MARGIN, above, Quote.MARGIN, 0))
