"""Keeps the display awake while somebody talks. Where the system does not let us, only the log says so."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject

from ui.work import Query, Work

log = logging.getLogger(__name__)


class Awake(QObject):
    """Held by one thread from beginning to end, as wakepy asks; asking the system may take it two seconds."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._enough: threading.Event | None = None

    def hold(self) -> None:
        if self._enough is None:
            self._enough = enough = threading.Event()
            Query(lambda: _stay_awake(enough)).start(self._work, self)

    def release(self) -> None:
        if self._enough is not None:
            self._enough.set()
            self._enough = None


def _stay_awake(enough: threading.Event) -> None:
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        if not mode.active:
            log.warning("the system does not let us keep the display awake during the talk")
            log.info(mode.result.get_failure_text())
        enough.wait()
