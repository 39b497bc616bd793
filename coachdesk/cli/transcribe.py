"""``coachdesk transcribe``: audio files to text, JSON or subtitles."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli import printing
from coachdesk.cli.rehearse import Engine, EngineOption, ModelOption
from coachdesk.services import transcribe


class Format(StrEnum):
    text = "text"
    json = "json"
    srt = "srt"
    vtt = "vtt"


def add_to(app: typer.Typer) -> None:
    app.command("transcribe")(transcribe_)


def transcribe_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="wav, flac, ogg or mp3.")],
    recognizer: EngineOption = Engine.auto,
    model: ModelOption = None,
    format_: Annotated[Format, typer.Option("--format")] = Format.text,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write to.")] = None,
) -> None:
    """Transcribe audio on this machine."""
    desk = printing.desk_of(context)
    if output is not None:
        transcribe.refuse_output(output, files)
    heard = transcribe.transcribe(desk, files, recognizer.value, model, printing.progress, printing.warn)
    if format_ is Format.json:
        text = printing.json_text(heard)
    elif format_ is Format.text:
        text = transcribe.as_text(heard)
    else:
        text = transcribe.as_subtitles(heard, "srt" if format_ is Format.srt else "vtt")
    if output is None:
        typer.echo(text)
    else:
        transcribe.write(output, text + "\n", files)
        typer.echo(f"Written: {output}")
