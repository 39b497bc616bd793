"""``coachdesk export``: an attempt's debrief, transcript and recording as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.errors import WrongUse
from coachdesk.services.practice import export
from coachdesk.services.practice.export import SOUND, Form


def add_to(app: typer.Typer) -> None:
    app.command("export")(export_)


def export_(
    context: typer.Context,
    attempt: Annotated[str, typer.Argument(help="An attempt's id (default: your last one).")] = "",
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="The debrief, to print.")] = None,
    txt: Annotated[Path | None, typer.Option("--txt", metavar="FILE", help="The transcript, to read.")] = None,
    srt: Annotated[Path | None, typer.Option("--srt", metavar="FILE", help="Subtitles for the recording.")] = None,
    vtt: Annotated[Path | None, typer.Option("--vtt", metavar="FILE", help="Subtitles for the web.")] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Everything, for programs.")] = None,
    audio: Annotated[Path | None, typer.Option("--audio", metavar="FILE", help="The recording: .wav or .flac.")] = None,
) -> None:
    """Write an attempt to files. Each is written whole or not at all."""
    wanted: list[tuple[Form, Path]] = []
    chosen: tuple[tuple[Form, Path | None], ...] = (
        ("pdf", pdf), ("txt", txt), ("srt", srt), ("vtt", vtt), ("json", json),
    )  # fmt: skip
    wanted += [(form, to) for form, to in chosen if to is not None]
    if audio is not None:
        wanted.append((_sound(audio), audio))
    if not wanted:
        raise WrongUse("Nothing was asked for.", "Say what to write, such as --pdf debrief.pdf.")
    desk = printing.desk_of(context)
    attempt_id = attempt or export.latest(desk)
    for form, to in wanted:
        tell = printing.progress(f"Writing {to.name}") if form in SOUND else None
        written = export.export(desk, attempt_id, form, to, tell)
        if written.note:
            printing.warn(written.note)
        typer.echo(f"Written: {written.path}")


def _sound(to: Path) -> Form:
    for form in SOUND:
        if to.suffix.lower() == f".{form}":
            return form
    raise WrongUse(f"{to.name} ends neither in .wav nor in .flac.", "Name the file so.")
