"""Choose: every scenario as a card, found by search, skill area, level and buyer; on top, what was interrupted."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLayout, QLineEdit, QStackedWidget, QWidget

from coachdesk.services.practice.views import Choice, ScenarioCard
from ui.language import counted, tr
from ui.practice.cards import GAP_PX, CardList
from ui.practice.interrupted import SHOWN, interrupted_banner
from ui.theme import CONTENT_PX, SKILLS, SPACE, TYPE, font
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_chip import FilterChip
from ui.widgets.icon import Icon
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Label
from ui.widgets.layout import box, column, empty, row
from ui.widgets.level_badge import LEVELS, level_name
from ui.widgets.page import PageHeader
from ui.widgets.progress import Progress
from ui.widgets.select import Select
from ui.work import Control

SEARCH_PX, SELECT_PX = 208, 124
SIDES = (SPACE.xxl, 0, SPACE.xxl, 0)
ANY = ""


def shortest(cards: tuple[ScenarioCard, ...]) -> ScenarioCard:
    """The scenario to begin with on the first day."""
    return min(cards, key=lambda card: (LEVELS.index(card.level), card.minutes))


def recovering() -> str:
    return tr("Getting back what was recorded")


class ChooseScreen(QWidget):
    opened = Signal(str)
    go_on = Signal(str)
    keep = Signal(str)
    discard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._notes = column()
        self._list = CardList()
        self._list.chosen.connect(self.opened)
        self._build_filters()
        clear = Button(tr("Show all scenarios"))
        clear.clicked.connect(self.show_all)
        self._stack = QStackedWidget()
        nothing = EmptyState(
            "magnifying-glass",
            tr("No scenario fits"),
            tr("Try fewer words, another skill area or any level."),
            clear,
        )
        none_at_all = EmptyState(
            "warning-circle",
            tr("There are no scenarios"),
            tr("The content that ships with CoachDesk could not be read."),
        )
        for part in (self._list, nothing, none_at_all):
            self._stack.addWidget(part)
        track = row(Icon("medal"), Label(tr("counts for a track"), "caption", "muted"), spacing=SPACE.s)
        hints = row(KeyHint("↵", tr("open")), KeyHint("/", tr("search")), KeyHint("1–5", tr("skill area")),
                    KeyHint("0", tr("all")), None, track, spacing=SPACE.l)  # fmt: skip
        advice = tr("Pick a buyer and talk. Start with the one you would rather avoid.")
        header = PageHeader(tr("Practice"), advice, self._search, self._buyer, self._level)
        head = column(header, SPACE.xs, self._notes, self._filters, spacing=SPACE.s)
        # The list is wider than the column by a gap and the pixel that Qt wants to spare.
        wide = (SPACE.xxl, 0, SPACE.xxl - GAP_PX - 1, 0)
        body = box(column(_inset(head, SIDES), (_inset(row(self._stack), wide), 1), _inset(hints, SIDES),
                          spacing=SPACE.m, margins=(0, SPACE.l, 0, SPACE.m)))  # fmt: skip
        body.setMaximumWidth(CONTENT_PX)
        self.setLayout(column((row(body), 1), spacing=0))
        self._bind_keys()
        self.setFocusProxy(self._list)

    def _build_filters(self) -> None:
        self._search = QLineEdit()
        self._search.setFixedSize(SEARCH_PX, 32)
        self._search.setFont(font(TYPE.body))
        self._search.setAccessibleName(tr("Search scenarios"))
        self._search.textChanged.connect(self._narrow)
        self._search.returnPressed.connect(self._list.setFocus)
        self._chips = QButtonGroup(self)
        chips: list[FilterChip] = [FilterChip(tr("All"))]
        chips += [FilterChip(area.name, area.key) for area in SKILLS.values()]
        for i, chip in enumerate(chips):
            self._chips.addButton(chip, i)
        chips[0].setChecked(True)
        self._chips.idToggled.connect(self._narrow)
        self._level = Select(tr("Level"), (ANY, tr("Any level")), *((level, level_name(level)) for level in LEVELS))
        self._buyer = Select(tr("Buyer"), (ANY, tr("Any buyer")))
        for select in (self._buyer, self._level):
            select.setFixedWidth(SELECT_PX)
            select.currentIndexChanged.connect(self._narrow)
        self._filters = row(*chips, None, spacing=6)

    def _bind_keys(self) -> None:
        for i in range(len(SKILLS) + 1):
            QShortcut(QKeySequence(str(i)), self, lambda i=i: self._chips.button(i).click())
        QShortcut(QKeySequence("/"), self, self._search.setFocus)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._search, self._leave_search)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _leave_search(self) -> None:
        self._search.clear()
        self._list.setFocus()

    def show_choice(self, choice: Choice) -> None:
        """Fill the screen. What was chosen and typed before stays, so that coming back looks like having never left."""
        self._list.cards.show_cards(choice.cards)
        self._search.setPlaceholderText(counted(len(choice.cards), "Search {n} scenario", "Search {n} scenarios"))
        buyers = sorted({card.buyer.name for card in choice.cards})
        chosen = self._buyer.currentData()
        self._buyer.blockSignals(True)
        self._buyer.clear()
        for key, words in ((ANY, tr("Any buyer")), *((name, name) for name in buyers)):
            self._buyer.addItem(words, key)
        self._buyer.setCurrentIndex(max(0, self._buyer.findData(chosen)))
        self._buyer.blockSignals(False)
        empty(self._notes)
        for waiting in choice.waiting[:SHOWN]:
            self._notes.addWidget(interrupted_banner(waiting, self.go_on.emit, self.keep.emit, self.discard.emit))
        if choice.problems:
            what = counted(
                len(choice.problems), "A content file could not be read.", "{n} content files could not be read."
            )
            self._notes.addWidget(Banner("caution", what, choice.problems[0]))
        if choice.cards and not choice.waiting and not any(card.attempts for card in choice.cards):
            self._notes.addWidget(self._welcome(shortest(choice.cards)))
        self._narrow()

    def show_recovery(self, control: Control) -> None:
        """An interrupted answer is being listened to; until `show_choice` the screen says how far that is."""
        stop = Button(tr("Stop"), kind="quiet")
        stop.clicked.connect(control.cancel)
        progress = Progress(recovering(), stop)
        control.reported.connect(progress.report)
        empty(self._notes)
        self._notes.addWidget(progress)

    def _welcome(self, card: ScenarioCard) -> Banner:
        start = Button(tr("Try this one"), "microphone", kind="primary")
        start.clicked.connect(lambda: self.opened.emit(card.id))
        sentence = tr("New here? “{title}” takes {minutes} minutes.").format(title=card.title, minutes=card.minutes)
        words = tr("The buyer speaks, you answer aloud, and then you see what worked.")
        return Banner("accent", sentence, words, start)

    def show_all(self) -> None:
        self._search.clear()
        self._level.setCurrentIndex(0)
        self._buyer.setCurrentIndex(0)
        self._chips.button(0).click()
        self._list.setFocus()

    def _narrow(self) -> None:
        chip = self._chips.checkedButton()
        skill = chip.skill if isinstance(chip, FilterChip) else ANY
        shown = self._list.shown
        shown.narrow(skill, self._level.currentData(), self._buyer.currentData(), self._search.text())
        self._stack.setCurrentIndex(0 if shown.rowCount() else 1 if self._list.cards.cards else 2)
        if shown.rowCount() and not self._list.currentIndex().isValid():
            first = shown.index(0, 0)
            self._list.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)


def _inset(layout: QLayout, margins: tuple[int, int, int, int]) -> QWidget:
    layout.setContentsMargins(*margins)
    return box(layout)
