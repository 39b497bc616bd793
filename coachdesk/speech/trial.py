"""Load a Vosk model once, in a process of its own: files that are no model may take down whoever loads them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from coachdesk.errors import CoachDeskError, MissingOnThisMachine
from coachdesk.speech.cancel import Stop, check
from coachdesk.speech.recognize import RATE_HZ
from coachdesk.speech.vosk import VoskRecognizer, library

LIMIT_S = 300.0
"""The large English model, from a slow disk, is far below that."""
_LOOK_EVERY_S = 0.2
_LOADS, _FAILS, _NO_ENGINE = 0, 1, 3
_REASON = re.compile(r"^ERROR(?: \([^\n]*?:\d+\))?:? (.+?)(?:\.\s|\.?$)", re.MULTILINE)
"""How the engine writes what ails it, up to the end of the first sentence."""


def failure_of(folder: Path, cancelled: Stop | None = None, limit_s: float = LIMIT_S) -> str:
    """Why the model cannot be used, as the end of a sentence with its full stop; nothing where it can.

    Raises MissingOnThisMachine where Vosk itself does not start, Cancelled where somebody stopped it.
    """
    with tempfile.TemporaryFile() as said:
        try:
            outcome = _run(folder, said.fileno(), cancelled, limit_s)
        except subprocess.TimeoutExpired:
            return f"it was not loaded within {limit_s:,.0f} s."
        said.seek(0)
        text = said.read().decode(errors="replace")
    if outcome == _LOADS:
        return ""
    if outcome == _NO_ENGINE:
        raise MissingOnThisMachine(text.strip(), "Use PocketSphinx instead.")
    reasons = _REASON.findall(text.replace(f"{folder}{os.sep}", ""))
    return f"the engine cannot load it ({reasons[-1]})." if reasons else "the engine breaks down over it."


def _run(folder: Path, said: int, cancelled: Stop | None, limit_s: float) -> int:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        left_s = limit_s
        while left_s > 0:
            check(cancelled)
            try:
                return process.wait(_LOOK_EVERY_S)
            except subprocess.TimeoutExpired:
                left_s -= _LOOK_EVERY_S
        raise subprocess.TimeoutExpired(process.args, limit_s)
    finally:
        process.kill()
        process.wait()


def _answer_once(folder: Path) -> int:
    try:
        library()
    except MissingOnThisMachine as problem:
        print(problem.sentence)
        return _NO_ENGINE
    try:
        recognizer = VoskRecognizer(folder)
        recognizer.begin_answer()
        recognizer.begin_segment()
        recognizer.feed(np.zeros(RATE_HZ, np.int16))
        recognizer.end_segment()
    except CoachDeskError:
        return _FAILS
    return _LOADS


if __name__ == "__main__":
    sys.exit(_answer_once(Path(sys.argv[1])))
