"""Taught models by the content that they were made of: found, made in a process of their own, and cleared away.

Each lies in a folder named by a hash of all that goes into it, so what is there is right or it is not there; it gets
its name only when it is whole, so several programs may make it at once and a program may be stopped at any time. The
process of its own can be stopped at any moment, gives its 0.7 GB of memory back, and cannot stop the window.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path

from coachdesk.errors import CoachDeskError
from coachdesk.speech.cancel import Cancelled, Progress, Stop
from coachdesk.speech.language.files import ADDITIONS, DICTIONARY_FILE, MODEL_FILE, NEVER_HEARD
from coachdesk.speech.language.lessons import Lessons

BUILDER_VERSION = 3
"""Raised when the same lessons make another model than before."""
KEPT = 2
"""The newest, and the one before it: a session under way, or another program, may still load that."""
SHARED = Path(sys.prefix) / "share" / "coachdesk" / "language"
"""Where setting up leaves what is taught by the library that ships."""

_WHOLE_FILE = "whole.json"
_UNDER_WAY = ".under-way-"
_HASH_LETTERS = 16
_ABANDONED_AFTER_S = 24 * 3600
_LOOKS_EVERY_S = 0.05
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class Taught:
    """A taught model on disk, and the hash by which attempts remember it."""

    hash: str
    folder: Path

    @property
    def model(self) -> Path:
        return self.folder / MODEL_FILE

    @property
    def dictionary(self) -> Path:
        return self.folder / DICTIONARY_FILE


def hash_of(lessons: Lessons) -> str:
    """Of all that goes into a taught model: the lessons, our word lists, the engine, and how it is built."""
    digest = hashlib.sha256(f"{BUILDER_VERSION} pocketsphinx {metadata.version('pocketsphinx')}\n".encode())
    digest.update(json.dumps(astuple(lessons)).encode())
    for file in (ADDITIONS, NEVER_HEARD):
        digest.update(hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:_HASH_LETTERS]


def ready(name: str, roots: Sequence[Path]) -> Taught | None:
    """The taught model of this hash in the first folder that has it whole."""
    found = (Taught(name, root / name) for root in roots)
    return next((taught for taught in found if _is_whole(taught.folder)), None)


def teach(lessons: Lessons, root: Path, progress: Progress | None = None, cancelled: Stop | None = None) -> Taught:
    """Make a taught model in a folder, below which each has its own, and clear away old ones.

    Raises Cancelled, or CoachDeskError where it could not be made; nothing is left then.
    """
    taught = Taught(hash_of(lessons), root / hash_of(lessons))
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_UNDER_WAY, dir=root, ignore_cleanup_errors=True) as draft:
            _build_apart(lessons, Path(draft), progress, cancelled)
            _give_name(Path(draft), taught.folder)
    except OSError as problem:
        raise _not_taught(problem.strerror or str(problem)) from problem
    _clear_away(root, taught)
    return taught


def _build_apart(lessons: Lessons, draft: Path, progress: Progress | None, cancelled: Stop | None) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_build, args=(there, lessons, draft), name="teaching", daemon=True)
    process.start()
    there.close()
    try:
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            if not here.poll(_LOOKS_EVERY_S):
                continue
            message = here.recv()
            if isinstance(message, str):
                raise _not_taught(message)
            if progress is not None:
                progress(message)
            if message == 1.0:
                return
    except EOFError as problem:
        raise _not_taught("the work was stopped by the system") from problem
    finally:
        process.kill()
        process.join()
        here.close()


def _build(there: Connection, lessons: Lessons, draft: Path) -> None:
    """The other process: a share done after each stage, 1 at the end, or why it went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches both; the first decides
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    from coachdesk.speech.language.build import build

    try:
        build(lessons, draft, lambda share: there.send(min(share, 0.99)))
        whole = {name: _digest(draft / name) for name in (MODEL_FILE, DICTIONARY_FILE)}
        (draft / _WHOLE_FILE).write_text(json.dumps(whole))
        there.send(1.0)
    except BrokenPipeError:  # the first one is gone
        return
    except MemoryError:
        there.send("there is too little memory")
    except (OSError, ValueError) as problem:
        there.send(problem.strerror or str(problem) if isinstance(problem, OSError) else str(problem))


def _give_name(draft: Path, folder: Path) -> None:
    """The draft becomes the folder; where another program was quicker, its is as good."""
    if _is_whole(folder):
        return
    if folder.exists():
        shutil.rmtree(folder)
    made = draft / "made"
    made.mkdir()
    for name in (MODEL_FILE, DICTIONARY_FILE, _WHOLE_FILE):
        (draft / name).rename(made / name)
    try:
        made.rename(folder)
    except OSError:
        if not _is_whole(folder):
            raise


def _is_whole(folder: Path) -> bool:
    try:
        whole = json.loads((folder / _WHOLE_FILE).read_text())
        return bool(whole == {name: _digest(folder / name) for name in (MODEL_FILE, DICTIONARY_FILE)})
    except (OSError, ValueError):
        return False


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _clear_away(root: Path, newest: Taught) -> None:
    """Keep the newest and the one before; what a killed program left is cleared after a day. Never fails."""
    with contextlib.suppress(OSError):
        folders = sorted((p for p in root.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
        drafts = [p for p in folders if p.name.startswith(_UNDER_WAY)]
        others = [p for p in folders if p not in drafts and p != newest.folder]
        abandoned = [p for p in drafts if time.time() - p.stat().st_mtime > _ABANDONED_AFTER_S]
        for path in (*others[KEPT - 1 :], *abandoned):
            shutil.rmtree(path, ignore_errors=True)


def _not_taught(why: str) -> CoachDeskError:
    return CoachDeskError(
        f"The recognizer could not be taught the words of the library: {why}.",
        "It listens with its general words meanwhile.",
    )
