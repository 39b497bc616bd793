"""``coachdesk moves``: list, check, try."""

from __future__ import annotations

from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import content

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
def check(context: typer.Context) -> None:
    """Report cues that cannot be read and examples that are judged wrongly. Exit code 1 where there is an error."""
    found, what = content.check_moves(printing.desk_of(context).library)
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
