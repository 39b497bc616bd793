"""What settings are called in the language of the window, and sizes and dates in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from coachdesk.services.settings import Declared, Value, to_text
from ui.language import CONTEXT, tr

KB, MB, GB = 1e3, 1e6, 1e9


def declared_words(text: str) -> str:
    """What `coachdesk.settings` says of a setting. The literals stand there, so that a new one needs nothing here."""
    return QCoreApplication.translate(CONTEXT, text)


def value_words(setting: Declared, value: Value) -> str:
    """A value as it is told: on, 2.5 seconds, Dark."""
    if setting.kind == "switch":
        return tr("on") if value else tr("off")
    if setting.kind == "choice":
        return next((declared_words(each.words) for each in setting.choices if each.value == value), str(value))
    if setting.kind == "text" and not value:
        return tr("the system's own")
    return f"{to_text(value)} {declared_words(setting.unit)}".strip()


def size_words(size_bytes: float) -> str:
    if size_bytes >= GB:
        return tr("{n} GB").format(n=f"{size_bytes / GB:,.1f}")
    if size_bytes < MB:
        return tr("{n} kB").format(n=f"{size_bytes / KB:,.0f}")
    return tr("{n} MB").format(n=f"{size_bytes / MB:,.1f}" if size_bytes < 10 * MB else f"{size_bytes / MB:,.0f}")


def day_words(at: datetime, now: datetime) -> str:
    """When something was, from today's point of view."""
    local, today = at.astimezone(), now.astimezone().date()
    if local.date() == today:
        return tr("Today, {time}").format(time=f"{local:%H:%M}")
    if local.date() == today - timedelta(days=1):
        return tr("Yesterday, {time}").format(time=f"{local:%H:%M}")
    return exact_words(at)


def exact_words(at: datetime) -> str:
    return f"{at.astimezone():%d %B %Y, %H:%M}"
