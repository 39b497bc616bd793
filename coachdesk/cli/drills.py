"""``coachdesk drills``: what is due for a rep, and an answer to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from coachdesk import clock
from coachdesk.cli import printing
from coachdesk.cli.rehearse import Engine, EngineOption, ModelOption
from coachdesk.errors import WrongUse
from coachdesk.services import drills, rehearse
from coachdesk.services.drills import DrillResult, DrillView, Overview

app = typer.Typer(help="Drills: single objections that come again when they are about to be forgotten.")

RATINGS = ("again", "hard", "good", "easy")
SIGNS = {"covered": "+", "missed": "-", "flag": "!", "question": "?", "rejected": "-"}

RepOption = Annotated[str | None, typer.Option("--rep", help="Whose drills they are.")]


@app.command("due")
def due(
    context: typer.Context,
    rep: RepOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List what a session would ask now, what was failed again and again, and the days to come."""
    desk, now = printing.desk_of(context), clock.now()
    seen = drills.overview(desk, now, rep)
    cards = drills.session(desk, now, rep=rep)
    if json:
        printing.as_json({"overview": seen, "session": cards})
        return
    _print_overview(seen, cards, now)


def _print_overview(seen: Overview, cards: Sequence[DrillView], now: datetime) -> None:
    say = typer.echo
    if seen.waiting:
        say(f"{seen.due} due and {seen.new} new, about {seen.minutes} min.")
    elif seen.next_due:
        say(f"Nothing is due. The next one comes {_when(seen.next_due)}.")
    else:
        say("Nothing is due.")
    if cards:
        say("")
        rows = [(_name(card), "new" if card.is_new else _late(card.due, now), card.title) for card in cards]
        printing.table(rows, ("drill", "due", "scenario"))
    if seen.waiting > len(cards):
        say(f"{seen.waiting - len(cards)} more after these.")
    if seen.leeches:
        say("")
        say("Failed again and again; read the model answer before the next try:")
        printing.table([(_name(card), f"{card.reviews} tries", card.title) for card in seen.leeches],
                       ("drill", "so far", "scenario"))  # fmt: skip
    if seen.answered:
        say("")
        say(f"{seen.learnt} learnt of {seen.cards}. The next {len(seen.ahead)} days: "
            + ", ".join(f"{day.day:%a} {day.due}" for day in seen.ahead) + ".")  # fmt: skip


@app.command("review")
def review(
    context: typer.Context,
    drill: Annotated[str, typer.Argument(help="SCENARIO/STEP, or a card's id.")],
    typed: Annotated[str | None, typer.Option("--typed", help="The answer in words.")] = None,
    answer: Annotated[Path | None, typer.Option("--answer", help="Audio of the answer.")] = None,
    rating: Annotated[
        int | None, typer.Option("--rating", min=1, max=4, help="Your own: 1 again, 2 hard, 3 good, 4 easy.")
    ] = None,
    recognizer: EngineOption = Engine.auto,
    model: ModelOption = None,
    rep: RepOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")] = False,
) -> None:
    """Answer one drill; it is judged, kept, and comes again when FSRS says."""
    if (typed is None) == (answer is None):
        raise WrongUse(
            "A drill takes one answer.", "Write it with --typed TEXT, or name a recording with --answer FILE."
        )
    given: rehearse.Given = rehearse.Typed(typed) if typed is not None else rehearse.Recorded(answer or Path())
    wishes = rehearse.Wishes(recognizer.value, model, rep=rep, progress=printing.progress, tell=printing.warn)
    result = drills.review(printing.desk_of(context), drill, given, rating, wishes)
    if json:
        printing.as_json(replace(result, answer=replace(result.answer, peaks=())))  # for drawing only
        return
    _print_result(result)


def _print_result(result: DrillResult) -> None:
    say, answer = typer.echo, result.answer
    say(f"{result.card.title} ({_name(result.card)})")
    say(f'The buyer: "{answer.says}"')
    say(f"The rep:   {' '.join(word.text for word in answer.words) or '(nothing was heard)'}")
    for finding in answer.findings:
        heard = f": '{finding.evidence}'" if finding.evidence else ""
        say(f"  {SIGNS[finding.kind]} {finding.title}{heard}")
    say(f"Rated {result.rating} ({RATINGS[result.rating - 1]}). {result.reason}")
    say(f"Comes again {_when(result.due)}.")
    if result.is_leech:
        say("Failed again and again: it is a lesson now.")
    if answer.model_answer:
        say(f"A model answer: {answer.model_answer.strip()}")
    say(f"Attempt: {result.attempt_id}")


def _name(card: DrillView) -> str:
    return f"{card.scenario_id}/{card.step}"


def _when(due: datetime) -> str:
    return f"on {due.astimezone():%A, %d %B %Y at %H:%M}"


def _late(due: datetime, now: datetime) -> str:
    days = (now - due).days
    return "today" if days < 1 else f"{days} day{'' if days == 1 else 's'} ago"
