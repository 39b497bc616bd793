"""What this program is made of, and how it stands on this machine: for the About window and for a report of a mistake.

Nothing of it says who practises or what was said. Only the standard library is imported, so that a report can be
made when little else works.
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
import sqlite3
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata
from pathlib import Path

import coachdesk
from coachdesk.paths import DataFolder

PROGRAM = "coachdesk"
LICENCE = "MIT"
LONGEST_LICENCE = 60
"""Some libraries put the whole text of their licence where its name belongs."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_OSI = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is bundled or built upon. ``licence`` in the words of its makers."""

    name: str
    version: str
    licence: str


BUNDLED = (Part("Inter", "3.19", "OFL-1.1"), Part("Phosphor Icons", "1.3.0", "MIT"))
"""Fonts and icons, whose licences lie beside them in resources/."""


def parts() -> tuple[Part, ...]:
    """Every library that the program stands on, directly or through another, with fonts, icons, Python and SQLite."""
    found = {each.name.casefold(): each for each in (*BUNDLED, *_libraries())}
    python = Part("Python", platform.python_version(), "PSF-2.0")
    sqlite = Part("SQLite", sqlite3.sqlite_version, "Public domain")
    return tuple(sorted((*found.values(), python, sqlite), key=lambda part: part.name.casefold()))


def versions() -> str:
    """The program, the machine and the libraries with their versions, a line for each kind."""
    libraries = ", ".join(f"{part.name} {part.version}" for part in parts())
    return (
        f"CoachDesk {coachdesk.__version__}\n"
        f"{platform.platform()}, {platform.machine()}, Python {platform.python_version()}"
        f"{', packed' if getattr(sys, 'frozen', False) else ''}\n"
        f"{libraries}"
    )


def diagnostics(folder: DataFolder) -> str:
    """Versions, and what the doctor finds, without the names of people, devices and folders."""
    from coachdesk.services import keeping

    lines = []
    for check in keeping.doctor(folder):
        words = "" if check.name == "microphone" and check.state == "ok" else f"{check.sentence} {check.remedy}"
        lines.append(f"{check.state:8} {check.name}: {_unnamed(words, folder)}".rstrip(": "))
    return f"{versions()}\n\n" + "\n".join(lines) + "\n"


def _unnamed(words: str, folder: DataFolder) -> str:
    return words.strip().replace(str(folder.root), "DATA").replace(str(Path.home()), "~")


def _libraries() -> Iterator[Part]:
    seen, wanted = set[str](), list(_requirements())
    while wanted:
        name = wanted.pop()
        if name.casefold() in seen:
            continue
        seen.add(name.casefold())
        try:
            library = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:  # one that only another system needs
            continue
        yield Part(library.metadata["Name"], library.version, _licence(library.metadata))
        wanted += _names(library.requires or ())


def _requirements() -> Iterator[str]:
    """The names of what the program asks for: as it was installed, or in a checkout as its project file says."""
    try:
        return _names(importlib.metadata.requires(PROGRAM) or ())
    except importlib.metadata.PackageNotFoundError:
        project = Path(coachdesk.__file__).parents[1] / "pyproject.toml"
        if not project.is_file():
            return iter(())
        return _names(tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"])


def _names(requirements: Iterable[str]) -> Iterator[str]:
    for requirement in requirements:
        what, _, condition = requirement.partition(";")
        name = _NAME.match(what.strip())
        if name is not None and "extra" not in condition:
            yield re.sub(r"[-_.]+", "-", name[0])


def _licence(metadata: PackageMetadata) -> str:
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    said = metadata["License"].strip().splitlines()[0] if "License" in metadata and metadata["License"].strip() else ""
    classes = [line.removeprefix(_OSI) for line in metadata.get_all("Classifier") or () if line.startswith(_OSI)]
    if said and len(said) <= LONGEST_LICENCE and said.casefold() != "unknown":
        return said
    return ", ".join(classes) or "see its own files"
