"""The words of a talk: its phases, what the big button does in each, its endings, and the keys that help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from coachdesk.services.practice.views import Turn
from ui.language import counted, tr


class Phase(Enum):
    GETTING_READY = auto()
    BUYER_SPEAKS = auto()
    READY = auto()  # push-to-talk: waits for the key
    LISTENING = auto()
    TYPING = auto()
    THINKING = auto()
    NOT_SAVED = auto()  # the answer is recorded, and could not be stored
    PAUSED = auto()
    OVER = auto()


@dataclass(frozen=True)
class PhaseWords:
    """Whose turn it is, and what more there is to say; ``button``: what the big button does, empty for nothing."""

    state: str
    more: str
    button: str = ""
    icon: str = "hourglass"


def phase_words(phase: Phase, hands_free: bool) -> PhaseWords:
    if phase is Phase.LISTENING and not hands_free:
        more = tr("your turn: Space ends it")
        return PhaseWords(tr("Listening"), more, tr("I'm done"), "check")
    return {
        Phase.GETTING_READY: PhaseWords(tr("Getting ready"), tr("one moment")),
        Phase.BUYER_SPEAKS: PhaseWords(tr("The buyer speaks"), tr("listen"), tr("Answer now"), "microphone-fill"),
        Phase.READY: PhaseWords(
            tr("Your turn"), tr("press Space and speak, or hold it while you do"), tr("Start answer"), "microphone-fill"
        ),
        Phase.LISTENING: PhaseWords(tr("Listening"), tr("your turn"), tr("I'm done"), "check"),
        Phase.TYPING: PhaseWords(tr("Your turn"), tr("type what you would say"), tr("Send answer"), "check"),
        Phase.THINKING: PhaseWords(tr("Thinking"), tr("the buyer weighs your answer")),
        Phase.NOT_SAVED: PhaseWords(
            tr("Not saved yet"), tr("your recording is kept"), tr("Try again"), "arrow-clockwise"
        ),
        Phase.PAUSED: PhaseWords(tr("Paused"), tr("nothing is recorded"), tr("Go on"), "play-fill"),
        Phase.OVER: PhaseWords(tr("The talk is over"), "", tr("See how it went"), "check"),
    }[phase]


def outcome_words(outcome: str) -> str:
    return {
        "won": tr("You won this one"),
        "next step": tr("You have a next step"),
        "stalled": tr("It stalled"),
        "lost": tr("This one is lost"),
    }[outcome]


def place_words(turn: Turn) -> str:
    """Where we are in the talk."""
    if turn.ending is not None:
        return counted(turn.position - 1, "{n} answer given", "{n} answers given")
    if turn.redoes is not None:
        return tr("Once more: answer {number}").format(number=turn.redoes)
    if turn.is_drill:
        return tr("Drill: one answer")
    return tr("answer {number} of about {count}").format(number=turn.position, count=turn.steps_about)


def way_on_words(turn: Turn) -> str:
    """What somebody who has said nothing for a while can do."""
    ways = [tr("H shows a hint")] if may_see_hint(turn) else []
    ways += [tr("O shows a model answer")] if turn.model_answer else []
    ways += [tr("S skips this one")] if may_skip(turn) else []
    words = tr("Take your time.")
    return f"{words} {', '.join(ways)}." if ways else words


def may_see_hint(turn: Turn) -> bool:
    return bool(turn.hint) and turn.support != "none"


def may_skip(turn: Turn) -> bool:
    """An answer that is asked for once more is given or left. Of a drill, a skip says that there was no answer."""
    return turn.redoes is None


def is_alone(turn: Turn) -> bool:
    """Whether nothing but this answer is asked for: leaving it changes nothing."""
    return turn.redoes is not None or turn.is_drill


def clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02d}:{rest:02d}"
