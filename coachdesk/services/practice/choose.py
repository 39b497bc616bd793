"""The first two screens of Practice: scenarios to choose from, and the brief of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachdesk.errors import CoachDeskError
from coachdesk.scenario.model import Scenario
from coachdesk.scenario.play import longest_path
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, live_mark, recover
from coachdesk.services.practice.attempt import buyer_view
from coachdesk.services.practice.views import BriefView, Choice, Made, MicrophoneView, ScenarioCard, WaitingAttempt
from coachdesk.store import records
from coachdesk.store.kept import History, KeptAttempt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def choices(desk: Desk) -> Choice:
    """Every scenario with this rep's last and best result, and attempts that were interrupted."""
    with desk.database.write() as session:  # the first start adds the rep
        rep = people.rep_id(session)
        history = records.history_of(session, rep)
        running = _running(session, rep)
    cards = tuple(_card(desk, scenario, history.get(scenario.id)) for scenario in desk.library.scenarios.values())
    problems = tuple(str(problem) for problem in desk.library.problems)
    return Choice(cards, _all_waiting(desk, running), problems)


def interrupted(desk: Desk) -> tuple[WaitingAttempt, ...]:
    """This rep's attempts that were begun and not finished, newest first."""
    with desk.database.read() as session:
        rep = people.known_rep(session)
        running = _running(session, rep) if rep else []
    return _all_waiting(desk, running)


def _running(session: Session, rep: str) -> list[KeptAttempt]:
    return [records.load_attempt(session, line.id) for line in records.attempts_of(session, rep, state="running")]


def _all_waiting(desk: Desk, running: list[KeptAttempt]) -> tuple[WaitingAttempt, ...]:
    waiting = (_waiting(desk, kept) for kept in running)
    return tuple(each for each in waiting if each)


def _card(desk: Desk, scenario: Scenario, history: History | None) -> ScenarioCard:
    return ScenarioCard(
        id=scenario.id,
        title=scenario.title,
        skill=scenario.skill,
        level=scenario.level,
        buyer=buyer_view(desk, scenario.persona),
        first_line=scenario.steps[scenario.start].says[0],
        minutes=max(1, round(scenario.time_limit / 60)),
        last=Made(history.last.made, history.last.possible) if history else None,
        best=Made(history.best.made, history.best.possible) if history and history.best else None,
        attempts=history.attempts if history else 0,
        counts_for_track=bool(desk.library.counts_for(scenario.id)),
    )


def _waiting(desk: Desk, kept: KeptAttempt) -> WaitingAttempt | None:
    """None where another window plays it, or where not a word was said: then there is nothing to offer."""
    beginning = kept.beginning
    if live_mark.is_live(attempt.folder_of(desk, kept)):
        return None
    left = recover.unsaved(desk, kept)
    if not kept.answers and left is None:
        return None
    scenario = desk.library.scenarios.get(beginning.scenario_id)
    return WaitingAttempt(
        beginning.id,
        beginning.scenario_id,
        scenario.title if scenario else beginning.scenario_id,
        beginning.started_at,
        len(kept.answers),
        left.seconds if left else 0.0,
    )


def brief(desk: Desk, scenario_id: str) -> BriefView:
    """What a rep reads before talking, with the microphones there are and who will transcribe."""
    library = desk.library
    scenario = library.scenario(scenario_id)
    rubric = library.rubrics.get(scenario.rubric)
    found, missing = microphones()
    return BriefView(
        scenario_id=scenario.id,
        title=scenario.title,
        skill=scenario.skill,
        level=scenario.level,
        buyer=buyer_view(desk, scenario.persona),
        brief=scenario.brief,
        goal=scenario.goal,
        criteria=tuple(criterion.name for criterion in rubric.criteria) if rubric else (),
        time_limit_s=scenario.time_limit,
        steps_about=len(longest_path(scenario)),
        counts_for_track=bool(library.counts_for(scenario.id)),
        recognizer=_recognizer(desk),
        microphones=found,
        no_microphone=missing,
    )


def microphones() -> tuple[tuple[MicrophoneView, ...], str]:
    """Those there are; where there is none, why and what to do."""
    from coachdesk.services.practice.talk import portaudio_key
    from coachdesk.speech import capture

    try:
        devices = capture.devices()
    except CoachDeskError as error:
        return (), str(error)
    if not devices:
        return (), "No microphone was found. Plug one in and open this page again, or type your answers."
    return tuple(MicrophoneView(portaudio_key(device), device.name, device.is_default) for device in devices), ""


def _recognizer(desk: Desk) -> str:
    from coachdesk.speech import engines

    try:
        name = engines.describe_choice(desk.settings().recognizer, None, desk.folder.models)
    except CoachDeskError as error:
        return str(error)
    if name.engine == "vosk":
        return f"Transcribed on this machine by Vosk with the model {name.model}. Nothing leaves it."
    return "Transcribed on this machine by PocketSphinx, the recognizer that is built in. Nothing leaves it."
