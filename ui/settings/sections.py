"""The names of the sections of the Settings page, without what is in them: the palette leads to each."""

from __future__ import annotations

from ui.language import tr


def sections() -> tuple[tuple[str, str, str], ...]:
    """The key, the name and the icon of each."""
    return (
        ("sound", tr("Sound"), "speaker-high"),
        ("listening", tr("Listening"), "ear"),
        ("practice", tr("Practice"), "microphone"),
        ("look", tr("Look"), "circle-half"),
        ("reminders", tr("Reminders"), "bell"),
        ("privacy", tr("Data and privacy"), "lock-simple"),
        ("backups", tr("Backups"), "floppy-disk"),
        ("diagnostics", tr("Diagnostics"), "info"),
    )
