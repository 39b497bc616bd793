"""A file that a user named to be written: only ever a new one or a plain one, and written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coachdesk.errors import WrongUse


def refuse_unless_plain(to: Path) -> None:
    """A link, a device, a pipe or a folder is never replaced by a file. Raises WrongUse."""
    if to.is_symlink():
        raise WrongUse(f"{to} is a link to another file.", "Name the file itself.")
    if to.exists() and not to.is_file():
        raise WrongUse(f"{to} is there already and is not a plain file.", "Name another file.")
    if to.parent.exists() and not to.parent.is_dir():
        raise WrongUse(f"{to.parent} is not a folder.", "Name a file in another folder.")


@contextmanager
def written_whole(to: Path) -> Iterator[Path]:
    """A path to write to. It takes the place of ``to`` when the block ends; where that raises, nothing is left."""
    with tempfile.TemporaryDirectory(prefix=".coachdesk-", dir=to.parent) as beside:
        draft = Path(beside) / to.name
        yield draft
        draft.replace(to)
