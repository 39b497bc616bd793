"""``coachdesk people``: who is here, all that is kept about somebody, and erasing them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.services import privacy
from coachdesk.services.privacy import Erasure

app = typer.Typer(help="People: who is here, exporting and erasing what is kept about them.", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json")]


@app.command("list")
def list_(context: typer.Context, json: _Json = False) -> None:
    """List everybody with their roles and how much there is of them."""
    rows = privacy.everybody(printing.desk_of(context))
    if json:
        printing.as_json(rows)
        return
    cells = [(row.name, ", ".join(row.roles), row.attempts, row.recordings) for row in rows]
    printing.table(cells, ("name", "roles", "attempts", "recordings"))


@app.command()
def export(
    context: typer.Context,
    name: str,
    to: Annotated[Path | None, typer.Option("--to", help="A .zip file. Default: a dated one in this folder.")] = None,
    json: _Json = False,
) -> None:
    """Write all that is kept about somebody into one zip: JSON, recordings, and a text that explains them."""
    done = privacy.export_person(
        printing.desk_of(context), name, to or Path(), progress=printing.progress(f"Exporting {name}")
    )
    if json:
        printing.as_json(done)
        return
    typer.echo(f"Written: {done.path}")
    if done.missing:
        typer.echo(f"Not in it, because they are not there any more: {len(done.missing)} recordings.")


@app.command()
def erase(
    context: typer.Context,
    name: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: _Json = False,
) -> None:
    """Erase somebody: recordings, words, drills, and the name. It cannot be undone."""
    desk = printing.desk_of(context)
    wanted = privacy.before_erasing(desk, name)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUse("Erasing cannot be undone, and there is nobody here to ask.", "Add --yes to do it.")
        for line in _what_goes(wanted):
            typer.echo(line)
        if typer.prompt(f"To erase {wanted.name}, type the name").strip() != wanted.name:
            raise CoachDeskError("That is another name. Nothing was erased.")
    done = privacy.erase_person(desk, name)
    if json:
        printing.as_json(done)
    else:
        typer.echo(f"Erased: {wanted.name}.")
        for line in _still_there(done):
            typer.echo(line)
    if done.trouble:
        printing.warn(done.trouble)
        raise typer.Exit(1)


def _what_goes(erasure: Erasure) -> list[str]:
    counts = erasure.counts
    return [
        f"Goes, and cannot be brought back: {counts.attempts - counts.scored} attempts, {counts.answers} answers with "
        f"their words, {counts.recordings} recordings, {counts.drills} drill cards, the name.",
        f"Stays, without name and words: {counts.scored} attempts that were scored, and their scorecards with what is "
        f"written in them; {counts.scorecards_by} scorecards about others.",
        *_still_there(erasure),
    ]


def _still_there(erasure: Erasure) -> list[str]:
    lines = [f"Made before, so it may still hold {erasure.name}: {row.path}" for row in erasure.backups]
    return lines + [f"From before a restore, so it may still hold {erasure.name}: {path}" for path in erasure.aside]
