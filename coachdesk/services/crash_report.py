"""The report of a mistake, to be copied or saved by hand: where in the program it was, on what machine and with what.

It holds nothing that somebody said or is called. Messages of errors quote what they fell over, and folders have the
user's name in them, so a message is only kept where it cannot, and a file is named from its package on. All of it,
messages included, is in the log on this machine.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from coachdesk.services import about

SPEAKS_OF_CODE_ALONE = (
    AttributeError, NameError, UnboundLocalError, ImportError, ModuleNotFoundError, ZeroDivisionError, IndexError,
    RecursionError,
)  # fmt: skip
"""Errors whose message names parts of the program, never what it works on."""
ROOTS = ("site-packages", "dist-packages", "lib", "Lib")
OWN = ("coachdesk", "ui")
MOST_CAUSES = 8


def report(error: BaseException, at: datetime) -> str:
    """Everything that whoever mends it needs."""
    causes = "\nbecause of\n".join("".join(_told(each)) for each in _chain(error))
    return f"{at:%Y-%m-%d %H:%M} {at:%Z}\n{about.versions()}\n\n{causes}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and so on."""
    seen: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in seen and len(seen) < MOST_CAUSES:
        seen.append(now)
        yield now
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _told(error: BaseException) -> Iterator[str]:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if type(error) in SPEAKS_OF_CODE_ALONE:
        yield f"{name}: {error}\n"
    elif isinstance(error, OSError):
        yield f"{name}: {error.errno} {error.strerror or ''}".rstrip() + "\n"
    else:
        yield f"{name}\n"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}\n    {frame.line or ''}\n"


def _short(filename: str) -> str:
    parts = PurePath(filename).parts
    for root in (*ROOTS, *OWN):
        if root in parts:
            at = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[at + (root not in OWN) :])
    return parts[-1] if parts else filename
