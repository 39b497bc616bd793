"""A debrief on paper: what was covered and missed in each answer, the words that are its evidence, how it sounded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachdesk.paths import bundled
from coachdesk.report.talk import Measure, Point, ReadWord, SaidAnswer, Talk

if TYPE_CHECKING:
    from reportlab.platypus import Flowable, Paragraph

REGULAR, SEMIBOLD = "Inter", "Inter-SemiBold"
TEXT, MUTED, LINE = "#171A21", "#5A6372", "#E1E4EA"
TONES = {"covered": "#166B3E", "missed": MUTED, "flag": "#B3261E", "question": "#8A5700", "rejected": MUTED}
GROUNDS = {"covered": "#E8F0EB", "flag": "#F7E9E8", "question": "#F3EEE5"}
SIGNS = {
    "covered": "✓ Covered",
    "missed": "✗ Missed",
    "flag": "! Red flag",
    "question": "? Not certain",
    "rejected": "Taken back",
}
OUTCOMES = {"won": "Won", "next step": "Next step agreed", "stalled": "Stalled", "lost": "Lost"}
MARGIN_PT = 54
LEFT_OUT = "[…]"
"""Stands for signs that the font does not have: no box that says nothing."""

LEFT_OUT_NOTE = (
    f"{LEFT_OUT} stands for signs that this document's font does not have. The text and JSON exports have them."
)


def debrief_pdf(talk: Talk, to: Path) -> None:
    """Write a talk's debrief as a PDF. Raises OSError where it cannot be written."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _fonts()
    document = SimpleDocTemplate(
        str(to), pagesize=A4, leftMargin=MARGIN_PT, rightMargin=MARGIN_PT, topMargin=MARGIN_PT, bottomMargin=MARGIN_PT,
        title=talk.title, author=talk.rep, subject="Debrief of a practice talk", creator="CoachDesk",
    )  # fmt: skip
    foot = _shown(f"{talk.rep} · {talk.title}")

    def number_page(canvas: Any, page: Any) -> None:
        canvas.saveState()
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(MUTED)
        canvas.drawString(MARGIN_PT, MARGIN_PT / 2, foot if len(foot) <= 90 else foot[:89] + "…")
        canvas.drawRightString(A4[0] - MARGIN_PT, MARGIN_PT / 2, str(page.page))
        canvas.restoreState()

    document.build(list(_story(talk)), onFirstPage=number_page, onLaterPages=number_page)


def _story(talk: Talk) -> Iterator[Flowable]:
    from reportlab.platypus import HRFlowable, Spacer

    who = ", ".join(part for part in (talk.buyer, talk.buyer_role) if part)
    when = f"{talk.started_at:%d %B %Y, %H:%M}".lstrip("0")
    yield _words(talk.title, 18, semibold=True)
    yield _words(f"{talk.rep} with {who} · {when} · attempt {talk.attempt_number}", 9, MUTED)
    yield Spacer(0, 10)
    ended = OUTCOMES.get(talk.outcome or "", "Stopped before an ending")
    points = f"{talk.made} of {talk.possible} key points" if talk.possible else "No key points on this way"
    flags = f", {talk.red_flags} red flag{'' if talk.red_flags == 1 else 's'}" if talk.red_flags else ""
    own = "" if talk.self_score is None else f" · scored {talk.self_score:.0f} of 100 by {talk.rep}"
    yield _words(f"{ended} · {points}{flags}{own}", 12, semibold=True)
    if talk.ending_means:
        yield _words(talk.ending_means, 10)
    if talk.next_says:
        yield Spacer(0, 8)
        yield _words("Work on next", 9, MUTED)
        yield _words(talk.next_says, 12, semibold=True)
        yield _words(talk.next_why, 9, MUTED)
    for answer in talk.answers:
        yield Spacer(0, 10)
        yield HRFlowable(width="100%", thickness=0.5, color=LINE)
        yield Spacer(0, 6)
        yield from _answer(talk, answer)
    if not talk.answers:
        yield Spacer(0, 10)
        yield _words("There was no answer in this talk.", 10, MUTED)
    yield Spacer(0, 12)
    yield _words(talk.recognizer, 8, MUTED)
    if any(answer.corrections for answer in talk.answers):
        yield _words("Underlined words were corrected by hand.", 8, MUTED)
    if _has_left_out(talk):
        yield _words(LEFT_OUT_NOTE, 8, MUTED)


def _answer(talk: Talk, answer: SaidAnswer) -> Iterator[Flowable]:
    from reportlab.platypus import Spacer

    take = f", take {answer.take} of {answer.takes}" if answer.takes > 1 else ""
    yield _words(f"Answer {answer.position}{take}", 12, semibold=True, keeps=True)
    yield _words(f"{talk.buyer}: “{answer.buyer_says}”", 10, MUTED, keeps=True)
    yield Spacer(0, 3)
    if answer.reads:
        yield _paragraph(_transcript(answer), 10.5, TEXT, leading=16)
    else:
        yield _words("Skipped." if answer.kind == "skipped" else "No word was understood.", 10, MUTED)
    yield Spacer(0, 4)
    for label, text in (("Went well", answer.did_well), ("Work on", answer.work_on)):
        if text:
            yield _paragraph(f"{_colored(f'{label}: ', MUTED)}{_bold(escape(_shown(text)))}", 9.5)
    for point in answer.points:
        yield _paragraph(_point(point), 9.5, indent=12)
    if measures := [measure for measure in answer.measures if measure.value is not None]:
        yield Spacer(0, 3)
        for measure in measures:
            yield _paragraph(_measure(measure), 9, indent=12)
    if answer.self_rating is not None:
        yield _words(f"Rated {answer.self_rating} of 5 by {talk.rep}.", 9.5)
    if answer.model_answer:
        yield _paragraph(f"{_colored('A model answer: ', MUTED)}{escape(_shown(answer.model_answer.strip()))}", 9.5)


def _transcript(answer: SaidAnswer) -> str:
    """The words with their evidence on a ground and numbered, corrected ones underlined."""
    kinds = {point.number: point.kind for point in answer.points}
    parts: list[str] = []
    run: list[ReadWord] = []
    for word in (*answer.reads, None):
        if run and (word is None or word.finding != run[0].finding):
            parts.append(_evidence(run, kinds))
            run = []
        if word is not None:
            run.append(word)
    return " ".join(parts)


def _evidence(run: list[ReadWord], kinds: dict[int, Any]) -> str:
    text = " ".join(
        f"<u>{escape(_shown(word.text))}</u>" if word.by_hand else escape(_shown(word.text)) for word in run
    )
    number = run[0].finding
    kind = kinds.get(number) if number is not None else None
    if kind not in GROUNDS:
        return text
    mark = f'<font name="{SEMIBOLD}" size="7" color="{TONES[kind]}"> {number}</font>'
    return f'<font backColor="{GROUNDS[kind]}">{text}</font>{mark}'


def _point(point: Point) -> str:
    sign = _colored(_bold(f"{point.number}  {SIGNS[point.kind]}"), TONES[point.kind])
    said = [f"{sign}  {escape(_shown(point.title.rstrip('.')))}."]
    if point.evidence:
        said.append(_colored(f"“{escape(_shown(point.evidence))}”", MUTED))
    if point.note:
        said.append(_colored(escape(_shown(point.note)), MUTED))
    if point.by_hand:
        said.append(_colored("By the rep's own word.", MUTED))
    return " ".join(said)


def _measure(measure: Measure) -> str:
    value = f"{measure.value:.1f}" if measure.unit == "s" else f"{measure.value:.0f}"
    if measure.most is not None and measure.value is not None and measure.most > measure.value:
        value += f" to {measure.most:.0f}"
    doubt = "" if measure.trusted else " (not certain)"
    figure = _bold(escape(f"{measure.label} {value} {measure.unit}".strip()))
    return f"{figure}{doubt}. {_colored(escape(_shown(measure.sentence)), MUTED)}"


def _bold(markup: str) -> str:
    return f'<font name="{SEMIBOLD}">{markup}</font>'


def _colored(markup: str, color: str) -> str:
    return f'<font color="{color}">{markup}</font>'


def _words(text: str, size: float, color: str = TEXT, *, semibold: bool = False, keeps: bool = False) -> Paragraph:
    markup = escape(_shown(text))
    return _paragraph(_bold(markup) if semibold else markup, size, color, keeps=keeps)


def _paragraph(
    markup: str, size: float, color: str = TEXT, *, leading: float = 0, indent: float = 0, keeps: bool = False
) -> Paragraph:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "words", fontName=REGULAR, fontSize=size, leading=leading or size * 1.4, textColor=color, leftIndent=indent,
        spaceAfter=2, keepWithNext=int(keeps), splitLongWords=1,
    )  # fmt: skip
    return Paragraph(markup, style)


@lru_cache(maxsize=1)
def _fonts() -> frozenset[int]:
    """Make the fonts known, and tell which signs they have. (Inter's own files are CFF, which reportlab cannot embed;
    those that end in .ttf are the same letters as TrueType.)"""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    has: frozenset[int] = frozenset()
    for name, file in ((REGULAR, "Inter-Regular.ttf"), (SEMIBOLD, "Inter-SemiBold.ttf")):
        font = TTFont(name, str(bundled("resources") / "fonts" / file))
        pdfmetrics.registerFont(font)
        has = frozenset(font.face.charToGlyph)
    return has


def _shown(text: str) -> str:
    """``text`` in signs that the font has; each run of others becomes one mark."""
    has, parts, lost = _fonts(), [], False
    for sign in text:
        if ord(sign) in has or sign.isspace():
            lost = lost and sign.isspace()
            parts.append(" " if sign.isspace() else sign)
        elif not lost:
            parts.append(LEFT_OUT)
            lost = True
    return "".join(parts)


def _has_left_out(talk: Talk) -> bool:
    texts = [talk.title, talk.rep, talk.buyer, talk.ending_means]
    texts += [text for answer in talk.answers for text in (answer.text, answer.buyer_says, answer.model_answer or "")]
    return any(LEFT_OUT in _shown(text) for text in texts)
