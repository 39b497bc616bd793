"""Delivery figures in words, and those of attempts that an earlier version stored."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace

import pytest

from coachdesk.analysis.delivery import measure
from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word, typed
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.practice.attempt import Spoken
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.figures import Bands, bands, figures
from coachdesk.services.practice.views import Figure
from coachdesk.settings import Settings

NEW_IN_DELIVERY = ("spoken_s", "hedges", "hedges_per_100", "fillers", "doubts")
ANSWER = "um i think it is kind of good and what do you pay now"


def spoken(text: str = ANSWER, *, confidence: float = 0.9, noise: float = -70.0) -> Heard:
    """Words of 0.4 s, with a pause of a second after the seventh."""
    words = []
    for i, word in enumerate(text.split()):
        start_s = 1 + 0.4 * i + (i > 6)
        words.append(Word(word, start_s, start_s + 0.4, confidence))
    voiced = (Span(1.0, 3.8), Span(4.8, words[-1].end_s or 0.0))
    sound = Sound(voiced[-1].end_s + 1, voiced, -22.5, -4.0, 0.0, noise)
    return Heard((Segment(Span(1.0, voiced[-1].end_s), tuple(words)),), sound)


def shown(heard: Heard) -> dict[str, Figure]:
    stored = json.loads(json.dumps(asdict(measure(heard))))
    return {figure.id: figure for figure in figures(stored, typed=heard.sound is None)}


def test_pace_is_judged_over_all_and_told_without_pauses_too() -> None:
    pace = shown(spoken())["pace"]
    assert pace.value == pytest.approx(60 * 14 / 6.6, abs=0.1)
    assert (pace.good, pace.trusted, pace.detail) == (True, True, "Without the pauses 150.")


def test_fillers_are_a_range_with_places_to_hear() -> None:
    fillers = shown(spoken())["fillers"]
    assert (fillers.value, fillers.most, fillers.places) == (1, 1, (1.0,))
    gap = spoken()
    assert gap.sound is not None
    more = replace(gap, sound=replace(gap.sound, voiced=(*gap.sound.voiced, Span(8.2, 8.6))))
    fillers = shown(more)["fillers"]
    assert (fillers.value, fillers.most, fillers.places) == (1, 2, (1.0, 8.2))
    assert fillers.sentence.startswith("1 written down, 1 more may be one")


def test_hedges_are_named() -> None:
    hedges = shown(spoken())["hedges"]
    assert hedges.value == 2
    assert not hedges.good
    assert hedges.sentence.startswith("“i think”, “kind of”. ")


def test_a_doubted_figure_is_not_trusted_and_says_why() -> None:
    unsure = shown(spoken(confidence=0.3))
    assert {name for name, figure in unsure.items() if not figure.trusted} == {"pace", "questions", "hedges", "fillers"}
    assert "a guess" in unsure["pace"].sentence
    noisy = shown(spoken(noise=-30.0))
    assert "noise" in noisy["loudness"].sentence


def test_a_typed_answer_has_the_figures_of_its_words() -> None:
    assert set(shown(typed(ANSWER))) == {"questions", "hedges"}


def test_noise_without_a_voice_says_so() -> None:
    found = shown(Heard((), Sound(5.0, (), None, -20.0, 0.0, -22.0)))
    assert set(found) == {"questions", "hedges"}
    assert all("No voice" in figure.sentence for figure in found.values())


def test_an_attempt_that_an_earlier_version_stored_still_opens(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high", seed=3)
    attempt.answer_spoken(desk, turn.attempt_id, Spoken(spoken(), None))
    before = debrief(desk, turn.attempt_id).answers[0]
    assert {"hedges", "fillers"} <= {figure.id for figure in before.figures}
    with closing(sqlite3.connect(desk.folder.database)) as raw, raw:
        [(delivery, sound)] = raw.execute("SELECT delivery, sound FROM utterances").fetchall()
        old, old_sound = json.loads(delivery), json.loads(sound)
        for name in NEW_IN_DELIVERY:
            del old[name]
        del old["questions"]["tag"], old_sound["noise_dbfs"]
        raw.execute("UPDATE utterances SET delivery = ?, sound = ?", (json.dumps(old), json.dumps(old_sound)))
    after = debrief(desk, turn.attempt_id).answers[0]
    assert [figure.id for figure in after.figures] == ["pace", "pause", "latency", "length", "questions", "loudness"]
    assert after.figures[0] == before.figures[0]
    assert after.words == before.words


def test_what_is_aimed_for_is_what_the_settings_say() -> None:
    chosen = Settings(pace_low_wpm=90, pace_high_wpm=110, longest_pause_s=0.6, longest_answer_s=10)
    stored = json.loads(json.dumps(asdict(measure(spoken()))))
    usual = {figure.id: figure for figure in figures(stored, typed=False)}
    strict = {figure.id: figure for figure in figures(stored, typed=False, wanted=bands(chosen))}
    assert (usual["pace"].good, strict["pace"].good) == (True, False)
    assert strict["pace"].target == (90, 110)
    assert strict["pace"].sentence == "Fast. Aim for 90 to 110 so that it lands."
    assert (usual["pause"].good, strict["pause"].good) == (True, False)
    assert strict["length"].target == (5, 10)


def test_what_is_usual_is_what_the_settings_say_before_anything_was_chosen() -> None:
    assert bands(Settings()) == Bands()


def test_the_debrief_judges_by_the_settings(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_spoken(desk, turn.attempt_id, Spoken(spoken(), None))
    desk.change_settings(pace_low_wpm=150, pace_high_wpm=160)
    pace = next(figure for figure in debrief(desk, turn.attempt_id).answers[0].figures if figure.id == "pace")
    assert (pace.target, pace.good) == ((150, 160), False)
