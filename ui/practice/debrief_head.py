"""The top of a debrief: which talk, how it ended, the one thing to work on next, and who sees it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.services.practice.views import Debrief, EndingView
from ui.language import tr
from ui.practice.debrief_words import attempt_words, day_words, points_words
from ui.practice.self_score import score_words
from ui.theme import SPACE
from ui.widgets.banner import Banner
from ui.widgets.button import Button
from ui.widgets.icon import Icon
from ui.widgets.label import Elided, Label, Tone
from ui.widgets.layout import box, column, empty, row


def export_choices() -> tuple[tuple[str, str], ...]:
    """The forms in which a talk can be written to a file, and their names."""
    return (
        ("pdf", tr("Debrief as PDF…")),
        ("txt", tr("Transcript as text…")),
        ("srt", tr("Subtitles, SubRip…")),
        ("vtt", tr("Subtitles, WebVTT…")),
        ("json", tr("Everything as JSON…")),
        ("flac", tr("Recording, FLAC…")),
        ("wav", tr("Recording, WAV…")),
    )


class DebriefHead(QWidget):
    """``next_wanted``: begin with the one thing. ``export_wanted`` carries the form of the file."""

    back = Signal()
    again = Signal()
    share_wanted = Signal()
    next_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title, self._facts = Elided("", "title", semibold=True), Elided("", "caption", "muted")
        self.back_button = Button(tr("Back to scenarios"), key="Esc")
        self.share_button = Button(tr("Share"), key="S")
        self.export_button = Button(tr("Export"), "export", "E")
        self.again_button = Button(tr("Practise again"), "arrow-counter-clockwise", "R")
        self.next_button = Button("", "target", "N", "primary")
        for button, signal in (
            (self.back_button, self.back), (self.share_button, self.share_wanted),
            (self.again_button, self.again), (self.next_button, self.next_wanted),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.export_button.clicked.connect(self.open_export)
        self.menu = QMenu(self.export_button)
        for form, name in export_choices():
            self.menu.addAction(name).triggered.connect(lambda _on=False, form=form: self.export_wanted.emit(form))
        buttons = (self.back_button, self.share_button, self.export_button, self.again_button)
        head = row((column(self._title, self._facts, spacing=2), 1), SPACE.m, *buttons)
        self._says, self._why = Label("", "lead", semibold=True, wrap=True), Label("", "caption", "muted", wrap=True)
        words = column(Label(tr("One thing to work on next"), "caption", "muted"), self._says, self._why, spacing=1)
        icon = column(Icon("target", "accent", 20), None)
        self._next = box(row(icon, (words, 1), column(None, self.next_button, None), spacing=SPACE.m))
        self._told, self._shared = column(spacing=0), column(spacing=0)
        self.ending = column()
        self.setLayout(column(head, self._told, self._shared, self._next, spacing=SPACE.m))

    def show_debrief(self, debrief: Debrief, now: datetime) -> None:
        buyer = debrief.buyer
        self._title.setText(debrief.title)
        self._title.setToolTip(debrief.title)
        who = ", ".join(part for part in (buyer.name, buyer.role) if part)
        when = day_words(debrief.started_at.astimezone(), now.astimezone())
        self._facts.setText(f"{who} · {when} · {attempt_words(debrief.attempt_number)}")
        self._facts.setToolTip(f"{debrief.started_at.astimezone():%A, %d %B %Y, %H:%M}")
        self.export_button.setEnabled(bool(debrief.answers))
        self.share_button.setEnabled(bool(debrief.answers))
        self.say(None)
        self.update_facts(debrief, now)

    def update_facts(self, debrief: Debrief, now: datetime) -> None:
        """What can change while it is looked at: the ending's points, the one thing, who sees it."""
        empty(self.ending)
        points = points_words(debrief.total.made, debrief.total.possible, debrief.flags)
        own = "" if debrief.score is None else f" · {score_words(debrief.score)}"
        self.ending.addWidget(_EndingLine(debrief.ending, points + own))
        following = debrief.next
        self._next.setVisible(following is not None)
        if following is not None:
            self._says.setText(following.says)
            self._why.setText(following.why)
            redo = tr("Redo answer {number}").format(number=following.position)
            verb = {"redo": redo, "drill": tr("Drill it"), "again": tr("Practise again")}[following.kind]
            icon = {"redo": "arrow-counter-clockwise", "drill": "cards", "again": "arrow-counter-clockwise"}
            self.next_button.rename(verb, icon[following.kind])
        self.share_button.rename(tr("Stop sharing") if debrief.shared_at else tr("Share"), "")
        empty(self._shared)
        if debrief.shared_at is not None:
            since = day_words(debrief.shared_at.astimezone(), now.astimezone())
            sentence = tr("Shared with your manager: {day}").format(day=since)
            self._shared.addWidget(Banner("accent", sentence, shared_words(debrief.others)))

    def say(self, told: QWidget | None) -> None:
        """What became of an export, in the place of what was told before."""
        empty(self._told)
        if told is not None:
            self._told.addWidget(told)

    def open_export(self) -> None:
        if self.export_button.isEnabled():
            self.menu.popup(self.export_button.mapToGlobal(self.export_button.rect().bottomLeft()))


def shared_words(others: int) -> str:
    """Who can see a talk that is shared, and what of it."""
    if others == 0:
        return tr("Nobody else uses this program here yet. It is marked, and reaches your manager when you export it.")
    return tr("Your manager can see what was said, the recordings, what was found, and your own ratings and scores.")


def outcome_words(outcome: str) -> tuple[str, str, Tone]:
    endings: dict[str, tuple[str, str, Tone]] = {
        "won": (tr("Won"), "trophy", "good"),
        "next step": (tr("Next step agreed"), "check-circle", "good"),
        "stalled": (tr("Stalled"), "minus", "caution"),
        "lost": (tr("Lost"), "x-circle", "bad"),
    }
    return endings[outcome]


class _EndingLine(QWidget):
    """How it ended, in words, and what was covered on the way."""

    def __init__(self, ending: EndingView | None, points: str) -> None:
        super().__init__()
        if ending is None:
            word, icon, tone = tr("Stopped before an ending"), "pause-fill", "muted"
            means = tr("What you had said so far is kept.")
        else:
            word, icon, tone = outcome_words(ending.outcome)
            means = ending.means
        points_label = Label(points, "lead", "muted", wrap=True)
        top = Qt.AlignmentFlag.AlignTop
        head = row(Label(word, "lead", semibold=True, align=top), (points_label, 1), spacing=SPACE.m)
        words = column(head, Label(means, wrap=True), spacing=2)
        self.setLayout(row(column(Icon(icon, tone, 20), None), (words, 1), spacing=SPACE.m))
