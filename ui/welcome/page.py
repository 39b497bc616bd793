"""The first start, in the place of Today: a name, a microphone, a recognizer, and the first buyer. All can be skipped.

Where it was left is kept, and the next start goes on there.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services import welcome
from coachdesk.services.welcome import STEPS, Welcome
from ui.language import tr
from ui.shell import Shell
from ui.theme import SPACE
from ui.welcome.fetch import Fetch
from ui.welcome.microphone import MicrophoneStep
from ui.welcome.name import NameStep
from ui.welcome.recognizer import RecognizerStep
from ui.welcome.step import Step
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.layout import column, row
from ui.widgets.page import Page
from ui.work import Change, Query


class WelcomePage(QWidget):
    """``over`` carries the scenario to go on with, or nothing for Today."""

    over = Signal(str)

    def __init__(self, shell: Shell, fetch: Fetch) -> None:
        super().__init__()
        self._shell, self._desk, self._work = shell, shell.desk, shell.work
        self._fetch = fetch
        self._shown: Welcome | None = None
        self._steps: tuple[Step, ...] = ()
        self._microphone: MicrophoneStep | None = None
        self._stack = QStackedWidget()
        self.setLayout(column((self._stack, 1), spacing=0))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._go_back)

    def open(self) -> None:
        Query(lambda: welcome.welcome(self._desk)).done(self._came).failed(self._cannot).start(self._work, self)

    def current(self) -> Step | None:
        """The step that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Step) else None

    def _came(self, it: Welcome) -> None:
        self._shown = it
        name = NameStep(STEPS, it.name)
        microphone = self._microphone = MicrophoneStep(STEPS, self._shell)
        recognizer = RecognizerStep(STEPS, self._fetch)
        microphone.show_welcome(it)
        recognizer.show_welcome(it)
        microphone.looked_again.connect(self._look_again)
        self._steps = (name, microphone, recognizer)
        for step in self._steps:
            self._stack.addWidget(step)
            step.back.connect(self._go_back)
        name.done.connect(lambda: self._keep_name(name, name.field.text()))
        name.skipped.connect(lambda: self._keep_name(name, ""))
        microphone.done.connect(lambda: self._show(2))
        microphone.skipped.connect(lambda: self._show(2))
        recognizer.done.connect(lambda: self._finish(it.first.id if it.first else ""))
        recognizer.skipped.connect(lambda: self._finish(""))
        self._show(it.step - 1)

    def _show(self, index: int) -> None:
        if (before := self.current()) is not None:
            before.leave()
        step = self._steps[index]
        self._stack.setCurrentWidget(step)
        step.enter()
        Change(lambda: welcome.reached(self._desk, index + 1)).failed(self._tell).start(self._work, self)

    def focusInEvent(self, _event: object) -> None:
        if (step := self.current()) is not None:
            step.enter()

    def _go_back(self) -> None:
        step = self.current()
        at = self._steps.index(step) if step in self._steps else 0
        if at > 0:
            self._show(at - 1)

    def _keep_name(self, step: NameStep, name: str) -> None:
        Change(lambda: welcome.call_me(self._desk, name), {"people"}).done(lambda _none: self._show(1)).failed(
            lambda error: step.say(str(error))
        ).start(self._work, self)

    def _look_again(self) -> None:
        """A microphone may have been plugged in."""

        def came(it: Welcome) -> None:
            self._shown = it
            if self._microphone is not None:
                self._microphone.show_welcome(it)
                self._microphone.enter()

        Query(lambda: welcome.welcome(self._desk)).done(came).failed(self._tell).start(self._work, self)

    def _finish(self, scenario_id: str) -> None:
        Change(lambda: welcome.finish(self._desk), {"people"}).done(lambda _none: self.over.emit(scenario_id)).failed(
            self._tell
        ).start(self._work, self)

    def _tell(self, error: CoachDeskError) -> None:
        self._shell.say(str(error))

    def _cannot(self, error: CoachDeskError) -> None:
        again = Button(tr("Try again"), "arrow-counter-clockwise", kind="primary")
        failed = Page(column(SPACE.huge, row(ErrorPanel(error.sentence, error.remedy, "", again)), None))
        again.clicked.connect(failed.deleteLater)
        again.clicked.connect(self.open)
        self._stack.addWidget(failed)
        self._stack.setCurrentWidget(failed)

    def close_down(self) -> None:
        if (step := self.current()) is not None:
            step.leave()
