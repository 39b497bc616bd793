"""What the Practice page shows: plain values that a screen, a command or a test can be built from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from coachdesk.coaching.next_thing import NextThing

MOOD_WORDS = ("leaving", "annoyed", "guarded", "open", "warm")
"""The buyer's mood from 1 to 5, in a word."""


@dataclass(frozen=True, slots=True)
class Made:
    """Key points made and possible on the way taken, by count."""

    made: int
    possible: int


@dataclass(frozen=True, slots=True)
class BuyerView:
    """A persona. Voice: gender female or male, accent us or gb, rate and pitch -1 to 1."""

    name: str
    role: str
    company: str
    temperament: str
    goals: tuple[str, ...]
    gender: str
    accent: str
    rate: float
    pitch: float
    id: str = ""  # of the persona

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return (parts[0][0] + parts[-1][0]).upper() if len(parts) > 1 else self.name[:2].upper()


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """One scenario to choose. ``last`` and ``best`` are None where it was never tried."""

    id: str
    title: str
    skill: str
    level: str
    buyer: BuyerView
    first_line: str
    minutes: int
    last: Made | None
    best: Made | None
    attempts: int
    counts_for_track: bool


@dataclass(frozen=True, slots=True)
class WaitingAttempt:
    """An attempt that was begun and not finished, because the program or the machine stopped."""

    attempt_id: str
    scenario_id: str
    title: str
    started_at: datetime
    answers: int
    unsaved_s: float  # seconds of an answer that was being recorded and can be kept


@dataclass(frozen=True, slots=True)
class Choice:
    """The first screen. ``problems`` are content files that could not be read, in words."""

    cards: tuple[ScenarioCard, ...]
    waiting: tuple[WaitingAttempt, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MicrophoneView:
    """One input device. ``key`` names it across restarts (its name and host API)."""

    key: str
    name: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class BriefView:
    """What a rep reads before talking. ``recognizer`` is a whole sentence."""

    scenario_id: str
    title: str
    skill: str
    level: str
    buyer: BuyerView
    brief: str
    goal: str
    criteria: tuple[str, ...]
    time_limit_s: int
    steps_about: int
    counts_for_track: bool
    recognizer: str
    microphones: tuple[MicrophoneView, ...]
    no_microphone: str = ""  # why there is none and what to do, empty where there is one


@dataclass(frozen=True, slots=True)
class EndingView:
    outcome: Literal["won", "next step", "stalled", "lost"]
    says: str
    means: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The buyer has spoken and it is the rep's turn; or the talk is over and ``ending`` says how.

    ``mood`` is 1 to 5; ``mood_change`` what the last answer did to it; ``steps_about`` a guess at the whole length.
    """

    attempt_id: str
    scenario_id: str
    title: str
    buyer: BuyerView
    position: int  # of the answer that is awaited, from 1
    steps_about: int
    step: str
    says: str
    hint: str | None
    mood: int
    mood_change: int
    time_limit_s: int
    ending: EndingView | None = None
    over: bool = False  # nothing more is asked: an ending, or the one answer of a drill or a redo was given
    redoes: int | None = None  # the position of the answer that this one is to take the place of
    is_drill: bool = False  # nothing but this one step is asked
    support: Literal["hints", "model answer", "none"] = "hints"
    model_answer: str | None = None  # where the support allows a look at it

    @property
    def mood_word(self) -> str:
        return MOOD_WORDS[self.mood - 1]


@dataclass(frozen=True, slots=True)
class Listening:
    """A moment of a live answer, read by the window thirty times a second.

    ``peaks`` are the newest loudness values, 0 to 1, one for every 32 ms, oldest first, of the last ten seconds.
    ``silence_left_s`` counts down to the end of the answer, None while somebody speaks or has not spoken yet.
    ``trouble`` is a sentence for the rep, empty where all is well; ``waiting`` says that the device is gone and
    the program waits for it.
    """

    elapsed_s: float
    peaks: tuple[float, ...]
    level: Literal["silent", "too quiet", "good", "too loud"]
    words: str
    speaking: bool
    heard_speech: bool
    silence_left_s: float | None
    ended: bool
    waiting: bool
    trouble: str
    remedy: str
    behind_s: float


@dataclass(frozen=True, slots=True)
class WordView:
    """One word of a transcript. ``finding`` is the number of the finding it is evidence for; ``probable``: it stands in
    the place of words that are evidence and were read otherwise.

    ``first`` to ``end`` (excluded) are the machine's words that it stands for, by which it is corrected. A person's
    ``correction`` is named by its id, and ``heard`` is what it stands in the place of; ``removed``: nothing was said.
    """

    text: str
    start_s: float | None
    end_s: float | None
    unsure: bool
    finding: int | None = None
    probable: bool = False
    first: int = 0
    end: int = 0
    correction: str = ""
    heard: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class FindingView:
    """What was seen, or missed, in an answer. The same number stands in waveform, transcript and list.

    A ``question`` is a red flag that is not certain: ``title`` asks for it, and it counts only once somebody says yes.
    ``rejected``: a red flag that the machine saw, and a person says was not there.
    ``probable``: the evidence is in another reading than the shown one, so that it is told of as probably heard.
    ``by_hand``: a person said that it is there, or not, and the machine said otherwise.
    """

    number: int
    kind: Literal["covered", "missed", "flag", "question", "rejected"]
    title: str
    evidence: str  # the words, empty where missed
    note: str  # for a flag the reason, for a missed one how it might sound
    start_s: float | None
    end_s: float | None
    confidence: float | None
    name: str = ""
    probable: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One delivery figure on its scale, with one plain sentence. Not ``trusted``: shown grey, the sentence says why.

    ``detail`` is what more can be told of it. ``most`` is the upper end where the figure is a range; ``places`` are the
    seconds at which to hear what it counts.
    """

    id: str
    label: str
    value: float | None
    unit: str
    scale: tuple[float, float]
    target: tuple[float, float] | None
    good: bool
    sentence: str
    trusted: bool
    detail: str = ""
    most: float | None = None
    places: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PauseView:
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer in the debrief. ``model_answer`` is None until the rep has rated the answer (1 to 5).

    It is the ``take``th of ``takes``; the last one counts.
    """

    position: int
    step: str
    says: str
    typed: bool
    skipped: bool
    audio: Path | None
    audio_problem: str  # why the recording cannot be played, empty where it can
    duration_s: float
    peaks: tuple[float, ...]  # 0 to 1, evenly spread over duration_s
    pauses: tuple[PauseView, ...]
    words: tuple[WordView, ...]
    findings: tuple[FindingView, ...]
    figures: tuple[Figure, ...]
    did_well: str
    work_on: str
    self_rating: int | None
    model_answer: str | None
    take: int = 1
    takes: int = 1
    looked: bool = False  # at a hint or the model answer, while talking

    @property
    def counts(self) -> bool:
        return self.take == self.takes


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion of the rubric with the words of its five levels, 1 first, and how the rep scored it (1 to 5)."""

    id: str
    name: str
    about: str
    anchors: tuple[str, str, str, str, str]
    is_critical: bool
    may_be_left_out: bool
    level: int | None


@dataclass(frozen=True, slots=True)
class Debrief:
    """A whole attempt, looked back on. ``coverage`` is 0 to 1, None where no key point was possible.

    ``answers`` are those that count; ``earlier`` the takes that were answered again. ``others`` is how many people
    beside its rep this program knows.
    """

    attempt_id: str
    scenario_id: str
    title: str
    buyer: BuyerView
    started_at: datetime
    attempt_number: int
    answers: tuple[AnswerView, ...]
    ending: EndingView | None
    coverage: float | None
    total: Made
    flags: int
    recognizer: str
    criteria: tuple[CriterionView, ...]
    score: float | None  # 0 to 100, by the rep's own card; None until the rep has scored
    earlier: tuple[AnswerView, ...] = ()
    next: NextThing | None = None
    shared_at: datetime | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class EarlierView:
    """One answer to a step, beside others to the same step. ``is_this``: the one that they are compared with."""

    attempt_id: str
    position: int
    answered_at: datetime
    take: int
    takes: int
    is_this: bool
    made: Made
    flags: int
    figures: tuple[Figure, ...]
    duration_s: float
    peaks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The last answers to one step, the one that is looked at first, then back in time."""

    position: int
    says: str
    answers: tuple[EarlierView, ...]
