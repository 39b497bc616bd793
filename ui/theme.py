"""The look of CoachDesk: tokens, and the one place that turns them into a palette, a font and a style sheet.

Nothing else in the program names a colour, a font size or a radius. The parts divide the work:
  palette      what Qt draws by itself (selection, placeholder text, disabled text, tool tips)
  style sheet  the boxes of standard controls: buttons, inputs, menus, scroll bars
  font()       every text size; labels get theirs in code, because a QFont set after a widget was polished beats
               the sheet, and because only a QFont can carry tabular figures

Painted widgets call ``theme()`` when they paint and never keep a colour, so that switching between light and dark
is ``apply(app, DARK)`` and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsDropShadowEffect,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from coachdesk.paths import bundled


@dataclass(frozen=True)
class Type:
    """Pixel sizes of type. Two weights exist: regular and semibold."""

    caption: int = 12
    body: int = 13
    lead: int = 15
    title: int = 18
    page: int = 24
    figure: int = 34


@dataclass(frozen=True)
class Space:
    """The only distances between things, in pixels."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741
    xl: int = 24
    xxl: int = 32
    huge: int = 48


@dataclass(frozen=True)
class Radius:
    card: int = 8
    control: int = 6
    mark: int = 3


TYPE, SPACE, RADIUS = Type(), Space(), Radius()

CONTENT_PX = 1120
"""No column of content is wider, on whatever screen."""

SHADOW_PX = 32


@dataclass(frozen=True)
class SkillArea:
    """Name, icon and hue of a skill area. The icon carries the meaning, the hue helps."""

    key: str
    name: str
    icon: str
    token: str


SKILLS = {
    area.key: area
    for area in (
        SkillArea("prospecting", "Prospecting", "phone-call", "prospecting"),
        SkillArea("discovery", "Discovery", "magnifying-glass", "discovery"),
        SkillArea("demo", "Demo", "monitor-play", "demo"),
        SkillArea("negotiation", "Negotiation", "scales", "negotiation"),
        SkillArea("executive-presence", "Executive presence", "user-focus", "presence"),
    )
}


@dataclass(frozen=True)
class Theme:
    """One set of colours. Every text colour reaches 4.5:1 on window, surface, raised and its own soft ground."""

    name: str
    window: str
    surface: str
    raised: str
    line: str  # hairlines, decoration only
    edge: str  # around what its own words identify: buttons, lists, key caps
    outline: str  # around what only its edge identifies: text fields, empty score keys, open dots (3:1)
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    caution: str
    bad: str
    practice: str  # the ground of the amber strip: caution at 10 % would be beige
    soft_share: float  # how much of a colour is in its soft ground
    prospecting: str  # five hues after Okabe and Ito, their lightness spread so that no two look alike to anyone
    discovery: str
    demo: str
    negotiation: str
    presence: str

    def color(self, token: str) -> QColor:
        return QColor(getattr(self, token))

    def soft(self, token: str) -> QColor:
        """The ground of a chip, banner or highlight in this colour, opaque so that contrast can be tested."""
        return mix(self.color("surface"), self.color(token), self.soft_share)

    @property
    def shade(self) -> QColor:
        """The ground of a pause: seen, but quieter than any finding."""
        return mix(self.color("surface"), self.color("muted"), 0.13)

    @property
    def chosen(self) -> QColor:
        """The ground of the page one is on, in the sidebar."""
        return mix(self.color("window"), self.color("text"), 0.07)

    @property
    def target(self) -> QColor:
        """The band of a figure's target."""
        return mix(self.color("surface"), self.color("good"), 0.45)


LIGHT = Theme(
    name="light",
    window="#F6F7F9", surface="#FFFFFF", raised="#EEF0F4", line="#E1E4EA", edge="#C6CCD6", outline="#7E8796",
    text="#171A21", muted="#5A6372", accent="#3056D3", accent_hover="#2748B8", on_accent="#FFFFFF",
    good="#166B3E", caution="#8A5700", bad="#B3261E", practice="#FFEDC2", soft_share=0.10,
    prospecting="#1B8ED0", discovery="#007052", demo="#AD7800", negotiation="#934A10", presence="#C15C94",
)  # fmt: skip

DARK = Theme(
    name="dark",
    window="#121417", surface="#1A1D22", raised="#23272E", line="#2E333B", edge="#434A55", outline="#6B7482",
    text="#E9EBEF", muted="#9BA4B2", accent="#8AA4FF", accent_hover="#A3B7FF", on_accent="#121417",
    good="#5CC98B", caution="#E0B04A", bad="#F2827A", practice="#3D2F0F", soft_share=0.14,
    prospecting="#4AA8E0", discovery="#12A37C", demo="#F5B83D", negotiation="#D9702B", presence="#E8BCD4",
)  # fmt: skip

_current = LIGHT


def theme() -> Theme:
    """The theme in use. Call it when painting, do not keep it."""
    return _current


def mix(ground: QColor, over: QColor, share: float) -> QColor:
    """An opaque colour with ``share`` of ``over`` laid on ``ground``."""

    def part(below: int, above: int) -> int:
        return round(below * (1 - share) + above * share)

    return QColor(part(ground.red(), over.red()), part(ground.green(), over.green()), part(ground.blue(), over.blue()))


@lru_cache(maxsize=64)
def font(px: int, semibold: bool = False, tabular: bool = False) -> QFont:
    """Inter at ``px``; Inter Display from 24 px up, whose tighter letters suit large type. Not to be changed."""
    result = QFont("Inter Display" if px >= TYPE.page else "Inter")
    result.setPixelSize(px)
    result.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


@lru_cache
def load_fonts() -> None:
    """Inter and the icons, once for a run of the program."""
    for file in (*sorted(bundled("resources").glob("fonts/*.otf")), bundled("resources") / "icons" / "phosphor.ttf"):
        QFontDatabase.addApplicationFont(str(file))


class _Style(QProxyStyle):
    """Fusion without the parts that give it away: the focus rectangle, and 24 px dialog icons."""

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element != QStyle.PrimitiveElement.PE_FrameFocusRect:
            super().drawPrimitive(element, option, painter, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in (QStyle.PixelMetric.PM_SmallIconSize, QStyle.PixelMetric.PM_ButtonIconSize):
            return 16
        return super().pixelMetric(metric, option, widget)


def apply(app: QApplication, new: Theme) -> None:
    """Make ``new`` the look of the whole program."""
    global _current
    _current = new
    load_fonts()
    if not isinstance(app.style(), _Style):
        app.setStyle(_Style("Fusion"))
    app.setFont(font(TYPE.body))
    app.setPalette(palette(new))
    app.setStyleSheet(sheet(new))


_wish: Literal["system", "light", "dark"] = "system"


def follow_system(app: QApplication) -> None:
    """Light or dark as the system says, now and whenever it changes its mind, until ``prefer`` says otherwise."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda scheme: _follow(app, scheme))
    _follow(app, hints.colorScheme())


def prefer(app: QApplication, wish: Literal["system", "light", "dark"]) -> None:
    """Light or dark as the user wishes."""
    global _wish
    if wish != _wish:
        _wish = wish
        _follow(app, app.styleHints().colorScheme())


def _follow(app: QApplication, system: Qt.ColorScheme) -> None:
    dark = system == Qt.ColorScheme.Dark if _wish == "system" else _wish == "dark"
    apply(app, DARK if dark else LIGHT)


def palette(t: Theme) -> QPalette:
    result, role = QPalette(), QPalette.ColorRole
    for where, token in {
        role.Window: "window", role.Base: "surface", role.AlternateBase: "window", role.Button: "surface",
        role.WindowText: "text", role.Text: "text", role.ButtonText: "text", role.PlaceholderText: "muted",
        role.Highlight: "accent", role.HighlightedText: "on_accent", role.Link: "accent",
        role.ToolTipBase: "text", role.ToolTipText: "surface", role.Mid: "line", role.Light: "raised",
    }.items():  # fmt: skip
        result.setColor(where, t.color(token))
    for where in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, where, t.color("muted"))
    return result


def sheet(t: Theme) -> str:
    """The one style sheet. Selectors are by class and by the properties ``kind`` and ``tone``.

    Never name a property like one that QWidget already has (size, font, pos, style): setProperty
    then sets that one, or fails, and the rule never matches.
    """
    field = "QLineEdit, QPlainTextEdit, QComboBox"
    tones = "".join(
        f'QLabel[tone="{tone}"] {{ color: {t.color(tone).name()}; }}\n'
        for tone in ("muted", "accent", "good", "caution", "bad")
    )
    return f"""
QLabel {{ background: transparent; color: {t.text}; }}
{tones}
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {RADIUS.card}px; }}
QFrame[kind="rule"] {{ background: {t.line}; border: none; }}
QWidget[kind="page"] {{ background: {t.window}; }}
QWidget[kind="rail"] {{ background: {t.window}; border-right: 1px solid {t.line}; }}
QWidget[kind="bar"] {{ background: {t.surface}; border-top: 1px solid {t.line}; }}
QWidget[kind="topbar"] {{ background: {t.surface}; border-bottom: 1px solid {t.line}; }}
QDialog {{ background: {t.surface}; }}
QFrame[kind="popover"] {{ background: {t.surface}; border: 1px solid {t.edge}; border-radius: {RADIUS.card}px; }}
QFrame[kind="popover"] QLineEdit {{ border: none; font-size: {TYPE.lead}px; padding: 0; background: transparent; }}

QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.edge};
    border-radius: {RADIUS.control}px; }}
QPushButton:hover {{ background: {t.raised}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; }}
QPushButton:disabled {{ color: {t.muted}; background: {t.raised}; border-color: {t.line}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.raised}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {t.muted}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.raised}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {t.accent}; }}

{field} {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.outline};
    border-radius: {RADIUS.control}px; padding: 0 10px; min-height: 30px;
    selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QPlainTextEdit {{ padding: 6px 8px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {t.accent}; }}
QLineEdit:focus, QComboBox:focus {{ padding: 0 9px; min-height: 28px; }}
QPlainTextEdit:focus {{ padding: 5px 7px; }}
QComboBox {{ padding-right: 0; border-color: {t.edge}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {t.surface}; border: 1px solid {t.line}; padding: 4px; outline: none;
    selection-background-color: {t.raised}; selection-color: {t.text}; }}
QListView[kind="bare"] {{ background: transparent; border: none; outline: none; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.edge}; border-radius: 3px; min-height: 32px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {t.outline}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {t.text}; color: {t.surface}; border: none; padding: 4px 8px; }}
"""


def cast_shadow(popover: QWidget) -> None:
    """The one shadow there is: under what lies over everything else."""
    shadow = QGraphicsDropShadowEffect(popover)
    shadow.setBlurRadius(SHADOW_PX)
    shadow.setOffset(0, SHADOW_PX / 4)
    shadow.setColor(QColor(0, 0, 0, 90))
    popover.setGraphicsEffect(shadow)


def contrast(a: QColor, b: QColor) -> float:
    """WCAG 2 contrast ratio, for the test that walks over all allowed pairs."""

    def luminance(color: QColor) -> float:
        def linear(x: float) -> float:
            return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4

        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
