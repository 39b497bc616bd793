"""Unpack a model's zip beside its place, look whether it is a model, and only then put it there."""

from __future__ import annotations

import hashlib
import lzma
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from coachdesk.errors import CoachDeskError, MissingOnThisMachine
from coachdesk.speech import model_folder, trial
from coachdesk.speech.cancel import Progress, Stop, check

_LARGEST_UNPACKED = 8 << 30
_MOST_FILES = 1_000
_MOST_INFLATION = 100
"""A zip that promises more than this times its size is a trap, not a model (the English ones: 1.6)."""
_CHUNK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    UnicodeError,
)  # fmt: skip
"""What the zipfile module raises for files that are damaged, locked, or packed in ways that it does not know."""


def unpack(
    zipped: Path, models: Path, digests: Mapping[str, str], progress: Progress | None, cancelled: Stop | None
) -> Path:
    """The model's folder in ``models``. ``digests`` are the SHA-256 of zips whose model's name is known."""
    try:
        with zipfile.ZipFile(zipped) as archive:
            members = _members(zipped, archive)
            name = _name(zipped, members)
            if name in digests and _sha256(zipped, cancelled) != digests[name]:
                raise CoachDeskError(f"{zipped.name} is not the {name} that its publisher describes.", "Fetch it anew.")
            models.mkdir(parents=True, exist_ok=True)
            _check_room(members, models)
            with tempfile.TemporaryDirectory(dir=models, prefix=".unpacking-") as beside:
                unpacked = Path(beside) / "model"
                _extract(archive, members, unpacked, progress, cancelled)
                model = _top(unpacked, zipped)
                _try(model, zipped, cancelled)
                return _put_in_place(model, models / name, Path(beside) / "before")
    except _BROKEN as problem:
        raise _broken(zipped) from problem
    except PermissionError as problem:
        raise CoachDeskError(f"The models folder {models} may not be written.", "Check its permissions.") from problem
    except OSError as problem:
        if problem.errno is None:  # not the system's, but what the bz2 module says of damaged data
            raise _broken(zipped) from problem
        raise CoachDeskError(f"The model cannot be unpacked in {models}: {problem.strerror or problem}.") from problem


def _members(zipped: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    if not members:
        raise CoachDeskError(f"{zipped.name} is empty: there is no file in it.", "Fetch it anew.")
    size = sum(member.file_size for member in members)
    if (
        len(members) > _MOST_FILES
        or size > _LARGEST_UNPACKED
        or size > _MOST_INFLATION * max(1, zipped.stat().st_size)
        or not all(_is_harmless(member) for member in members)
    ):
        raise CoachDeskError(f"{zipped.name} holds more, or other things, than a model.", "Nothing was unpacked.")
    return members


def _is_harmless(member: zipfile.ZipInfo) -> bool:
    """A plain file that stays inside the folder it is unpacked in."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    kind = stat.S_IFMT(member.external_attr >> 16)
    if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return False
    return kind in (0, stat.S_IFREG)


def _name(zipped: Path, members: list[zipfile.ZipInfo]) -> str:
    tops = {PurePosixPath(member.filename).parts[0] for member in members}
    name = tops.pop() if len(tops) == 1 and all("/" in member.filename for member in members) else zipped.stem
    return name.lstrip(".") or "model"


def _check_room(members: list[zipfile.ZipInfo], models: Path) -> None:
    needed = sum(member.file_size for member in members)
    free = shutil.disk_usage(models).free
    if free < needed:
        raise CoachDeskError(
            f"The disk of {models} has {free / 1e6:,.0f} MB free; the unpacked model needs {needed / 1e6:,.0f} MB.",
            "Make room first.",
        )


def _extract(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    folder: Path,
    progress: Progress | None,
    cancelled: Stop | None,
) -> None:
    total = sum(member.file_size for member in members) or 1
    done = 0
    for member in members:
        target = folder.joinpath(*PurePosixPath(member.filename).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, target.open("xb") as file:
            while chunk := packed.read(_CHUNK):
                check(cancelled)
                file.write(chunk)
                done += len(chunk)
                if progress is not None:
                    progress(min(1.0, done / total))


def _top(unpacked: Path, zipped: Path) -> Path:
    """The folder that is the model: the unpacked one, or the one folder in it."""
    inside = list(unpacked.iterdir())
    top = inside[0] if len(inside) == 1 and inside[0].is_dir() else unpacked
    if lacking := model_folder.missing(top):
        raise MissingOnThisMachine(
            f"{zipped.name} holds no whole Vosk model: {' and '.join(lacking)} is missing or empty.",
            "Nothing was installed.",
        )
    return top


def _try(model: Path, zipped: Path, cancelled: Stop | None) -> None:
    """Files of the right names need not be a model: the engine must have loaded it once."""
    if failure := trial.failure_of(model, cancelled):
        raise MissingOnThisMachine(f"{zipped.name} holds no working Vosk model: {failure}", "Nothing was installed.")
    model_folder.keep_trial(model, "")


def _put_in_place(model: Path, place: Path, before: Path) -> Path:
    """Move the model there; one of that name that is there already makes way only now."""
    if place.exists():
        place.replace(before)
    model.replace(place)
    return place


def _broken(zipped: Path) -> CoachDeskError:
    return CoachDeskError(f"{zipped.name} is broken or no zip file.", "Fetch it anew.")


def _sha256(file: Path, cancelled: Stop | None) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as whole:
        while chunk := whole.read(_CHUNK):
            check(cancelled)
            digest.update(chunk)
    return digest.hexdigest()
