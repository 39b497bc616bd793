"""Background operations: slow calls run off the UI thread, and their results arrive back on it.

    Query(lambda: practice.choices(folder)).done(self.show_cards).failed(self.say).start(work, self)
    Change(lambda: practice.discard(folder, attempt_id), touches={"attempts"}).done(...).start(work, self)

``Query`` is for what only reads: queries run side by side. ``Change`` is for what writes: changes run one after
another, and when one has succeeded ``Work.changed`` says what it touched, so that the pages that show it refresh.
The function must not touch a widget. It is given nothing; one that reports progress or can be cancelled closes over
a ``Control``. A CoachDeskError reaches ``failed``. Anything else is a bug: it goes to the crash dialog, and
``failed`` then hears that the work was not done, so that no page waits for ever.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from coachdesk.errors import CoachDeskError
from ui.language import tr

T = TypeVar("T")

QUERIES_AT_ONCE = 3


class Cancelled(CoachDeskError):
    """The user stopped this piece of work."""

    def __init__(self) -> None:
        super().__init__(tr("Stopped."))


class Control(QObject):
    """How far a piece of work is, and whether it should stop. Used from both threads.

    ``reported`` carries a sentence and a share from 0 to 1, or None where nobody can know how far it is.
    """

    reported = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    def report(self, what: str, share: float | None = None) -> None:
        """Called by the work. Raises Cancelled where the user has asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.reported.emit(what, share)

    def cancel(self) -> None:
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()


class Work(QObject):
    """The two queues of the program. One exists, made by the window."""

    changed = Signal(object)
    """A frozenset of what a finished change touched, such as {"attempts"}."""

    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._queries = ThreadPoolExecutor(QUERIES_AT_ONCE, "query")
        self._changes = ThreadPoolExecutor(1, "change")
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, operation: _Operation[T], owner: QObject) -> None:
        pool = self._changes if isinstance(operation, Change) else self._queries
        future = pool.submit(operation.fn)
        future.add_done_callback(lambda finished: self._arrived.emit((operation, finished, owner)))

    def _deliver(self, arrived: tuple[_Operation[T], Future[T], QObject]) -> None:
        operation, finished, owner = arrived
        if self._closed or finished.cancelled():
            return
        error = finished.exception()
        if error is None and isinstance(operation, Change):
            self.changed.emit(operation.touches)
        if error is not None and not isinstance(error, (CoachDeskError, CancelledError)):
            sys.excepthook(type(error), error, error.__traceback__)
            error = CoachDeskError(
                tr("This did not work, because of a mistake in the program."), tr("Try it once more.")
            )
        if not shiboken6.isValid(owner):  # its screen is gone, and nobody waits any more
            return
        if error is None:
            operation.succeed(finished.result())
        elif isinstance(error, CoachDeskError):
            operation.fail(error)

    def close(self) -> None:
        """Finish the changes that were begun or asked for, and the queries that run; drop those that only wait."""
        self._closed = True
        self._changes.shutdown(wait=True)
        self._queries.shutdown(wait=True, cancel_futures=True)


class _Operation(Generic[T]):
    def __init__(self, fn: Callable[[], T]) -> None:
        self.fn = fn
        self._done: Callable[[T], object] | None = None
        self._failed: Callable[[CoachDeskError], object] | None = None

    def done(self, call: Callable[[T], object]) -> Self:
        """Called on the UI thread with the result."""
        self._done = call
        return self

    def failed(self, call: Callable[[CoachDeskError], object]) -> Self:
        """Called on the UI thread with what went wrong, in words for the user."""
        self._failed = call
        return self

    def start(self, work: Work, owner: QObject) -> None:
        """Begin. Nothing is called once ``owner``, the widget that asked, is gone."""
        work.run(self, owner)

    def succeed(self, result: T) -> None:
        if self._done is not None:
            self._done(result)

    def fail(self, error: CoachDeskError) -> None:
        if self._failed is not None:
            self._failed(error)


class Query(_Operation[T]):
    """Something slow that only reads."""


class Change(_Operation[T]):
    """Something that writes; ``touches`` names what, for the pages that show it."""

    def __init__(self, fn: Callable[[], T], touches: Iterable[str] = ()) -> None:
        super().__init__(fn)
        self.touches = frozenset(touches)
