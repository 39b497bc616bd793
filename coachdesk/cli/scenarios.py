"""``coachdesk scenarios``: list, show, check, simulate, schema, new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import content

app = typer.Typer(help="Role-plays: what there is, whether it holds together, a new one.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List all scenarios."""
    rows = content.scenarios(printing.desk_of(context).library)
    if json:
        printing.as_json(rows)
        return
    cells = [(row.id, row.title, row.skill, row.level, row.persona) for row in rows]
    printing.table(cells, ("id", "title", "skill", "level", "persona"))


@app.command()
def show(context: typer.Context, scenario: str) -> None:
    """Print a scenario as it is played: brief, steps, key points, branches, endings."""
    typer.echo(content.show(printing.desk_of(context).library, scenario))


@app.command()
def check(
    context: typer.Context, files: Annotated[list[Path] | None, typer.Argument(help="Default: the library.")] = None
) -> None:
    """Report every problem as file:line:column. Exit code 1 where there is an error."""
    found, what = content.check_scenarios(printing.desk_of(context).library, files or [])
    if not printing.problems(found, what):
        raise typer.Exit(1)


@app.command()
def simulate(
    context: typer.Context,
    scenario: str,
    runs: Annotated[int, typer.Option(min=1, max=100_000)] = 1000,
    seed: int = 0,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Let random reps play it: endings reached, steps never reached, the longest way."""
    result = content.simulate(printing.desk_of(context).library, scenario, runs, seed)
    if json:
        printing.as_json(result)
        return
    for ending, count in result.endings.items():
        typer.echo(f"{ending}: {count} of {result.runs}")
    typer.echo("longest way: " + " > ".join(result.longest_path))
    typer.echo(f"most answers in one run: {result.most_answers}")
    for names, words in (
        (result.steps_never_reached, "steps never reached"),
        (result.endings_never_reached, "endings never reached"),
    ):
        if names:
            typer.echo(f"{words}: {', '.join(names)}")
    if result.unfinished:
        typer.echo(f"still going after 200 answers: {result.unfinished} of {result.runs}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a scenario file, for an editor."""
    printing.as_json(content.scenario_schema())


@app.command()
def new(
    context: typer.Context, scenario: str, to: Annotated[Path | None, typer.Option(help="Folder to put it in.")] = None
) -> None:
    """Write a scenario to begin with, that passes every check."""
    typer.echo(f"Written: {content.new_scenario(printing.desk_of(context), scenario, to)}")
