"""``coachdesk moves``: list, check, try, proposals."""

from __future__ import annotations

from typing import Annotated

import typer

from coachdesk.analysis.check import Use
from coachdesk.cli import printing
from coachdesk.services import content
from coachdesk.services.practice import correct

app = typer.Typer(help="What sellers do in words, and the cues by which it is found.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List all moves."""
    rows = content.moves(printing.desk_of(context).library)
    if json:
        printing.as_json(rows)
        return
    cells = [(row.id, row.kind.replace("_", " "), row.skill, row.focus, row.cues, row.says) for row in rows]
    printing.table(cells, ("id", "kind", "skill", "focus point", "cues", "says"))


@app.command()
def check(
    context: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Tell also which cues matter to no example.")] = False,
) -> None:
    """Report cues that cannot be read, examples judged wrongly, moves taken for others. Exit code 1 for an error."""
    library = printing.desk_of(context).library
    for use in content.uses_of_cues(library) if all_ else ():
        _tell(use)
    found, what = content.check_moves(library)
    if not printing.problems(found, what):
        raise typer.Exit(1)


@app.command("try")
def try_(
    context: typer.Context,
    move: Annotated[str, typer.Argument(help="A move's id, or 'all'.")],
    text: Annotated[str, typer.Option("--text", help="What somebody might say.")],
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Say which cues of a move match an answer, and on which words. Exit code 1 where none counts."""
    found = content.try_moves(printing.desk_of(context).library, move, text)
    if json:
        printing.as_json(found)
    for hit in () if json else found:
        note = " (would not count)" if hit.cancelled else ""
        typer.echo(f"{hit.move}: '{hit.evidence}'{note}, confidence {hit.confidence:.2f}, cue: {hit.cue}")
    if not found and not json:
        typer.echo("No cue matches.")
    if all(hit.cancelled for hit in found):
        raise typer.Exit(1)


@app.command()
def proposals(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List cues that corrections propose: words that, a rep says, make a point which was not found in them."""
    found = correct.proposals(printing.desk_of(context))
    if json:
        printing.as_json(found)
        return
    if not found:
        typer.echo("No cue is proposed.")
        return
    cells = [(each.move or each.name, each.scenario, each.step, each.cue, each.says) for each in found]
    printing.table(cells, ("move", "scenario", "step", "cue", "says"))


def _tell(use: Use) -> None:
    """One move's cues without which every example would be judged the same, and where else the move is found."""
    if idle := len(use.unused) + len(use.spare):
        typer.echo(f"{use.move}: {idle} of {use.cues} cues never matter to its examples")
    for what, cues in (("no example has", use.unused), ("another cue always matches too", use.spare)):
        if cues:
            typer.echo(f"  {what}: {'; '.join(cues)}")
    if use.elsewhere:
        others = ", ".join(f"{move} ({count})" for move, count in use.elsewhere)
        typer.echo(f"{use.move}: found in examples of {others}")
