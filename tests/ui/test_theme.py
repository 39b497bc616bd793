"""Contrast of every pair of colours that the tokens allow, in both themes, hues that everybody can tell apart, and
that nothing but the theme names a colour or a size of type."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.theme import DARK, LIGHT, SKILLS, Theme, apply, contrast, follow_system, prefer, theme

THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
WORDS = ("text", "muted", "accent", "good", "caution", "bad")
HUES = tuple(area.token for area in SKILLS.values())


def grounds(t: Theme) -> dict[str, QColor]:
    """Everything that words, icons and rings may stand on."""
    plain = {name: t.color(name) for name in ("window", "surface", "raised", "practice")}
    soft = {f"soft {token}": t.soft(token) for token in (*WORDS[1:], *HUES)}
    return {**plain, **soft, "the chosen page": t.chosen, "a pause": t.shade}


def too_faint(t: Theme) -> list[tuple[float, float, str]]:
    """Pairs that miss their ratio, worst first."""
    found: list[tuple[float, float, str]] = []

    def need(ratio: float, what: str, above: QColor, below: QColor) -> None:
        if contrast(above, below) < ratio:
            found.append((round(contrast(above, below), 2), ratio, what))

    for name, ground in grounds(t).items():
        for words in WORDS:
            need(4.5, f"{words} on {name}", t.color(words), ground)
        need(3, f"the focus ring on {name}", t.color("accent"), ground)
        need(3, f"the focus ring of the big button on {name}", t.color("text"), ground)
        for hue in HUES if ground != t.chosen else ():  # pages have no skill
            need(3, f"the icon of {hue} on {name}", t.color(hue), ground)
    for words, below in (("on_accent", "accent"), ("on_accent", "accent_hover"), ("surface", "good"),
                         ("surface", "bad"), ("surface", "text")):  # fmt: skip
        need(4.5, f"{words} on {below}", t.color(words), t.color(below))
    need(4.5, "text on the band of a target", t.color("text"), t.target)
    for below in ("window", "surface", "raised"):
        need(3, f"the outline of a field on {below}", t.color("outline"), t.color(below))
    return sorted(found)


@THEMES
def test_every_pair_of_colours_is_readable(look: Theme) -> None:
    assert too_faint(look) == []


# What a dichromat sees of linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}


def lab_seen_by(color: QColor, eyes: str) -> tuple[float, float, float]:
    """The CIELAB value of a colour as these eyes see it."""
    linear = [
        x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4
        for x in (color.redF(), color.greenF(), color.blueF())
    ]
    r, g, b = (min(1, max(0, sum(a * x for a, x in zip(line, linear, strict=True)))) for line in EYES[eyes])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    f = [x ** (1 / 3) if x > 0.008856 else 7.787 * x + 16 / 116 for x in xyz]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@THEMES
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_skill_hues_look_alike_to_anyone(look: Theme, eyes: str) -> None:
    seen = [lab_seen_by(look.color(area.token), eyes) for area in SKILLS.values()]
    closest = min(
        sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) ** 0.5 for x, y in itertools.combinations(seen, 2)
    )
    assert closest >= 18  # CIE76


def test_the_look_follows_the_system_into_the_dark_and_back(qapp: QApplication) -> None:
    follow_system(qapp)
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme() is DARK
    assert qapp.palette().window().color() == DARK.color("window")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme() is LIGHT


def test_a_wish_for_the_dark_beats_the_system(qapp: QApplication) -> None:
    follow_system(qapp)
    prefer(qapp, "dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme() is DARK
    prefer(qapp, "system")
    assert theme() is LIGHT


def test_inter_and_the_icons_are_bundled(qapp: QApplication) -> None:
    apply(qapp, LIGHT)
    assert {"Inter", "Inter Display", "Phosphor"} <= set(QFontDatabase.families())


# -- nothing but the theme names a colour or a size of type -----------------------------------------------------------

UI = Path(__file__).parents[2] / "ui"
SHEET = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl|font-size|font:|\bcolor:|border-radius", re.IGNORECASE)
"""What names a colour, a size or a radius in a style sheet or in the name of a colour."""
COLOURS = frozenset({"black", "white", "red", "green", "blue", "gray", "grey", "yellow", "orange", "transparent"})
SETS_SIZE = ("setPixelSize", "setPointSize", "setPointSizeF")
CLEAR = "transparent"
"""No colour at all, which a picture is filled with before it is painted."""


def named_by_hand(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        where = f"{path.relative_to(UI).as_posix()}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SHEET.search(node.value):
            yield f"{where}: {node.value[:60]!r}"
        if isinstance(node, ast.Attribute) and getattr(node.value, "attr", "") == "GlobalColor" and node.attr != CLEAR:
            yield f"{where}: {node.attr}"
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        written = [each.value for each in node.args if isinstance(each, ast.Constant)]
        numbers = [value for value in written if isinstance(value, (int, float)) and not isinstance(value, bool)]
        if (called == "QColor" and (numbers or COLOURS & set(written))) or (called == "fromRgb" and numbers):
            yield f"{where}: a colour"
        if (called in SETS_SIZE or called == "font") and numbers:
            yield f"{where}: a size of type"


@pytest.mark.parametrize(
    "path", sorted(set(UI.rglob("*.py")) - {UI / "theme.py"}), ids=lambda path: path.relative_to(UI).as_posix()
)
def test_no_colour_and_no_size_of_type_is_named_outside_the_theme(path: Path) -> None:
    assert list(named_by_hand(path)) == []


def test_the_search_for_colours_and_sizes_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.UI", tmp_path)
    for line in (
        "x = '#3056D3'", "x.setStyleSheet('font-size: 13px')", "QColor(1, 2, 3)", "QColor('red')", "f.setPixelSize(13)",
        "font(13)", "Qt.GlobalColor.red", "s = 'border-radius: 4px'", "s = f'color: {x}'",
    ):  # fmt: skip
        (tmp_path / "x.py").write_text(line)
        assert len(list(named_by_hand(tmp_path / "x.py"))) == 1, line
    (tmp_path / "x.py").write_text("font(TYPE.body); QColor(t.text); Qt.GlobalColor.transparent; 'step #3 of it'")
    assert list(named_by_hand(tmp_path / "x.py")) == []
