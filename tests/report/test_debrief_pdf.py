"""The debrief on paper: it opens, its words are in it, and no sign becomes an empty box."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from dataclasses import replace
from pathlib import Path

import pytest

from coachdesk.report.debrief_pdf import LEFT_OUT, _fonts, _shown, debrief_pdf
from tests.report.test_transcripts import answer, talk


def read(path: Path) -> tuple[int, str]:
    """Pages, and the text drawn with the fonts that reportlab makes (subsets, in the order in which signs came)."""
    raw = path.read_bytes()
    assert raw.startswith(b"%PDF-")
    assert raw.rstrip().endswith(b"%%EOF")
    text = ""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.S):
        try:
            text += zlib.decompress(a85decode(stream.strip(), adobe=False, ignorechars=b"~> \n\r")).decode("latin-1")
        except (ValueError, zlib.error):
            continue
    return len(re.findall(rb"/Type /Page\b", raw)), text


@pytest.mark.parametrize("text", ["I hear you", "¿Cuánto? – “très cher”, ő ж α", "a < b & c > d --> e", "x" * 4000])
def test_any_answer_makes_a_document(tmp_path: Path, text: str) -> None:
    to = tmp_path / "debrief.pdf"
    debrief_pdf(talk(answer(1, text, 0.0), answer(2, text, None)), to)
    pages, _ = read(to)
    assert pages >= 1


def test_sixty_answers_fill_pages(tmp_path: Path) -> None:
    to = tmp_path / "debrief.pdf"
    debrief_pdf(talk(*(answer(i, "i hear you " * 20, 0.0) for i in range(1, 61))), to)
    assert read(to)[0] > 10


def test_the_fonts_are_in_the_document(tmp_path: Path) -> None:
    to = tmp_path / "debrief.pdf"
    debrief_pdf(talk(answer(1, "é", 0.0)), to)
    assert to.read_bytes().count(b"/FontFile2") >= 2
    assert b"Inter" in to.read_bytes()


@pytest.mark.parametrize("sign", "é ’ “ ” – — … ✓ ✗ ő ñ ß ж α €".split())
def test_the_font_has_what_a_debrief_needs(sign: str) -> None:
    assert ord(sign) in _fonts()


def test_signs_that_the_font_does_not_have_are_marked_and_explained(tmp_path: Path) -> None:
    assert _shown("ok 😀👍 שלום עולם done").split() == ["ok", LEFT_OUT, "done"]
    plain, marked = tmp_path / "a.pdf", tmp_path / "b.pdf"
    debrief_pdf(talk(answer(1, "ok", 0.0)), plain)
    debrief_pdf(talk(answer(1, "ok 😀", 0.0)), marked)
    assert marked.stat().st_size > plain.stat().st_size


def test_a_talk_without_an_answer_or_an_ending_has_a_page(tmp_path: Path) -> None:
    to = tmp_path / "debrief.pdf"
    debrief_pdf(replace(talk(), outcome=None, ending_means="", next_says="", possible=0), to)
    assert read(to)[0] == 1


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        debrief_pdf(talk(answer(1, "a", 0.0)), tmp_path / "nowhere" / "a.pdf")
