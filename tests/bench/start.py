"""From the start of the process to a painted window that answers, against an empty window."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Result, compare

ATTEMPTS, DRILLS = 100_000, 5_000

_PAINTED = """
import time
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    # tells the time when the window was painted and the event loop has come round to a timer
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not getattr(self, "seen", False):
            self.seen = True
            QTimer.singleShot(0, tell)
        return False
def tell():
    print(time.monotonic(), flush=True)
    QApplication.instance().quit()
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
from PySide6.QtWidgets import QApplication, QWidget
{painted}
from ui import theme
from ui.app import App
application = QApplication([])
theme.follow_system(application)
app = App(Path(sys.argv[1]))
watcher = Painted()
class Filled(QObject):
    # waits for a bar of the week to be painted: it is made last, of what the database said
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and type(watched).__name__ == "WeekBars":
            watcher.eventFilter(watched, event)
        return False
filled = Filled()
application.installEventFilter(filled)
app.window.show()
QTimer.singleShot(0, app.open)
application.exec()
import os
os._exit(0)  # what the next step needs is being imported, and is not waited for
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
from coachdesk.store.tables import Attempt, DrillCard
desk = open_desk(Path(sys.argv[1]))
desk.change_settings(welcomed=True)
first = attempt.begin(desk, next(iter(desk.library.scenarios)), seed=1).attempt_id
attempt.answer_typed(desk, first, "may i ask how you do that today")
attempt.stop(desk, first, keep=True)
names = list(desk.library.scenarios)
with desk.database.write() as session:
    row = session.get(Attempt, first)
    people = [row.person_id] + [store_people.add_person(session, f"Rep {i}", at=clock.now()) for i in range(49)]
    same = {c.name: getattr(row, c.name) for c in Attempt.__table__.columns}
    now = clock.now()
    made = [
        {**same, "id": clock.new_id(), "scenario_id": names[i % len(names)], "person_id": people[i % 50],
         "state": "finished", "started_at": now - timedelta(minutes=i),
         "coverage": i % 11 / 10, "made": i % 11, "possible": 10}
        for i in range(int(sys.argv[2]))
    ]
    session.execute(insert(Attempt), made)
    cards = [
        {"id": clock.new_id(), "person_id": row.person_id, "scenario_id": names[i % len(names)], "step": f"step-{i}",
         "skill": "discovery", "due": now + timedelta(hours=i - int(sys.argv[3]) // 2), "state": {"state": 2},
         "reviews": 1, "lapses": 0, "leech_since": None, "made_at": now}
        for i in range(int(sys.argv[3]))
    ]
    session.execute(insert(DrillCard), cards)
"""


def run(_: argparse.Namespace) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _child(_MAKE, home / "full", str(ATTEMPTS), str(DRILLS))
        for code in (_FILLED, _EMPTY_WITH_ORM):  # compiles what was never imported before, keeps the index of titles
            _timed(code, home / "full")
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
            f"Today filled, {ATTEMPTS:,} attempts, {DRILLS:,} drills / an empty window + import sqlalchemy.orm",
            lambda: _timed(_FILLED, home / "full"),
            lambda: _timed(_EMPTY_WITH_ORM, home),
            bar=1.5,
            repeat=7,
        )


def _timed(code: str, folder: Path) -> float:
    """Seconds from the start of the process to what it waits for; its end is not counted, on either side."""
    started = time.monotonic()
    return float(_child(code.replace("{painted}", _PAINTED), folder).splitlines()[-1]) - started


def _child(code: str, folder: Path, *words: str) -> str:
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds its modules compiled
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-c", code, str(folder), *words]
    done = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    return done.stdout
