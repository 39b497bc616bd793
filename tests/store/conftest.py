"""A data folder, and attempts to put into its database."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from coachdesk.analysis.heard import Heard, Segment, Sound, Span, Word
from coachdesk.paths import DataFolder
from coachdesk.store import people, records
from coachdesk.store.kept import Answer, Beginning, KeptFinding

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)

SPOKEN = Heard(
    (
        Segment(
            Span(0.2, 1.1),
            (Word("i", 0.2, 0.3, 0.9), Word("hear", 0.3, 0.6, 0.8), Word("you", 0.6, 1.1, 0.7)),
            ("i here you", "i hear"),
        ),
        Segment(Span(1.9, 2.6), (Word("compared", 1.9, 2.4, 0.6), Word("to", 2.4, 2.6, None))),
    ),
    Sound(3.0, (Span(0.2, 1.1), Span(1.9, 2.6)), -23.5, -6.0, 0.0),
)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "my café #1")


@pytest.fixture
def begin() -> Callable[..., str]:
    """Begins an attempt of a person who is added where there is none; gives its id."""

    def begin(session: Session, *, name: str = "Me", scenario: str = "too-expensive", day: int = 0) -> str:
        at = NOON + timedelta(days=day)
        return records.begin_attempt(
            session,
            Beginning(
                person_id=people.person_named(session, name, at=at),
                mode="solo",
                scenario_id=scenario,
                scenario_hash=records.keep_snapshot(session, "scenario", f"id: {scenario}\n"),
                persona_id="dana-cfo",
                seed=7,
                engine="sphinx",
                model="en-us",
                language_hash="1234",
                started_at=at,
            ),
        )

    return begin


@pytest.fixture
def spoken() -> Callable[..., Answer]:
    def spoken(position: int = 1, **changes: object) -> Answer:
        values: dict[str, object] = {
            "position": position,
            "step": "price",
            "says": "Ninety thousand?",
            "heard": SPOKEN,
            "started_at": NOON,
            "mood": 3,
            "next": "softened",
            "findings": (
                KeptFinding("key_point", "acknowledge", "acknowledge-concern", "i hear you", 0, 3, 0.2, 1.1, 0.8),
            ),
            "delivery": {"rate_wpm": 141.5, "pauses": 1},
        }
        return Answer(**{**values, **changes})  # type: ignore[arg-type]

    return spoken


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; only root can make one."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    at = tmp_path / "small disk"
    at.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(at)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield at
    subprocess.run(["umount", "-l", str(at)], check=True)
