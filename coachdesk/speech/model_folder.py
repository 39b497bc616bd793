"""What a Vosk model looks like on disk, so that a wrong or broken one is refused before the engine trips over it."""

from __future__ import annotations

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


def missing(folder: Path) -> tuple[str, ...]:
    """The files that a model in ``folder`` would need and that are not there, or are empty."""
    lacking = [names[0] for names in _ANY_OF if not any(_there(folder, name) for name in names)]
    for name, others in _WITH.items():
        if _there(folder, name):
            lacking += [other for other in others if not _there(folder, other)]
    return tuple(lacking)


def check(folder: Path) -> None:
    """Raise with a sentence where ``folder`` holds no whole Vosk model."""
    remedy = "Name the folder of a Vosk model, or install one with: coachdesk models install."
    if not folder.is_dir():
        raise MissingOnThisMachine(f"There is no model folder at {folder}.", remedy)
    lacking = missing(folder)
    if len(lacking) >= len(_ANY_OF):
        raise MissingOnThisMachine(f"{folder} holds no Vosk model: it has no {' and no '.join(lacking)}.", remedy)
    if lacking:
        raise MissingOnThisMachine(
            f"The Vosk model in {folder} is broken: {' and '.join(lacking)} is missing or empty.", "Install it anew."
        )


def _there(folder: Path, name: str) -> bool:
    file = folder / name
    return file.is_file() and file.stat().st_size > 0
