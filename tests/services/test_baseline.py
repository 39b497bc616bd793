"""The personal baseline: a passage read into a microphone that is a file, what is kept of it, and what it greys out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from coachdesk import clock
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word
from coachdesk.errors import CoachDeskError
from coachdesk.services import baseline, people
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.practice.attempt import Spoken
from coachdesk.services.practice.debrief import debrief
from coachdesk.speech import capture
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.paced import PacedFile
from coachdesk.store import baselines
from coachdesk.store.baselines import KeptBaseline

DATA = Path(__file__).parents[1] / "speech" / "data"
READ = (
    "No problem at all, take your time. Is there anything in the proposal that your legal team is likely to "
    "push back on?"
)
PATIENCE_S = 30.0
SPHINX = EngineName("sphinx", "en-us", "one")


@pytest.fixture
def reads(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], baseline.Reading]:
    """Reads a file in the place of a passage, to its end."""
    desk.change_settings(recognizer="sphinx")

    def read(file: str, passage: str) -> baseline.Reading:
        source = PacedFile(DATA / file, 8.0)
        monkeypatch.setattr(capture, "Microphone", lambda _device: source)
        monkeypatch.setattr(baseline, "passage", lambda: passage)
        reading = baseline.begin_reading(desk)
        end = time.monotonic() + PATIENCE_S
        while not (source.ended and reading.state().heard_speech) and time.monotonic() < end:
            time.sleep(0.05)
        assert source.ended
        return reading

    return read


def test_a_passage_that_is_read_gives_a_rate_and_leaves_no_recording(
    desk: Desk, reads: Callable[[str, str], baseline.Reading]
) -> None:
    result = reads("b-21.flac", READ.replace("legal", "purple")).finish()
    assert 0 < result.error_rate < 0.1
    assert "are heard otherwise" in result.sentence
    assert [(word.text, word.heard) for word in result.words if not word.is_right] == [("purple", "legal")]
    assert not (desk.folder.root / "passage").exists()
    with desk.database.write() as session:
        person = people.rep_id(session)
    again = baseline.latest(desk, person, "", desk.ear().name)
    assert again is not None
    assert (again.error_rate, again.words) == (result.error_rate, ())
    assert baseline.latest(desk, person, "another microphone", desk.ear().name) is None
    desk.close()


def test_less_than_half_of_the_passage_is_told_and_not_kept(
    desk: Desk, reads: Callable[[str, str], baseline.Reading]
) -> None:
    reading = reads("b-21.flac", f"{READ} {baseline.passage()}")
    with pytest.raises(CoachDeskError, match="less than half"):
        reading.finish()
    assert baseline.reading(desk).last is None
    assert not (desk.folder.root / "passage").exists()
    desk.close()


def test_a_reading_that_is_cancelled_leaves_nothing(desk: Desk, reads: Callable[[str, str], baseline.Reading]) -> None:
    reads("b-21.flac", READ).discard()
    assert not (desk.folder.root / "passage").exists()
    assert baseline.reading(desk).last is None
    desk.close()


def keep(desk: Desk, errors: int, *, engine: EngineName = SPHINX) -> None:
    with desk.database.write() as session:
        baselines.keep_baseline(
            session,
            KeptBaseline(
                person_id=people.rep_id(session), microphone="", engine=engine.engine, model=engine.model, passage="en",
                words=100, errors=errors, transcript="", delivery=None, made_at=clock.now(),
            ),
        )  # fmt: skip


def answered(desk: Desk) -> str:
    """An attempt with one spoken answer of thirty words."""
    words = tuple(Word(f"word{i}", 1 + 0.4 * i, 1.4 + 0.4 * i, 0.9) for i in range(30))
    sound = Sound(14.0, (Span(1.0, 7.0), Span(8.0, 13.0)), -22.5, -4.0, 0.0, -70.0)
    heard = Heard((Segment(Span(1.0, 13.0), words),), sound)
    turn = attempt.begin(desk, "too-high", engine=SPHINX)
    attempt.answer_spoken(desk, turn.attempt_id, Spoken(heard, None))
    return turn.attempt_id


def grey(desk: Desk, attempt_id: str) -> set[str]:
    return {
        figure.id for figure in debrief(desk, attempt_id).answers[0].figures if "heard otherwise" in figure.sentence
    }


@pytest.mark.parametrize(
    ("errors", "doubted"),
    [
        (25, set()),
        (26, {"hedges", "fillers", "questions"}),
        (45, {"hedges", "fillers", "questions"}),
        (46, {"hedges", "fillers", "questions", "pace"}),
    ],
)
def test_figures_that_need_words_are_grey_where_too_many_are_heard_otherwise(
    desk: Desk, errors: int, doubted: set[str]
) -> None:
    attempt_id = answered(desk)
    keep(desk, errors)
    assert grey(desk, attempt_id) == doubted


def test_the_newest_reading_with_the_same_recognizer_counts(desk: Desk) -> None:
    attempt_id = answered(desk)
    keep(desk, 60)
    keep(desk, 10)
    keep(desk, 90, engine=replace(SPHINX, model="another"))
    assert grey(desk, attempt_id) == set()


def test_a_typed_answer_is_doubted_by_no_reading(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high", engine=SPHINX)
    attempt.answer_typed(desk, turn.attempt_id, "what do you compare it with")
    keep(desk, 80)
    assert grey(desk, turn.attempt_id) == set()


def test_the_passage_takes_about_a_minute_and_holds_numbers_and_a_day() -> None:
    words = baseline.passage().split()
    assert 120 <= len(words) <= 160
    assert {"Tuesday.", "eighteen", "Friday"} <= set(words)
