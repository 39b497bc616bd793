"""``coachdesk rehearse`` and ``coachdesk match``: what is judged, shown in words or as JSON."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import content, rehearse
from coachdesk.services.rehearse import Rehearsal, UtteranceResult


class Engine(StrEnum):
    auto = "auto"
    vosk = "vosk"
    sphinx = "sphinx"


EngineOption = Annotated[Engine, typer.Option("--recognizer", help="Who transcribes.")]
ModelOption = Annotated[Path | None, typer.Option("--model", help="Folder of a Vosk model.")]


def add_to(app: typer.Typer) -> None:
    app.command("rehearse")(rehearse_)
    app.command("match")(match)


def rehearse_(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(help="A scenario's id, or a file.")],
    answer: Annotated[list[Path] | None, typer.Option("--answer", help="Audio of an answer; in order.")] = None,
    typed: Annotated[list[str] | None, typer.Option("--typed", help="A typed answer; in order.")] = None,
    recognizer: EngineOption = Engine.auto,
    model: ModelOption = None,
    scorecard: Annotated[Path | None, typer.Option("--scorecard", help="A filled-in rubric.")] = None,
    rep: Annotated[str | None, typer.Option("--rep", help="Whose attempt it is.")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1, help="Draws the buyer's lines.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")] = False,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing.")] = False,
) -> None:
    """Play a scenario against recorded or typed answers, and print what was found."""
    wishes = rehearse.Wishes(
        recognizer.value, model, scorecard, rep, seed, save=not no_save, progress=printing.progress, tell=printing.warn
    )
    answers = _in_order(context, answer or [], typed or [])
    result = rehearse.rehearse(printing.desk_of(context), scenario, answers, wishes)
    if json:
        printing.as_json(result)
        return
    _print(result)


def _in_order(context: typer.Context, recorded: list[Path], typed: list[str]) -> list[rehearse.Given]:
    """Recorded and typed answers in the order in which they stand on the command line, which the parser forgets."""
    kinds = [word.split("=")[0] for word in printing.words_of(context)]
    files, texts = iter(recorded), iter(typed)
    every: list[rehearse.Given] = []
    for kind in kinds:
        if kind == "--answer" and (path := next(files, None)) is not None:
            every.append(rehearse.Recorded(path))
        elif kind == "--typed" and (text := next(texts, None)) is not None:
            every.append(rehearse.Typed(text))
    return [*every, *map(rehearse.Recorded, files), *map(rehearse.Typed, texts)]


def _print(result: Rehearsal) -> None:
    say = typer.echo
    say(f"{result.scenario['title']} ({result.scenario['id']})")
    say(_recognizer(result))
    for utterance in result.utterances:
        _print_utterance(utterance)
    say("")
    if result.ending:
        say(f'The buyer: "{result.ending_says}"')
        say(f"Ending: {result.ending} ({result.outcome})")
    else:
        say("Ending: none reached; the answers ran out.")
    say(f"Coverage: {result.coverage:.0%} of what could be said, by weight" if result.coverage is not None else "")
    say(f"Score: {result.score:g} of 100" if result.score is not None else "Score: none, no scorecard was given")
    if standing := result.standing:
        verdict = "would count" if standing.would_count else "would not count"
        say(f"For the track {standing.track}, {standing.level}, it {verdict}:")
        for rule in standing.rules:
            say(f"  {'holds' if rule.holds else 'fails'}  {rule.rule} ({rule.found})")
    if result.unused_answers:
        say(f"{result.unused_answers} of the answers were not needed: the talk had ended.")
    say(f"Attempt: {result.attempt_id}" if result.saved else "Nothing was kept.")


def _recognizer(result: Rehearsal) -> str:
    if result.recognizer["engine"] == "typed":
        return "The answers were typed."
    return f"Transcribed on this machine by {result.recognizer['engine']} ({result.recognizer['model']})."


def _print_utterance(utterance: UtteranceResult) -> None:
    say = typer.echo
    say("")
    say(f'The buyer: "{utterance.says}"')
    say(f"The rep:   {utterance.transcript or '(nothing was heard)'}")
    for finding in utterance.findings:
        mark = "+" if finding.kind == "key_point" else "!"
        at = "" if finding.start_s is None else f" at {finding.start_s:.1f} s"
        sure = "" if finding.confidence is None else f", confidence {finding.confidence:.2f}"
        heard = f"probably heard '{finding.evidence}'" if finding.certainty == "probably" else f"'{finding.evidence}'"
        if finding.certainty == "unsure":
            mark, heard = "?", f"perhaps '{finding.evidence}', which does not count"
        say(f"  {mark} {finding.says}: {heard}{at}{sure}")
    for missed in utterance.missed:
        say(f"  - missed: {missed.says}")
    for line in printing.delivery(utterance.delivery):
        say(f"  {line}")
    say(f"  > {utterance.next}")


def match(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(help="A scenario's id, or a file.")],
    step: str,
    text: Annotated[str, typer.Option("--text", help="What the rep might say.")],
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Say what would be found in an answer to one step, and where it would go."""
    result = content.match(printing.desk_of(context).library, scenario, step, text)
    if json:
        printing.as_json(result)
        return
    for finding in result.findings:
        kind = finding.kind.replace("_", " ")
        typer.echo(f"{kind} {finding.name}: '{finding.evidence}', confidence {finding.confidence:.2f}")
    for name in result.missed:
        typer.echo(f"missed {name}")
    typer.echo(f"> {result.next}" + (f" ({result.ending})" if result.ending else ""))
