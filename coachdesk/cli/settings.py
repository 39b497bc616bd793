"""``coachdesk settings``: list, get, set, reset. The same settings as in the window."""

from __future__ import annotations

from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import settings

app = typer.Typer(help="Settings: what there is to choose, and what is chosen.", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json")]


@app.command("list")
def list_(context: typer.Context, json: _Json = False) -> None:
    """List every setting with its value and what it does. A star marks what is not the default."""
    found = settings.chosen(printing.desk_of(context))
    if json:
        printing.as_json([{**_plain(each.declared), "value": each.value} for each in found])
        return
    rows = [
        (
            each.declared.key,
            f"{settings.to_text(each.value)}{'' if each.is_default else ' *'}",
            _fits(each.declared),
            f"{each.declared.title}. {each.declared.help}",
        )
        for each in found
    ]
    printing.table(rows, ("name", "value", "takes", ""))


@app.command()
def get(context: typer.Context, name: str, json: _Json = False) -> None:
    """Print the value of a setting."""
    value = settings.get(printing.desk_of(context), name)
    if json:
        printing.as_json({**_plain(settings.one(name)), "value": value})
    else:
        typer.echo(settings.to_text(value))


@app.command("set")
def set_(context: typer.Context, name: str, value: str) -> None:
    """Choose another value for a setting."""
    typer.echo(f"{name}: {settings.to_text(settings.put_text(printing.desk_of(context), name, value))}")


@app.command()
def reset(context: typer.Context, name: str) -> None:
    """Put a setting back to its default."""
    typer.echo(f"{name}: {settings.to_text(settings.reset(printing.desk_of(context), name))}")


def _plain(declared: settings.Declared) -> dict[str, object]:
    return {
        "name": declared.key,
        "group": declared.group,
        "title": declared.title,
        "help": declared.help,
        "kind": declared.kind,
        "default": declared.default,
        "choices": [choice.value for choice in declared.choices],
        "least": declared.least,
        "most": declared.most,
        "unit": declared.unit,
    }


def _fits(declared: settings.Declared) -> str:
    if declared.kind == "switch":
        return "on, off"
    if declared.kind == "choice":
        return ", ".join(settings.to_text(choice.value) for choice in declared.choices)
    if declared.kind in ("whole", "number"):
        return f"{declared.least:g} to {declared.most:g} {declared.unit}".strip()
    return "time, as 09:00" if declared.kind == "time" else "text"
