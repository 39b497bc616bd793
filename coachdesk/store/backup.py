"""Backups: one zip of a consistent copy of the database, recordings, own content and settings, read back once made."""

from __future__ import annotations

import logging
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coachdesk import __version__
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.store import digest
from coachdesk.store.database_file import damage, uri
from coachdesk.store.target import refuse_unless_plain, written_whole

log = logging.getLogger(__name__)
Part = Literal["database", "recordings", "library", "settings"]
PARTS: tuple[Part, ...] = get_args(Part)

MANIFEST = "manifest.json"
MANIFEST_MOST_BYTES = 128 * 1024 * 1024
"""Half a million recordings need 80 MB."""

UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)
"""All that reading a broken or encrypted zip may raise."""

_SOUND_NAME = re.compile(r'[^\x00-\x1f\\:*?"<>|\ud800-\udfff]{1,400}')
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
    """Writes a backup, checks it and returns its path. An older backup of that name is replaced once it is checked.

    ``to`` is a file; or a folder, or None for the data folder's own ``backups``, and then its name has the date in it.
    A folder that has no database, or lost it, is backed up without one.
    """
    try:
        there = [part for part in parts if _is_there(folder, part)]
        if not there:
            raise WrongUse(
                f"There is no database and nothing else in {folder.root} to back up.",
                "Name its folder with --data-dir.",
            )
        if to is None or to.is_dir():
            to = (to or folder.backups) / f"coachdesk-{at:%Y%m%d-%H%M%S}.zip"
        to = to.absolute()
        _refuse_target(folder, to)
        to.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(to) as draft:
            _write(folder, draft, at, there)
            if wrong := problem_in(draft):
                raise CoachDeskError(f"The backup did not read back as it was written: {wrong}.", "Try another disk.")
    except OSError as error:
        raise CoachDeskError(
            f"The backup could not be written to {to or folder.backups}: {error.strerror or error}.",
            "Make room or choose another place for it.",
        ) from error
    return to


def left_out(folder: DataFolder) -> list[str]:
    """Files that no backup holds, by their path in the data folder: links, and names not every system can hold."""
    return [name for part in PARTS if part != "database" for name, _, packed in _files_of(folder, part) if not packed]


def newest(folder: DataFolder) -> Path | None:
    """The newest backup in the data folder's own ``backups``, by what it says of itself; it is not read through."""
    return next(_newest_first(folder), None)


def newest_good(folder: DataFolder) -> Path | None:
    """The newest backup in the data folder's own ``backups`` that is whole and holds a database."""
    return next((file for file in _newest_first(folder) if not problem_in(file, only=folder.database.name)), None)


def no_backups(folder: DataFolder) -> list[Path]:
    """Zips in the data folder's own ``backups`` that are not backups, or are too broken to say what they hold."""
    return [file for file, made_at in _dated(folder) if made_at is None]


def _newest_first(folder: DataFolder) -> Iterator[Path]:
    dated = [(made_at, file) for file, made_at in _dated(folder) if made_at is not None]
    return (file for _, file in sorted(dated, reverse=True))


def _dated(folder: DataFolder) -> Iterator[tuple[Path, datetime | None]]:
    for file in sorted(folder.backups.glob("*.zip")):
        try:
            yield file, read_manifest(file).made_at
        except CoachDeskError:
            yield file, None


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
        if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in packed.infolist()):
            raise CoachDeskError("The file is packed in a way in which no backup is.", "Use another backup.")
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
                    if digest.of_stream(source) != expected.sha256:
                        return f"{name} is damaged"
    except CoachDeskError as error:
        return error.sentence
    except (KeyError, *UNREADABLE) as error:
        return f"it cannot be read ({error})"
    return ""


def _is_there(folder: DataFolder, part: Part) -> bool:
    path = part_path(folder, part)
    if part in ("recordings", "library") and path.exists() and not path.is_dir():
        raise CoachDeskError(f"{path} is a file where a folder belongs.", "Move it away and try again.")
    # A power cut may leave a database empty: one that was just made, before anything was in it.
    return path.exists() and not (part == "database" and path.is_file() and path.stat().st_size == 0)


def _refuse_target(folder: DataFolder, to: Path) -> None:
    """A backup takes no file's place but an older backup's, and lies in no folder that is itself backed up."""
    refuse_unless_plain(to)
    # Followed to where it really is: a link may lead into the data folder.
    really, root = to.parent.resolve() / to.name, folder.root.resolve()
    kept = (root, folder.recordings.resolve(), folder.library.resolve())
    if any(really.is_relative_to(each) for each in kept) and not really.is_relative_to(root / folder.backups.name):
        raise WrongUse(
            f"{to} lies in the data folder, among what is backed up.",
            f"Name a file in {folder.backups}, or outside {folder.root}.",
        )
    if to.exists():
        try:
            read_manifest(to)
        except CoachDeskError as error:
            raise WrongUse(f"{to} is there already and is not a CoachDesk backup.", "Name another file.") from error


def _write(folder: DataFolder, to: Path, at: datetime, parts: Sequence[Part]) -> None:
    files: dict[str, PackedFile] = {}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        # The database first: what its rows name is on disk already, what is recorded meanwhile is not in it yet.
        if "database" in parts:
            copy = to.with_name(folder.database.name + ".copy")
            _copy_database(folder, copy)
            files[folder.database.name] = _pack(packed, folder.database.name, copy)
            copy.unlink()
        for part in parts:
            for name, path, may_be_packed in _files_of(folder, part) if part != "database" else ():
                if not may_be_packed:
                    log.warning("%s is not in the backup: a link, or a name not every system can hold", path)
                    continue
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


def _files_of(folder: DataFolder, part: Part) -> Iterator[tuple[str, Path, bool]]:
    """Name, path, and whether it may be packed: a name that `restore` would refuse makes a backup of no use."""
    top = part_path(folder, part)
    seen: set[str] = set()
    for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
        name = PurePosixPath(path.relative_to(folder.root)).as_posix()
        if path.is_symlink():
            yield name, path, False
        elif path.is_file():
            yield name, path, is_sound_name(name) and name.casefold() not in seen
            seen.add(name.casefold())


def is_sound_name(name: str) -> bool:
    """Whether every system can hold a file of that relative path, and it leads nowhere else."""
    parts = name.split("/")
    return bool(_SOUND_NAME.fullmatch(name)) and not any(
        part in ("", ".", "..") or part.endswith((" ", ".")) for part in parts
    )


def _pack(packed: zipfile.ZipFile, name: str, path: Path) -> PackedFile:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_STORED if path.suffix in _PACKED_ALREADY else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as target:
        size, sha256 = digest.copy(digest.blocks(source), target)
    return PackedFile(size=size, sha256=sha256)
