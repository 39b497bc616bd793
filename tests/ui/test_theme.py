"""Contrast of every pair of colours that the tokens allow, in both themes, and hues that everybody can tell apart."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.theme import DARK, LIGHT, SKILLS, Theme, apply, contrast, follow_system, prefer, theme

THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
GROUNDS = ("window", "surface", "raised")


def too_faint(t: Theme) -> list[tuple[float, float, str]]:
    """Pairs that miss their ratio, worst first."""
    found: list[tuple[float, float, str]] = []

    def need(ratio: float, what: str, above: QColor, below: QColor) -> None:
        if contrast(above, below) < ratio:
            found.append((round(contrast(above, below), 2), ratio, what))

    for words in ("text", "muted", "accent", "good", "caution", "bad"):
        for ground in GROUNDS:
            need(4.5, f"{words} on {ground}", t.color(words), t.color(ground))
        need(4.5, f"text on soft {words}", t.color("text"), t.soft(words))
        need(4.5, f"{words} on its soft ground", t.color(words), t.soft(words))
    for words, ground in (("on_accent", "accent"), ("on_accent", "accent_hover"), ("caution", "practice"),
                          ("surface", "good"), ("surface", "bad"), ("surface", "text")):  # fmt: skip
        need(4.5, f"{words} on {ground}", t.color(words), t.color(ground))
    need(4.5, "muted on shade", t.color("muted"), t.shade)
    need(4.5, "text on the chosen page", t.color("text"), t.chosen)
    for ground in GROUNDS:
        need(3, f"outline on {ground}", t.color("outline"), t.color(ground))
    for area in SKILLS.values():
        need(4.5, f"text on soft {area.key}", t.color("text"), t.soft(area.token))
        for below in (*(t.color(ground) for ground in GROUNDS), t.soft(area.token)):
            need(3, f"{area.key} icon on {below.name()}", t.color(area.token), below)
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
