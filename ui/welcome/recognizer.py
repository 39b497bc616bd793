"""Third step: who writes down what is said, a better one to fetch, and on to the first buyer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from coachdesk.services.welcome import Welcome
from ui.language import tr
from ui.theme import SPACE
from ui.welcome.fetch import Fetch
from ui.welcome.step import Step
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.icon import Icon
from ui.widgets.label import Label
from ui.widgets.layout import box, column, pair, row, rule
from ui.widgets.progress import Progress


class RecognizerStep(Step):
    def __init__(self, of: int, fetch: Fetch) -> None:
        super().__init__(
            3, of, tr("Everything is ready"),
            tr("What you say is turned into text on this computer, without a network."),
            tr("Meet your first buyer"), tr("Show me Today instead"),
        )  # fmt: skip
        self._fetch, self._better = fetch, ""
        built_in = pair(
            Label(tr("PocketSphinx, built in"), semibold=True),
            Label(tr("Used from now on. It needs nothing."), "caption", "muted", wrap=True),
        )
        self._name = Label("", semibold=True, wrap=True)
        self._facts = Label("", "caption", "muted", wrap=True)
        self.get = Button(tr("Fetch it"), "download-simple")
        self.get.clicked.connect(self.begin)
        self.file = Button(tr("From a file…"), "folder-open", kind="quiet")
        self.file.clicked.connect(self.ask_for_file)
        stop = Button(tr("Stop"), kind="quiet")
        stop.clicked.connect(fetch.stop)
        self.progress = Progress("", stop)
        self.trouble = Label("", tone="caution", wrap=True)
        offer = row((pair(self._name, self._facts), 1), self.get, self.file, spacing=SPACE.s)
        self._offer = box(column(rule(), SPACE.xs, offer, self.progress, self.trouble, spacing=SPACE.s))
        ready = row(column(Icon("check-circle", "good", 20), None), (built_in, 1), spacing=SPACE.m)
        self.body.addWidget(Card(column(ready, self._offer, spacing=SPACE.m), SPACE.xl - SPACE.xs))
        self._first = Label("", tone="muted", wrap=True)
        self.body.addWidget(self._first)
        fetch.went.connect(self._went)
        fetch.ended.connect(self._ended)

    def show_welcome(self, it: Welcome) -> None:
        if it.better is not None:
            self._better = it.better.name
            self._name.setText(tr("Vosk hears better"))
            facts = tr("{size} MB, fetched once from its publisher. You can practise meanwhile.")
            self._facts.setText(facts.format(size=it.better.size_mb))
        self._offer.setVisible(it.better is not None)
        if it.first is not None:
            words = tr("Your first buyer is {buyer}, {role}. It takes about two minutes, and nobody else sees it.")
            self._first.setText(words.format(buyer=it.first.buyer, role=it.first.role))
        else:
            self.onward.rename(tr("Show me Today"))
            self.skip.hide()
        self._show(self._fetch.is_under_way())

    def enter(self) -> None:
        self.onward.setFocus()

    def begin(self) -> None:
        self._start(self._better)

    def ask_for_file(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, tr("A Vosk model that is here already"), str(Path.home()), tr("Vosk models (*.zip)")
        )
        if file:
            self._start(file)

    def _start(self, what: str) -> None:
        self._fetch.start(what)
        self._show(True)
        self._went(0.0)
        self.onward.setFocus()

    def _went(self, share: float) -> None:
        words = tr("Fetching, {percent} %. Go on meanwhile: it comes by itself.")
        self.progress.report(words.format(percent=f"{share * 100:.0f}"), share)

    def _ended(self, trouble: str) -> None:
        self._show(False)
        if trouble:
            self.trouble.setText(tr("{what} The built-in one works without it.").format(what=trouble))
            self.trouble.show()
        elif self._fetch.share >= 1.0:
            self._name.setText(tr("Vosk is installed"))
            self._facts.setText(tr("It hears you from your next talk on."))
            self.get.hide()
            self.file.hide()

    def _show(self, fetching: bool) -> None:
        self.progress.setVisible(fetching)
        self.trouble.hide()
        self.get.setEnabled(not fetching)
        self.file.setEnabled(not fetching)
