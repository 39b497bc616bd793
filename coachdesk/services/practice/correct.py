"""A person's word against the machine's: transcript words corrected, and the words that made a point said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from coachdesk import clock
from coachdesk.analysis.cue_parser import plain_cue
from coachdesk.analysis.heard import typed
from coachdesk.analysis.targets import Target, targets
from coachdesk.errors import WrongUse
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice.corrected import text_of, whole_runs
from coachdesk.services.practice.played import Played, made, played
from coachdesk.store import corrections, records
from coachdesk.store.kept import Answer, KeptAttempt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LONGEST = 500
"""Characters in the place of some words; more is another answer."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is there with a correction and was not counted: a key point or red flag by name, in words."""

    name: str
    title: str
    kind: Literal["key_point", "red_flag"]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was kept, by its id, and what it makes appear. Nothing of that counts until a person says."""

    id: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class ProposedCue:
    """Words proposed as a cue: ``cue`` is the pattern that would find them, ``says`` the point that they make."""

    id: str
    scenario: str
    step: str
    name: str
    move: str | None
    says: str
    text: str
    cue: str
    made_at: datetime


def correct_words(desk: Desk, attempt_id: str, position: int, first: int, end: int, text: str) -> Corrected:
    """Write ``text`` in the place of an answer's words from ``first`` to ``end`` (excluded); empty removes them.

    Kept apart from the machine's words. What the machine found stays; what the answer is searched by follows.
    """
    text = " ".join(text.replace("\0", " ").encode("utf-8", "replace").decode().split())
    if len(text) > LONGEST:
        raise WrongUse(
            f"The correction has {len(text)} characters; {LONGEST} are the most.", "Correct fewer words at a time."
        )
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        answer = _answer_at(kept, position)
        words = answer.heard.words
        if not (0 <= first < end <= len(words) or (first == end == 0 and not words)):
            raise WrongUse(f"Answer {position} has no words from {first} to {end}.")
        earlier = corrections.corrections_of(session, attempt_id).get(answer.id, ())
        place = whole_runs(words, earlier, first, end)
        made_id = corrections.keep_correction(session, answer.id, kept.beginning.person_id, place, text, at=clock.now())
        reads = _follow(session, kept, answer)
    return Corrected(made_id, _offers(played(desk.library, kept), answer, reads))


def take_back(desk: Desk, attempt_id: str, correction_id: str) -> None:
    """Remove a correction: what stood there before it stands again."""
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        answer_id = corrections.take_back_correction(session, correction_id)
        for answer in (*kept.answers, *kept.earlier_takes):
            if answer.id == answer_id:
                _follow(session, kept, answer)


def _follow(session: Session, kept: KeptAttempt, answer: Answer) -> str:
    """Search by what an answer reads now, which is returned."""
    now = corrections.corrections_of(session, kept.beginning.id).get(answer.id, ())
    reads = text_of(answer.heard.words, now)
    corrections.search_by(session, answer.id, reads)
    return reads


def _offers(version: Played, answer: Answer, reads: str) -> tuple[Offer, ...]:
    """What is found in the corrected words, that does not count and that nobody has spoken on."""
    step = version.scenario.steps[answer.step]
    known = made(answer) | {finding.name for finding in answer.findings if finding.source == "person"}
    before = {f.name for f in version.finder.find(step, typed(answer.heard.text)) if f.counts}
    found = [f for f in version.finder.find(step, typed(reads)) if f.counts and f.name not in known | before]
    titles = {target.name: target.says for target in targets(step, version.moves)}
    return tuple(Offer(finding.name, titles[finding.name], finding.kind) for finding in found)


def propose_cue(desk: Desk, attempt_id: str, position: int, name: str, first: int, end: int) -> None:
    """Keep the words that, the rep says, make a key point or red flag: perhaps the library learns them."""
    with desk.database.write() as session:
        kept = records.load_attempt(session, attempt_id)
        answer = _answer_at(kept, position)
        target = _target(played(desk.library, kept), answer, name)
        words = answer.heard.words
        corrected = corrections.corrections_of(session, attempt_id).get(answer.id, ())
        first, end = whole_runs(words, corrected, first, end)
        inside = [each for each in corrected if first <= each.first_word and each.end_word <= end]
        shifted = [
            corrections.KeptCorrection(
                each.id, each.utterance_id, each.first_word - first, each.end_word - first, each.text, each.made_at
            )
            for each in inside
        ]
        text = text_of(words[first:end], shifted)
        if not plain_cue(text):
            raise WrongUse("There is no word in that.", "Choose the words that say it.")
        asked = (kept.beginning.scenario_id, answer.step, name, target.move)
        corrections.propose_cue(session, answer.id, kept.beginning.person_id, asked, text, at=clock.now())


def proposals(desk: Desk, rep: str | None = None) -> tuple[ProposedCue, ...]:
    """Cues that wait for a decision: one's own, and those from attempts that were shared; oldest first."""
    with desk.database.write() as session:  # a first start adds the person
        me = people.rep_id(session, rep)
        kept = corrections.proposals_for(session, me)
    return tuple(
        ProposedCue(
            each.id, each.scenario_id, each.step, each.name, each.move, _says(desk, each), each.text,
            plain_cue(each.text), each.made_at,
        )
        for each in kept
    )  # fmt: skip


def _says(desk: Desk, proposal: corrections.KeptProposal) -> str:
    """The point in words, as the library has it now; its name where the scenario or the step is gone."""
    scenario = desk.library.scenarios.get(proposal.scenario_id)
    step = scenario.steps.get(proposal.step) if scenario else None
    wanted = targets(step, desk.library.moves) if step else []
    return next((target.says for target in wanted if target.name == proposal.name), proposal.name)


def _target(version: Played, answer: Answer, name: str) -> Target:
    for target in targets(version.scenario.steps[answer.step], version.moves):
        if target.name == name:
            return target
    raise WrongUse(f"Nothing called {name} is asked of answer {answer.position}.")


def _answer_at(kept: KeptAttempt, position: int) -> Answer:
    for answer in kept.answers:
        if answer.position == position:
            return answer
    raise WrongUse(f"This attempt has no answer {position}.")
