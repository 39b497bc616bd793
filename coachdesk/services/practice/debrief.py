"""The look back on an attempt: what was covered and missed with its evidence, how it sounded, what to work on next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachdesk.analysis.targets import targets
from coachdesk.assessment import scorecard as scoring
from coachdesk.coaching.next_thing import Looked, Miss, next_thing
from coachdesk.services import baseline
from coachdesk.services.desk import Desk
from coachdesk.services.practice import self_score
from coachdesk.services.practice.answer_view import answer_view
from coachdesk.services.practice.attempt import buyer_view, ending_view
from coachdesk.services.practice.played import Played, made, played, progress
from coachdesk.services.practice.views import AnswerView, Debrief, Made
from coachdesk.speech.language.files import ENGINE_MODEL
from coachdesk.store import corrections, records
from coachdesk.store.kept import Answer, KeptAttempt


def debrief(desk: Desk, attempt_id: str) -> Debrief:
    """A whole attempt, looked back on."""
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
        card = self_score.own_card(session, kept)
        corrected = corrections.corrections_of(session, attempt_id)
        others = corrections.people_beside(session, kept.beginning.person_id)
    rubric = self_score.rubric_of(kept)
    score = scoring.score(rubric, card.levels) if rubric and card else None
    version = played(desk.library, kept)
    doubts = baseline.doubts(desk, kept)

    def views(of: Sequence[Answer]) -> tuple[AnswerView, ...]:
        return tuple(
            answer_view(desk, version, answer, corrected.get(answer.id, ()), *which_take(kept, answer), doubts)
            for answer in of
        )

    answers = views(kept.answers)
    reached = progress(version.scenario, kept)
    return Debrief(
        attempt_id=attempt_id,
        scenario_id=version.scenario.id,
        title=version.scenario.title,
        buyer=buyer_view(desk, version.scenario.persona),
        started_at=kept.beginning.started_at,
        attempt_number=kept.number,
        answers=answers,
        ending=ending_view(version.scenario, kept.ending),
        coverage=reached.coverage.share,
        total=Made(reached.coverage.made, reached.coverage.possible),
        flags=sum(finding.kind == "flag" for answer in answers for finding in answer.findings),
        recognizer=recognizer_sentence(kept),
        criteria=self_score.criteria(rubric, card),
        score=score.percent if score else None,
        earlier=views(kept.earlier_takes),
        next=next_thing(tuple(_looked(version, kept, answers))),
        shared_at=kept.shared_at,
        others=others,
    )


def which_take(kept: KeptAttempt, answer: Answer) -> tuple[int, int]:
    """Which take of its answer one is, and how many there are. Ids are in the order of their making."""
    ids = sorted(each.id for each in (*kept.answers, *kept.earlier_takes) if each.position == answer.position)
    return ids.index(answer.id) + 1, len(ids)


def _looked(version: Played, kept: KeptAttempt, views: Sequence[AnswerView]) -> Iterator[Looked]:
    for answer, view in zip(kept.answers, views, strict=True):
        wanted = targets(version.scenario.steps[answer.step], version.moves)
        names = made(answer)
        points = [target for target in wanted if target.kind == "key_point"]
        yield Looked(
            position=answer.position,
            flags=tuple(target.says for target in wanted if target.kind == "red_flag" and target.name in names),
            misses=tuple(Miss(t.says, t.move or t.says, t.weight) for t in points if t.name not in names),
            made=sum(target.name in names for target in points),
            possible=len(points),
            self_rating=answer.self_rating,
            sounded=tuple(figure.sentence for figure in view.figures if figure.trusted and not figure.good),
            takes=view.takes,
        )


def recognizer_sentence(kept: KeptAttempt) -> str:
    beginning = kept.beginning
    if beginning.engine == "typed":
        return "Typed."
    if beginning.engine == "vosk":
        return f"Transcribed on this machine by Vosk with the model {beginning.model}."
    taught = "" if beginning.language_hash == ENGINE_MODEL else ", after it was taught the words of the library"
    return f"Transcribed on this machine by PocketSphinx, the recognizer that is built in{taught}."
