"""The personal baseline: a passage read aloud tells how well the recognizer hears this voice on this microphone.

What can't be trusted because of it is shown grey in the debrief. The recording of the passage is not kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk import clock, paths
from coachdesk.errors import CoachDeskError
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.services.practice.views import Figure, Listening
from coachdesk.store import baselines
from coachdesk.store.baselines import KeptBaseline

if TYPE_CHECKING:
    from coachdesk.analysis.baseline import Comparison
    from coachdesk.services.practice.talk import LiveTalk
    from coachdesk.speech.engine_name import EngineName
    from coachdesk.store.kept import KeptAttempt

PASSAGE = "en"

WORDS_DOUBTED_OVER = 0.25
"""Share of words heard otherwise over which what depends on single words is grey. A quarter: with every fourth word
wrong, a hedge or a question word of the usual two or three in an answer is more likely than not among those missed or
made up. Ours; no norm is known."""
ALL_DOUBTED_OVER = 0.45
"""Over this the number of words, too, is so far off that the pace says little. Pauses, loudness, the beginning and the
length of an answer are measured on the sound and need no words."""

ENOUGH_READ = 0.5

OF_WORDS = ("hedges", "fillers", "questions")
OF_WORD_COUNT = ("pace",)


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word of the passage, and what was heard instead (empty: nothing). One without ``text`` was heard beside it."""

    text: str
    heard: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class BaselineView:
    """How well somebody was heard. ``sentence`` says it in a figure, ``trust`` what to make of it. ``words`` are there
    just after the reading only."""

    error_rate: float
    sentence: str
    trust: str
    made_at: datetime
    words: tuple[HeardWord, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What is on the screen before the reading: the passage, the last result on this microphone, and why there may be
    none."""

    passage: str
    last: BaselineView | None


class Reading:
    """A passage that is being read aloud. ``finish`` and ``discard`` wait; call them apart."""

    def __init__(self, desk: Desk, live: LiveTalk, folder: Path, microphone: str, engine: EngineName) -> None:
        self._desk, self._live, self._folder = desk, live, folder
        self._microphone, self._engine = microphone, engine

    def state(self) -> Listening:
        return self._live.state()

    def finish(self) -> BaselineView:
        """Compare what was heard with the passage, and keep the figures. Raises CoachDeskError where too little was."""
        from coachdesk.analysis import delivery
        from coachdesk.analysis.baseline import compare

        try:
            heard = self._live.finish().heard
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._live.note:  # by another recognizer than the one that this is about
            raise CoachDeskError(self._live.note, "Read the passage once more.")
        words = [word.text for word in heard.words]
        found = compare(passage(), words)
        if found.share_read < ENOUGH_READ or len(words) < ENOUGH_READ * found.words:
            raise CoachDeskError(
                "You read less than half of the passage, or only little of it was heard.",
                "Nothing was kept. Read it once more, to the end.",
            )
        now = clock.now()
        with self._desk.database.write() as session:
            kept = KeptBaseline(
                person_id=people.rep_id(session),
                microphone=self._microphone,
                engine=self._engine.engine,
                model=self._engine.model,
                passage=PASSAGE,
                words=found.words,
                errors=found.errors,
                transcript=" ".join(words),
                delivery=asdict(delivery.measure(heard)),
                made_at=now,
            )
            baselines.keep_baseline(session, kept)
        return replace(_view(kept), words=_heard_words(found))

    def discard(self) -> None:
        """Nothing is kept of it."""
        try:
            self._live.discard()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def passage() -> str:
    """What is read aloud: about a minute of everyday sales talk with numbers and days in it."""
    return (paths.bundled("resources") / "passages" / f"{PASSAGE}.txt").read_text("utf-8").strip()


def reading(desk: Desk) -> ReadingView:
    """The screen before the reading."""
    with desk.database.write() as session:  # the first start adds the rep
        person = people.rep_id(session)
    desk.ear(renew=True).start()
    return ReadingView(passage(), latest(desk, person, desk.settings().microphone, desk.ear().name))


def begin_reading(desk: Desk) -> Reading:
    """Begin to listen to the passage. Raises CoachDeskError where there is nothing to listen with."""
    from coachdesk.services.practice import talk

    folder = desk.folder.root / "passage"
    shutil.rmtree(folder, ignore_errors=True)  # of a reading that a crash interrupted
    microphone = desk.settings().microphone
    live = talk.listen_into(desk, folder / "passage.wav", microphone, None)
    return Reading(desk, live, folder, microphone, desk.ear().name)


def latest(desk: Desk, person: str, microphone: str | None, engine: EngineName) -> BaselineView | None:
    """The newest result of a person with a recognizer, on one microphone or (None) on any."""
    with desk.database.read() as session:
        kept = baselines.latest_baseline(
            session, person, engine=engine.engine, model=engine.model, microphone=microphone
        )
    return _view(kept) if kept else None


def doubts(desk: Desk, kept: KeptAttempt) -> dict[str, str]:
    """Why figures of an attempt's spoken answers can't be trusted, by the figure's id.

    An attempt does not keep its microphone, so the newest reading with the same recognizer on any counts.
    """
    beginning = kept.beginning
    with desk.database.read() as session:
        found = baselines.latest_baseline(session, beginning.person_id, engine=beginning.engine, model=beginning.model)
    if found is None or (rate := _rate(found)) <= WORDS_DOUBTED_OVER:
        return {}
    why = f"Of 100 of your words about {round(rate * 100)} are heard otherwise, so this is not judged."
    return dict.fromkeys(OF_WORDS + (OF_WORD_COUNT if rate > ALL_DOUBTED_OVER else ()), why)


def doubted(figures: tuple[Figure, ...], reasons: Mapping[str, str]) -> tuple[Figure, ...]:
    """The figures of an answer, those with a reason against them not to be trusted."""
    return tuple(
        replace(figure, trusted=False, good=False, sentence=reasons[figure.id], detail="")
        if figure.id in reasons and figure.trusted
        else figure
        for figure in figures
    )


def _rate(kept: KeptBaseline) -> float:
    return kept.errors / kept.words if kept.words else 1.0


def _view(kept: KeptBaseline) -> BaselineView:
    rate = _rate(kept)
    count = min(100, round(rate * 100))
    sentence = f"Of 100 words about {count} are heard otherwise." if count else "Every word was heard as you read it."
    return BaselineView(rate, sentence, _trust(rate), kept.made_at)


def _trust(rate: float) -> str:
    if rate <= 0.05:
        return "You are heard very well. Every figure can be trusted."
    if rate <= WORDS_DOUBTED_OVER:
        return "Pace and pauses can be trusted, single words less."
    if rate <= ALL_DOUBTED_OVER:
        return (
            "Pace, pauses and loudness can be trusted. Softening words, fillers and kinds of question can't: they are "
            "shown grey. A headset, or a quieter room, helps most."
        )
    return (
        "Only pauses, loudness and times can be trusted; what needs words is shown grey. Try a headset, a quieter "
        "room, or another recognizer in the settings."
    )


def _heard_words(found: Comparison) -> tuple[HeardWord, ...]:
    return tuple(HeardWord(word.text, word.heard, word.is_right) for word in found.read)
