"""``coachdesk models``: list, install, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import models

app = typer.Typer(help="Recognizers' models: what there is, from the network or from a file.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List models with size, licence, published word error rates, and whether they are installed."""
    rows = models.all_models(printing.desk_of(context))
    if json:
        printing.as_json(rows)
        return
    cells = [
        (
            row.name,
            "built in" if row.built_in else "yes" if row.installed else "no",
            f"{row.size_mb} MB",
            row.licence,
            _errors(row),
            row.says,
        )
        for row in rows
    ]
    printing.table(cells, ("name", "installed", "size", "licence", "published word errors", ""))


def _errors(row: models.ModelRow) -> str:
    if row.word_errors_librispeech is None:
        return "-"
    return f"{row.word_errors_librispeech} %, {row.word_errors_tedlium} %"


@app.command()
def install(context: typer.Context, model: Annotated[str, typer.Argument(metavar="NAME|FILE.zip")]) -> None:
    """Install a model by its name (from its publisher), or from a .zip file without a network."""
    name = models.install(printing.desk_of(context), model, printing.progress(f"Installing {model}"))
    typer.echo(f"Installed: {name}")


@app.command()
def remove(context: typer.Context, model: str) -> None:
    """Take an installed model away."""
    models.remove(printing.desk_of(context), model)
    typer.echo(f"Removed: {model}")
