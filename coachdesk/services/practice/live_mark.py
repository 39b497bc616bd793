"""Which attempts are being played right now, so that another window does not offer them as interrupted.

A small file in the attempt's folder names the process that plays it. It outlives a crash, but the process does not.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import psutil

log = logging.getLogger(__name__)
NAME = "playing.json"
"""The file's name, which doctor knows to leave alone."""


def put(folder: Path) -> None:
    """Mark an attempt as this process's. A folder that cannot be written is found out by the recording itself."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        started = psutil.Process().create_time()
        (folder / NAME).write_text(json.dumps({"process": os.getpid(), "started": started}), "utf-8")
    except OSError as error:
        log.warning("cannot mark %s as being played: %s", folder, error)


def take_away(folder: Path) -> None:
    """The attempt is over. Its folder goes too where nothing was recorded into it."""
    try:
        (folder / NAME).unlink(missing_ok=True)
        folder.rmdir()
    except OSError:  # not empty, which is the usual case
        return


def is_live(folder: Path) -> bool:
    """Whether a process that still runs is playing this attempt."""
    try:
        mark = json.loads((folder / NAME).read_text("utf-8"))
        process = psutil.Process(int(mark["process"]))
        return abs(process.create_time() - float(mark["started"])) < 1.0
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return False
