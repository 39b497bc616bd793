"""Every word that the window itself says goes through here, so that it can be said in another language.

    Label(tr("Nothing is due"))
    Label(tr("{count} drills are due").format(count=3))
    Label(counted(3, "{n} drill", "{n} drills"))

What scenarios, people and the services say is content and is not translated yet.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = "CoachDesk"


def tr(text: str) -> str:
    """``text`` in the language of the window. Only literals: what is put together is found in no dictionary."""
    return QCoreApplication.translate(CONTEXT, text)


def later(text: str) -> str:
    """Marks a literal at the top of a module, where the language is not known yet, for ``now`` where it is used."""
    return text


def now(marked: str) -> str:
    """What ``later`` has marked, in the language of the window."""
    return QCoreApplication.translate(CONTEXT, marked)


def counted(number: int, one: str, many: str) -> str:
    """``one`` or ``many``, by the number, which takes the place of ``{n}``."""
    return tr(one if number == 1 else many).format(n=f"{number:,}")
