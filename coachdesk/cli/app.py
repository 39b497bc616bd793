"""The command line: with no command it opens the window, with one it does that job and prints the result.

Exit codes: 0 done, 1 the thing checked failed, 2 wrong use, 3 something on this machine is missing.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from coachdesk import __version__
from coachdesk.cli import (
    drills,
    export,
    history,
    keeping,
    language,
    models,
    moves,
    people,
    printing,
    rehearse,
    scenarios,
    settings,
    transcribe,
)
from coachdesk.errors import CoachDeskError, MissingOnThisMachine, WrongUse

app = typer.Typer(
    help="Sales role-play practice on your own machine. Without a command the window opens.",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(scenarios.app, name="scenarios")
app.add_typer(moves.app, name="moves")
app.add_typer(models.app, name="models")
app.add_typer(language.app, name="language")
app.add_typer(drills.app, name="drills")
app.add_typer(settings.app, name="settings")
app.add_typer(people.app, name="people")
rehearse.add_to(app)
transcribe.add_to(app)
export.add_to(app)
keeping.add_to(app)
history.add_to(app)

_GLOBAL_WITH_VALUE = "--data-dir"
_GLOBAL_FLAG = "--verbose"
_TAKES_ANY_TEXT = ("--typed", "--text", "--search")


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder for all data (default: the system's, or COACHDESK_HOME).")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the traceback of an error, and log to it.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"CoachDesk {__version__}")
        raise typer.Exit(0)
    context.obj = printing.Invocation(data_dir, tuple(context.obj or ()))
    if context.invoked_subcommand is None:
        raise typer.Exit(_open_window(data_dir))


def _has_display() -> bool:
    """Whether there is somewhere to show a window; without, Qt ends the program instead of saying so."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def _open_window(data_dir: Path | None) -> int:
    if not _has_display():
        raise MissingOnThisMachine(
            "There is no display to open a window on.",
            "Start it on a desktop, or use a command: 'coachdesk --help' lists them.",
        )
    try:
        from ui.app import main as open_window
    except ImportError as error:  # a system library that Qt needs, on a bare machine
        raise MissingOnThisMachine(
            f"The window cannot open: {error}.",
            "Install what resources/system-packages.txt lists ('python3 bootstrap.py run' does), or use a command.",
        ) from error
    return open_window(data_dir)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Errors go to standard error as one sentence and what to do about it."""
    words = _globals_first(list(sys.argv[1:] if arguments is None else arguments))
    verbose = _GLOBAL_FLAG in words
    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(words, standalone_mode=False, obj=words, prog_name="coachdesk")
    except typer.Abort:
        return _say("Stopped.", code=1)
    except TyperException as error:
        reason = error.format_message().rstrip(".")
        return _say(f"{reason}. 'coachdesk {_command(words)}--help' shows what can be said.", code=2)
    except CoachDeskError as error:
        if verbose:
            traceback.print_exc()
        return _say(str(error), code=_exit_code(error))
    except KeyboardInterrupt:
        return _say("Stopped.", code=130)
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # the reader of a pipe, such as head, has had enough
            sys.stderr.close()
            return 0
        if verbose:
            traceback.print_exc()
        name = str(error.filename or "")[:80]
        return _say(f"The system says: {error.strerror or error}{f' ({name})' if name else ''}.", code=1)
    return code if isinstance(code, int) else 0


def _globals_first(words: list[str]) -> list[str]:
    """``--data-dir DIR`` and ``--verbose`` are understood anywhere, not only before the command."""
    front: list[str] = []
    rest: list[str] = []
    given = iter(words)
    for word in given:
        if word == "--":
            rest += [word, *given]
        elif word == _GLOBAL_WITH_VALUE:
            front += [word, *([value] if (value := next(given, None)) is not None else [])]
        elif word == _GLOBAL_FLAG or word.startswith(f"{_GLOBAL_WITH_VALUE}="):
            front.append(word)
        elif word in _TAKES_ANY_TEXT:
            rest += [word, *([value] if (value := next(given, None)) is not None else [])]
        else:
            rest.append(word)
    return front + rest


def _command(words: Sequence[str]) -> str:
    """The command among the words, to point at its help; empty where there is none."""
    groups = {group.name for group in app.registered_groups}
    known = [word for word in words if word in groups or word in {command.name for command in app.registered_commands}]
    return f"{known[0]} " if known else ""


def _exit_code(error: CoachDeskError) -> int:
    if isinstance(error, MissingOnThisMachine):
        return 3
    return 2 if isinstance(error, WrongUse) else 1


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
