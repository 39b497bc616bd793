"""Listening: who turns answers into text, and the models there are: fetched, taken from a file, or removed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coachdesk.errors import CoachDeskError
from coachdesk.services import models
from coachdesk.services.models import ModelRow
from ui.language import tr
from ui.settings.keeper import Keeper
from ui.settings.lines import Slot, lines
from ui.settings.section import Section, card
from ui.settings.words import MB, declared_words, size_words
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.layout import box, column, row
from ui.widgets.progress import Progress
from ui.widgets.question import Choice, Question
from ui.work import Cancelled, Change, Control, Query

TOUCHES = frozenset({"models"})


class ListeningSection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        super().__init__(
            shell, keeper, tr("Listening"), tr("Who turns what you say into text. It all happens on this computer.")
        )
        self._in_use = Label("", tone="muted", wrap=True)
        self._suggestion, self._models, self._under_way = Slot(), Slot(), Slot()
        self._control: Control | None = None
        self.trouble = Banner("caution", "")
        self.trouble.hide()
        from_file = Button(tr("Install from a file…"), "folder-open")
        from_file.clicked.connect(self.ask_for_file)
        self._from_file = from_file
        self.fill(
            card(*self.group("listening"), self._in_use),
            self._suggestion,
            card(self._models, title=tr("Models")),
            self._under_way,
            self.trouble,
            row(from_file, None),
        )

    def show_settings(self) -> None:
        super().show_settings()
        self.refresh()

    def refresh(self) -> None:
        Query(lambda: (models.in_use(self.desk), models.all_models(self.desk))).done(self._came).failed(
            self._failed
        ).start(self.work, self)

    def _came(self, found: tuple[str, list[ModelRow]]) -> None:
        self._in_use.setText(found[0])
        self._from_file.setEnabled(self._control is None)
        self._models.put(lines([self._line(each) for each in found[1]]))
        self._suggest(found[1])

    def _suggest(self, found: list[ModelRow]) -> None:
        """Somebody who has no better recognizer than the built-in one is offered the small model."""
        small = next((each for each in found if each.name == models.SMALL), None)
        if small is None or self._control is not None or any(each.installed and not each.built_in for each in found):
            self._suggestion.put()
            return
        size = size_words(small.size_mb * MB)
        get = Button(
            tr("Get the small English Vosk model, {size}").format(size=size), "download-simple", kind="primary"
        )
        get.clicked.connect(lambda: self.install(small.name))
        words = column(
            Label(tr("Vosk hears better than what is built in."), semibold=True, wrap=True),
            Label(tr("It is fetched once, and then needs no network."), "caption", "muted", wrap=True),
            spacing=2,
        )
        self._suggestion.put(card(box(column(words, row(get, None), spacing=SPACE.m))))

    def _line(self, model: ModelRow) -> QWidget:
        in_catalogue = model.word_errors_librispeech is not None
        says = declared_words(model.says)
        title = tr("Built in") if model.built_in else says if in_catalogue else model.name
        facts = [model.name if in_catalogue else says, size_words(model.size_mb * MB)]
        if model.word_errors_librispeech is not None:
            facts.append(
                tr("{share} % of words wrong on read speech").format(share=f"{model.word_errors_librispeech:g}")
            )
        if model.installed and not model.built_in:
            facts.append(tr("installed"))
        elif model.fetched_mb:
            facts.append(tr("{size} fetched already").format(size=size_words(model.fetched_mb * MB)))
        words = column(
            Label(title, semibold=True, wrap=True), Label(" · ".join(facts), "caption", "muted", wrap=True), spacing=2
        )
        return box(row((words, 1), SPACE.l, *self._actions(model)))

    def _actions(self, model: ModelRow) -> list[QWidget]:
        if model.built_in:
            return []
        if model.installed:
            remove = Button(tr("Remove…"), "trash")
            remove.setAccessibleName(tr("Remove the model {name}").format(name=model.name))
            remove.clicked.connect(lambda: self._ask_to_remove(model))
            return [remove]
        get = Button(tr("Go on fetching it") if model.fetched_mb else tr("Get it"), "download-simple")
        get.setAccessibleName(tr("Get the model {name}, {size}").format(
            name=model.name, size=size_words(model.size_mb * MB)))  # fmt: skip
        get.clicked.connect(lambda: self.install(model.name))
        get.setEnabled(self._control is None)
        return [get]

    # -- install ----------------------------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        dialog = QFileDialog(self.window(), tr("Install a model from a file"), "", tr("Models (*.zip)"))
        dialog.fileSelected.connect(self.install)
        dialog.open()

    def install(self, what: str) -> None:
        """Fetch a model by its name, or take it from a file. It goes on while other pages are open."""
        control = self._control = Control()
        said = tr("Installing {name}").format(name=Path(what).name)
        stop = Button(tr("Stop"), kind="quiet")
        stop.clicked.connect(control.cancel)
        progress = Progress(said, stop)
        control.reported.connect(progress.report)
        self._under_way.put(progress)
        self.trouble.hide()

        def do() -> str:
            return models.install(self.desk, what, lambda share: control.report(said, share), lambda: control.cancelled)

        # A query, because changes wait for each other: an answer must not wait for a download to be kept.
        Query(do).done(self._installed).failed(self._not_installed).start(self.work, self)
        self.refresh()

    def _installed(self, name: str) -> None:
        self._end()
        self.shell.say(tr("{name} is installed. Your next talk is heard by the best model there is.").format(name=name))
        self.work.changed.emit(TOUCHES)

    def _not_installed(self, error: CoachDeskError) -> None:
        stopped = isinstance(error, Cancelled) or (self._control is not None and self._control.cancelled)
        self._end()
        if stopped:
            self.shell.say(tr("Stopped. What was fetched is kept, to go on from."))
        else:
            self._failed(error)

    def _end(self) -> None:
        self._control = None
        self._under_way.put()
        self.refresh()

    def _failed(self, error: CoachDeskError) -> None:
        self.trouble.say(error.sentence, error.remedy)
        self.trouble.show()

    # -- remove -----------------------------------------------------------------------------------------------------

    def _ask_to_remove(self, model: ModelRow) -> None:
        question = Question(
            self.window(),
            tr("Remove this model?"),
            tr("{name} is deleted from this computer, {size}. It can be fetched again.").format(
                name=model.name, size=size_words(model.size_mb * MB)
            ),
            Choice("remove", tr("Remove")),
            Choice("stay", tr("Keep it"), "primary"),
        )
        question.answered.connect(lambda key: self._remove(model.name) if key == "remove" else None)
        question.open()

    def _remove(self, name: str) -> None:
        def gone(_none: None) -> None:
            self.shell.say(tr("{name} was removed.").format(name=name))
            self.refresh()

        Change(lambda: models.remove(self.desk, name), TOUCHES).done(gone).failed(self._failed).start(self.work, self)

    def close_down(self) -> None:
        super().close_down()
        if self._control is not None:
            self._control.cancel()
