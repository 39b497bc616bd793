"""Long work that reports how far it is and can be stopped: files to transcribe, models to fetch."""

from __future__ import annotations

from collections.abc import Callable

from coachdesk.errors import CoachDeskError

Progress = Callable[[float], None]
"""Called with the share done, 0 to 1."""

Stop = Callable[[], bool]
"""Asked now and then whether to stop; ``threading.Event().is_set`` fits."""


class Cancelled(CoachDeskError):
    """Somebody stopped the work; nothing is wrong."""

    def __init__(self) -> None:
        super().__init__("Stopped.")


def check(cancelled: Stop | None) -> None:
    """Raise Cancelled where somebody asked for it."""
    if cancelled is not None and cancelled():
        raise Cancelled
