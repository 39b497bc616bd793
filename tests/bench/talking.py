"""The real window with a voice that needs no sound card: files are spoken into it in real time, talk after talk.

What is measured runs in a process of its own, which has loaded nothing else; the recognizer runs in another, as ever.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from coachdesk import paths
from coachdesk.services.desk import open_desk
from coachdesk.speech import capture, decode
from coachdesk.speech.recognize import RATE_HZ, Block
from coachdesk.speech.voice_activity import FRAME, VoiceActivity
from ui import theme
from ui.app import App
from ui.practice.brief import BriefScreen
from ui.practice.choose import ChooseScreen
from ui.practice.debrief import DebriefScreen
from ui.practice.page import PracticePage
from ui.practice.talk import Phase, TalkScreen
from ui.speak import NO_VOICE

LONGEST_S = 45
"""The settings call a longer answer long."""
SCENARIO = "too-expensive-cfo"
READS_BRIEF_MS = 3000
"""Meanwhile the program gets ready."""
_LOOKS_EVERY_MS = 50
_BREATH_S = 0.4
_GIVES_UP_S = 90
"""No answer comes to its end for so long beyond its length: something is wrong with the bench or the program."""


def apart(module: str, **chosen: object) -> Any:
    """What ``measure(**chosen)`` of a bench gives, in a process of its own."""
    code = f"import json, sys\nfrom {module} import measure\nprint(json.dumps(measure(**json.loads(sys.argv[1]))))"
    environment = dict(os.environ)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-c", code, json.dumps(chosen)]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    return json.loads(done.stdout.splitlines()[-1])


def load() -> str:
    """How busy the machine is besides, which makes every figure worse."""
    if not hasattr(os, "getloadavg"):
        return "load of the machine unknown"
    return f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}"


def answers(folder: Path, lengths_s: list[float]) -> list[Path]:
    """Recorded answers of given lengths: the sample answers one after another, with a breath between two."""
    breath = np.zeros(int(_BREATH_S * RATE_HZ), np.int16)
    spoken = _sentences()
    found = []
    for i, length_s in enumerate(lengths_s):
        wanted, parts = int(length_s * RATE_HZ), [next(spoken)]
        while sum(map(len, parts)) < wanted:
            parts += [breath, next(spoken)]
        path = folder / f"{i:03}.wav"
        soundfile.write(path, np.concatenate(parts)[:wanted], RATE_HZ)
        found.append(path)
    return found


def _sentences() -> Iterator[Block]:
    """The sample answers without the silence around them, again and again."""
    files = sorted(paths.bundled("resources").joinpath("samples").glob("*.flac"))
    while True:
        for file in files:
            samples = np.concatenate([block for block, _ in decode.blocks(file)])
            first, last = voiced(samples)
            yield samples[first:last]


def voiced(samples: Block) -> tuple[int, int]:
    """Where the speech in some sound begins and ends."""
    speaks = [speaking for _frame, speaking in VoiceActivity().frames(samples)]
    return speaks.index(True) * FRAME, (len(speaks) - speaks[::-1].index(True)) * FRAME


def speech_ends_s(file: Path) -> float:
    return voiced(soundfile.read(file, dtype="int16")[0])[1] / RATE_HZ


class Spoken:
    """One answer, spoken into the program as if by a microphone, and silence after it. Holds no more sound than one."""

    overflows = 0
    lost = False
    trouble = None

    def __init__(self, path: Path) -> None:
        self._file = soundfile.SoundFile(path)
        self._given = 0
        self.path = path
        self.opened = 0.0

    def open(self) -> None:
        self.opened = time.perf_counter() - self._given / RATE_HZ

    def read(self, timeout_s: float) -> Block | None:
        wait = self.opened + (self._given + FRAME) / RATE_HZ - time.perf_counter()
        if wait > timeout_s:
            time.sleep(timeout_s)
            return None
        time.sleep(max(0.0, wait))
        self._given += FRAME
        block: Block = self._file.read(FRAME, dtype="int16", fill_value=0)
        return block

    def close(self) -> None:
        """Goes on where it was when it is opened again."""


class Rep(QObject):
    """Goes from brief to talk to debrief and begins again, by the signals of what a rep presses."""

    def __init__(self, app: App, began: Callable[[PracticePage], object]) -> None:
        super().__init__(app.window)
        self._app, self._began = app, began
        self._page: PracticePage | None = None
        self._at: object = None
        self._since = time.monotonic()
        looks = QTimer(self, interval=_LOOKS_EVERY_MS)
        looks.timeout.connect(self._look)
        looks.start()

    def _look(self) -> None:
        if self._page is None:
            self._find_page()
            return
        shown = self._page.currentWidget()
        phase = shown.phase if isinstance(shown, TalkScreen) else None
        if (shown, phase) == self._at:
            if time.monotonic() - self._since > LONGEST_S + _GIVES_UP_S:
                raise SystemExit(f"the talk stands still at {phase or shown}")
            return
        self._at, self._since = (shown, phase), time.monotonic()
        if phase is Phase.TYPING:
            raise SystemExit("the microphone was not used")
        if isinstance(shown, BriefScreen):
            QTimer.singleShot(READS_BRIEF_MS, shown, lambda: shown.started.emit(False))
        elif isinstance(shown, TalkScreen) and phase is Phase.OVER:
            shown.big_button.emit()
        elif isinstance(shown, (ChooseScreen, DebriefScreen)):
            self._page.open_at("brief", SCENARIO)

    def _find_page(self) -> None:
        if self._app._shell is None or self._app._voice is None:
            return
        self._app._voice.trouble = NO_VOICE  # the buyer's lines are read, and the rep answers at once
        self._app._shell.go("practice")
        self._page = next(iter(self._app.window.findChildren(PracticePage)), None)
        if self._page is not None:
            self._began(self._page)


def window(data: Path) -> tuple[QApplication, App]:
    """The window on a data folder that has been welcomed and whose recognizer is taught, before its first paint."""
    desk = open_desk(data)
    desk.change_settings(welcomed=True)
    desk.teach()
    desk.close()
    application = QApplication([])
    theme.follow_system(application)
    app = App(data)
    app.window.resize(1280, 720)
    app.window.show()
    QTimer.singleShot(0, app.window, app.open)
    return application, app


def listen_to(files: Iterator[Path], heard: Callable[[Spoken], object] = lambda _spoken: None) -> None:
    """From now on whoever opens a microphone hears the next file."""

    def microphone(_device: object = None) -> Spoken:
        spoken = Spoken(next(files))
        heard(spoken)
        return spoken

    capture.Microphone = microphone  # type: ignore[assignment,misc]
