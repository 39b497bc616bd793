"""Views to build screens from: what the services would return, written out by hand, in all the sizes that hurt."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from coachdesk.services.practice.views import (
    AnswerView,
    BriefView,
    BuyerView,
    Choice,
    CriterionView,
    Debrief,
    EndingView,
    Figure,
    FindingView,
    Listening,
    Made,
    MicrophoneView,
    PauseView,
    ScenarioCard,
    Turn,
    WaitingAttempt,
    WordView,
)

DANA = BuyerView(
    name="Dana Whitfield",
    role="CFO",
    company="Halden Logistics",
    temperament="Calm and quick with figures. Respects a straight answer, tests a soft one.",
    goals=("Keep this year's budget", "A number that she can defend to the board"),
    gender="female",
    accent="us",
    rate=0.0,
    pitch=0.0,
)
LONG_NAME = "Maximiliana Alexandra Freifrau von Oberschleißheim-Wittelsbach"

CARD = ScenarioCard(
    id="too-expensive-cfo",
    title="Ninety thousand is too much",
    skill="negotiation",
    level="intermediate",
    buyer=DANA,
    first_line="The product is fine. The price is not. Ninety thousand?",
    minutes=6,
    last=Made(2, 3),
    best=Made(3, 3),
    attempts=2,
    counts_for_track=True,
)
AISHA = replace(DANA, name="Aisha Rahman", role="VP Sales", company="Cloverline")
CARDS = (
    CARD,
    ScenarioCard("thirty-seconds", "You have thirty seconds", "prospecting", "beginner", AISHA,
                 "Who is this? I'm walking into a meeting.", 3, None, None, 0, False),
    ScenarioCard("tool-already", "We already have a tool for that", "discovery", "beginner", AISHA,
                 "Honestly, the one we have does the job.", 5, Made(2, 4), Made(3, 4), 3, False),
    ScenarioCard("security", "The security question mid-demo", "demo", "advanced", DANA,
                 "Before you go on: where does our data live?", 6, None, None, 0, True),
    ScenarioCard("one-minute", "Give me the one-minute version", "executive-presence", "advanced", AISHA,
                 "I have another call. Why you, why now?", 4, Made(2, 3), Made(2, 3), 1, True),
)  # fmt: skip
WAITING = WaitingAttempt("0198", CARD.id, CARD.title, datetime(2026, 3, 5, 9, 42, tzinfo=UTC), 2, 11.4)


def choice(waiting: tuple[WaitingAttempt, ...] = ()) -> Choice:
    return Choice(CARDS, waiting)


def many_cards(count: int) -> Choice:
    skills, levels = ("prospecting", "discovery", "demo", "negotiation", "executive-presence"), ("beginner", "advanced")
    return Choice(
        tuple(
            replace(CARD, id=f"s{i}", title=f"Scenario number {i}", skill=skills[i % 5], level=levels[i % 2])
            for i in range(count)
        ),
        (),
    )


BRIEF = BriefView(
    scenario_id=CARD.id,
    title=CARD.title,
    skill=CARD.skill,
    level=CARD.level,
    buyer=DANA,
    brief="Second call. Dana liked the demo. She has your quote of ninety thousand a year.",
    goal="Keep the price, find out what it is compared with, leave with a dated next step.",
    criteria=("Handles the price objection", "Trades, never gives", "Closes on a dated next step"),
    time_limit_s=360,
    steps_about=4,
    counts_for_track=True,
    recognizer="Transcribed on this machine by PocketSphinx, the recognizer that is built in. Nothing leaves it.",
    microphones=(
        MicrophoneView("a", "Built-in microphone", True),
        MicrophoneView("b", "USB headset", False),
    ),
)

TURN = Turn(
    attempt_id="0199",
    scenario_id=CARD.id,
    title=CARD.title,
    buyer=DANA,
    position=2,
    steps_about=5,
    step="price",
    says="The product is fine. The price is not. Ninety thousand?",
    hint="Acknowledge first. Then ask what she compares it with.",
    mood=3,
    mood_change=-1,
    time_limit_s=360,
)
ENDING = EndingView(
    "next step",
    "Thursday at ten then. Bring the two numbers.",
    "Dana agreed to a dated next step with the board's number.",
)
OVER = replace(TURN, says=ENDING.says, ending=ENDING, mood=4, mood_change=1, hint=None)


def speech(seconds: float, pauses: tuple[PauseView, ...] = (), per_second: int = 20) -> tuple[float, ...]:
    """Loudness that rises and falls as words do."""
    rng, found = random.Random(7), []
    for i in range(int(seconds * per_second)):
        at = i / per_second
        quiet = any(pause.start_s <= at <= pause.end_s for pause in pauses)
        word = abs(math.sin(at * 5.3 + rng.random() * 0.7)) * (0.55 + 0.45 * math.sin(at * 1.1 + 1) ** 2)
        found.append(0.03 if quiet else 0.08 + min(0.9, word * (0.72 + 0.4 * rng.random())))
    return tuple(found)


LISTENING = Listening(
    elapsed_s=14.2,
    peaks=speech(9, (PauseView(3.4, 4.0),)),
    level="good",
    words="i hear you and that is a lot of money can i ask what you are comparing",
    speaking=True,
    heard_speech=True,
    silence_left_s=None,
    ended=False,
    waiting=False,
    trouble="",
    remedy="",
    behind_s=0.1,
)

FINDINGS = (
    FindingView(1, "covered", "Acknowledge the concern", "i hear you that is a lot of money", "", 0.3, 3.1, 0.94),
    FindingView(2, "flag", "Discounted before understanding", "we could do ten percent off",
                "A number offered before the need is known becomes the new starting price.", 4.9, 7.0, 0.9),
    FindingView(3, "covered", "Name a dated next step", "let us say thursday at ten", "", 18.1, 19.2, 0.61, "step",
                probable=True),
    FindingView(4, "question", "Did you run down a competitor here?", "they never answer", "", 9.9, 11.0, 0.4,
                "compete", probable=True),
    FindingView(5, "missed", "Ask what the price is compared with", "",
                "It might sound like: “When you say too much, compared with what?”", None, None, None, "compare"),
)  # fmt: skip
SPOKEN = (
    ("i hear you that is a lot of money", 1),
    ("and so", None),
    ("we could do ten percent off", 2),
    ("if you sign this quarter because i want to make this work for halden", None),
    ("they never and sir", 4),
    ("and i think you would see it back in a year let me send the numbers and we talk", None),
    ("thursday at ten", 3),
)
PAUSES = (PauseView(3.3, 4.7), PauseView(9.2, 9.9), PauseView(16.4, 17.2))


def words(typed: bool = False) -> tuple[WordView, ...]:
    parts = [(word, number) for text, number in SPOKEN for word in text.split()]
    probable = {finding.number for finding in FINDINGS if finding.probable}
    step = 20 / len(parts)
    return tuple(
        WordView(
            text,
            None if typed else i * step,
            None if typed else (i + 0.9) * step,
            text == "halden",
            number,
            number in probable,
        )
        for i, (text, number) in enumerate(parts)
    )


FIGURES = (
    Figure("pace", "Pace", 148, "wpm", (60, 240), (120, 170), True, "Easy to follow, target 120 to 170.", True),
    Figure("pause", "Longest pause", 1.4, "s", (0, 4), (0.3, 2), True, "3 pauses, room for the buyer to think.", True),
    Figure("latency", "Answer began after", 0.3, "s", (0, 4), (0.4, 2.5), False,
           "You came in fast. Let the objection land.", True),
    Figure("loudness", "Loudness", None, "dBFS", (-60, 0), (-35, -12), False, "Too little speech to say.", False),
)  # fmt: skip

ANSWER = AnswerView(
    position=1,
    step="price",
    says="The product is fine. The price is not. Ninety thousand?",
    typed=False,
    skipped=False,
    audio=Path("answer.flac"),
    audio_problem="",
    duration_s=20.0,
    peaks=speech(20, PAUSES),
    pauses=PAUSES,
    words=words(),
    findings=FINDINGS,
    figures=FIGURES,
    did_well="You acknowledged before you answered.",
    work_on="Ask what it is compared with.",
    self_rating=None,
    model_answer=None,
)
UNTIMED = tuple(replace(finding, start_s=None, end_s=None) for finding in FINDINGS)
TYPED = replace(
    ANSWER, position=2, typed=True, audio=None, duration_s=0.0, peaks=(), pauses=(), words=words(True), figures=(),
    findings=UNTIMED,
)  # fmt: skip
SKIPPED = replace(TYPED, position=3, skipped=True, words=(), findings=(FINDINGS[3],), did_well="")
LOST = replace(ANSWER, position=4, audio_problem="The recording is not on the disk any more, only its transcript.")

CRITERIA = (
    CriterionView(
        "hears_objection",
        "Hears the objection out",
        "Acknowledges the concern and finds out what is behind it before answering.",
        (
            "Talks over the objection or contradicts it; the buyer has to say it again.",
            "Says “I understand” and answers at once, without asking anything.",
            "Acknowledges the concern and asks one question, then answers before the reply is complete.",
            "Acknowledges it in the buyer's words, asks what it is compared with, and waits for the whole reply.",
            "Keeps asking until the buyer has named the real reason and says so, then answers exactly that.",
        ),
        is_critical=True,
        may_be_left_out=False,
        level=None,
    ),
    CriterionView(
        "competition",
        "Speaks well of the competitor",
        "Shows respect for the buyer's present choice and makes the difference clear.",
        (
            "Runs the competitor down; the buyer defends them.",
            "Avoids the subject or says only “we are better”.",
            "Says something fair about the competitor, but the difference stays general.",
            "Praises what they do well and names one difference that matters to this buyer.",
            "Helps the buyer to compare fairly, including where the competitor fits better.",
        ),
        is_critical=False,
        may_be_left_out=True,
        level=None,
    ),
)
DEBRIEF = Debrief(
    attempt_id="0199",
    scenario_id=CARD.id,
    title=CARD.title,
    buyer=DANA,
    started_at=datetime(2026, 3, 5, 9, 42, tzinfo=UTC),
    attempt_number=3,
    answers=(ANSWER, TYPED, SKIPPED, LOST),
    ending=ENDING,
    coverage=0.66,
    total=Made(5, 8),
    flags=1,
    recognizer="PocketSphinx",
    criteria=CRITERIA,
    score=None,
)
