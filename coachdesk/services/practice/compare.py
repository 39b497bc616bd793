"""The last answers to the same step side by side: earlier takes, and those of earlier attempts."""

from __future__ import annotations

from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.practice.answer_view import answer_view
from coachdesk.services.practice.debrief import which_take
from coachdesk.services.practice.played import played
from coachdesk.services.practice.views import EarlierView, Made, SideBySide
from coachdesk.store import corrections, records
from coachdesk.store.kept import Answer, KeptAttempt

COLUMNS = 3
FIGURES = ("pace", "pause", "fillers")
"""Those by which two answers are told apart at a glance."""


def side_by_side(desk: Desk, attempt_id: str, position: int, take: int | None = None) -> SideBySide:
    """An answer (the take that counts, or another) beside the two that its rep gave to the same step before it."""
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
        this = _take(kept, position, take)
        before = corrections.takes_of_step(
            session, kept.beginning.person_id, kept.beginning.scenario_id, this.step, this.started_at, COLUMNS - 1
        )
        attempts = {attempt_id: kept}
        for each in before:
            if each.attempt_id not in attempts:
                attempts[each.attempt_id] = records.load_attempt(session, each.attempt_id)
    found = [(kept, this)]
    for each in before:
        of = attempts[each.attempt_id]
        found += [(of, answer) for answer in (*of.answers, *of.earlier_takes) if answer.id == each.answer_id]
    return SideBySide(position, this.says, tuple(_earlier(desk, of, answer, this) for of, answer in found))


def _take(kept: KeptAttempt, position: int, take: int | None) -> Answer:
    for answer in (*kept.answers, *kept.earlier_takes):
        number, of = which_take(kept, answer)
        if answer.position == position and number == (take or of):
            return answer
    raise WrongUse(f"This attempt has no answer {position}.")


def _earlier(desk: Desk, kept: KeptAttempt, answer: Answer, this: Answer) -> EarlierView:
    take, takes = which_take(kept, answer)
    view = answer_view(desk, played(desk.library, kept), answer, (), take, takes)
    kinds = [finding.kind for finding in view.findings]
    return EarlierView(
        attempt_id=kept.beginning.id,
        position=answer.position,
        answered_at=answer.started_at,
        take=take,
        takes=takes,
        is_this=answer.id == this.id,
        made=Made(kinds.count("covered"), kinds.count("covered") + kinds.count("missed")),
        flags=kinds.count("flag"),
        figures=tuple(figure for figure in view.figures if figure.id in FIGURES),
        duration_s=view.duration_s,
        peaks=view.peaks,
    )
