"""The rep's own scorecard of an attempt: the rubric filled in by the one who played."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from coachdesk import clock
from coachdesk.assessment import scorecard as cards
from coachdesk.assessment.rubric import Rubric
from coachdesk.assessment.scorecard import LEFT_OUT, Scorecard
from coachdesk.errors import WrongUse
from coachdesk.scenario.load import load_text
from coachdesk.services.desk import Desk
from coachdesk.services.practice.views import CriterionView
from coachdesk.store import records, scorecards
from coachdesk.store.kept import KeptAttempt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def score_yourself(desk: Desk, attempt_id: str, levels: Mapping[str, int | None]) -> float | None:
    """Submit the rep's own card: a level from 1 to 5 for each criterion, None for one that is left out.

    Returns the score, 0 to 100. A second card corrects the first, which is kept. Raises WrongUse where the levels do
    not fit the rubric.
    """
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        rubric = rubric_of(kept)
        if rubric is None:
            raise WrongUse("This attempt has no rubric to be scored by.")
        filled = {name: LEFT_OUT if level is None else level for name, level in levels.items()}
        try:
            card = Scorecard.model_validate({"rubric": rubric.id, "levels": filled})
        except ValidationError as error:
            raise WrongUse("A level is a whole number from 1 to 5.") from error
        if wrong := cards.problems(card, rubric):
            raise WrongUse(f"The card cannot be kept: {'; '.join(wrong)}.")
        me = kept.beginning.person_id
        earlier = own_card(session, kept)
        scorecards.submit_scorecard(
            session, attempt_id, me, "self", card.levels, {}, at=clock.now(),
            corrects=earlier.id if earlier else None,
        )  # fmt: skip
    score = cards.score(rubric, card.levels)
    return score.percent if score else None


def own_card(session: Session, kept: KeptAttempt) -> scorecards.KeptScorecard | None:
    """The rep's newest card of an attempt."""
    mine = [
        card
        for card in scorecards.scorecards_of(session, kept.beginning.id)
        if card.kind == "self" and card.state == "submitted"
    ]
    return mine[-1] if mine else None


def rubric_of(kept: KeptAttempt) -> Rubric | None:
    """The rubric as it was when the attempt began."""
    return load_text(Rubric, kept.rubric_text, "rubric") if kept.rubric_text else None


def criteria(rubric: Rubric | None, card: scorecards.KeptScorecard | None) -> tuple[CriterionView, ...]:
    """The rubric to be filled in, with the levels of a card that was."""
    levels = card.levels if card else {}
    return tuple(
        CriterionView(
            criterion.id,
            criterion.name,
            criterion.about,
            tuple(criterion.anchors[level] for level in ("1", "2", "3", "4", "5")),  # type: ignore[arg-type]
            criterion.critical_below is not None,
            criterion.may_be_left_out,
            level if isinstance(level := levels.get(criterion.id), int) else None,
        )
        for criterion in (rubric.criteria if rubric else ())
    )
