"""Fetch one large file: resumed where it broke off, checked against its digest, never taken half."""

from __future__ import annotations

import hashlib
import http.client
import json
import shutil
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachdesk.errors import CoachDeskError
from coachdesk.speech.cancel import Progress, Stop, check

_CHUNK = 1 << 18
_LARGEST_LIST = 4 << 20
_ROOM_FACTOR = 3.0
"""A model needs its zip (1) and its unpacked files (1.6 for the small English one) at once, and something to spare."""
_AGAIN = "Start it again: it goes on from there."


@dataclass(frozen=True, slots=True)
class Source:
    """A file to fetch. ``size_bytes`` and the digest (``algorithm`` is sha256 or md5) are those of the whole file."""

    name: str
    url: str
    size_bytes: int
    algorithm: str
    digest: str
    stall_s: float


@dataclass(frozen=True, slots=True)
class Listed:
    """What the publisher's own list says of a model."""

    md5: str
    size_bytes: int


def fetch_md5(name: str, url: str, stall_s: float) -> Listed:
    """The publisher's size and md5 of a model whose digest we do not know ourselves."""
    try:
        with urllib.request.urlopen(url, timeout=stall_s) as answer:
            entries = json.loads(answer.read(_LARGEST_LIST))
    except (OSError, http.client.HTTPException) as problem:
        raise _unreachable(url, problem) from problem
    except ValueError as problem:
        raise CoachDeskError(f"The list of models at {url} cannot be read.", "Try again later.") from problem
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and entry.get("name") == name and _is_listed(entry):
            return Listed(entry["md5"].lower(), entry["size"])
    raise CoachDeskError(f"The publisher's list of models does not name {name}.", "Choose another model.")


def _is_listed(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("md5"), str) and isinstance(entry.get("size"), int) and entry["size"] > 0


def download(source: Source, folder: Path, progress: Progress | None, cancelled: Stop | None) -> Path:
    """The file, whole and checked, in ``folder``. A part from an earlier try is gone on with."""
    part = folder / f".{source.name}.zip.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        resumed = part.exists() and part.stat().st_size > 0
        _check_room(source, folder, part)
        _fetch(source, part, progress, cancelled)
        if not _is_right(source, part, cancelled):
            part.unlink()
            if not resumed:
                raise CoachDeskError(
                    f"What came as {source.name} is not the file that its publisher describes; it was thrown away.",
                    "Try again later, or install the model from a .zip file.",
                )
            return download(source, folder, progress, cancelled)  # the old part may be to blame: once more from zero
        whole = folder / f".{source.name}.zip"
        part.replace(whole)
    except PermissionError as problem:
        raise CoachDeskError(f"The models folder {folder} may not be written.", "Check its permissions.") from problem
    except OSError as problem:
        raise CoachDeskError(f"The model cannot be written to {folder}: {problem.strerror or problem}.") from problem
    return whole


def _check_room(source: Source, folder: Path, part: Path) -> None:
    there = part.stat().st_size if part.exists() else 0
    needed = source.size_bytes * _ROOM_FACTOR - there
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CoachDeskError(
            f"The disk of {folder} has {_mb(free)} MB free; {source.name} needs {_mb(needed)} MB.", "Make room first."
        )


def _fetch(source: Source, part: Path, progress: Progress | None, cancelled: Stop | None) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= source.size_bytes:
        return
    request = urllib.request.Request(source.url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.urlopen(request, timeout=source.stall_s)
    except (OSError, http.client.HTTPException) as problem:
        raise _unreachable(source.url, problem) from problem
    with closing(answer), part.open("ab" if _goes_on(answer, have) else "wb") as file:
        have = file.tell()
        while chunk := _next(answer, source, have):
            check(cancelled)
            have += len(chunk)
            if have > source.size_bytes:
                break  # more than the file has: the digest will not fit, and no disk is filled
            file.write(chunk)
            if progress is not None:
                progress(have / source.size_bytes)
    if have < source.size_bytes:
        raise _broke_off(source, have)


def _goes_on(answer: Any, have: int) -> bool:
    """Whether the server sends the rest that was asked for, not the whole file from its start."""
    return bool(have) and answer.status == 206 and str(answer.headers["Content-Range"]).startswith(f"bytes {have}-")


def _next(answer: Any, source: Source, have: int) -> bytes:
    try:
        return bytes(answer.read1(_CHUNK))
    except TimeoutError as problem:
        raise CoachDeskError(
            f"Nothing more came for {source.stall_s:.0f} s, after {_mb(have)} of {_mb(source.size_bytes)} MB.", _AGAIN
        ) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise _broke_off(source, have) from problem


def _broke_off(source: Source, have: int) -> CoachDeskError:
    return CoachDeskError(f"The download broke off after {_mb(have)} of {_mb(source.size_bytes)} MB.", _AGAIN)


def _is_right(source: Source, file: Path, cancelled: Stop | None) -> bool:
    digest = hashlib.new(source.algorithm)
    with file.open("rb") as whole:
        while chunk := whole.read(1 << 20):
            check(cancelled)
            digest.update(chunk)
    return file.stat().st_size == source.size_bytes and digest.hexdigest() == source.digest


def _unreachable(url: str, problem: Exception) -> CoachDeskError:
    if isinstance(problem, urllib.error.HTTPError):
        return CoachDeskError(f"{url} answered {problem.code} {problem.reason}.", "Try again later.")
    reason = problem.reason if isinstance(problem, urllib.error.URLError) else problem
    return CoachDeskError(
        f"{url} cannot be reached: {reason}.",
        "Check the network and its proxy, or fetch the .zip elsewhere and install it from the file.",
    )


def _mb(size: float) -> str:
    return f"{size / 1e6:,.1f}"
