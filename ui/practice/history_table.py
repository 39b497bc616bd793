"""The table of attempts: its columns, what each cell says, and how the ones with more than text are painted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from coachdesk import clock
from coachdesk.services.history import AttemptLine, Piece
from ui.language import counted, tr
from ui.theme import RADIUS, SKILLS, TYPE, font, theme
from ui.widgets.chip import CHIP_PX, chip_width, paint_chip
from ui.widgets.data_table import DataTable, paint_text
from ui.widgets.icon import paint_icon
from ui.widgets.label import NOWRAP
from ui.widgets.level_badge import LEVELS, level_name
from ui.widgets.mark import pill
from ui.widgets.table_rows import Column

OUTCOME_LOOKS = {
    "won": ("trophy", "good"),
    "next step": ("check-circle", "good"),
    "stalled": ("minus", "caution"),
    "lost": ("x-circle", "bad"),
}
"""Icon and colour of each way a talk ends."""

_LEFT, _RIGHT = Qt.TextElideMode.ElideLeft, Qt.TextElideMode.ElideRight


def outcomes() -> dict[str, str]:
    return {"won": tr("Won"), "next step": tr("Next step"), "stalled": tr("Stalled"), "lost": tr("Lost")}


def modes() -> dict[str, str]:
    return {
        "solo": tr("Talk"),
        "drill": tr("Drill"),
        "assigned": tr("Assigned"),
        "certification": tr("Certification"),
        "workshop": tr("Workshop"),
        "imported": tr("Imported call"),
    }


def ended_words(line: AttemptLine) -> str:
    """How a talk ended; a drill has no ending, and what was broken off neither."""
    if line.outcome is not None:
        return outcomes()[line.outcome]
    return tr("Stopped") if line.state == "stopped" else ""


def when_words(at: datetime, now: datetime) -> str:
    """Today, 09:42; Yesterday, 09:42; 12 November, 09:42; 12 November 2024."""
    local, today = at.astimezone(), now.astimezone().date()
    days = (today - local.date()).days
    if days in (0, 1):
        return (tr("Today, {time}") if days == 0 else tr("Yesterday, {time}")).format(time=f"{local:%H:%M}")
    day = f"{local.day} {local:%B}"
    return f"{day}, {local:%H:%M}" if local.year == today.year else f"{day} {local.year}"


def exactly(at: datetime) -> str:
    local = at.astimezone()
    return f"{local:%A}, {local.day} {local:%B} {local.year}, {local:%H:%M}"


def points_words(line: AttemptLine) -> str:
    if line.made is None or not line.possible:
        return ""
    return tr("{made} of {possible}").format(made=line.made, possible=line.possible)


def spoken_words(seconds: float) -> str:
    """1:05; empty where all was typed."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}" if seconds else ""


def recording_words(line: AttemptLine) -> str:
    return {"kept": tr("Kept"), "gone": tr("Erased"), "none": tr("Typed")}[line.recordings]


def skill_words(skill: str) -> str:
    return SKILLS[skill].name if skill in SKILLS else ""


def line_words(line: AttemptLine) -> str:
    """The whole row as a sentence, for a screen reader."""
    parts = [
        line.title,
        line.buyer,
        skill_words(line.skill),
        exactly(line.started_at),
        modes()[line.mode],
        ended_words(line),
        tr("{made} key points").format(made=points_words(line)) if points_words(line) else "",
        counted(line.red_flags, "{n} red flag", "{n} red flags") if line.red_flags else "",
        "".join(piece.text for piece in line.snippet),
    ]
    return ". ".join(part for part in parts if part) + "."


def attempts_table() -> DataTable:
    columns = (
        Column(
            "when", tr("When"), _when, lambda line: line.started_at, 172,
            falls_first=True, tip=lambda line: exactly(line.started_at),
        ),
        Column("scenario", tr("Scenario"), lambda line: line.title, paint=_paint_scenario, tip=_scenario_tip),
        Column("buyer", tr("Buyer"), lambda line: line.buyer, width=150, is_hidden=True),
        Column("skill", tr("Skill area"), _skill, width=176, paint=_paint_skill, yields=2),
        Column("level", tr("Level"), _level, _rank, 112, is_hidden=True),
        Column("kind", tr("Kind"), lambda line: modes()[line.mode], width=110, is_hidden=True),
        Column("ended", tr("Ended"), ended_words, width=118, paint=_paint_ended),
        Column(
            "points", tr("Key points"), points_words, lambda line: line.coverage, 100, is_number=True, falls_first=True
        ),
        Column(
            "flags", tr("Red flags"), lambda line: str(line.red_flags or ""), lambda line: line.red_flags, 92,
            is_number=True, falls_first=True, paint=_paint_flags,
        ),
        Column(
            "answers", tr("Answers"), lambda line: str(line.answers), lambda line: line.answers, 88, is_number=True,
            is_hidden=True, falls_first=True,
        ),
        Column(
            "spoken", tr("Spoken"), lambda line: spoken_words(line.spoken_s), lambda line: line.spoken_s, 84,
            is_number=True, falls_first=True, yields=1,
        ),
        Column("recordings", tr("Recordings"), recording_words, width=110, is_hidden=True),
    )  # fmt: skip
    table = DataTable(tr("Attempts"), columns, line_words)
    table.rows.sorted_by, table.rows.falls = "when", True
    return table


def _when(line: AttemptLine) -> str:
    return when_words(line.started_at, clock.now())


def _skill(line: AttemptLine) -> str:
    return skill_words(line.skill)


def _level(line: AttemptLine) -> str:
    return level_name(line.level) if line.level in LEVELS else ""


def _rank(line: AttemptLine) -> int | None:
    return LEVELS.index(line.level) if line.level in LEVELS else None


def _scenario_tip(line: AttemptLine) -> str:
    said = "".join(piece.text for piece in line.snippet)
    return f"{line.title}\n{line.buyer}" + (f"\n{said}" if said else "")


def _paint_scenario(p: QPainter, r: QRectF, line: AttemptLine) -> None:
    """The title, and below it the buyer, or what was searched where it was said."""
    upper = QRectF(r.left(), r.top() + 3, r.width(), 17)
    lower = QRectF(r.left(), r.top() + 20, r.width(), 16)
    paint_text(p, upper, line.title)
    if line.snippet:
        paint_pieces(p, lower, line.snippet)
    else:
        drill = f"{modes()[line.mode]} · " if line.mode != "solo" else ""
        paint_text(p, lower, f"{drill}{line.buyer}", "muted", TYPE.caption)


def paint_pieces(p: QPainter, r: QRectF, pieces: tuple[Piece, ...]) -> None:
    """A snippet on one line, hits on a ground of their own. What stands before the first hit gives way, not the hit."""
    t, plain, strong = theme(), font(TYPE.caption), font(TYPE.caption, semibold=True)
    first, *rest = pieces
    if not first.is_hit and rest:
        first = Piece(QFontMetricsF(plain).elidedText(first.text, _LEFT, r.width() * 0.4), False)
    x = r.left()
    p.save()
    p.setClipRect(r)
    for piece in (first, *rest):
        face = strong if piece.is_hit else plain
        width = QFontMetricsF(face).horizontalAdvance(piece.text)
        if piece.is_hit:
            pill(p, QRectF(x - 1, r.top(), width + 2, r.height()), t.soft("accent"), RADIUS.mark)
        p.setFont(face)
        p.setPen(t.color("text" if piece.is_hit else "muted"))
        shown = QFontMetricsF(face).elidedText(piece.text, _RIGHT, max(0.0, r.right() - x))
        p.drawText(QRectF(x, r.top(), width + 2, r.height()), int(NOWRAP), shown)
        x += width
        if x > r.right():
            break
    p.restore()


def _paint_skill(p: QPainter, r: QRectF, line: AttemptLine) -> None:
    if line.skill in SKILLS:
        chip = QRectF(r.left(), r.center().y() - CHIP_PX / 2, min(chip_width(line.skill), r.width()), CHIP_PX)
        paint_chip(p, chip, line.skill)


def _paint_ended(p: QPainter, r: QRectF, line: AttemptLine) -> None:
    if line.outcome is None:
        paint_text(p, r, ended_words(line), "muted")
        return
    icon, token = OUTCOME_LOOKS[line.outcome]
    paint_icon(p, icon, QRectF(r.left(), r.center().y() - 8, 16, 16), token)
    paint_text(p, r.adjusted(22, 0, 0, 0), ended_words(line))


def _paint_flags(p: QPainter, r: QRectF, line: AttemptLine) -> None:
    if line.red_flags:
        paint_text(p, r, str(line.red_flags), "bad", is_number=True)
        number = QFontMetricsF(font(TYPE.body, tabular=True)).horizontalAdvance(str(line.red_flags))
        paint_icon(p, "flag-fill", QRectF(r.right() - number - 20, r.center().y() - 7, 14, 14), "bad")
