"""Everything that the window says goes through its translation, and fits where it is said a third longer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coachdesk.services.practice.views import WordView
from tests.ui import sample_views as views
from ui.language import tr
from ui.practice.brief import BriefScreen
from ui.practice.choose import ChooseScreen
from ui.practice.debrief import DebriefScreen
from ui.practice.talk import Phase, TalkScreen
from ui.pseudo import KEPT, install, pseudo
from ui.theme import SKILLS
from ui.widgets.button import Button
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.label import Elided, Label
from ui.widgets.page import Page
from ui.window import SIDEBAR_PX

UI = Path(__file__).parents[2] / "ui"

NOT_SHOWN = frozenset(
    {"CoachDesk", "Fusion", "Inter", "Inter Display", "Phosphor", "QLineEdit, QPlainTextEdit, QComboBox"}
)
"""Names that are the same in every language, and what only Qt reads."""

VALUES = frozenset({"too quiet", "too loud", "model answer", "by hand", "go on"})
"""Of settings, views and ways through the window: they name something, and are not read."""

KEY_NAMES = re.compile(r"((Ctrl|Shift|Alt)[+ ])*(Space|Esc|Enter|Home|End|Left|Right|Up|Down|Tab|Del|F\d+|Return|\w)?")
SAYS_SOMETHING = re.compile(r"[A-Za-z]\S* +\S|\S +\S*[A-Za-z]|[A-Z][a-z]")
"""Two words, or one with a capital; between the values of a text that is put together any word does."""
WORD = re.compile(r"[A-Za-z]{2}")

TRANSLATES = ("tr", "counted", "later")
FOR_NOBODY = ("log", "logging", "setProperty", "property", "Signal", "TypeVar", "print", "setObjectName", "cast")
NO_WINDOW = ("theme.py", "voice_process.py", "pseudo.py")
"""A style sheet, a process of its own that is spoken to in commands, and the other language itself."""


def _files() -> list[Path]:
    return sorted(path for path in UI.rglob("*.py") if path.name not in NO_WINDOW)


def _called(call: ast.Call) -> str:
    """The name that is called: ``setText`` for ``label.setText(...)``, ``log`` for ``log.warning(...)``."""
    found = call.func
    if isinstance(found, ast.Attribute) and isinstance(found.value, ast.Name) and found.value.id in FOR_NOBODY:
        return found.value.id
    return found.attr if isinstance(found, ast.Attribute) else found.id if isinstance(found, ast.Name) else ""


def _spoken(node: ast.AST) -> Iterator[ast.Constant]:
    """Strings under a node that somebody might read, without those that are translated."""
    if isinstance(node, ast.Call) and _called(node) in (*TRANSLATES, *FOR_NOBODY):
        return
    if isinstance(node, (ast.AnnAssign, ast.arg, ast.FunctionDef)):
        node = _without_annotation(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # says what something is for
        return
    if isinstance(node, ast.Subscript):  # a key, or the values of a Literal
        yield from _spoken(node.value)
        return
    if isinstance(node, ast.Compare):  # a value is compared with a word that names it
        return
    if isinstance(node, ast.FormattedValue):  # without its format
        yield from _spoken(node.value)
        return
    if isinstance(node, ast.Dict):  # without its keys
        for value in node.values:
            yield from _spoken(value)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _spoken(child)


def _without_annotation(node: ast.AST) -> ast.AST:
    for name in ("annotation", "returns"):
        if hasattr(node, name):
            setattr(node, name, None if name == "returns" or isinstance(node, ast.arg) else ast.Name("object"))
    return node


def _untranslated(path: Path) -> list[str]:
    found = []
    tree = ast.parse(path.read_text("utf-8"))
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in _spoken(tree):
        words = re.sub(r"%[A-Za-z]", "", str(node.value))
        says = WORD if id(node) in pieces else SAYS_SOMETHING
        if words in NOT_SHOWN | VALUES or KEY_NAMES.fullmatch(words) or not says.search(words):
            continue
        found.append(f"{path.relative_to(UI).as_posix()}:{node.lineno}: {words!r}")
    return found


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.relative_to(UI).as_posix())
def test_what_is_said_is_a_literal_that_can_be_translated(path: Path) -> None:
    assert _untranslated(path) == []


def test_nothing_is_translated_before_the_language_is_known() -> None:
    """A module is read before the settings are: what stands at its top is marked with ``later``."""

    def at_the_top(node: ast.AST) -> Iterator[ast.Call]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call) and _called(child) in ("tr", "counted", "now"):
                yield child
            if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
                yield from at_the_top(child)

    assert [
        f"{path}:{call.lineno}" for path in _files() for call in at_the_top(ast.parse(path.read_text("utf-8")))
    ] == []


def test_only_literals_are_given_to_the_translation() -> None:
    """What is put together stands in no dictionary."""
    wrong = [
        f"{path.relative_to(UI).as_posix()}:{call.lineno}"
        for path in _files()
        if path.name != "language.py"
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and _called(call) in TRANSLATES
        for text in (call.args[1:3] if _called(call) == "counted" else call.args[:1])
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Leave", "[Ļéàṽé]"),
        ("{n} drills are due", "[{n} ðŕîîļļš ààŕéé ðûé]"),
        ("At {at:%H:%M}, press Ctrl+K or Esc", "[Ààţ {at:%H:%M}, þŕééšš Ctrl+K ôôŕ Esc]"),
        ("Hmm, hmm.", "[Ĥɱɱ, ĥɱɱ.·]"),
        ("0:00", "0:00"),
    ],
)
def test_the_language_that_nobody_speaks(text: str, said: str) -> None:
    assert pseudo(text) == said


def _translated() -> Iterator[str]:
    for path in _files():
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and _called(call) in TRANSLATES:
                yield from (a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_it_makes_every_sentence_of_the_window_a_third_longer_and_leaves_placeholders_and_keys() -> None:
    for text in _translated():
        words = sum(map(len, KEPT.split(text)[::2]))
        if any(letter.isalpha() for letter in text):
            assert len(pseudo(text)) >= len(text) + words / 3
        assert KEPT.findall(pseudo(text)) == KEPT.findall(text)


# -- the screens in that language -------------------------------------------------------------------------------------


@pytest.fixture
def nobodys_language(qapp: QApplication) -> Iterator[None]:
    translator = install(qapp)
    yield
    qapp.removeTranslator(translator)


def _choose() -> QWidget:
    screen = ChooseScreen()
    screen.show_choice(views.choice((views.WAITING,)))
    return screen


def _brief() -> QWidget:
    screen = BriefScreen()
    screen.show_brief(views.BRIEF, "a")
    return screen


def _listening() -> QWidget:
    screen = TalkScreen()
    screen.show_turn(views.TURN)
    screen.show_phase(Phase.LISTENING)
    screen.show_listening(views.LISTENING)
    screen.show_hint()
    return screen


def _typing() -> QWidget:
    screen = TalkScreen()
    screen.show_turn(views.TURN)
    screen.show_phase(Phase.TYPING)
    return screen


def _ended() -> QWidget:
    screen = TalkScreen()
    screen.show_turn(views.OVER)
    screen.show_phase(Phase.OVER)
    return screen


def _debrief() -> QWidget:
    screen = DebriefScreen()
    screen.show_debrief(views.DEBRIEF, views.DEBRIEF.started_at)
    return screen


def _error() -> QWidget:
    return ErrorPanel("[x]", "[x]", "details", Button(tr("Try again"), "arrow-counter-clockwise"))


SCREENS = {
    "choose": _choose,
    "brief": _brief,
    "talk, listening": _listening,
    "talk, typing": _typing,
    "talk, over": _ended,
    "debrief": _debrief,
    "an error": _error,
}
WIDE = frozenset({"talk, listening", "talk, typing", "talk, over"})
"""Without the sidebar."""


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, nobodys_language: None, qtbot: QtBot) -> QWidget:
    made = SCREENS[request.param]()
    qtbot.addWidget(made)
    made.resize(1280 if request.param in WIDE else 1280 - SIDEBAR_PX, 720)
    made.show()
    qtbot.waitExposed(made)
    return made


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, WordView):  # by itself it would hide the window's own words
        return
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _strings_in(each)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _strings_in(getattr(value, part.name))
    elif isinstance(value, datetime):
        yield from (value.astimezone().strftime(code) for code in ("%A", "%B"))


CONTENT = sorted(
    {text.strip() for text in _strings_in([vars(views)[name] for name in dir(views) if name.isupper()])}
    | {area.name for area in SKILLS.values()}
    | {" ".join(word.text for word in views.words())}
    | {views.TURN.mood_word, views.OVER.mood_word, "CoachDesk", "details"},
    key=len,
    reverse=True,
)


def _plain(text: str) -> str:
    """What of a text is neither translated, nor content, nor the name of a key."""
    while (without := re.sub(r"\[[^\[\]]*\]", "", text)) != text:
        text = without
    for content in CONTENT:
        text = re.sub(rf"(?<!\w){re.escape(content)}(?!\w)", "", text) if content else text
    return " ".join(word for word in re.findall(r"[A-Za-z+]{2,}", text) if not KEY_NAMES.fullmatch(word))


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))


def _seen(screen: QWidget) -> list[QWidget]:
    return [widget for widget in (screen, *screen.findChildren(QWidget)) if widget.isVisible()]


def test_every_word_of_a_screen_is_translated(screen: QWidget) -> None:
    assert {plain for widget in _seen(screen) for text in _texts(widget) if (plain := _plain(text))} == set()


def _room_missing(widget: QWidget) -> bool:
    """Whether what it says does not fit into it."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    return widget.sizeHint().width() > widget.width()


def test_nothing_is_cut_off_when_words_are_longer(screen: QWidget) -> None:
    assert {
        (widget.text(), widget.width(), widget.sizeHint().width())
        for widget in _seen(screen)
        if isinstance(widget, (Label, QAbstractButton)) and not isinstance(widget, Elided)
        if widget.text() and _room_missing(widget)
    } == set()


def test_no_page_is_narrower_than_what_is_on_it(screen: QWidget) -> None:
    assert [
        (page.content_width(), page.width())
        for page in [screen, *screen.findChildren(QWidget)]
        if isinstance(page, Page) and page.isVisible() and page.content_width() > page.width()
    ] == []
