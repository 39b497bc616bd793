"""Recordings one after another as one file, block by block: an hour in bounded memory."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from coachdesk.errors import CoachDeskError
from coachdesk.speech.cancel import Progress, Stop, check
from coachdesk.speech.decode import blocks
from coachdesk.speech.recognize import RATE_HZ

FULL_BELOW_BYTES = 1_000_000
"""Free room under which a write that failed failed for want of it; the library that writes does not say why."""


def join(
    recordings: Sequence[Path],
    to: Path,
    gap_s: float,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> None:
    """Write recordings to ``to`` (its ending says wav or flac), ``gap_s`` of silence between each two.

    Raises CoachDeskError where one cannot be read or the file cannot be written, Cancelled where somebody stopped it.
    """
    silence = np.zeros(round(gap_s * RATE_HZ), np.int16)
    form = to.suffix[1:].upper()
    try:
        with soundfile.SoundFile(to.absolute(), "w", RATE_HZ, 1, "PCM_16", format=form) as file:
            for number, recording in enumerate(recordings):
                if number:
                    file.write(silence)
                for block, share in blocks(recording):
                    check(cancelled)
                    file.write(block)
                    if progress is not None:
                        progress((number + share) / len(recordings))
    except (soundfile.LibsndfileError, OSError) as problem:
        full = to.parent.is_dir() and shutil.disk_usage(to.parent).free < FULL_BELOW_BYTES
        reason = "the disk is full" if full else getattr(problem, "strerror", None) or str(problem)
        raise CoachDeskError(f"The recording could not be written: {reason}.", "Choose another place.") from problem
