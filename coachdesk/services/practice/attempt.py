"""An attempt from beginning to end: each answer is judged, stored and answered by the buyer in one transaction."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk import clock
from coachdesk.analysis import delivery
from coachdesk.analysis.confidence import calibration
from coachdesk.analysis.heard import Heard, typed
from coachdesk.analysis.targets import targets
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.scenario import play
from coachdesk.scenario.model import Ending, Scenario
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import live_mark, reviews
from coachdesk.services.practice.played import Played, Progress, moves_text, played, progress
from coachdesk.services.practice.views import BuyerView, EndingView, Turn
from coachdesk.speech.engine_name import EngineName
from coachdesk.store import digest, records
from coachdesk.store.kept import Answer, Beginning, KeptAttempt, KeptFinding, machine_finding

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from coachdesk.store.tables import Mode, State, Support

LONGEST_TYPED = 8_000
"""Characters of a typed answer; ten minutes of speech are about as many."""

TYPED = EngineName("typed", "", "")
_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken answer: what was heard, and its recording, which lies in the attempt's own folder."""

    heard: Heard
    recording: Path | None


def begin(
    desk: Desk,
    wish: str,
    *,
    seed: int | None = None,
    rep: str | None = None,
    engine: EngineName | None = None,
    mode: Mode = "solo",
    support: Support = "hints",
    only_step: str | None = None,
) -> Turn:
    """Begin a scenario (an id or a file). The attempt keeps the exact texts that it is played on.

    ``only_step``: ask nothing but this step, and be over when it is answered. Raises WrongUse where there is none
    of that name.
    """
    library = desk.library
    scenario = library.scenario(wish)
    engine = engine or TYPED
    if only_step is not None and only_step not in scenario.steps:
        raise WrongUse(f"The scenario {scenario.id} has no step {only_step}.")
    with desk.database.write() as session:
        rubric = library.rubrics.get(scenario.rubric)
        beginning = Beginning(
            person_id=people.rep_id(session, rep),
            mode=mode,
            support=support,
            only_step=only_step,
            scenario_id=scenario.id,
            scenario_hash=records.keep_snapshot(session, "scenario", library.text_of("scenario", scenario.id)),
            persona_id=scenario.persona,
            seed=secrets.randbelow(_SEEDS) if seed is None else seed,
            engine=engine.engine,
            model=engine.model,
            language_hash=engine.language_hash,
            started_at=clock.now(),
            rubric_hash=(
                records.keep_snapshot(session, "rubric", library.text_of("rubric", rubric.id)) if rubric else None
            ),
            moves_hash=records.keep_snapshot(session, "moves", moves_text(library, scenario)),
        )
        attempt_id = records.begin_attempt(session, beginning)
        kept = records.load_attempt(session, attempt_id)
    live_mark.put(folder_of(desk, kept))
    return _turn(desk, played(library, kept), kept)


def answer_spoken(
    desk: Desk, attempt_id: str, spoken: Spoken, *, hint_used: bool = False, redoes: int | None = None
) -> Turn:
    """Judge and store a spoken answer; the turn that comes back is the buyer's reaction.

    ``redoes``: it takes the place of the answer at that position, see `redo`.
    """
    return _answer(desk, attempt_id, spoken.heard, recording=spoken.recording, hint_used=hint_used, redoes=redoes)


def answer_typed(desk: Desk, attempt_id: str, text: str, *, hint_used: bool = False, redoes: int | None = None) -> Turn:
    """Judge and store a typed answer. Raises WrongUse where there is nothing in it, or far too much."""
    text = text.replace("\0", " ").strip()
    if not text:
        raise WrongUse("There is nothing in this answer yet.", "Type what you would say, or skip the step.")
    if len(text) > LONGEST_TYPED:
        raise WrongUse(
            f"The answer has {len(text)} characters; {LONGEST_TYPED} are the most.",
            "Say it shorter: the buyer would go.",
        )
    return _answer(desk, attempt_id, typed(text), is_typed=True, hint_used=hint_used, redoes=redoes)


def skip(desk: Desk, attempt_id: str) -> Turn:
    """Leave a step unanswered: nothing was made, and the buyer goes on as after an answer without a key point."""
    return _answer(desk, attempt_id, typed(""), is_typed=True, skipped=True)


def _answer(
    desk: Desk,
    attempt_id: str,
    heard: Heard,
    *,
    is_typed: bool = False,
    skipped: bool = False,
    hint_used: bool = False,
    recording: Path | None = None,
    redoes: int | None = None,
) -> Turn:
    if redoes is not None:
        return _answer_again(desk, attempt_id, redoes, heard, is_typed, hint_used, recording)
    sha256 = digest.of_file(recording) if recording else None
    with desk.database.write() as session:
        kept = _running(records.load_attempt(session, attempt_id))
        version = played(desk.library, kept)
        scenario, now = version.scenario, progress(version.scenario, kept)
        step = scenario.steps[now.at]
        engine = TYPED.engine if is_typed else kept.beginning.engine
        findings = version.finder.find(step, heard, calibration(engine))
        names = frozenset(finding.name for finding in findings if finding.counts)
        led = play.reply(scenario, now.at, {**now.found, now.at: names}, now.mood)
        answer = Answer(
            position=now.position,
            step=now.at,
            says=_line(scenario, kept, now),
            heard=heard,
            started_at=clock.now(),
            mood=led.mood,
            next=led.goes_to,
            findings=tuple(machine_finding(finding) for finding in findings),
            typed=is_typed,
            skipped=skipped,
            hint_used=hint_used,
            audio_path=recording.relative_to(desk.folder.recordings).as_posix() if recording else None,
            audio_sha256=sha256,
            delivery=asdict(delivery.measure(heard)),
        )
        records.keep_answer(session, attempt_id, answer)
        reviews.count(session, desk.library, scenario, kept, answer)
        kept = records.load_attempt(session, attempt_id)
        ending = None if kept.beginning.only_step else led.ending(scenario)
        over = ending is not None or kept.beginning.only_step is not None
        if over:
            _finish(session, scenario, kept, "finished", led.goes_to if ending else None, ending)
            kept = records.load_attempt(session, attempt_id)
    if over:
        live_mark.take_away(folder_of(desk, kept))
    return _turn(desk, version, kept)


def redo(desk: Desk, attempt_id: str, position: int) -> Turn:
    """The turn of an answer again, to answer it once more in an attempt that is over.

    Nothing changes until it is answered. Then the new take stands and the earlier one is kept; the way that was taken
    and the buyer's mood stay, because the later answers were given on it; what the attempt covers is counted anew.
    """
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
    if kept.state == "running":
        raise WrongUse("This talk is still going on.", "Come to its end first.")
    answer = _answer_at(kept, position)
    return replace(_turn(desk, played(desk.library, kept), kept, redone=answer), redoes=position)


def _answer_again(
    desk: Desk,
    attempt_id: str,
    position: int,
    heard: Heard,
    is_typed: bool,
    hint_used: bool,
    recording: Path | None,
) -> Turn:
    sha256 = digest.of_file(recording) if recording else None
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        before = _answer_at(kept, position)
        version = played(desk.library, kept)
        engine = TYPED.engine if is_typed else kept.beginning.engine
        findings = version.finder.find(version.scenario.steps[before.step], heard, calibration(engine))
        answer = Answer(
            position=position,
            step=before.step,
            says=before.says,
            heard=heard,
            started_at=clock.now(),
            mood=before.mood,
            next=before.next,
            findings=tuple(machine_finding(finding) for finding in findings),
            typed=is_typed,
            hint_used=hint_used,
            audio_path=recording.relative_to(desk.folder.recordings).as_posix() if recording else None,
            audio_sha256=sha256,
            delivery=asdict(delivery.measure(heard)),
        )
        records.keep_answer(session, attempt_id, answer, replaces=before.id)
        reviews.count(session, desk.library, version.scenario, kept, answer, replaces=before.id)
        kept = records.load_attempt(session, attempt_id)
        reached = progress(version.scenario, kept).coverage
        records.recount(session, attempt_id, reached.share, reached.made, reached.possible)
    return replace(_turn(desk, version, kept, redone=answer), redoes=position, over=True)


def stop(desk: Desk, attempt_id: str, *, keep: bool) -> None:
    """Stop before an ending. Kept: the answers so far stay. Not kept: the attempt and its recordings are erased."""
    with desk.database.write() as session:
        kept = _running(records.load_attempt(session, attempt_id))
        if keep and kept.answers:
            _finish(session, played(desk.library, kept).scenario, kept, "stopped", None, None)
        else:
            reviews.take_back(session, attempt_id)
            records.erase_attempt(session, attempt_id)
    folder = folder_of(desk, kept)
    live_mark.take_away(folder)
    if not (keep and kept.answers):
        shutil.rmtree(folder, ignore_errors=True)


def current_turn(desk: Desk, attempt_id: str) -> Turn:
    """Where an attempt stands, and from now on this program's to go on with."""
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
    if kept.state == "running":
        live_mark.put(folder_of(desk, kept))
    return _turn(desk, played(desk.library, kept), kept)


def rate(desk: Desk, attempt_id: str, position: int, rating: int) -> None:
    """Keep the rep's own rating of an answer, 1 to 5, which opens its model answer."""
    if not 1 <= rating <= 5:
        raise WrongUse("A rating is a level from 1 to 5.")
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        answer = replace(_answer_at(kept, position), self_rating=rating)
        records.rate_answer(session, answer.id, rating)
        reviews.count(session, desk.library, played(desk.library, kept).scenario, kept, answer)


def judge(desk: Desk, attempt_id: str, position: int, name: str, *, said: bool) -> None:
    """Keep the rep's word on whether a key point or red flag is in an answer. It stands beside the machine's.

    The last word counts. The branch that was taken stays, what the attempt covers is counted anew.
    """
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        version = played(desk.library, kept)
        answer = _answer_at(kept, position)
        target = next((t for t in targets(version.scenario.steps[answer.step], version.moves) if t.name == name), None)
        if target is None:
            raise WrongUse(f"Nothing called {name} is asked of answer {position}.")
        word = KeptFinding(
            kind=target.kind,
            name=name,
            move=target.move,
            source="person",
            person_id=kept.beginning.person_id,
            verdict="present" if said else "absent",
        )
        records.keep_finding(session, answer.id, word, at=clock.now())
        kept = records.load_attempt(session, attempt_id)
        reviews.count(session, desk.library, version.scenario, kept, _answer_at(kept, position))
        reached = progress(version.scenario, kept).coverage
        if kept.state != "running":
            records.recount(session, attempt_id, reached.share, reached.made, reached.possible)


def _answer_at(kept: KeptAttempt, position: int) -> Answer:
    answer = next((answer for answer in kept.answers if answer.position == position), None)
    if answer is None:
        raise WrongUse(f"This attempt has no answer {position}.")
    return answer


def folder_of(desk: Desk, kept: KeptAttempt) -> Path:
    """Where the recordings of an attempt lie: by date and attempt."""
    beginning = kept.beginning
    return desk.folder.recordings / f"{beginning.started_at:%Y-%m-%d}" / beginning.id


def recording_path(desk: Desk, turn: Turn) -> Path:
    """Where the answer to a turn is to be recorded (without its ending). Raises CoachDeskError where it cannot be."""
    with desk.database.read() as session:
        folder = folder_of(desk, records.load_attempt(session, turn.attempt_id))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CoachDeskError(
            f"There is no place for the recording: {error.strerror}.", f"Free some room, or check {folder.parent}."
        ) from error
    takes = len(list(folder.glob(f"{turn.position:02}-*")))
    return folder / f"{turn.position:02}-{turn.step}{f'-take{takes + 1}' if takes else ''}"


def buyer_view(desk: Desk, persona_id: str) -> BuyerView:
    persona = desk.library.personas.get(persona_id)
    if persona is None:
        return BuyerView(persona_id, "buyer", "", "", (), "female", "us", 0.0, 0.0, persona_id)
    voice = persona.voice
    return BuyerView(
        persona.name, persona.role, persona.company, persona.temperament, persona.goals,
        voice.gender, voice.accent, voice.rate, voice.pitch, persona_id,
    )  # fmt: skip


def ending_view(scenario: Scenario, name: str | None) -> EndingView | None:
    ending = scenario.endings.get(name) if name else None
    return EndingView(ending.outcome, ending.says, ending.means) if ending else None


def _turn(desk: Desk, version: Played, kept: KeptAttempt, *, redone: Answer | None = None) -> Turn:
    scenario, now = version.scenario, progress(version.scenario, kept)
    if redone is not None:
        now = replace(now, at=redone.step, position=redone.position, mood_change=0)
    only_step = kept.beginning.only_step
    ending = None if only_step or redone else ending_view(scenario, now.at)
    step = scenario.steps.get(now.at)
    single = only_step is not None or redone is not None
    return Turn(
        attempt_id=kept.beginning.id,
        scenario_id=scenario.id,
        title=scenario.title,
        buyer=buyer_view(desk, scenario.persona),
        position=now.position,
        steps_about=now.position - 1 + (1 if single else len(play.longest_path(scenario, now.at)) if step else 0),
        step=now.at,
        says=redone.says if redone else _line(scenario, kept, now) if step else (ending.says if ending else ""),
        hint=step.hint if step else None,
        mood=now.mood,
        mood_change=now.mood_change,
        time_limit_s=scenario.time_limit,
        ending=ending,
        over=kept.state != "running" and redone is None,
        is_drill=only_step is not None,
        support=kept.beginning.support,
        model_answer=step.model_answer if step and kept.beginning.support == "model answer" else None,
    )


def _line(scenario: Scenario, kept: KeptAttempt, now: Progress) -> str:
    return play.prospect_line(now.at, scenario.steps[now.at], kept.beginning.seed, now.visits.get(now.at, 0))


def _running(kept: KeptAttempt) -> KeptAttempt:
    if kept.state != "running":
        raise WrongUse("This attempt has already ended.", "Start the scenario again.")
    return kept


def _finish(
    session: Session,
    scenario: Scenario,
    kept: KeptAttempt,
    state: State,
    name: str | None,
    ending: Ending | None,
) -> None:
    reached = progress(scenario, kept).coverage
    records.finish_attempt(
        session,
        kept.beginning.id,
        state=state,
        at=clock.now(),
        ending=name,
        outcome=ending.outcome if ending else None,
        coverage=reached.share,
        made=reached.made,
        possible=reached.possible,
    )
