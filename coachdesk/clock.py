"""What time it is, in one place, so that a test can say what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, with its time zone."""
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7 (RFC 9562): unique, and in the order of its making."""
    from uuid6 import uuid7  # loads 25 ms of what reads the metadata of packages

    return str(uuid7())
