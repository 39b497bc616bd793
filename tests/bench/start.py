"""From the start of the process to a painted window that answers, against an empty window."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Result, compare

ATTEMPTS = 100_000

_PAINTED = """
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    # ends the program when the window was painted and the event loop has come round to a timer
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not getattr(self, "seen", False):
            self.seen = True
            QTimer.singleShot(0, QApplication.instance().quit)
        return False
"""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
{painted}
application = QApplication([])
window = QMainWindow()
watcher = Painted()
window.installEventFilter(watcher)
window.resize(1280, 720)
window.show()
application.exec()
"""
_EMPTY_WITH_ORM = "import sqlalchemy.orm\n" + _EMPTY
_SHELL = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
{painted}
from ui import theme
from ui.app import App
application = QApplication([])
theme.follow_system(application)
app = App(Path(sys.argv[1]))
watcher = Painted()
app.window.installEventFilter(watcher)
app.window.show()
application.exec()
"""
_FILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication
from ui import theme
from ui.app import App
application = QApplication([])
theme.follow_system(application)
app = App(Path(sys.argv[1]))
app.window.show()
QTimer.singleShot(0, app.open)
def look():
    lists = app.window.findChildren(QAbstractItemView)
    if any(view.isVisible() and view.model() and view.model().rowCount() for view in lists):
        watch.stop()
        QTimer.singleShot(0, application.quit)
watch = QTimer(interval=5)
watch.timeout.connect(look)
watch.start()
application.exec()
"""
_MAKE = """
import sys
from datetime import timedelta
from pathlib import Path
from sqlalchemy import insert
from coachdesk import clock
from coachdesk.services.desk import open_desk
from coachdesk.services.practice import attempt
from coachdesk.store import people as store_people
from coachdesk.store.tables import Attempt
desk = open_desk(Path(sys.argv[1]))
first = attempt.begin(desk, next(iter(desk.library.scenarios)), seed=1).attempt_id
names = list(desk.library.scenarios)
with desk.database.write() as session:
    row = session.get(Attempt, first)
    people = [store_people.add_person(session, f"Rep {i}", at=clock.now()) for i in range(49)] + [row.person_id]
    same = {c.name: getattr(row, c.name) for c in Attempt.__table__.columns}
    now = clock.now()
    made = [
        {**same, "id": clock.new_id(), "scenario_id": names[i % len(names)], "person_id": people[i % 50],
         "state": "finished", "started_at": now - timedelta(minutes=i),
         "coverage": i % 11 / 10, "made": i % 11, "possible": 10}
        for i in range(int(sys.argv[2]))
    ]
    session.execute(insert(Attempt), made)
"""


def run(_: argparse.Namespace) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _child(_MAKE, home / "full", str(ATTEMPTS))
        for code in (_FILLED, _EMPTY_WITH_ORM):  # compiles what was never imported before
            _timed(code, home / "empty")
        yield compare(
            "start",
            "painted, responsive shell / an empty window",
            lambda: _timed(_SHELL, home / "empty"),
            lambda: _timed(_EMPTY, home),
            bar=2.0,
            repeat=7,
        )
        yield compare(
            "start",
            f"Practice filled, {ATTEMPTS:,} attempts of 50 reps / an empty window and the import of sqlalchemy.orm",
            lambda: _timed(_FILLED, home / "full"),
            lambda: _timed(_EMPTY_WITH_ORM, home),
            bar=1.5,
            repeat=5,
            note="the bar is Today's, which is not built yet; Practice is the first page until then",
        )


def _timed(code: str, folder: Path) -> None:
    _child(code.replace("{painted}", _PAINTED), folder)


def _child(code: str, folder: Path, *words: str) -> None:
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds its modules compiled
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-c", code, str(folder), *words]
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=Path(__file__).parents[2])
