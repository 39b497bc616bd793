"""What a Vosk model looks like on disk, so that a wrong or broken one is refused before the engine trips over it.

Files of the right names need not be a model. So every model is loaded once for a trial (``trial.py``), by the
installer or, where somebody put the folder there, when it is first chosen; a small file in it keeps the outcome.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from coachdesk.errors import MissingOnThisMachine

_ANY_OF = (
    ("am/final.mdl", "final.mdl"),
    ("conf/mfcc.conf", "mfcc.conf"),
    ("graph/HCLG.fst", "graph/HCLr.fst", "HCLG.fst", "HCLr.fst"),
)
"""The files that every model has, in the layout of today or an older one."""

_WITH = {
    "graph/HCLr.fst": ("graph/Gr.fst",),
    "HCLr.fst": ("Gr.fst",),
    "ivector/final.ie": ("ivector/final.dubm", "ivector/final.mat", "ivector/global_cmvn.stats", "ivector/splice.conf"),
}
"""A model with this file needs those as well."""

_TRIAL = ".coachdesk-trial.json"
_ANEW = "Install it anew."


def missing(folder: Path) -> tuple[str, ...]:
    """The files that a model in ``folder`` would need and that are not there, or are empty."""
    lacking = [names[0] for names in _ANY_OF if not any(_there(folder, name) for name in names)]
    for name, others in _WITH.items():
        if _there(folder, name):
            lacking += [other for other in others if not _there(folder, other)]
    return tuple(lacking)


def check(folder: Path) -> None:
    """Raise with a sentence where ``folder`` holds no whole Vosk model that was loaded in a trial."""
    check_files(folder)
    failure = last_trial(folder)
    if failure is None:
        raise MissingOnThisMachine(
            f"Whether the Vosk model in {folder} can be loaded has not been tried yet: its first use tries it.", _ANEW
        )
    if failure:
        raise MissingOnThisMachine(f"The Vosk model in {folder} is broken: {failure}", _ANEW)


def check_files(folder: Path) -> None:
    """Raise with a sentence where files of a Vosk model are missing in ``folder``."""
    remedy = "Name the folder of a Vosk model, or install one with: coachdesk models install."
    if not os.path.isdir(folder):  # noqa: PTH112 - says no to a name that is too long, where Path raises
        raise MissingOnThisMachine(f"There is no model folder at {folder}.", remedy)
    lacking = missing(folder)
    if len(lacking) >= len(_ANY_OF):
        raise MissingOnThisMachine(f"{folder} holds no Vosk model: it has no {' and no '.join(lacking)}.", remedy)
    if lacking:
        raise MissingOnThisMachine(
            f"The Vosk model in {folder} is broken: {' and '.join(lacking)} is missing or empty.", _ANEW
        )


def last_trial(folder: Path) -> str | None:
    """What the last trial of the model said: nothing where it loaded, else why not.

    None where there was none, or where its files have other sizes since.
    """
    try:
        kept = json.loads((folder / _TRIAL).read_bytes())
        return str(kept["failure"]) if kept["sizes"] == _sizes(folder) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def keep_trial(folder: Path, failure: str) -> None:
    """Keep what a trial of the model said."""
    (folder / _TRIAL).write_text(json.dumps({"failure": failure, "sizes": _sizes(folder)}), encoding="utf-8")


def _sizes(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix(): file.stat().st_size
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != _TRIAL
    }


def _there(folder: Path, name: str) -> bool:
    file = folder / name
    return file.is_file() and file.stat().st_size > 0
