"""Bringing a backup back: checked whole before anything is touched, and what was there is kept.

The backup is unpacked beside the data and checked. Then one rename says "this is to be brought back", and from there
on the rest is finished whatever happens, at the next start if need be. What was there moves into a folder
``coachdesk-before-restore-DATE`` in the data folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.paths import DataFolder
from coachdesk.store import digest
from coachdesk.store.backup import (
    MANIFEST,
    PARTS,
    UNREADABLE,
    Manifest,
    PackedFile,
    is_sound_name,
    manifest_of,
    part_path,
)
from coachdesk.store.database_file import RESTORING, damage, refuse_newer, uri, version_of

KEPT = "coachdesk-before-restore-"
_UNPACKING = ".coachdesk-unpacking-"

_MOST_FILES = 2_000_000
_MOST_TIMES_PACKED = 200
"""A database of text packs 3 to 10 times, silence 100 times; more is a bomb. Counted over the whole file."""
_SPARE_BYTES = 16 * 1024 * 1024


def restore(file: Path, folder: DataFolder, *, at: datetime) -> Path | None:
    """Brings back all that is in ``file``; returns the folder that now holds what was there before, if anything was."""
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        finish(folder)
        _sweep(folder)
        unpacking = folder.root / f"{_UNPACKING}{at:%Y%m%d-%H%M%S}"
        ready = folder.root / f"{RESTORING}{at:%Y%m%d-%H%M%S}"
        try:
            if "database" in _unpack(file, unpacking).parts:
                _check_database(unpacking / folder.database.name)
            _refuse_while_open(folder)
            unpacking.rename(ready)
        finally:
            shutil.rmtree(unpacking, ignore_errors=True)
        return finish(folder)
    except OSError as error:
        raise CoachDeskError(
            f"{file} could not be brought back: {error.strerror or error}.",
            "What was there is untouched, or is kept; free the disk or close other programs and start again.",
        ) from error


def finish(folder: DataFolder) -> Path | None:
    """Ends a restore that was begun, also one that a power cut broke off; does nothing where there is none."""
    kept = None
    for ready in sorted(folder.root.glob(f"{RESTORING}*")):
        aside = folder.root / (KEPT + ready.name.removeprefix(RESTORING))
        for part in PARTS:
            new = ready / part_path(folder, part).name
            if not new.exists():  # not in the backup, or moved already
                continue
            old = part_path(folder, part)
            # A database's log and its index belong to it.
            for there in (old.with_name(old.name + "-wal"), old.with_name(old.name + "-shm"), old):
                if there.exists():
                    aside.mkdir(exist_ok=True)
                    there.rename(aside / there.name)
            new.rename(old)
        shutil.rmtree(ready)
        kept = aside if aside.exists() else kept
    return kept


def _sweep(folder: DataFolder) -> None:
    """What restores that never got as far as being ready left behind."""
    for left in folder.root.glob(f"{_UNPACKING}*"):
        shutil.rmtree(left, ignore_errors=True)


def kept_aside(folder: DataFolder) -> list[Path]:
    """The folders with what was there before each restore, oldest first."""
    return sorted(path for path in folder.root.glob(f"{KEPT}*") if path.is_dir())


def _unpack(file: Path, into: Path) -> Manifest:
    with contextlib.ExitStack() as stack:
        with _reading(file):
            packed = stack.enter_context(zipfile.ZipFile(file))
            manifest = manifest_of(packed)
        into.mkdir()
        entries = _checked(packed, manifest, free_bytes=shutil.disk_usage(into).free, file_bytes=file.stat().st_size)
        for part in manifest.parts:
            if part in ("recordings", "library"):  # also an empty one replaces what is there
                (into / part).mkdir()
        for entry in entries:
            _unpack_one(file, packed, entry, manifest.files[entry.filename], into / entry.filename)
    return manifest


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[None]:
    """What goes wrong while a backup is read is the backup's fault; making room on the disk would not help."""
    try:
        yield
    except FileNotFoundError as error:
        raise WrongUse(f"There is no file {file}.", "Give the path of a CoachDesk backup.") from error
    except UNREADABLE as error:
        raise CoachDeskError(
            f"{file} is broken or not a CoachDesk backup: {error}.", "Nothing was changed. Use another backup."
        ) from error


def _checked(packed: zipfile.ZipFile, manifest: Manifest, *, free_bytes: int, file_bytes: int) -> list[zipfile.ZipInfo]:
    """The files to unpack; CoachDeskError for a zip that could do harm or is not what its manifest says."""
    entries = [entry for entry in packed.infolist() if entry.filename != MANIFEST]
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_FILES:
        raise _refused(f"it holds {len(entries)} files")
    if len({name.casefold() for name in names}) != len(names):
        raise _refused("two files in it have the same name")
    if set(names) != set(manifest.files):
        raise _refused("its files are not those in its list")
    total = sum(expected.size for expected in manifest.files.values())
    if total > file_bytes * _MOST_TIMES_PACKED:
        raise _refused(f"it would unpack to {total:,} bytes, absurdly many for its size")
    if total + _SPARE_BYTES > free_bytes:
        raise CoachDeskError(
            f"The backup needs {total / 1e6:,.0f} MB and the disk has {free_bytes / 1e6:,.0f} MB free.",
            "Nothing was changed. Make room and try again.",
        )
    for entry in entries:
        if not _is_sound(entry.filename, manifest):
            raise _refused(f"the name {entry.filename[:80]!r} does not belong in a backup")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _refused(f"{entry.filename} is a link")
        if entry.file_size != manifest.files[entry.filename].size:
            raise _refused(f"{entry.filename} has not the size in its list")
    return entries


def _is_sound(name: str, manifest: Manifest) -> bool:
    """Whether an entry may be unpacked: a plain relative path inside one of the parts that the backup says it has."""
    if not is_sound_name(name):
        return False
    first, *rest = name.split("/")
    if rest:
        return first in ("recordings", "library") and first in manifest.parts
    return (name == "coachdesk.db" and "database" in manifest.parts) or (
        name == "settings.json" and "settings" in manifest.parts
    )


def _unpack_one(file: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, expected: PackedFile, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("xb") as target:
        size, sha256 = digest.copy(_blocks(file, packed, entry), target, most_bytes=expected.size)
        target.flush()
        os.fsync(target.fileno())
    if (size, sha256) != (expected.size, expected.sha256):
        raise _refused(f"{entry.filename} in it is damaged")


def _blocks(file: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with _reading(file), packed.open(entry) as source:
        yield from digest.blocks(source)


def _check_database(path: Path) -> None:
    if not path.exists():
        raise _refused("it holds no database")
    if found := damage(path):
        raise _refused(f"the database in it is damaged ({found})")
    if (version := version_of(path)) is None:
        raise _refused("the database in it is empty")
    refuse_newer(version, path)


def _refuse_while_open(folder: DataFolder) -> None:
    """Leaving the write-ahead log is only granted to the one who has the database to himself."""
    if not folder.database.exists() or damage(folder.database):
        return
    with contextlib.closing(sqlite3.connect(uri(folder.database, "rwc"), uri=True, timeout=0.5)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise CoachDeskError(
                f"The database {folder.database} is in use.", "Close all CoachDesk windows and restore again."
            ) from error


def _refused(why: str) -> CoachDeskError:
    return CoachDeskError(f"The backup was refused: {why}.", "Nothing was changed. Use another backup.")
