"""What was begun and not finished: what there is of it, and to go on, to keep it or to discard it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from coachdesk.services.practice.views import WaitingAttempt
from ui.language import counted, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.question import Choice, Question

SHOWN = 2
"""Banners at a time; the others follow when these are dealt with."""


def interrupted_words(waiting: WaitingAttempt) -> str:
    """What there is of an interrupted attempt, in a sentence."""
    answers = counted(waiting.answers, "{n} answer", "{n} answers")
    seconds = tr("{seconds} seconds of the answer that was being spoken").format(seconds=f"{waiting.unsaved_s:.0f}")
    if waiting.answers and waiting.unsaved_s:
        return tr("Still here: {answers} and {seconds}.").format(answers=answers, seconds=seconds)
    if waiting.answers or waiting.unsaved_s:
        return tr("Still here: {what}.").format(what=answers if waiting.answers else seconds)
    return tr("Nothing had been said yet.")


def interrupted_banner(
    waiting: WaitingAttempt,
    go_on: Callable[[str], object],
    keep: Callable[[str], object],
    discard: Callable[[WaitingAttempt], object],
) -> Banner:
    on = Button(tr("Go on"))
    on.clicked.connect(lambda: go_on(waiting.attempt_id))
    kept = Button(tr("Keep what was recorded"))
    kept.clicked.connect(lambda: keep(waiting.attempt_id))
    away = Button(tr("Discard"), kind="quiet")
    away.clicked.connect(lambda: discard(waiting))
    begun = waiting.started_at.astimezone()
    sentence = tr("“{title}” was interrupted on {when}.").format(
        title=waiting.title, when=begun.strftime(tr("%A, %d %B at %H:%M"))
    )
    return Banner("accent", sentence, interrupted_words(waiting), on, kept, away)


def ask_to_discard(window: QWidget, waiting: WaitingAttempt, discard: Callable[[str], object]) -> None:
    """Ask first: it cannot be undone."""
    question = Question(
        window,
        tr("Discard this attempt?"),
        tr("What was said in “{title}” is erased, recordings included. This cannot be undone.").format(
            title=waiting.title
        ),
        Choice("discard", tr("Discard")),
        Choice("stay", tr("Leave it there"), "primary"),
    )
    question.answered.connect(lambda key: discard(waiting.attempt_id) if key == "discard" else None)
    question.open()
