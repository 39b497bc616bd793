"""One run of the program for `tests.screenshots`: opens on a data folder, goes from state to state, takes pictures."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from coachdesk.services.desk import open_desk
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.views import AnswerView, Listening, Turn
from tests.practised import SCENARIO
from ui import theme
from ui.app import App
from ui.crash import CrashNet
from ui.practice.talk import Phase
from ui.theme import SPACE
from ui.widgets.page import Page

WAITED_S = 60
SECONDS_SHOWN = 6
PEAKS_PER_S = 31
LIVE_WORDS = 14


@dataclass
class Shot:
    """A state by its name: how to get there, and how to see that one is there."""

    name: str
    go: Callable[[], object]
    there: Callable[[], object]


def live_moment(answer: AnswerView) -> Listening:
    """An answer of the attempt, as it looked while it was being spoken."""
    every = max(1.0, len(answer.peaks) / (answer.duration_s * PEAKS_PER_S))
    peaks = [answer.peaks[int(i * every)] for i in range(int(len(answer.peaks) / every))]
    return Listening(
        elapsed_s=SECONDS_SHOWN,
        peaks=tuple(peaks[: SECONDS_SHOWN * PEAKS_PER_S]),
        level="good",
        words=" ".join(word.text for word in answer.words[:LIVE_WORDS]),
        speaking=True,
        heard_speech=True,
        silence_left_s=None,
        ended=False,
        waiting=False,
        trouble="",
        remedy="",
        behind_s=0.0,
    )


class Camera:
    def __init__(self, order: dict[str, Any], app: App, application: QApplication) -> None:
        self.order, self.app, self.application = order, app, application

    def wait(self, there: Callable[[], object]) -> None:
        until = time.monotonic() + WAITED_S
        while not there():
            if time.monotonic() > until:
                raise TimeoutError
            self.application.processEvents()
            time.sleep(0.01)

    def take(self, shot: Shot) -> None:
        shot.go()
        try:
            self.wait(shot.there)
        except TimeoutError:
            print(f"NOT REACHED: {shot.name}", flush=True)
            return
        only, readme = self.order["only"], self.order["readme"]
        if (readme and shot.name not in readme) or not any(shot.name.startswith(name) for name in only or [""]):
            return  # gone to all the same: the next state is reached from it
        for look in (theme.LIGHT, theme.DARK):
            if look.name not in self.order["looks"]:
                continue
            theme.apply(self.application, look)
            for _ in range(30):
                self.application.processEvents()
                time.sleep(0.01)
            name = self.order["readme"].get(shot.name)
            file = Path(self.order["out"]) / (
                f"{name}.png" if name else f"{shot.name}-{look.name}{self.order['suffix']}.png"
            )
            self.app.window.grab().save(str(file))
            print(file, flush=True)

    def seen(self, kind: str) -> QWidget | None:
        """A visible widget of the class of that name."""
        every = self.app.window.findChildren(QWidget)
        return next((widget for widget in every if type(widget).__name__ == kind and widget.isVisible()), None)

    def page(self, key: str) -> Any:
        return self.app._pages[key]

    def shell_go(self, *place: str) -> Callable[[], object]:
        shell = self.app._shell
        assert shell is not None
        return lambda: shell.go(*place)

    def answer_aloud(self) -> None:
        """The Talk screen in the middle of an answer of the attempt."""
        practice, look_back = self.page("practice"), debrief(self.app._desk, self.order["attempt"])  # type: ignore[arg-type]
        answer = look_back.answers[1]
        turn = Turn(
            attempt_id=look_back.attempt_id, scenario_id=look_back.scenario_id, title=look_back.title,
            buyer=look_back.buyer, position=answer.position, steps_about=5, step=answer.step, says=answer.says,
            hint="Ask first.", mood=4, mood_change=1, time_limit_s=360,
        )  # fmt: skip
        practice._show(practice._talk)
        practice._talk.show_turn(turn)
        practice._talk.show_phase(Phase.LISTENING)
        practice._talk.show_listening(live_moment(answer))
        practice._talk.show_clock(72, turn.time_limit_s)

    def type_an_answer(self) -> None:
        practice = self.page("practice")
        practice._talk.show_phase(Phase.TYPING)

    def lose_the_microphone(self) -> None:
        practice, look_back = self.page("practice"), debrief(self.app._desk, self.order["attempt"])  # type: ignore[arg-type]
        practice._talk.show_phase(Phase.LISTENING)
        trouble, remedy = "The microphone is gone.", "Plug it in again, and the answer goes on where it was."
        gone = replace(live_moment(look_back.answers[1]), waiting=True, trouble=trouble, remedy=remedy)
        practice._talk.show_listening(gone)

    def leave_the_talk(self) -> None:
        practice = self.page("practice")
        practice._show(practice._choose)

    def scroll_to(self, kind: str) -> None:
        part = self.seen(kind)
        if part is None:
            raise LookupError(kind)
        for page in self.app.window.findChildren(Page):
            if page.isAncestorOf(part):
                page.verticalScrollBar().setValue(part.mapTo(page.widget(), QPoint()).y() - SPACE.l)

    def palette(self, words: str) -> None:
        self.app.window.searching.emit()
        self.wait(lambda: self.seen("Palette"))
        (field,) = self.app.window.palette_of_actions().findChildren(QLineEdit)
        field.setText(words)

    def close_palette(self) -> None:
        self.app.window.close_palette()


def first_day(camera: Camera) -> Iterator[Shot]:
    seen, go = camera.seen, camera.shell_go
    yield Shot("welcome-1-name", lambda: None, lambda: seen("NameStep"))
    yield Shot("welcome-2-microphone", lambda: camera.page("today")._welcome._show(1), lambda: seen("MicrophoneStep"))
    yield Shot("welcome-3-recognizer", lambda: camera.page("today")._welcome._show(2), lambda: seen("RecognizerStep"))
    camera.app._desk.change_settings(welcomed=True)  # type: ignore[union-attr]
    yield Shot("today-first", lambda: camera.page("today")._welcome._finish(""), lambda: seen("TodayScreen"))
    yield Shot("choose-first", go("practice", "choose"), lambda: seen("ChooseScreen"))
    yield Shot("drills-first", go("practice", "drills"), lambda: seen("OverviewScreen"))
    yield Shot("history-first", go("practice", "history"), lambda: seen("HistorySection"))
    yield Shot("progress-first", go("practice", "progress"), lambda: seen("ProgressSection"))


def weeks_later(camera: Camera) -> Iterator[Shot]:
    seen, go, attempt = camera.seen, camera.shell_go, camera.order["attempt"]
    yield Shot("today", go("today"), lambda: seen("TodayScreen"))
    yield Shot("choose", go("practice", "choose"), lambda: seen("ChooseScreen"))
    yield Shot("brief", go("practice", "brief", SCENARIO), lambda: seen("BriefScreen"))
    yield Shot("talk", camera.answer_aloud, lambda: seen("TalkScreen"))
    yield Shot("talk-typing", camera.type_an_answer, lambda: seen("TalkScreen"))
    yield Shot("talk-no-microphone", camera.lose_the_microphone, lambda: seen("TalkScreen"))
    camera.leave_the_talk()
    yield Shot("debrief", go("practice", "debrief", attempt), lambda: seen("DebriefScreen"))
    yield Shot("debrief-score", lambda: camera.scroll_to("SelfScore"), lambda: True)
    yield Shot("drills", go("practice", "drills"), lambda: seen("OverviewScreen"))
    drills = camera.page("practice")._sections["drills"]
    yield Shot("drill-talk", lambda: drills._start("", True), lambda: seen("TalkScreen"))
    yield Shot("drill-result", lambda: drills._run._send("i hear you what are you comparing it with"),
               lambda: seen("ResultScreen"))  # fmt: skip
    yield Shot("drill-rated", lambda: drills._rate(3), lambda: True)
    yield Shot("drill-summary", drills._end, lambda: seen("SummaryScreen"))
    yield Shot("history", go("practice", "history"), lambda: seen("DataTable"))
    yield Shot("progress", go("practice", "progress"), lambda: seen("TrendChart"))
    yield Shot("progress-below", lambda: camera.scroll_to("PracticeCalendar"), lambda: True)
    yield Shot("baseline", go("practice", "baseline"), lambda: seen("BaselineScreen"))
    for key in ("sound", "listening", "practice", "look", "reminders", "privacy", "backups", "diagnostics"):
        yield Shot(f"settings-{key}", go("settings", key), lambda: seen("SettingsPage"))
    yield Shot("palette", lambda: camera.palette("ex"), lambda: seen("Palette"))
    camera.close_palette()
    yield Shot("toast-undo", lambda: camera.app._shell.say("The drill is set aside.", lambda: None),  # type: ignore[union-attr]
               lambda: seen("Toast"))  # fmt: skip


def many(camera: Camera) -> Iterator[Shot]:
    seen, go = camera.seen, camera.shell_go
    yield Shot("many-today", go("today"), lambda: seen("TodayScreen"))
    yield Shot("many-choose", go("practice", "choose"), lambda: seen("ChooseScreen"))
    yield Shot("many-drills", go("practice", "drills"), lambda: seen("OverviewScreen"))
    yield Shot("many-history", go("practice", "history"), lambda: seen("DataTable"))
    yield Shot("many-progress", go("practice", "progress"), lambda: seen("TrendChart"))
    yield Shot("many-settings-privacy", go("settings", "privacy"), lambda: seen("SettingsPage"))


STATES = {"new": first_day, "week": weeks_later, "many": many}


def main() -> None:
    order = json.loads(sys.argv[1])
    application = QApplication([])
    net = CrashNet()
    net.hang_out()
    theme.follow_system(application)
    home = Path(order["home"])
    if order["language"] != "en":
        desk = open_desk(home)
        desk.change_settings(language=order["language"])
        desk.close()
    app = App(home)
    app.window.resize(*order["size"])
    app.window.show()
    app.open()
    camera = Camera(order, app, application)
    camera.wait(lambda: app._pages)
    app.window.resize(*order["size"])
    for shot in STATES[order["data"]](camera):
        camera.take(shot)
        if shot.name == order["last"]:
            break
    app.window.close()


if __name__ == "__main__":
    main()
