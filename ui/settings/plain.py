"""The sections that are little more than their settings: practice, look and reminders."""

from __future__ import annotations

from coachdesk.settings import Settings
from ui.language import tr
from ui.settings.keeper import Keeper
from ui.settings.section import Section, card
from ui.shell import Shell
from ui.theme import SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.layout import box, column, row


class PracticeSection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        super().__init__(shell, keeper, tr("Practice"), tr("How a talk goes, and what your answers are measured by."))
        measure = Button(tr("Read the passage"), "ear")
        measure.clicked.connect(lambda: shell.go("practice", "baseline"))
        words = column(
            Label(tr("Personal baseline"), semibold=True),
            Label(
                tr("Read a passage for a minute. Then it is known how well you are heard, and which figures to trust."),
                "caption",
                "muted",
                wrap=True,
            ),
            spacing=2,
        )
        self.fill(
            card(*self.group("practice")),
            card(*self.group("delivery"), title=tr("What to aim for")),
            card(box(row((words, 1), SPACE.l, measure))),
        )


class LookSection(Section):
    """``begun``: the settings as they were when the window opened; what counts from a start on is still so."""

    def __init__(self, shell: Shell, keeper: Keeper, begun: Settings) -> None:
        super().__init__(shell, keeper, tr("Look"), tr("How the window looks, and how large it is."))
        self._begun = begun
        again = Button(tr("Restart now"), "arrow-counter-clockwise")
        again.clicked.connect(shell.restart)
        self._later = Banner("accent", tr("This takes effect at the next start."), "", again)
        self.fill(card(*self.group("look")), self._later)

    def show_settings(self) -> None:
        super().show_settings()
        now = self.desk.settings()
        self._later.setVisible((now.text_size, now.language) != (self._begun.text_size, self._begun.language))


class RemindersSection(Section):
    def __init__(self, shell: Shell, keeper: Keeper) -> None:
        super().__init__(
            shell, keeper, tr("Reminders"), tr("A short notification of the system, only while CoachDesk is open.")
        )
        self.fill(card(*self.group("reminders")), SPACE.s)

    def show_settings(self) -> None:
        super().show_settings()
        self.rows["remind_at"].setEnabled(self.desk.settings().remind)
