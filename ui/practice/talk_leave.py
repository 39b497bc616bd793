"""Leaving a talk before its end: asks what becomes of it, and keeps or erases what was said."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.practice.talk import LiveTalk
from coachdesk.services.practice.views import Turn
from ui.language import tr
from ui.widgets.question import Choice, Question

KEEP, DISCARD, GO_ON = "keep", "discard", "on"


def leave_question(window: QWidget) -> Question:
    return Question(
        window,
        tr("Leave this talk?"),
        tr("What you have said so far can be kept and looked at, or erased for good."),
        Choice(DISCARD, tr("Stop and discard")),
        Choice(KEEP, tr("Stop and keep")),
        Choice(GO_ON, tr("Go on"), "primary"),
    )


def keep(desk: Desk, turn: Turn, live: LiveTalk | None, looked: bool) -> bool:
    """Stop the attempt with all that was said, the answer under way included; whether there is anything to look at."""
    if live is not None and live.state().heard_speech:
        now = attempt.answer_spoken(desk, turn.attempt_id, live.finish(), hint_used=looked)
    else:
        if live is not None:
            live.discard()
        now = attempt.current_turn(desk, turn.attempt_id)  # the last answer may have been judged meanwhile
    if now.ending is None:
        attempt.stop(desk, turn.attempt_id, keep=True)
    return now.position > 1


def discard(desk: Desk, turn: Turn, live: LiveTalk | None) -> bool:
    """Erase the attempt; there is nothing to look at."""
    if live is not None:
        live.discard()
    attempt.stop(desk, turn.attempt_id, keep=False)
    return False
