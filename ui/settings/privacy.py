"""Data and privacy: where data lies and how much it is, how long recordings are kept, export, and erasing a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from coachdesk import clock
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.services import backups, privacy, settings
from coachdesk.services.privacy import Erasure, Exported, Kept, Outlived, PersonRow
from ui.language import counted, tr
from ui.settings.control import Choices
from ui.settings.erase_question import EraseQuestion
from ui.settings.keeper import Keeper
from ui.settings.lines import Slot
from ui.settings.section import Section, card
from ui.settings.words import size_words
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.label import Elided, Label
from ui.widgets.layout import box, column, row
from ui.widgets.progress import Progress
from ui.widgets.question import Choice, Question
from ui.work import Cancelled, Change, Control, Query

EVERYTHING = ("attempts", "drills", "people", "baseline", "settings")
DAYS = "keep_recordings_days"


class PrivacySection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        sentence = tr("All of it lies on this computer. Whoever can open the folder can read it.")
        super().__init__(shell, keeper, tr("Data and privacy"), sentence)
        self._where, self._numbers = Elided("", semibold=True), Label("", "caption", "muted", wrap=True)
        opens = Button(tr("Open the folder"), "folder-open")
        opens.clicked.connect(self._open_folder)
        self.person = Choices(tr("Person"))
        self._export = Button(tr("Export…"), "export")
        self._export.clicked.connect(self._ask_where)
        self._erase = Button(tr("Erase…"), "user-minus")
        self._erase.clicked.connect(self._ask_to_erase)
        self._under_way = Slot()
        self._kept_words = Label("", "caption", "muted", wrap=True)
        self.trouble = Banner("caution", "")
        self.trouble.hide()
        self._control: Control | None = None
        where = box(row((column(self._where, self._numbers, spacing=2), 1), SPACE.l, opens))
        words = column(
            Label(tr("One person's data"), semibold=True),
            Label(
                tr("Export everything that is kept about somebody into one file, or erase it with their name."),
                "caption",
                "muted",
                wrap=True,
            ),
            spacing=2,
        )
        person = box(column(row((words, 1), SPACE.l, self.person), row(None, self._export, self._erase)))
        kept = card(*self.group("privacy"), self._kept_words)
        self.fill(card(where), kept, card(person), self._under_way, self.trouble)

    def show_settings(self) -> None:
        super().show_settings()
        days = self.desk.settings().keep_recordings_days
        self._kept_words.setText(
            counted(days, "They go by themselves after {n} day.", "They go by themselves after {n} days.")
            if days
            else tr("They are kept for good.")
        )
        self.refresh()

    def refresh(self) -> None:
        Query(lambda: (privacy.kept(self.desk), privacy.everybody(self.desk))).done(self._came).failed(
            self._failed
        ).start(self.work, self)

    def _came(self, found: tuple[Kept, tuple[PersonRow, ...]]) -> None:
        kept, everybody = found
        self._where.setText(str(kept.where))
        self._where.setToolTip(str(kept.where))
        self._numbers.setText(" · ".join(_numbers(kept)))
        chosen = self.person.currentData()
        self.person.clear()
        for each in everybody:
            self.person.addItem(each.name, each.name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        for part in (self.person, self._export, self._erase):
            part.setEnabled(bool(everybody) and self._control is None)

    def _open_folder(self) -> None:
        folder = self.desk.folder.root
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.shell.say(tr("This system opens no folders. It is {folder}.").format(folder=folder))

    def _failed(self, error: CoachDeskError) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.shell.say(tr("Stopped. Nothing was written."))
            return
        self.trouble.say(error.sentence, error.remedy)
        self.trouble.show()

    # -- how long recordings are kept -------------------------------------------------------------------------------

    def choose(self, key: str, text: str) -> None:
        """A shorter time is only kept once it was seen what goes because of it now."""
        if key != DAYS:
            super().choose(key, text)
            return
        try:
            days = int(settings.from_text(settings.one(key), text))
        except WrongUse:
            super().choose(key, text)  # says what fits
            return
        Query(lambda: privacy.retention(self.desk, clock.now(), days)).done(
            lambda would: self._ask_to_let_go(would, text)
        ).failed(self._failed).start(self.work, self)

    def _ask_to_let_go(self, would: Outlived, text: str) -> None:
        if not would.recordings:
            super().choose(DAYS, text)
            return
        question = Question(
            self.window(),
            tr("Erase the older recordings now?"),
            _would_go(would),
            Choice("erase", tr("Erase them")),
            Choice("stay", tr("Keep them"), "primary"),
        )
        question.answered.connect(lambda key: self._let_go(text) if key == "erase" else self._show_old(DAYS))
        question.rejected.connect(lambda: self._show_old(DAYS))
        question.open()

    def _let_go(self, text: str) -> None:
        def do() -> Outlived:
            settings.put_text(self.desk, DAYS, text)
            return privacy.apply_retention(self.desk, clock.now())

        def gone(what: Outlived) -> None:
            self.shell.say(counted(what.recordings, "{n} recording was erased.", "{n} recordings were erased."))

        def failed(error: CoachDeskError) -> None:
            self._show_old(DAYS)
            self._failed(error)

        Change(do, ("settings", "attempts")).done(gone).failed(failed).start(self.work, self)

    # -- export -----------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        name = self.person.currentText()
        dialog = QFileDialog(self.window(), tr("Export what is kept about {name}").format(name=name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Zip files (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(str(Path.home() / privacy.export_name(name, clock.now())))
        dialog.fileSelected.connect(lambda file: self.export(name, Path(file)))
        dialog.open()

    def export(self, name: str, to: Path) -> None:
        control = self._begin(tr("Exporting"))

        def do() -> Exported:
            return privacy.export_person(
                self.desk, name, to, progress=lambda share: control.report(tr("Exporting"), share)
            )

        Query(do).done(self._exported).failed(self._failed).start(self.work, self)

    def _exported(self, done: Exported) -> None:
        self._end()
        self.shell.say(tr("Exported to {file}").format(file=done.path))

    # -- erase ------------------------------------------------------------------------------------------------------

    def _ask_to_erase(self) -> None:
        name = self.person.currentText()
        Query(lambda: privacy.before_erasing(self.desk, name)).done(self._show_question).failed(self._failed).start(
            self.work, self
        )

    def _show_question(self, erasure: Erasure) -> None:
        question = EraseQuestion(self.window(), erasure)
        question.confirmed.connect(lambda: self.erase(erasure.name))
        question.open()

    def erase(self, name: str) -> None:
        self._begin(tr("Erasing"), can_stop=False)
        Change(lambda: privacy.erase_person(self.desk, name), EVERYTHING).done(self._erased).failed(self._failed).start(
            self.work, self
        )

    def _erased(self, done: Erasure) -> None:
        self._end()
        self.shell.say(tr("{name} was erased.").format(name=done.name))
        if done.trouble:
            self.trouble.say(done.trouble)
            self.trouble.show()
        automatic = sum(each.origin == "automatic" for each in done.backups)
        then = self.shell.restart if done.is_last else self.refresh
        if automatic:
            self._offer_to_delete(done.name, automatic, then)
        else:
            then()

    def _offer_to_delete(self, name: str, automatic: int, then: Callable[[], object]) -> None:
        question = Question(
            self.window(),
            tr("Delete the automatic backups too?"),
            counted(
                automatic,
                "{n} automatic backup was made before and still holds what was erased. Those made by hand stay.",
                "{n} automatic backups were made before and still hold what was erased. Those made by hand stay.",
            ),
            Choice("delete", tr("Delete them"), "primary"),
            Choice("stay", tr("Keep them")),
        )

        def answered(key: str) -> None:
            if key != "delete":
                then()
                return
            Change(lambda: backups.delete_automatic(self.desk), ("backups",)).done(lambda _n: then()).failed(
                self._failed
            ).start(self.work, self)

        question.answered.connect(answered)
        question.rejected.connect(then)
        question.open()

    # -- what is under way --------------------------------------------------------------------------------------------

    def _begin(self, what: str, can_stop: bool = True) -> Control:
        control = self._control = Control()
        stop = Button(tr("Stop"), kind="quiet")
        stop.clicked.connect(control.cancel)
        progress = Progress(what, *([stop] if can_stop else []))
        control.reported.connect(progress.report)
        self._under_way.put(progress)
        self.trouble.hide()
        for part in (self.person, self._export, self._erase):
            part.setEnabled(False)
        return control

    def _end(self) -> None:
        self._control = None
        self._under_way.put()
        for part in (self.person, self._export, self._erase):
            part.setEnabled(self.person.count() > 0)

    def close_down(self) -> None:
        super().close_down()
        if self._control is not None:
            self._control.cancel()


def _would_go(would: Outlived) -> str:
    sentence = tr(
        "{recordings} of {attempts} would go now, {size}, and others once they are that old. What was said stays as "
        "text. This cannot be undone."
    )
    return sentence.format(
        recordings=counted(would.recordings, "{n} recording", "{n} recordings"),
        attempts=counted(would.attempts, "{n} attempt", "{n} attempts"),
        size=size_words(would.size_bytes),
    )


def _numbers(kept: Kept) -> list[str]:
    return [
        counted(kept.attempts, "{n} attempt", "{n} attempts"),
        tr("{recordings}, {size}").format(
            recordings=counted(kept.recordings, "{n} recording", "{n} recordings"),
            size=size_words(kept.recordings_bytes),
        ),
        tr("database {size}").format(size=size_words(kept.database_bytes)),
        tr("{backups}, {size}").format(
            backups=counted(kept.backups, "{n} backup", "{n} backups"), size=size_words(kept.backups_bytes)
        ),
    ]
