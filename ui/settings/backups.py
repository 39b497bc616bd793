"""Backups: whether they are made by themselves, those there are, one made now, and one brought back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coachdesk import clock
from coachdesk.errors import CoachDeskError
from coachdesk.services import backups
from coachdesk.services.backups import BackupRow
from ui.language import counted, tr
from ui.settings.keeper import Keeper
from ui.settings.lines import Slot, lines
from ui.settings.section import Section, card
from ui.settings.words import day_words, exact_words, size_words
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import box, column, row
from ui.widgets.progress import Progress
from ui.widgets.question import Choice, Question
from ui.work import Change, Query

TOUCHES = frozenset({"backups"})
SHOWN_AT_FIRST = 12


class BackupsSection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        super().__init__(
            shell, keeper, tr("Backups"), tr("They lie in the data folder. Copy one to another disk now and then.")
        )
        self._list, self._under_way = Slot(), Slot()
        self._all = False
        self._now = Button(tr("Back up now"), "floppy-disk")
        self._now.clicked.connect(self.back_up)
        self._trouble = Banner("caution", "")
        self._trouble.hide()
        self.fill(
            card(*self.group("backups")),
            row(self._now, None),
            self._under_way,
            self._trouble,
            card(self._list, title=tr("What there is")),
        )

    def show_settings(self) -> None:
        super().show_settings()
        self.rows["backups_kept"].setEnabled(self.desk.settings().back_up)
        self.refresh()

    def refresh(self) -> None:
        Query(lambda: backups.backups(self.desk.folder)).done(self._came).failed(self._failed).start(self.work, self)

    def _came(self, found: tuple[BackupRow, ...]) -> None:
        if not found:
            self._list.put(Label(tr("None yet. The first one is made at the next start."), tone="muted"))
            return
        shown = found if self._all else found[:SHOWN_AT_FIRST]
        parts = [lines([self._line(each) for each in shown])]
        if len(found) > len(shown):
            more = Button(counted(len(found) - len(shown), "Show {n} more", "Show {n} more"), kind="quiet")
            more.clicked.connect(self._show_all)
            parts.append(box(row(more, None)))
        self._list.put(*parts)

    def _show_all(self) -> None:
        self._all = True
        self.refresh()

    def _line(self, each: BackupRow) -> QWidget:
        title = Label(day_words(each.made_at, clock.now()) if each.made_at else each.path.name, semibold=True)
        title.setToolTip(exact_words(each.made_at) if each.made_at else str(each.path))
        facts = Label(" · ".join(_facts(each)), "caption", "muted", wrap=True)
        icon = Icon("warning-circle", "bad") if each.trouble else Icon(
            "check-circle" if each.tested_at else "circle", "good" if each.tested_at else "muted")  # fmt: skip
        parts = row(column(icon, None), (column(title, facts, spacing=2), 1), SPACE.l)
        if not each.trouble:
            bring = Button(tr("Restore…"), "arrow-counter-clockwise")
            bring.setAccessibleName(tr("Restore the backup of {when}").format(when=title.text()))
            bring.clicked.connect(lambda: self._ask_to_restore(each))
            parts.addWidget(bring)
        delete = Button(tr("Delete…"), "trash", kind="quiet")
        delete.setAccessibleName(tr("Delete the backup of {when}").format(when=title.text()))
        delete.clicked.connect(lambda: self._ask_to_delete(each))
        parts.addWidget(delete)
        return box(parts)

    # -- make -------------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        self._now.setEnabled(False)
        self._trouble.hide()
        self._under_way.put(Progress(tr("Making a backup, and trying it out")))
        # A query: it only reads the database, and an answer that is kept meanwhile must not wait for it.
        Query(lambda: backups.make(self.desk, clock.now())).done(self._made).failed(self._failed).start(self.work, self)

    def _made(self, made: BackupRow) -> None:
        self._end()
        size = size_words(made.size_bytes)
        if made.tested_at is None:
            self.shell.say(tr("The backup is made, {size}. It could not be tested.").format(size=size))
        else:
            self.shell.say(tr("The backup is made and tested, {size}.").format(size=size))
        self.work.changed.emit(TOUCHES)
        self.refresh()

    def _failed(self, error: CoachDeskError) -> None:
        self._end()
        self._trouble.say(error.sentence, error.remedy)
        self._trouble.show()

    def _end(self) -> None:
        self._now.setEnabled(True)
        self._under_way.put()

    # -- bring back, delete -----------------------------------------------------------------------------------------

    def _ask_to_restore(self, each: BackupRow) -> None:
        when = exact_words(each.made_at) if each.made_at else each.path.name
        what = tr("Everything goes back to how it was on {when}.") if each.has_recordings else tr(
            "Everything but the recordings goes back to how it was on {when}."
        )  # fmt: skip
        kept = tr("What is there now is kept in a folder beside it. Then CoachDesk starts again.")
        question = Question(
            self.window(),
            tr("Restore this backup?"),
            f"{what.format(when=when)} {kept}",
            Choice("restore", tr("Restore")),
            Choice("stay", tr("Leave it as it is"), "primary"),
        )
        question.answered.connect(lambda key: self._restore(each) if key == "restore" else None)
        question.open()

    def _restore(self, each: BackupRow) -> None:
        if self.shell.is_busy:
            self.shell.say(tr("A talk is under way. End it first."))
            return
        Change(lambda: backups.restore(self.desk, each.path)).done(lambda _aside: self.shell.restart()).failed(
            self._failed
        ).start(self.work, self)

    def _ask_to_delete(self, each: BackupRow) -> None:
        when = exact_words(each.made_at) if each.made_at else each.path.name
        question = Question(
            self.window(),
            tr("Delete this backup?"),
            tr("The backup of {when} is deleted. This cannot be undone.").format(when=when),
            Choice("delete", tr("Delete")),
            Choice("stay", tr("Keep it"), "primary"),
        )
        question.answered.connect(lambda key: self._delete(each) if key == "delete" else None)
        question.open()

    def _delete(self, each: BackupRow) -> None:
        Change(lambda: backups.delete(self.desk, each.path), TOUCHES).done(lambda _none: self.refresh()).failed(
            self._failed
        ).start(self.work, self)


def _facts(each: BackupRow) -> list[str]:
    origins = {
        "automatic": tr("automatic"),
        "by hand": tr("made by hand"),
        "before an update": tr("made before an update"),
    }
    facts = [size_words(each.size_bytes), origins[each.origin]]
    if each.trouble:
        return [*facts, tr("broken, or not a backup")]
    facts.append(tr("with recordings") if each.has_recordings else tr("without recordings"))
    facts.append(tr("tested") if each.tested_at else tr("not tested"))
    return facts
