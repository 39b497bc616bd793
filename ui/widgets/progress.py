"""What is being done, how far it is, and a way to stop it: for anything that takes over a second."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.theme import SPACE, theme
from ui.widgets.label import Label
from ui.widgets.layout import column, row
from ui.widgets.mark import Mark, pill

STEP_MS = 33
SWEEP = 0.02
SHORT = 0.3


class Progress(QWidget):
    """``share`` is None where nobody knows how far it is: then a short piece moves to and fro."""

    def __init__(self, what: str, *actions: QWidget) -> None:
        super().__init__()
        self._what, self._bar = Label(what, tone="muted"), _Bar()
        self.setLayout(column(row(self._what, None, *actions), self._bar, spacing=SPACE.s))

    def report(self, what: str, share: float | None = None) -> None:
        self._what.setText(what)
        self._bar.share = share
        self._bar.setAccessibleName(what if share is None else tr("{what}, {share:.0%}").format(what=what, share=share))
        self._bar.update()


class _Bar(Mark):
    def __init__(self) -> None:
        super().__init__(height=4)
        self.setMinimumWidth(240)
        self.share: float | None = None
        self._at = 0.0
        self._moves = QTimer(self, interval=STEP_MS)
        self._moves.timeout.connect(self._move)
        self._moves.start()

    def _move(self) -> None:
        if self.share is None and self.isVisible():
            self._at = (self._at + SWEEP) % 2
            self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        t = theme()
        pill(p, r, t.color("line"), 2)
        if self.share is not None:
            pill(p, QRectF(0, 0, r.width() * self.share, r.height()), t.color("accent"), 2)
        else:
            left = (self._at if self._at <= 1 else 2 - self._at) * (1 - SHORT)
            pill(p, QRectF(r.width() * left, 0, r.width() * SHORT, r.height()), t.color("accent"), 2)
