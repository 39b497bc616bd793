"""A figure that sums something up: the figure, what it counts, and what has changed. In a row of three or four."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.label import Label, Tone
from ui.widgets.layout import column


class Stat(QWidget):
    """``note`` is a caption under the label, such as the change since, with its tone. A screen reader hears all three
    as one sentence."""

    def __init__(self, figure: str = "", label: str = "", note: str = "", tone: Tone = "muted") -> None:
        super().__init__()
        self._figure = Label("", "page", semibold=True, tabular=True)
        self._label = Label("", "caption", "muted", wrap=True)
        self._note = Label("", "caption", wrap=True)
        self.setLayout(column(self._figure, self._label, self._note, None, spacing=2))
        self.show_figure(figure, label, note, tone)

    def show_figure(self, figure: str, label: str, note: str = "", tone: Tone = "muted") -> None:
        self._figure.setText(figure)
        self._label.setText(label)
        self._note.setText(note)
        self._note.set_tone(tone)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{label}: {figure}. {note}".strip())
