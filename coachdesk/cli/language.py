"""``coachdesk language``: what the library teaches the embedded recognizer."""

from __future__ import annotations

from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import language

app = typer.Typer(help="What the library teaches the embedded recognizer.", no_args_is_help=True)


@app.command()
def teach(
    context: typer.Context,
    for_everyone: Annotated[
        bool, typer.Option("--for-everyone", help="What ships, kept beside the program for all.")
    ] = False,
) -> None:
    """Teach the recognizer the words of the library now; else it is done when it is first needed."""
    report = printing.progress("Teaching")
    if for_everyone:
        taught = language.teach_everyone(report)
    else:
        desk = printing.desk_of(context)
        taught = language.teach(desk.library, desk.folder, report)
    typer.echo(f"Taught: {taught.hash}, in {taught.folder}")


@app.command()
def unheard(context: typer.Context) -> None:
    """List words of the library that the recognizer cannot hear, and the files where they first stand."""
    found = language.unheard_words(printing.desk_of(context).library)
    if not found:
        typer.echo("Every word of the library can be heard.")
        return
    printing.table([(each.word, each.file.name) for each in found], ("word", "in"))
