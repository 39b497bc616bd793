"""A language that nobody speaks: accented English, a third longer. What it leaves plain is not translatable yet."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QCoreApplication, QTranslator

from ui.language import CONTEXT

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçðéƒĝĥîĵķļɱñôþǫŕšţûṽŵẋýžÀƁÇÐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ",
)
KEPT = re.compile(r"(\{[^{}]*\}|%[A-Za-z]|\b(?:(?:Ctrl|Shift|Alt)\+\w+|Esc|Space|Enter)\b)")
"""Placeholders, the letters of a date, and the names of keys."""
LONGER = 1 / 3
VOWELS = "aeiouAEIOU"
FILL = "·"
"""Where there are too few vowels."""


class Pseudo(QTranslator):
    def translate(
        self,
        context: str | bytes | bytearray | memoryview,
        sourceText: str | bytes | bytearray | memoryview,  # noqa: N803  Qt's name
        disambiguation: str | bytes | bytearray | memoryview | None = None,
        n: int = -1,
    ) -> str:
        text = str(sourceText)
        return pseudo(text) if context == CONTEXT else text  # Qt's own words; an empty answer would empty them

    def isEmpty(self) -> bool:  # an empty one would not be asked
        return False


def pseudo(text: str) -> str:
    """``text`` accented, in brackets, and a third longer, for which vowels are doubled."""
    if not any(letter.isalpha() for letter in text):
        return text
    parts = KEPT.split(text)  # what is kept stands at the odd places
    wanted = math.ceil(sum(map(len, parts[::2])) * LONGER) - len("[]")
    done: list[str] = []
    for i, part in enumerate(parts):
        if i % 2:
            done.append(part)
            continue
        longer = ""
        for letter in part:
            longer += letter
            if wanted > 0 and letter in VOWELS:
                longer += letter.lower()
                wanted -= 1
        done.append(longer.translate(ACCENTED))
    return f"[{''.join(done)}{FILL * max(0, wanted)}]"


def install(application: QCoreApplication) -> Pseudo:
    """Have the application say everything in it from now on. What is already on the screen stays as it is."""
    translator = Pseudo(application)
    application.installTranslator(translator)
    return translator
