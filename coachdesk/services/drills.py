"""Drills: single objections that come again when they are about to be forgotten, each answered in under a minute."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast, get_args

from coachdesk import clock
from coachdesk.analysis.targets import Target, targets
from coachdesk.coaching.drills import AGAIN, ALL, EASY, HALF, Rating, rating_of
from coachdesk.errors import WrongUse
from coachdesk.scenario.load import did_you_mean
from coachdesk.scenario.model import Step
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.history import known_rep
from coachdesk.services.practice import attempt, debrief, reviews
from coachdesk.services.practice.views import AnswerView, BuyerView, Turn
from coachdesk.store import drills, records
from coachdesk.store.drills import KeptCard

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from coachdesk.services.rehearse import Given, Wishes
    from coachdesk.speech.engine_name import EngineName

DRILL_S = 60
"""What an answer may take: a drill trains one answer, and a good one is short. It is shown, and cuts nobody off."""

MINUTES_A_DRILL = 1.5
"""The buyer's line, the answer and a look at the result."""

SESSION_MOST = 20
"""Drills in one session: half an hour. What is left comes in the next."""

LISTED_MOST = 50
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class DrillView:
    """One card. ``says`` is the buyer's line, or the first of its variants."""

    card_id: str
    scenario_id: str
    step: str
    title: str
    skill: str
    level: str
    buyer: BuyerView
    says: str
    due: datetime
    reviews: int
    lapses: int

    @property
    def is_new(self) -> bool:
        return self.reviews == 0


@dataclass(frozen=True, slots=True)
class SkillDrills:
    """One skill area: what is due, what was never answered, all of its cards, and how many it would ask today."""

    skill: str
    due: int
    new: int
    cards: int
    asks: int


@dataclass(frozen=True, slots=True)
class DayAhead:
    day: date
    due: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the drills stand. ``due`` without ``new``, which is what today still brings of those never answered."""

    due: int
    new: int
    minutes: int
    cards: int
    learnt: int
    answered: int  # cards that were answered at least once
    by_skill: tuple[SkillDrills, ...]
    ahead: tuple[DayAhead, ...]
    next_due: datetime | None
    leeches: tuple[DrillView, ...]
    aside: tuple[DrillView, ...]

    @property
    def waiting(self) -> int:
        """What a session would ask."""
        return self.due + self.new


@dataclass(frozen=True, slots=True)
class RatingChoice:
    """What one of the four ratings would do. ``counts_as`` is lower where too much was missing for it."""

    rating: Rating
    counts_as: Rating
    due: datetime

    @property
    def is_possible(self) -> bool:
        return self.rating == self.counts_as


@dataclass(frozen=True, slots=True)
class DrillResult:
    """An answer to a drill, judged. ``rating`` is what counts now, and ``reason`` says why in a sentence."""

    attempt_id: str
    card: DrillView
    answer: AnswerView
    rating: Rating
    reason: str
    is_rated: bool  # by the rep
    choices: tuple[RatingChoice, ...]
    due: datetime
    is_leech: bool


@dataclass(frozen=True, slots=True)
class Point:
    """What a good answer does, or must not do, and why."""

    says: str
    why: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A card that was failed again and again, to be read before it is tried once more."""

    card: DrillView
    failures: int
    points: tuple[Point, ...]
    flags: tuple[Point, ...]
    model_answer: str


# -- what is due ----------------------------------------------------------------------------------------------------


def due_count(desk: Desk, now: datetime) -> int:
    """How many drills a session would ask now. Reads no card, and does not need the library."""
    with desk.database.read() as session:
        if (person := people.known_rep(session)) is None:
            return 0
        due, new = drills.due_count(session, person, now, _day_end(now))
        return due + min(new, _allowance(desk, session, person, now))


def overview(desk: Desk, now: datetime, rep: str | None = None) -> Overview:
    """What is due, by skill area and in the days to come. Makes the cards that are missing."""
    day_end = _day_end(now)
    spans = [(_midnight(now, 1 + i), _midnight(now, 2 + i)) for i in range(DAYS_AHEAD)]
    with desk.database.write() as session:
        person = _known(desk, session, rep, now)
        allowance = _allowance(desk, session, person, now)
        counts = drills.counts(session, person, now, day_end, spans)
        skills = drills.by_skill(session, person, now, day_end)
        leeches = drills.leeches(session, person, LISTED_MOST) if counts.leeches else []
        aside = drills.aside(session, person, LISTED_MOST) if counts.aside else []
    new = min(counts.new, allowance)
    return Overview(
        due=counts.due,
        new=new,
        minutes=_minutes(counts.due + new),
        cards=counts.cards,
        learnt=counts.learnt,
        answered=counts.answered,
        by_skill=tuple(
            SkillDrills(skill, due, fresh, cards, due + min(fresh, allowance))
            for skill, (due, fresh, cards) in skills.items()
        ),
        ahead=tuple(DayAhead(first.date(), n) for (first, _last), n in zip(spans, counts.ahead, strict=True)),
        next_due=counts.next_due,
        leeches=_views(desk, leeches),
        aside=_views(desk, aside),
    )


def session(desk: Desk, now: datetime, skill: str | None = None, rep: str | None = None) -> tuple[DrillView, ...]:
    """What to ask now, in order: longest overdue first, then what is new today. Leeches are lessons of their own."""
    with desk.database.write() as session:
        person = _known(desk, session, rep, now)
        cards = drills.due_cards(session, person, now, _day_end(now), skill, SESSION_MOST)
        room = min(_allowance(desk, session, person, now), SESSION_MOST - len(cards))
        cards += drills.new_cards(session, person, skill, room)
    return _views(desk, cards)


def _minutes(count: int) -> int:
    return round(count * MINUTES_A_DRILL + 0.49) if count else 0


def _known(desk: Desk, session: Session, rep: str | None, now: datetime) -> str:
    """As `_ready`, but a name that is only asked about adds nobody."""
    if rep is not None:
        known_rep(session, rep)
    return _ready(desk, session, rep, now)


def _ready(desk: Desk, session: Session, rep: str | None, now: datetime) -> str:
    """The person, who has a card for every step that there is."""
    person = people.rep_id(session, rep)
    drills.bring_up_to_date(session, person, reviews.card_steps(desk.library), at=now)
    return person


def _allowance(desk: Desk, session: Session, person: str, now: datetime) -> int:
    """How many new ones today still brings."""
    begun = drills.introduced_since(session, person, _midnight(now, 0))
    return max(0, desk.settings().new_drills_a_day - begun)


def _midnight(now: datetime, days: int) -> datetime:
    """The beginning of today, or of a day after it, where the user is."""
    return datetime.combine(now.astimezone().date() + timedelta(days), time.min).astimezone()


def _day_end(now: datetime) -> datetime:
    return _midnight(now, 1)


def _views(desk: Desk, cards: list[KeptCard]) -> tuple[DrillView, ...]:
    """Without those whose step has left the library: what is set aside may outlive it there, and waits for it."""
    return tuple(_view(desk, card) for card in cards if _is_there(desk, card))


def _is_there(desk: Desk, card: KeptCard) -> bool:
    scenario = desk.library.scenarios.get(card.scenario_id)
    return scenario is not None and card.step in scenario.steps


def _view(desk: Desk, card: KeptCard) -> DrillView:
    scenario = desk.library.scenario(card.scenario_id)
    return DrillView(
        card.id, card.scenario_id, card.step, scenario.title, card.skill, scenario.level,
        attempt.buyer_view(desk, scenario.persona), _step(desk, card).says[0], card.due, card.reviews,
        card.lapses,
    )  # fmt: skip


def _step(desk: Desk, card: KeptCard) -> Step:
    """Raises WrongUse where the scenario or the step has left the library since the card was shown."""
    step = desk.library.scenario(card.scenario_id).steps.get(card.step)
    if step is None:
        raise WrongUse(f"The scenario {card.scenario_id} has no step '{card.step}' any more.", "Open the drills again.")
    return step


# -- answering ------------------------------------------------------------------------------------------------------


def begin(desk: Desk, card_id: str, engine: EngineName | None = None, rep: str | None = None) -> Turn:
    """The buyer's line of one drill. It is answered like any other, without a hint, and then it is over."""
    with desk.database.read() as session:
        card = drills.card(session, card_id)
    turn = attempt.begin(
        desk, card.scenario_id, rep=rep, engine=engine, mode="drill", support="none", only_step=card.step
    )
    return replace(turn, time_limit_s=DRILL_S, hint=None)


def result(desk: Desk, attempt_id: str) -> DrillResult:
    """What was covered and missed, what it is rated, and when each rating brings it back."""
    looked_at = debrief.debrief(desk, attempt_id)
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
        review = drills.review_of(session, kept.answers[0].id) if kept.answers else None
        if review is None or kept.beginning.only_step is None:
            raise WrongUse("This attempt is no drill that was answered.")
        card = drills.card(session, review.card_id)
        answer, view = kept.answers[0], looked_at.answers[0]
        flags = sum(finding.kind == "flag" for finding in view.findings)
        choices = []
        for rating in get_args(Rating):
            counts_as = rating_of(review.coverage, flags, rating, answer.skipped)
            choices.append(RatingChoice(rating, counts_as, reviews.due_if(session, review, counts_as)))
        due = reviews.due_if(session, review, cast(Rating, review.rating))
    return DrillResult(
        attempt_id=attempt_id,
        card=_view(desk, card),
        answer=view,
        rating=cast(Rating, review.rating),
        reason=_reason(view, review.coverage),
        is_rated=answer.self_rating is not None,
        choices=tuple(choices),
        due=due,
        is_leech=card.leech_since is not None,
    )


def _reason(answer: AnswerView, coverage: float | None) -> str:
    kinds = [finding.kind for finding in answer.findings]
    covered = kinds.count("covered")
    possible = covered + kinds.count("missed")
    if answer.skipped:
        return "You skipped it."
    if "flag" in kinds:
        return "It has a red flag, and that undoes the rest."
    if coverage is None or coverage >= ALL:
        return "Everything that counts is in it."
    if coverage >= HALF:
        return f"{covered} of {possible} key points: most of what counts is in it."
    return f"{covered} of {possible} key points: more was missing than was there."


def grade(desk: Desk, attempt_id: str, self_rating: int) -> DrillResult:
    """Keep the rep's own rating, 1 again to 4 easy, which opens the model answer. It changes the review there is."""
    if not AGAIN <= self_rating <= EASY:
        raise WrongUse("A drill is rated 1 (again), 2 (hard), 3 (good) or 4 (easy).")
    attempt.rate(desk, attempt_id, 1, self_rating)
    return result(desk, attempt_id)


def review(desk: Desk, wish: str, given: Given, rating: int | None, wishes: Wishes) -> DrillResult:
    """Answer one drill with what was recorded or typed before. ``wish`` is a card's id or SCENARIO/STEP."""
    from coachdesk.services import rehearse

    card = _wished(desk, wish, wishes.rep)
    if rating is not None and not AGAIN <= rating <= EASY:
        raise WrongUse("A drill is rated 1 (again), 2 (hard), 3 (good) or 4 (easy).")
    if isinstance(given, rehearse.Typed):
        turn = begin(desk, card.id, rep=wishes.rep)
    else:
        if not given.path.is_file():
            raise WrongUse(f"There is no audio file {given.path}.")
        turn = begin(desk, card.id, rehearse.recognizer(desk, wishes).name, wishes.rep)
    try:
        if isinstance(given, rehearse.Typed):
            attempt.answer_typed(desk, turn.attempt_id, given.text)
        else:
            attempt.answer_spoken(desk, turn.attempt_id, rehearse.hear(desk, desk, turn, given.path, wishes))
    except BaseException:
        attempt.stop(desk, turn.attempt_id, keep=False)
        raise
    return result(desk, turn.attempt_id) if rating is None else grade(desk, turn.attempt_id, rating)


def _wished(desk: Desk, wish: str, rep: str | None) -> KeptCard:
    now = clock.now()
    with desk.database.write() as session:
        person = _ready(desk, session, rep, now)
        scenario_id, slash, step = wish.partition("/")
        if not slash:
            return drills.card(session, wish)
        scenario = desk.library.scenario(scenario_id)
        if step not in scenario.steps:
            raise WrongUse(f"The scenario {scenario_id} has no step '{step}'{did_you_mean(step, scenario.steps)}.")
        card = drills.card_of(session, person, scenario_id, step)
    if card is None:
        raise WrongUse(f"{wish} is no drill: only the library's own scenarios have drills.")
    return card


# -- lessons, and what is set aside ---------------------------------------------------------------------------------


def lesson(desk: Desk, card_id: str) -> Lesson:
    """What to read before a card that was failed again and again is tried once more."""
    with desk.database.read() as session:
        card = drills.card(session, card_id)
        failures = sum(each.rating == AGAIN for each in drills.reviews_of(session, card_id))
    step = _step(desk, card)
    wanted = targets(step, desk.library.moves)
    return Lesson(
        card=_view(desk, card),
        failures=failures,
        points=_points([target for target in wanted if target.kind == "key_point"]),
        flags=_points([target for target in wanted if target.kind == "red_flag"]),
        model_answer=step.model_answer.strip(),
    )


def _points(wanted: list[Target]) -> tuple[Point, ...]:
    return tuple(Point(target.says, target.why) for target in sorted(wanted, key=lambda each: -each.weight))


def set_aside(desk: Desk, card_id: str) -> None:
    """Ask a card no more, until `bring_back`."""
    with desk.database.write() as session:
        drills.set_aside(session, drills.card(session, card_id).id)


def bring_back(desk: Desk, card_id: str) -> None:
    """Ask a card that was set aside again, when its reviews say."""
    with desk.database.write() as session:
        drills.bring_back(session, drills.card(session, card_id).id, at=clock.now())
