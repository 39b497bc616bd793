"""Audio from outside kept as our own recordings are: mono 16-bit FLAC at 16 kHz, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import soundfile

from coachdesk.errors import CoachDeskError
from coachdesk.speech.decode import blocks
from coachdesk.speech.recognize import RATE_HZ


def keep_flac(source: Path, to: Path) -> None:
    """Write ``source`` to ``to``. Raises CoachDeskError where it cannot be read or written, and leaves nothing."""
    draft = to.with_suffix(".part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with soundfile.SoundFile(draft, "w", RATE_HZ, 1, "PCM_16", format="FLAC") as file:
            for block, _ in blocks(source):
                file.write(block)
        draft.replace(to)
    except (OSError, soundfile.LibsndfileError) as problem:
        raise CoachDeskError(
            f"The recording could not be kept in {to.parent}.", "Check that there is room on the disk."
        ) from problem
    finally:
        draft.unlink(missing_ok=True)
