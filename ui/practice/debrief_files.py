"""A debrief's files and who sees it: exports to where the rep says, shares with the manager and takes that back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from coachdesk.errors import CoachDeskError
from coachdesk.services.practice import debrief, export, share
from coachdesk.services.practice.export import Exported, Form
from coachdesk.services.practice.views import Debrief
from ui.language import tr
from ui.practice.debrief import DebriefScreen
from ui.practice.debrief_head import shared_words
from ui.practice.talk_run import TOUCHES
from ui.shell import Shell
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.progress import Progress
from ui.widgets.question import Choice, Question
from ui.work import Change, Control, Query


def ask_where(screen: DebriefScreen, name: str) -> Path | None:
    """Where to write a file of that name; None where the rep thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    ending = Path(name).suffix
    chosen, _ = QFileDialog.getSaveFileName(screen.window(), tr("Export"), str(Path(folder) / name), f"*{ending}")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


class DebriefFiles(QObject):
    """``changed``: the attempt is shared, or is no longer."""

    changed = Signal(object)

    def __init__(self, shell: Shell, screen: DebriefScreen) -> None:
        super().__init__()
        self._shell, self._screen = shell, screen
        self._writing: Control | None = None
        self.ask_where: Callable[[DebriefScreen, str], Path | None] = ask_where

    # -- files ------------------------------------------------------------------------------------------------------

    def export(self, shown: Debrief, form: Form) -> None:
        if self._writing is not None:
            self._shell.say(tr("A file is being written. Wait for it, or stop it."))
            return
        to = self.ask_where(self._screen, export.suggested_name(shown, form))
        if to is None:
            return
        control = self._writing = Control()
        what = tr("Writing {name}").format(name=to.name)
        stop = Button(tr("Stop"))
        stop.clicked.connect(control.cancel)
        progress = Progress(what, stop)
        control.reported.connect(progress.report)
        self._screen.head.say(progress)

        def write() -> Exported:
            return export.export(
                self._shell.desk,
                shown.attempt_id,
                form,
                to,
                lambda share: control.reported.emit(what, share),
                lambda: control.cancelled,
            )

        Query(write).done(self._written).failed(self._not_written).start(self._shell.work, self)

    def _written(self, made: Exported) -> None:
        self._writing = None
        folder = Button(tr("Open folder"), "folder-open")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.path.parent))))
        saved = tr("Saved as {name}.").format(name=made.path.name)
        self._screen.head.say(Banner("accent", saved, made.note or str(made.path.parent), folder))

    def _not_written(self, error: CoachDeskError) -> None:
        self._writing = None
        self._screen.head.say(Banner("caution", error.sentence, error.remedy))

    # -- who sees it ------------------------------------------------------------------------------------------------

    def share(self, shown: Debrief) -> None:
        """Ask whether to share a talk, saying who will see what; one that is shared is taken back at once."""
        if shown.shared_at is not None:
            self._change(shown, share.take_back, tr("Nobody else sees this talk any more."), share.share)
            return
        question = Question(
            self._screen.window(),
            tr("Share this talk with your manager?"),
            tr("Now nobody but you sees it. {who} You can take it back.").format(who=shared_words(shown.others)),
            Choice("share", tr("Share it")),
            Choice("stay", tr("Keep it to myself"), "primary"),
        )
        question.answered.connect(
            lambda key: (
                self._change(shown, share.share, tr("The talk is shared."), share.take_back) if key == "share" else None
            )
        )
        question.open()

    def _change(
        self, shown: Debrief, do: Callable[..., None], said: str, undo: Callable[..., None] | None = None
    ) -> None:
        desk = self._shell.desk

        def change() -> Debrief:
            do(desk, shown.attempt_id)
            return debrief.debrief(desk, shown.attempt_id)

        def changed(after: Debrief) -> None:
            self.changed.emit(after)
            back = None if undo is None else (lambda: self._change(after, undo, tr("It is as it was before.")))
            self._shell.say(said, back)

        Change(change, TOUCHES).done(changed).failed(lambda error: self._shell.say(str(error))).start(
            self._shell.work, self
        )
