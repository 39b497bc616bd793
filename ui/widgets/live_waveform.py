"""The answer being spoken: the newest sound at the right, the old fading at the left. Shows that somebody listens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from ui.theme import theme
from ui.widgets.mark import Mark
from ui.widgets.waveform import BAR_PX, BAR_STEP_PX, HUSH

LIFT = 0.7
"""Exponent that lifts quiet speech, so that an ordinary voice fills the height without a loud one being cut."""


class LiveWaveform(Mark):
    def __init__(self, height: int = 120) -> None:
        super().__init__(height=height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.peaks: Sequence[float] = ()

    def show_peaks(self, peaks: Sequence[float]) -> None:
        """Loudness from 0 to 1, oldest first."""
        if peaks != self.peaks:
            self.peaks = peaks
            self.update()

    def paint(self, p: QPainter, r: QRectF) -> None:
        t, middle, count = theme(), r.center().y(), int(r.width() // BAR_STEP_PX)
        shown = self.peaks[-count:]
        p.setPen(Qt.PenStyle.NoPen)
        for i in range(count):
            at = i - (count - len(shown))
            loud = shown[at] if at >= 0 else 0.0
            color = t.color("outline" if loud < HUSH else "accent")
            color.setAlphaF(min(1.0, 0.2 + i / count))
            p.setBrush(color)
            height = max(2.0, loud**LIFT * r.height() * 0.92) if loud >= HUSH else 2.0
            p.drawRoundedRect(QRectF(i * BAR_STEP_PX + 1, middle - height / 2, BAR_PX, height), 1.5, 1.5)
