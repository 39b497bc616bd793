"""The scenarios as cards in a list: painted, so that a thousand of them scroll as lightly as nine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk.services.practice.views import Made, ScenarioCard
from ui.language import tr
from ui.theme import RADIUS, SKILLS, SPACE, TYPE, font, theme
from ui.widgets.avatar import paint_avatar
from ui.widgets.button import ENTER
from ui.widgets.chip import CHIP_PX, chip_width, paint_chip
from ui.widgets.floating_bar import FloatingBar
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.level_badge import BADGE_PX, level_name, level_width, paint_level
from ui.widgets.mark import pill, text_width

CARD_ROLE = int(Qt.ItemDataRole.UserRole)
CARD_PX = 182
NARROWEST_PX = 296
GAP_PX = SPACE.l
MOST_COLUMNS = 3

Index = QModelIndex | QPersistentModelIndex


def result_words(made: Made) -> str:
    return tr("{made} of {possible}").format(made=made.made, possible=made.possible)


def _results(card: ScenarioCard) -> list[tuple[str, Made]]:
    """There is a last result without a best one where no talk has come to its end yet."""
    return [(label, made) for label, made in ((tr("Last"), card.last), (tr("Best"), card.best)) if made is not None]


def card_words(card: ScenarioCard) -> str:
    """The whole card in a sentence, for a screen reader."""
    results = [
        tr("{label} {result} key points").format(label=label, result=result_words(made))
        for label, made in _results(card)
    ]
    done = ", ".join(results).lower() or tr("not tried yet")
    track = tr(", counts for a track") if card.counts_for_track else ""
    minutes = tr("{n} minutes").format(n=card.minutes)
    return (
        f"{card.title}. {SKILLS[card.skill].name}, {level_name(card.level).lower()}, {minutes}. "
        f"{card.buyer.name}, {card.buyer.role}: {card.first_line} {done}{track}."
    )


class CardModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.cards: Sequence[ScenarioCard] = ()

    def show_cards(self, cards: Sequence[ScenarioCard]) -> None:
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        card = self.cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card_words(card)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{card.title}\n“{card.first_line}”\n{card.buyer.name}, {card.buyer.role}, {card.buyer.company}"
        return None


class CardFilter(QSortFilterProxyModel):
    """Which cards are shown. Empty means any; every word of the search must be somewhere on the card."""

    def __init__(self, cards: CardModel) -> None:
        super().__init__()
        self._cards = cards
        self.skill = self.level = self.buyer = ""
        self.words: tuple[str, ...] = ()
        self.setSourceModel(cards)

    def filterAcceptsRow(self, source_row: int, _parent: Index) -> bool:
        card = self._cards.cards[source_row]
        if self.skill not in ("", card.skill) or self.level not in ("", card.level):
            return False
        if self.buyer not in ("", card.buyer.name):
            return False
        return not self.words or self._has_words(card)

    def _has_words(self, card: ScenarioCard) -> bool:
        buyer = card.buyer
        skill = SKILLS[card.skill].name
        of_buyer = (buyer.name, buyer.role, buyer.company, buyer.temperament, *buyer.goals)
        text = " ".join((card.title, card.first_line, skill, card.level, *of_buyer)).casefold()
        return all(word in text for word in self.words)

    def narrow(self, skill: str, level: str, buyer: str, search: str) -> None:
        self.skill, self.level, self.buyer = skill, level, buyer
        self.words = tuple(search.casefold().split())
        self.invalidate()


class CardDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        view = option.widget
        return view.gridSize() if isinstance(view, QListView) else QSize(NARROWEST_PX, CARD_PX)

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: ScenarioCard = index.data(CARD_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(
            p,
            QRectF(rect.left(), rect.top(), rect.width() - GAP_PX, CARD_PX),
            card,
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
        )
        p.restore()


def _line(p: QPainter, r: QRectF, text: str, px: int, token: str, semibold: bool = False) -> None:
    face = font(px, semibold)
    p.setFont(face)
    p.setPen(theme().color(token))
    p.drawText(r, int(NOWRAP), QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, r.width()))


def paint_card(p: QPainter, r: QRectF, card: ScenarioCard, hovered: bool = False, focused: bool = False) -> None:
    t = theme()
    edge = t.color("accent" if focused else "outline" if hovered else "line")
    pill(p, r, t.color("surface"), RADIUS.card, edge, 2 if focused else 1)
    inner = r.adjusted(SPACE.l, 14, -SPACE.l, -SPACE.m)
    paint_chip(p, QRectF(inner.left(), inner.top(), chip_width(card.skill), CHIP_PX), card.skill)
    badge = level_width(card.level)
    paint_level(p, QRectF(inner.right() - badge, inner.top(), badge, BADGE_PX), card.level)
    y = inner.top() + CHIP_PX + SPACE.s
    _line(p, QRectF(inner.left(), y, inner.width(), 22), card.title, TYPE.lead, "text", semibold=True)
    _line(p, QRectF(inner.left(), y + 22, inner.width(), 18), f"“{card.first_line}”", TYPE.body, "muted")
    y += 54
    paint_avatar(p, QRectF(inner.left(), y, 28, 28), card.buyer.initials)
    beside = QRectF(inner.left() + 38, y - 2, inner.width() - 38, 16)
    _line(p, beside, card.buyer.name, TYPE.body, "text")
    role = ", ".join(part for part in (card.buyer.role, card.buyer.company) if part)
    _line(p, beside.translated(0, 16), role, TYPE.caption, "muted")
    y += 28 + SPACE.m
    p.setPen(QPen(t.color("line"), 1))
    p.drawLine(QPointF(inner.left(), round(y) + 0.5), QPointF(inner.right(), round(y) + 0.5))
    _paint_foot(p, QRectF(inner.left(), y + SPACE.s, inner.width(), 16), card)


def _paint_foot(p: QPainter, r: QRectF, card: ScenarioCard) -> None:
    minutes = tr("{n} min").format(n=card.minutes)
    width = text_width(minutes, font(TYPE.caption))
    _line(p, QRectF(r.right() - width, r.top(), width + 1, r.height()), minutes, TYPE.caption, "muted")
    if card.counts_for_track:
        paint_icon(p, "medal", QRectF(r.right() - width - 22, r.top(), 16, 16), "muted")
    results = _results(card)
    if not results:
        _line(p, r, tr("Not tried yet"), TYPE.caption, "muted")
        return
    x = r.left()
    for label, made in results:
        for text, token, semibold in ((label, "muted", False), (result_words(made), "text", True)):
            wide = text_width(text, font(TYPE.caption, semibold))
            _line(p, QRectF(x, r.top(), wide + 1, r.height()), text, TYPE.caption, token, semibold)
            x += wide + 5
        x += SPACE.s


class CardList(QListView):
    """Arrow keys move between cards, Enter or a click opens one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bare")
        self.cards = CardModel()
        self.shown = CardFilter(self.cards)
        self.setModel(self.shown)
        self.setItemDelegate(CardDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        FloatingBar(self)
        self.setAccessibleName(tr("Scenarios"))
        self.clicked.connect(self._choose)

    def columns(self) -> int:
        return max(1, min(MOST_COLUMNS, self.width() // (NARROWEST_PX + GAP_PX)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setGridSize(QSize((self.width() - 1) // self.columns(), CARD_PX + GAP_PX))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(CARD_ROLE).id)
