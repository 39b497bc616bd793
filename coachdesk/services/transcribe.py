"""Audio files to text: plain, as subtitles, or as words with times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from coachdesk.analysis.heard import Word
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.report.transcripts import subtitles
from coachdesk.services.desk import Desk
from coachdesk.store.target import refuse_unless_plain, written_whole

Progress = Callable[[str], Callable[[float], None] | None]
"""Told the name of a long work, gives what to tell the share done, 0 to 1."""

TEACHING = "Teaching the recognizer the words of the library, once"


@dataclass(frozen=True, slots=True)
class Transcript:
    """One file as it was heard. Times in seconds, confidence 0 to 1."""

    file: str
    recognizer: dict[str, str]
    text: str
    words: tuple[Word, ...]
    duration_s: float


def transcribe(
    desk: Desk,
    files: Sequence[Path],
    recognizer: Literal["auto", "vosk", "sphinx"] = "auto",
    model: Path | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], object] | None = None,
) -> list[Transcript]:
    """Transcribe files one after another. All are looked for before the first is begun.

    ``tell`` is given a sentence where the recognizer could not be taught the library's words.
    """
    from coachdesk.speech import decode

    for file in files:
        if not file.is_file():
            raise WrongUse(f"There is no file {file}.")
    engine = desk.recognizer(recognizer, model, progress(TEACHING) if progress else None, tell)
    result = []
    for file in files:
        report = progress(f"Listening to {file.name}") if progress else None
        heard = decode.hear(file, engine, report)
        name = asdict(engine.name)
        duration_s = heard.sound.duration_s if heard.sound else 0.0
        result.append(Transcript(str(file), name, heard.text, heard.words, duration_s))
    return result


def as_text(transcripts: Sequence[Transcript]) -> str:
    if len(transcripts) == 1:
        return transcripts[0].text
    return "\n".join(f"{transcript.file}: {transcript.text}" for transcript in transcripts)


def as_subtitles(transcripts: Sequence[Transcript], form: Literal["srt", "vtt"]) -> str:
    """SubRip (srt) or WebVTT (vtt) of one file; several files have several clocks, so only one is taken."""
    if len(transcripts) != 1:
        raise WrongUse("Subtitles are made of one file at a time.", "Name one file.")
    return subtitles([transcripts[0].words], form)


def refuse_output(path: Path, inputs: Sequence[Path]) -> None:
    """What may not be written over: an input, a link, a device. Raises WrongUse, also before the work is begun."""
    refuse_unless_plain(path)
    for file in inputs:
        if path.exists() and file.exists() and path.samefile(file):
            raise WrongUse(f"{path} is what is to be transcribed; it would be written over.", "Name another file.")


def write(path: Path, text: str, inputs: Sequence[Path] = ()) -> None:
    """Write a text file, whole or not at all, over nothing that `refuse_output` keeps."""
    try:
        refuse_output(path, inputs)
        with written_whole(path) as draft:
            draft.write_text(text, "utf-8")
    except OSError as error:
        raise CoachDeskError(f"{path} could not be written: {error.strerror}.", "Choose another place.") from error
