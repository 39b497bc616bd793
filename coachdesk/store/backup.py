"""Backups: one zip of a consistent copy of the database, recordings, own content and settings, read back once made."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coachdesk import __version__
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.store.database_file import damage, uri

Part = Literal["database", "recordings", "library", "settings"]
PARTS: tuple[Part, ...] = get_args(Part)

MANIFEST = "manifest.json"
MANIFEST_MOST_BYTES = 128 * 1024 * 1024
"""Half a million recordings need 80 MB."""

UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""All that reading a broken or encrypted zip may raise."""

_BLOCK_BYTES = 1024 * 1024
_PACKED_ALREADY = frozenset({".flac", ".opus", ".ogg", ".mp3", ".zip", ".png", ".jpg"})


class PackedFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What a backup holds: read from a file that anybody may have written, so checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    program: str
    made_at: datetime
    parts: tuple[Part, ...]
    files: dict[str, PackedFile]


def part_path(folder: DataFolder, part: Part) -> Path:
    return {
        "database": folder.database,
        "recordings": folder.recordings,
        "library": folder.library,
        "settings": folder.settings,
    }[part]


def back_up(folder: DataFolder, to: Path | None, *, at: datetime, parts: Sequence[Part] = PARTS) -> Path:
    """Writes a backup, checks it and returns its path. A file of that name is replaced, and only by a checked one.

    ``to`` is a file; or a folder, or None for the data folder's own ``backups``, and then its name has the date in it.
    """
    if not folder.database.exists():
        raise WrongUse(f"There is no database in {folder.root} to back up.", "Name its folder with --data-dir.")
    if to is None or to.is_dir():
        to = (to or folder.backups) / f"coachdesk-{at:%Y%m%d-%H%M%S}.zip"
    to = to.absolute()
    if any(to.is_relative_to(kept) for kept in (folder.recordings, folder.library)):
        raise WrongUse(f"{to} lies in what is backed up.", "Name a file in another folder.")
    temporary = to.with_name(to.name + ".part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _write(folder, temporary, at, parts)
        if wrong := problem_in(temporary):
            raise CoachDeskError(f"The backup did not read back as it was written: {wrong}", "Try another disk.")
        temporary.replace(to)
    except OSError as error:
        raise CoachDeskError(
            f"The backup could not be written to {to}: {error.strerror or error}.",
            "Make room or choose another place for it.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return to


def newest_good(folder: DataFolder) -> Path | None:
    """The newest backup in the data folder's own ``backups`` that is whole and holds a database."""
    dated = []
    for file in folder.backups.glob("*.zip"):
        try:
            dated.append((read_manifest(file).made_at, file))
        except CoachDeskError:
            continue
    for _, file in sorted(dated, reverse=True):
        if not problem_in(file, only=folder.database.name):
            return file
    return None


def read_manifest(file: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as packed:
            return manifest_of(packed)
    except UNREADABLE as error:
        raise CoachDeskError(f"{file} is not a CoachDesk backup, or is broken: {error}.", "Use another one.") from error


def manifest_of(packed: zipfile.ZipFile) -> Manifest:
    """The manifest of an open backup; CoachDeskError where it has none or not a sound one."""
    try:
        entry = packed.getinfo(MANIFEST)
        if entry.file_size > MANIFEST_MOST_BYTES:
            raise CoachDeskError("The backup's list of files is absurdly long.", "Use another backup.")
        return Manifest.model_validate_json(packed.read(entry))
    except (KeyError, ValidationError, *UNREADABLE) as error:
        raise CoachDeskError("The file is not a CoachDesk backup: it has no sound list of files.") from error


def problem_in(file: Path, *, only: str | None = None) -> str:
    """Reads a backup through and says what is wrong with it, empty if nothing; ``only`` looks at one file in it."""
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = manifest_of(packed)
            wanted = manifest.files if only is None else {only: manifest.files.get(only)}
            for name, expected in wanted.items():
                if expected is None:
                    return f"{name} is not in it"
                with packed.open(name) as source:
                    if _digest(source) != expected.sha256:
                        return f"{name} is damaged"
    except CoachDeskError as error:
        return error.sentence
    except (KeyError, *UNREADABLE) as error:
        return f"it cannot be read ({error})"
    return ""


def _write(folder: DataFolder, to: Path, at: datetime, parts: Sequence[Part]) -> None:
    files: dict[str, PackedFile] = {}
    with (
        tempfile.TemporaryDirectory(prefix=".coachdesk-", dir=to.parent) as scratch,
        zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        copy = Path(scratch) / folder.database.name
        # The database first: what its rows name is on disk already, what is recorded meanwhile is not in it yet.
        _copy_database(folder, copy)
        files[folder.database.name] = _pack(packed, folder.database.name, copy)
        for part in parts:
            if part != "database":
                for name, path in _files_of(folder, part):
                    try:
                        files[name] = _pack(packed, name, path)
                    except FileNotFoundError:  # an unfinished recording that was just finished
                        continue
        manifest = Manifest(program=__version__, made_at=at, parts=tuple(parts), files=files)
        packed.writestr(MANIFEST, manifest.model_dump_json(indent=1))


def _copy_database(folder: DataFolder, to: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(uri(folder.database, "ro"), uri=True)) as source,
            closing(sqlite3.connect(to)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without the log beside it
    except sqlite3.Error as error:
        found = str(error)
    else:
        found = damage(to)
    if found:
        raise CoachDeskError(
            f"The database {folder.database} could not be copied whole: {found}.",
            "Run coachdesk doctor. To keep what is there, copy the folder by hand.",
        )


def _files_of(folder: DataFolder, part: Part) -> Iterator[tuple[str, Path]]:
    top = part_path(folder, part)
    paths = sorted(top.rglob("*")) if top.is_dir() else [top]
    for path in paths:
        if path.is_file() and not path.is_symlink():
            yield PurePosixPath(path.relative_to(folder.root)).as_posix(), path


def _pack(packed: zipfile.ZipFile, name: str, path: Path) -> PackedFile:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_STORED if path.suffix in _PACKED_ALREADY else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as target:
        while block := source.read(_BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            target.write(block)
    return PackedFile(size=size, sha256=digest.hexdigest())


def _digest(source: IO[bytes]) -> str:
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
