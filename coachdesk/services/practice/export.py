"""An attempt as a file: the debrief as PDF, the transcript as text, subtitles or JSON, the recording."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.report import transcripts
from coachdesk.report.talk import Correction, Measure, Point, ReadWord, SaidAnswer, SaidWord, Talk
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice.corrected import in_force
from coachdesk.services.practice.debrief import debrief, which_take
from coachdesk.services.practice.views import AnswerView, Debrief
from coachdesk.store import corrections, records
from coachdesk.store.corrections import KeptCorrection
from coachdesk.store.kept import Answer
from coachdesk.store.people import people as everybody
from coachdesk.store.target import refuse_unless_plain, written_whole

Form = Literal["pdf", "txt", "srt", "vtt", "json", "wav", "flac"]
FORMS: tuple[Form, ...] = get_args(Form)
SOUND: tuple[Form, ...] = ("wav", "flac")

GAP_S = 1.0
"""Silence between two answers in the recording of a whole talk; subtitles count it too."""

NAME_MOST = 80
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')

Tell = Callable[[float], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written whole. ``note`` says what is not in it, empty where nothing is missing."""

    path: Path
    note: str = ""


def file_name(title: str, started: str, form: Form) -> str:
    """A name for the file that every system takes, such as ``Ninety thousand is too much, 2026-03-05.pdf``."""
    clean = " ".join(_NOT_IN_A_NAME.sub(" ", title).split()).strip(". ")[:NAME_MOST].strip(". ")
    return f"{clean or 'Talk'}, {started}.{form}"


def suggested_name(shown: Debrief, form: Form) -> str:
    return file_name(shown.title, f"{shown.started_at.astimezone():%Y-%m-%d %H.%M}", form)


def export(
    desk: Desk, attempt_id: str, form: Form, to: Path, tell: Tell | None = None, stop: Stop | None = None
) -> Exported:
    """Write an attempt to a file, whole or not at all; one that is there is replaced.

    Raises WrongUse where the attempt has nothing to write in that form, CoachDeskError where it cannot be written.
    """
    refuse_unless_plain(to)
    shown = debrief(desk, attempt_id)
    sounding = [answer for answer in shown.answers if answer.audio is not None]
    note = ""
    if form in SOUND or form in ("srt", "vtt"):
        if not sounding:
            what = "recording" if form in SOUND else "spoken answer"
            raise WrongUse(f"There is no {what} in this talk.", "Its transcript can be exported as text.")
        gone = [answer.position for answer in shown.answers if answer.audio_problem]
        if gone:
            several = "s" if len(gone) > 1 else ""
            note = f"Without answer{several} {', '.join(map(str, gone))}: the recording is gone."
    talk = None if form in SOUND else talk_of(desk, shown)
    try:
        with written_whole(to) as draft:
            if talk is None:
                _join(sounding, draft.with_name(f"sound.{form}"), draft, tell, stop)
            else:
                _write(talk, form, draft)
    except OSError as error:
        raise CoachDeskError(
            f"{to.name} could not be written in {to.parent}: {error.strerror or error}.",
            "Nothing was changed there. Choose another place, or make room.",
        ) from error
    return Exported(to, note)


def _join(answers: Sequence[AnswerView], sound: Path, draft: Path, tell: Tell | None, stop: Stop | None) -> None:
    from coachdesk.speech.joined import join

    join([answer.audio for answer in answers if answer.audio is not None], sound, GAP_S, tell, stop)
    sound.replace(draft)


def _write(talk: Talk, form: Form, draft: Path) -> None:
    if form == "pdf":
        from coachdesk.report.debrief_pdf import debrief_pdf

        debrief_pdf(talk, draft)
        return
    if form == "srt" or form == "vtt":
        text = transcripts.talk_subtitles(talk, form) + "\n"
    else:
        text = transcripts.talk_json(talk) if form == "json" else transcripts.talk_text(talk)
    draft.write_text(text, "utf-8", newline="\n")


def talk_of(desk: Desk, shown: Debrief) -> Talk:
    """An attempt as the plain values that every export is made of."""
    with desk.database.read() as session:
        kept = records.load_attempt(session, shown.attempt_id)
        corrected = corrections.corrections_of(session, shown.attempt_id)
        names = {person.id: person.name for person in everybody(session)}
    by_take = {
        (answer.position, which_take(kept, answer)[0]): answer for answer in (*kept.answers, *kept.earlier_takes)
    }
    starts = _starts(shown.answers)

    def said(view: AnswerView) -> SaidAnswer:
        answer = by_take[view.position, view.take]
        return _said(view, answer, corrected.get(answer.id, ()), starts)

    ending, following = shown.ending, shown.next
    return Talk(
        id=shown.attempt_id,
        scenario=shown.scenario_id,
        title=shown.title,
        buyer=shown.buyer.name,
        buyer_role=shown.buyer.role,
        rep=names.get(kept.beginning.person_id) or people.login_name(),
        started_at=shown.started_at.astimezone(),
        attempt_number=shown.attempt_number,
        outcome=ending.outcome if ending else None,
        ending_says=ending.says if ending else "",
        ending_means=ending.means if ending else "",
        made=shown.total.made,
        possible=shown.total.possible,
        red_flags=shown.flags,
        self_score=shown.score,
        recognizer=shown.recognizer,
        next_says=following.says if following else "",
        next_why=following.why if following else "",
        shared_at=shown.shared_at,
        answers=tuple(said(view) for view in shown.answers),
        earlier_takes=tuple(said(view) for view in shown.earlier),
    )


def _starts(answers: Sequence[AnswerView]) -> dict[int, float]:
    """Where each answer that has a recording begins in that of the whole talk, by its position."""
    starts: dict[int, float] = {}
    at = 0.0
    for answer in answers:
        if answer.audio is not None:
            starts[answer.position] = at
            at += answer.duration_s + GAP_S
    return starts


def _said(view: AnswerView, answer: Answer, made: Sequence[KeptCorrection], starts: Mapping[int, float]) -> SaidAnswer:
    words = answer.heard.words
    return SaidAnswer(
        position=view.position,
        take=view.take,
        takes=view.takes,
        step=view.step,
        buyer_says=view.says,
        kind="skipped" if view.skipped else "typed" if view.typed else "spoken",
        text=" ".join(word.text for word in view.words if not word.removed),
        heard=answer.heard.text,
        words=tuple(SaidWord(word.text, word.start_s, word.end_s, word.confidence) for word in words),
        reads=tuple(
            ReadWord(word.text, word.start_s, word.end_s, word.finding, bool(word.correction))
            for word in view.words
            if not word.removed
        ),
        corrections=tuple(
            Correction(
                each.first_word,
                each.end_word,
                " ".join(word.text for word in words[each.first_word : each.end_word]),
                each.text,
                each.made_at,
            )
            for each in in_force(made)
        ),
        points=tuple(
            Point(f.number, f.kind, f.title, f.evidence, f.note, f.start_s, f.end_s, f.confidence, f.by_hand)
            for f in view.findings
        ),
        measures=tuple(Measure(f.id, f.label, f.value, f.most, f.unit, f.sentence, f.trusted) for f in view.figures),
        did_well=view.did_well,
        work_on=view.work_on,
        self_rating=view.self_rating,
        model_answer=view.model_answer,
        duration_s=view.duration_s,
        starts_at_s=starts.get(view.position) if view.counts else None,
    )


def latest(desk: Desk, rep: str | None = None) -> str:
    """The id of the newest attempt of the one who practises here. Raises WrongUse where there is none."""
    with desk.database.write() as session:  # a first start adds the person
        found = corrections.latest_attempt(session, people.rep_id(session, rep))
    if found is None:
        raise WrongUse("There is no talk to export yet.", "Practise one first.")
    return found
