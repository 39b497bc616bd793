"""``coachdesk doctor``, ``backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import keeping

_MARKS = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)
    app.command("backup")(backup)
    app.command("restore")(restore)


def doctor(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Also read every recording through.")] = False,
) -> None:
    """Say what works on this machine and what does not, changing nothing. Exit code 1 where there is a problem."""
    checks = keeping.doctor(printing.desk_of(context).folder, deep=deep)
    if json:
        printing.as_json(checks)
    for check in () if json else checks:
        typer.echo(f"{_MARKS[check.state]}  {check.name}: {check.sentence}")
        if check.remedy and check.state != "ok":
            typer.echo(f"         {check.remedy}")
    if any(check.state == "problem" for check in checks):
        raise typer.Exit(1)


def backup(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Default: a dated file in the data folder's backups.")] = None,
) -> None:
    """Write all data into one checked file."""
    folder = printing.desk_of(context).folder
    typer.echo(f"Written: {keeping.back_up(folder, file)}")
    if left_out := keeping.left_out_of_backups(folder):
        typer.echo(f"Not in it, because not every system could hold it: {', '.join(left_out)}")


def restore(
    context: typer.Context,
    file: Path,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Bring a backup back. What is there now is kept beside it."""
    folder = printing.desk_of(context).folder
    if folder.database.exists() and not yes:
        typer.confirm(f"Put {file.name} in place of what is in {folder.root}? That will be kept beside it.", abort=True)
    aside = keeping.restore(file, folder)
    typer.echo(f"Restored into {folder.root}.")
    if aside:
        typer.echo(f"What was there before: {aside}")
