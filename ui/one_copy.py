"""One window for a data folder: the first keeps a lock in it, and a second one asks the first to come forward.

Commands may use the folder beside the window, and a window on another folder may stand beside this one. The lock
says who is first, also where two start at the same moment; the socket only carries the wish to come forward. What a
crash leaves of either is cleared away by the next start.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, Signal

from coachdesk.paths import DataFolder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

ASKED_FOR_MS = 6_000
"""So long is the first one asked: it may just be starting, or be busy for a moment."""
ASKED_AGAIN_MS = 150
COME, CAME = b"come", b"came"
MOST_BYTES = 1_000
ACTIVATION = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""With one of these the desktop lets a window come forward; the second start has been given it."""


@dataclass(frozen=True)
class Holder:
    """Who has the folder open, as far as is known: the number of the process, and its machine where it is another."""

    pid: int
    machine: str = ""


class OneCopy(QObject):
    """``asked``: another start wants this window to come forward."""

    asked = Signal()

    def __init__(self, folder: DataFolder) -> None:
        super().__init__()
        self._folder = folder
        self._lock = QLockFile(str(folder.root / "window.lock"))
        self._lock.setStaleLockTime(0)  # however old: it is stale when its process is gone
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first window on the folder. Where no lock can be kept, nothing can be saved either, and
        the window says so itself."""
        try:
            self._folder.make()
        except OSError:
            return True
        if self._lock.tryLock(0):
            return True
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            return True
        return self._is_left_over() and self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def _is_left_over(self) -> bool:
        """Whether the lock is older than the process that now has its number: then it was another one's."""
        import psutil

        holder = self.holder()
        try:
            kept = (self._folder.root / "window.lock").stat().st_mtime
            return not holder.machine and psutil.Process(holder.pid).create_time() > kept + 1
        except (OSError, psutil.Error):
            return False

    def holder(self) -> Holder:
        import platform

        pid, machine, _program = self._lock.getLockInfo()
        return Holder(pid, "" if machine == platform.node() else machine)

    def ask_first(self) -> bool | None:
        """Ask the window that is open to come forward. True: it did; False: it does not answer; None: it has gone
        meanwhile, and this one is the first now."""
        until = time.monotonic() + ASKED_FOR_MS / 1000
        while (left := until - time.monotonic()) > 0:
            if self._ask(round(left * 1000)):
                return True
            if self.claim():
                return None
            time.sleep(ASKED_AGAIN_MS / 1000)
        return False

    def _ask(self, wait_ms: int) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(_address(self._folder))
        if not socket.waitForConnected(wait_ms):
            return False
        token = next((os.environ[name] for name in ACTIVATION if os.environ.get(name)), "")
        socket.write(COME + b" " + token.encode() + b"\n")
        answer = b""
        while b"\n" not in answer and socket.waitForReadyRead(wait_ms):
            answer += bytes(socket.readAll().data())
        return answer.startswith(CAME)

    def listen(self) -> None:
        """Hear from then on when another start asks. Where that cannot be, the other one says so in words."""
        from PySide6.QtNetwork import QLocalServer

        address = _address(self._folder)
        QLocalServer.removeServer(address)  # the lock is ours, so that nobody listens there
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        self._server.listen(address)

    def _heard(self) -> None:
        if self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda: self._answer(caller))
            self._answer(caller)

    def _answer(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine() and caller.bytesAvailable() < MOST_BYTES:
            return
        said = bytes(caller.readLine(MOST_BYTES).data()).split()
        if said[:1] == [COME]:
            if len(said) > 1 and sys.platform.startswith("linux"):
                os.environ[ACTIVATION[0]] = said[1].decode("ascii", "replace")  # Qt uses it up when it comes forward
            self.asked.emit()
            caller.write(CAME + b"\n")
            caller.flush()
        caller.disconnectFromServer()

    def let_go(self) -> None:
        """Nobody asks any more, and the next start is the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def _address(folder: DataFolder) -> str:
    """Of the socket: a short name that the folder alone gives, in the user's own folder where sockets are files."""
    name = "coachdesk-" + hashlib.sha256(os.fsencode(folder.root.resolve())).hexdigest()[:16]
    if sys.platform == "win32":
        return name
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    return f"{place}/{name}"
