"""Attempts that were interrupted: the answer that was being recorded is saved, judged, and the talk can go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt, live_mark
from coachdesk.services.practice.views import Turn
from coachdesk.store import records
from coachdesk.store.kept import KeptAttempt


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A recording that no answer names yet: of the answer that was under way."""

    path: Path
    seconds: float


def unsaved(desk: Desk, kept: KeptAttempt) -> Unsaved | None:
    """The last recording of the answer that was under way, torn (WAV) or whole (FLAC). One without sound is none."""
    folder = attempt.folder_of(desk, kept)
    named = {answer.audio_path for answer in (*kept.answers, *kept.earlier_takes)}
    position = len(kept.answers) + 1
    files = [path for kind in ("wav", "flac") for path in folder.glob(f"{position:02}-*.{kind}")]
    files = [path for path in files if path.relative_to(desk.folder.recordings).as_posix() not in named]
    if not files:
        return None
    from coachdesk.speech import recording  # loads numpy, which the first screen rarely needs

    found = [Unsaved(path, seconds) for path in files if (seconds := recording.seconds_of(path)) > 0]
    return max(found, key=lambda each: (each.path.stat().st_mtime_ns, each.path.name), default=None)


Progress = Callable[[float], None]
"""Told the share done, 0 to 1."""

Stop = Callable[[], bool]
"""Asked now and then whether to stop."""


def take_up(desk: Desk, attempt_id: str, progress: Progress | None = None, cancelled: Stop | None = None) -> Turn:
    """Go on with an interrupted attempt. What was recorded of its last answer is judged first, if there are words.

    Raises CoachDeskError where it was ``cancelled``; the attempt waits as it did, with its recording.
    """
    from coachdesk.speech import recording

    turn = attempt.current_turn(desk, attempt_id)
    with desk.database.read() as session:
        kept = records.load_attempt(session, attempt_id)
    left = unsaved(desk, kept)
    if left is None or turn.ending is not None:
        return turn
    flac = recording.recover(left.path) if left.path.suffix == ".wav" else left.path
    if flac is None:
        return turn
    try:
        heard = desk.ear().hear(flac, progress, cancelled)
    except CoachDeskError:
        live_mark.take_away(attempt.folder_of(desk, kept))  # it waits again
        raise
    if not heard.words:
        flac.unlink()
        return turn
    return attempt.answer_spoken(desk, attempt_id, attempt.Spoken(heard, flac))


def keep_interrupted(
    desk: Desk, attempt_id: str, progress: Progress | None = None, cancelled: Stop | None = None
) -> None:
    """Close an interrupted attempt with all that was said, the answer under way included. Like `take_up`."""
    turn = take_up(desk, attempt_id, progress, cancelled)
    if turn.ending is None:
        attempt.stop(desk, attempt_id, keep=True)
