"""The words of an answer. Evidence is underlined and numbered like its flag; unsure words are dotted; a click plays.

With the keyboard: left and right move from word to word, with Shift they choose several, Enter plays from there. Where
it is ``correctable``, F2 or the menu opens an editor over the chosen words, and Delete removes them. ``ask_for_words``
lets somebody choose words for another reason: Enter then says which, and Esc that it is none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip

from coachdesk.services.practice.views import FindingView, WordView
from ui.language import tr
from ui.theme import RADIUS, TYPE, font, theme
from ui.widgets.button import ENTER
from ui.widgets.finding import SIGNS, paint_finding
from ui.widgets.label import NOWRAP
from ui.widgets.mark import Mark, pill
from ui.widgets.word_editor import WordEditor

LINE_PX = 30
SPACING = 1.3
"""Words are click targets, so they stand a little further apart than in print."""
NUMBER_PX = 22
REACH_PX = 3
"""A click between two words is meant for one of them."""
NOWHERE = -1


@dataclass(frozen=True)
class _Placed:
    word: WordView
    frame: QRectF
    ends_evidence: bool


class TranscriptView(Mark):
    """``corrected`` carries the first and end (excluded) of the machine's words, and what was said in their place;
    ``taken_back`` a correction's id. ``chosen`` answers `ask_for_words` with machine's words, ``skipped`` with none."""

    play_from = Signal(float)
    corrected = Signal(int, int, str)
    taken_back = Signal(str)
    chosen = Signal(int, int)
    skipped = Signal()

    def __init__(self) -> None:
        super().__init__(name=tr("Transcript"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.words: Sequence[WordView] = ()
        self.findings: dict[int, FindingView] = {}
        self.correctable = self.asking = False
        self.playing, self.caret, self.anchor = NOWHERE, NOWHERE, NOWHERE
        self._pressed = NOWHERE
        self._placed: list[_Placed] = []

    def show_words(self, words: Sequence[WordView], findings: Sequence[FindingView]) -> None:
        self.words, self.findings = words, {finding.number: finding for finding in findings}
        self.playing = self.caret = self.anchor = NOWHERE
        self.asking = False
        self.setAccessibleDescription(" ".join(word.text for word in words if not word.removed))
        playable = any(word.start_s is not None for word in words)
        self.setCursor(Qt.CursorShape.PointingHandCursor if playable else Qt.CursorShape.ArrowCursor)
        self._flow()
        self.update()

    def show_position(self, at_s: float | None) -> None:
        """Mark the word that is heard at this moment; None where nothing plays."""
        now = NOWHERE
        if at_s is not None:
            started = [i for i, w in enumerate(self.words) if w.start_s is not None and w.start_s <= at_s]
            if started and (self.words[started[-1]].end_s or 0.0) > at_s:
                now = started[-1]
        if now != self.playing:
            self.playing = now
            self.update()

    def ask_for_words(self) -> None:
        """Wait for words to be chosen; see ``chosen`` and ``skipped``."""
        self.asking, self.anchor = True, NOWHERE
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def stop_asking(self) -> None:
        self.asking, self.caret, self.anchor = False, NOWHERE, NOWHERE
        self.update()

    def selection(self) -> tuple[int, int] | None:
        """The first and last word that are chosen, whole corrections; None where nothing is."""
        if not 0 <= self.caret < len(self.words):
            return None
        ends = (self.caret, self.anchor if 0 <= self.anchor < len(self.words) else self.caret)
        first, last = min(ends), max(ends)
        while first > 0 and self._is_one(first - 1, first):
            first -= 1
        while last + 1 < len(self.words) and self._is_one(last, last + 1):
            last += 1
        return first, last

    def _is_one(self, i: int, j: int) -> bool:
        return bool(self.words[i].correction) and self.words[i].correction == self.words[j].correction

    def edit(self) -> None:
        """Open the editor over the chosen words."""
        if (place := self.selection()) is None or not self.correctable:
            return
        first, last = place
        text = " ".join(word.text for word in self.words[first : last + 1] if not word.removed)
        top = self._placed[first].frame.top()
        frame = QRectF(self._placed[first].frame)
        for placed in self._placed[first : last + 1]:
            if placed.frame.top() == top:
                frame = frame.united(placed.frame)
        editor = WordEditor(self, text, frame)
        editor.kept.connect(lambda kept: self._correct(place, text, kept))
        editor.left.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))

    def _correct(self, place: tuple[int, int], before: str, text: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if text.split() != before.split():
            first, end = self._machine_words(place)
            self.corrected.emit(first, end, text)

    def _machine_words(self, place: tuple[int, int]) -> tuple[int, int]:
        return self.words[place[0]].first, self.words[place[1]].end

    def _flow(self) -> None:
        """Set the words into lines, and be as tall as they need; from the right where the script runs so."""
        metrics = QFontMetricsF(font(TYPE.lead))
        space, x, line = metrics.horizontalAdvance(" ") * SPACING, 2.0, 0
        mirrored = _runs_right_to_left(self.words)
        self._placed = []
        for i, word in enumerate(self.words):
            width = metrics.horizontalAdvance(word.text)
            last = word.finding is not None and (i + 1 == len(self.words) or self.words[i + 1].finding != word.finding)
            room = width + (NUMBER_PX if last else 0)
            if x + room > self.width() and x > 2.0:
                x, line = 2.0, line + 1
            left = self.width() - x - width if mirrored else x
            self._placed.append(_Placed(word, QRectF(left, line * LINE_PX, width, LINE_PX), last))
            x += room + space
        self.setFixedHeight((line + 1) * LINE_PX if self.words else 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._flow()

    # -- the mouse: a click plays, a drag chooses, the other button opens a menu -------------------------------------

    def _word_at(self, at: QPointF) -> int:
        for i, placed in enumerate(self._placed):
            if placed.frame.adjusted(-REACH_PX, 0, REACH_PX, 0).contains(at):
                return i
        return NOWHERE

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._word_at(event.position())
        if self._pressed == NOWHERE or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.caret != NOWHERE:
            self._choose(self._pressed, self.caret if self.anchor == NOWHERE else self.anchor)
            self._pressed = NOWHERE

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._word_at(event.position())
        if self._pressed != NOWHERE and at not in (NOWHERE, self._pressed):
            self._choose(at, self._pressed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, pressed = self._word_at(event.position()), self._pressed
        self._pressed = NOWHERE
        if event.button() != Qt.MouseButton.LeftButton or pressed == NOWHERE or at != pressed:
            return
        self._choose(at, NOWHERE)
        if not self.asking and (start_s := self.words[at].start_s) is not None:
            self.play_from.emit(start_s)

    def _choose(self, caret: int, anchor: int) -> None:
        self.caret, self.anchor = caret, anchor
        if anchor != NOWHERE and not self.hasFocus():
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # so that F2 and Enter are for what was chosen
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place, at = self.selection(), self._word_at(QPointF(event.pos()))
        if at != NOWHERE and (place is None or not place[0] <= at <= place[1]):
            self._choose(at, NOWHERE)
        self._open_menu(event.globalPos())

    def _open_menu(self, at: QPoint) -> None:
        if (place := self.selection()) is None:
            return
        word = self.words[place[0]]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if (start_s := word.start_s) is not None:
            menu.addAction(tr("Play from here")).triggered.connect(lambda: self.play_from.emit(start_s))
        if self.correctable:
            menu.addAction(tr("Correct…\tF2")).triggered.connect(self.edit)
            menu.addAction(tr("Nothing was said here\tDel")).triggered.connect(self._remove)
            if word.correction:
                back = menu.addAction(tr("Take the correction back"))
                back.triggered.connect(lambda: self.taken_back.emit(word.correction))
        if menu.actions():
            menu.popup(at)

    def _remove(self) -> None:
        if (place := self.selection()) is None or not self.correctable:
            return
        if not all(word.removed for word in self.words[place[0] : place[1] + 1]):
            self.corrected.emit(*self._machine_words(place), "")

    # -- the keyboard -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keeps(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._word_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), word_tip(self.words[at]) if at != NOWHERE else "", self)
            return True
        return super().event(event)

    def _keeps(self, event: QKeyEvent) -> bool:
        """Keys that are not the screen's now: Esc, which would go back, while words are being chosen."""
        return event.key() == Qt.Key.Key_Escape and (self.asking or self.anchor != NOWHERE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        to = {
            Qt.Key.Key_Left: self.caret - 1,
            Qt.Key.Key_Right: self.caret + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.words) - 1,
        }.get(key)
        if to is not None and self.words:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and self.caret != NOWHERE
            anchor = NOWHERE if not extends else self.caret if self.anchor == NOWHERE else self.anchor
            self._choose(max(0, min(len(self.words) - 1, to)), anchor)
        elif key in ENTER and self.asking:
            self._answer()
        elif key in ENTER and self.caret != NOWHERE:
            if (start_s := self.words[self.caret].start_s) is not None:
                self.play_from.emit(start_s)
        elif key == Qt.Key.Key_Escape and self.asking:
            self.stop_asking()
            self.skipped.emit()
        elif key == Qt.Key.Key_Escape and self.anchor != NOWHERE:
            self._choose(self.caret, NOWHERE)
        elif key == Qt.Key.Key_F2 and self.correctable:
            self.edit()
        elif key == Qt.Key.Key_Delete and self.correctable:
            self._remove()
        elif key == Qt.Key.Key_Menu and (place := self.selection()) is not None:
            self._open_menu(self.mapToGlobal(self._placed[place[0]].frame.bottomLeft().toPoint()))
        else:
            super().keyPressEvent(event)

    def _answer(self) -> None:
        place = self.selection()
        self.asking = False
        if place is None:
            self.skipped.emit()
        else:
            self.chosen.emit(*self._machine_words(place))

    # -- painting ---------------------------------------------------------------------------------------------------

    def _grounds(self) -> Iterator[tuple[str, bool, QRectF]]:
        """One rectangle for each run of evidence on a line (word by word would leave seams), and if it is probable."""
        runs: list[tuple[int, QRectF, bool]] = []
        before: WordView | None = None
        for placed in self._placed:
            number = placed.word.finding
            if number is not None:
                joined = before is not None and before.finding == number and runs[-1][1].top() == placed.frame.top()
                if joined:
                    runs[-1] = (number, runs[-1][1].united(placed.frame), placed.word.probable)
                else:
                    runs.append((number, QRectF(placed.frame), placed.word.probable))
            before = placed.word
        for number, run, probable in runs:
            tone = SIGNS[self.findings[number].kind].tone
            yield tone, probable, QRectF(round(run.left()) - 2, run.top() + 3, round(run.width()) + 4, run.height() - 6)

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        for tone, probable, ground in self._grounds():
            if probable:
                p.setPen(QPen(t.color(tone), 2, Qt.PenStyle.DotLine))
                p.drawLine(ground.bottomLeft(), ground.bottomRight())
                continue
            p.fillRect(ground, t.soft(tone))
            p.fillRect(QRectF(ground.left(), ground.bottom() - 2, ground.width(), 2), t.color(tone))
        chosen = self.selection() if self.anchor != NOWHERE or (self.asking and self.caret != NOWHERE) else None
        for ground in self._chosen_grounds(chosen) if chosen else ():
            pill(p, ground, t.soft("accent"), RADIUS.mark, t.color("accent"))
        for i, placed in enumerate(self._placed):
            self._paint_word(p, i, placed)

    def _chosen_grounds(self, chosen: tuple[int, int]) -> Iterator[QRectF]:
        """One rectangle for the chosen words of each line."""
        lines: dict[float, QRectF] = {}
        for placed in self._placed[chosen[0] : chosen[1] + 1]:
            top = placed.frame.top()
            lines[top] = lines[top].united(placed.frame) if top in lines else QRectF(placed.frame)
        for frame in lines.values():
            yield frame.adjusted(-3, 3, 3, -3)

    def _paint_word(self, p: QPainter, i: int, placed: _Placed) -> None:
        t, word, frame = theme(), placed.word, placed.frame
        if placed.ends_evidence and word.finding is not None:
            left = frame.left() - NUMBER_PX if _runs_right_to_left(self.words) else frame.right() + 6
            paint_finding(
                p, QRectF(left, frame.center().y() - 8, 16, 16), self.findings[word.finding].kind, word.finding
            )
        around = frame.adjusted(-2, 4, 2, -4)
        if i == self.playing:
            pill(p, around, t.color("accent"), RADIUS.mark)
        if i == self.caret and self.hasFocus() and self.anchor == NOWHERE:
            pill(p, around, None, RADIUS.mark, t.color("accent"), 2)
        p.setFont(font(TYPE.lead))
        p.setPen(t.color("on_accent" if i == self.playing else "muted" if word.removed else "text"))
        p.drawText(frame.adjusted(0, 0, 4, 0), int(NOWRAP), word.text)
        y = frame.bottom() - 5.5
        if word.removed:
            p.drawLine(QPointF(frame.left(), frame.center().y()), QPointF(frame.right(), frame.center().y()))
        elif word.correction:
            p.setPen(QPen(t.color("accent"), 1.5))
            p.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        elif word.unsure:
            p.setPen(QPen(t.color("muted"), 1.5, Qt.PenStyle.DotLine))
            p.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))


def word_tip(word: WordView) -> str:
    """What more there is to say of a word; empty where it was heard and nothing is unsure."""
    if word.removed:
        return tr("You said that nothing was said here. Heard as “{words}”.").format(words=word.heard)
    if word.correction and word.heard:
        return tr("Corrected by you. Heard as “{words}”.").format(words=word.heard)
    if word.correction:
        return tr("Written by you. Nothing was heard here.")
    return tr("Not sure of this word.") if word.unsure else ""


def _runs_right_to_left(words: Sequence[WordView]) -> bool:
    """Whether the first letter that has a direction is of a script that runs from the right."""
    for word in words:
        for sign in word.text:
            if (direction := unicodedata.bidirectional(sign)) in ("L", "R", "AL"):
                return direction != "L"
    return False
