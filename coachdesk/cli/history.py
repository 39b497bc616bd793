"""``coachdesk history`` and ``coachdesk progress``: what was practised, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.services import history as attempts
from coachdesk.services import progress as sums
from coachdesk.services.history import AttemptLine, Piece
from coachdesk.services.progress import Area, MoveLine, ProgressView

SHOWN = 50

Rep = Annotated[str | None, typer.Option("--rep", help="Whose; without it whoever practises here.")]
Json = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


def add_to(app: typer.Typer) -> None:
    app.command("history")(history)
    app.command("progress")(progress)


def history(
    context: typer.Context,
    rep: Rep = None,
    search: Annotated[str, typer.Option("--search", help="Words that were said, or of a title or a buyer.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many at most.")] = SHOWN,
    json: Json = False,
) -> None:
    """List attempts, newest first."""
    view = attempts.history(printing.desk_of(context), rep=rep, search=search, limit=limit)
    if json:
        printing.as_json(view)
        return
    if not view.lines:
        typer.echo("Nothing was found." if view.ever else "Nothing has been practised yet.")
        return
    heading = ("when", "scenario", "buyer", "skill area", "kind", "ended", "key points", "red flags")
    said = any(line.snippet for line in view.lines)
    rows = [(*_cells(line), *((_marked(line.snippet),) if said else ())) for line in view.lines]
    printing.table(rows, (*heading, "said") if said else heading)
    if view.total > len(view.lines):
        typer.echo(f"The newest {len(view.lines):,} of {view.total:,}. --limit shows more.")


def _cells(line: AttemptLine) -> Sequence[object]:
    made = "" if line.made is None or line.possible is None else f"{line.made} of {line.possible}"
    at = f"{line.started_at.astimezone():%Y-%m-%d %H:%M}"
    return at, line.title, line.buyer, line.skill, line.mode, line.outcome or "", made, line.red_flags or ""


def _marked(snippet: Sequence[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in snippet)


def progress(context: typer.Context, rep: Rep = None, json: Json = False) -> None:
    """Say how somebody gets on, by skill area, criterion and move, with the number of attempts behind each figure."""
    view = sums.progress(printing.desk_of(context), rep=rep)
    if json:
        printing.as_json(_plain(view))
        return
    if not view.attempts:
        typer.echo("Nothing has been practised yet.")
        return
    typer.echo(
        f"{_many(view.talks, 'talk')}, {_many(view.drills, 'drill')}, {_many(round(view.spoken_s / 60), 'minute')} "
        f"spoken, on {_many(view.practice_days, 'day')}; {view.streak:,} in a row now, {view.longest_streak:,} at most."
    )
    typer.echo("\nTalks that came to their end, by skill area")
    heading = ("skill area", "attempts", "coverage", "key points", "change in 30 days")
    printing.table([_area(area) for area in view.areas if area.attempts], heading)
    if view.criteria:
        typer.echo("\nHow you scored yourself, 1 to 5")
        rows = [(c.skill, c.name, c.attempts, f"{c.mean:.1f}", c.last) for c in view.criteria]
        printing.table(rows, ("skill area", "criterion", "attempts", "mean", "newest"))
    for title, moves in (
        ("Moves to work on", view.weak),
        ("Strong moves", view.strong),
        ("Slips: better left out", view.slips),
    ):
        if moves:
            typer.echo(f"\n{title}")
            printing.table([_move(move) for move in moves], ("move", "made", "asked"))


def _area(area: Area) -> Sequence[object]:
    coverage = "" if area.coverage is None else f"{area.coverage:.0%}"
    change = area.change
    words = f"{change.by * 100:+.0f} points ({change.before} attempts, then {change.attempts})" if change else ""
    return area.skill, area.attempts, coverage, f"{area.made} of {area.possible}", words


def _move(move: MoveLine) -> Sequence[object]:
    return move.says, move.made, move.asked


def _plain(view: ProgressView) -> dict[str, object]:
    """With days as text: JSON has none."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(each) for each in value]
        return value.isoformat() if isinstance(value, date) else value

    return {key: plain(value) for key, value in asdict(view).items()}


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
