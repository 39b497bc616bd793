"""The size of the text, which is the size of everything: Qt scales a program once, before its first window."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "QT_SCALE_FACTOR"
LARGEST = 8.0
"""What a user's own factor may be; anything else is not one."""


@contextmanager
def scaled(percent: int) -> Iterator[None]:
    """While the application is made: its text has that size, on top of a factor that is there already. Afterwards the
    environment is as it was, so that a program that is started from here is not scaled twice."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = f"{_factor(before) * percent / 100:g}"
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def _factor(words: str | None) -> float:
    try:
        factor = float(words or 1)
    except ValueError:
        return 1.0
    return factor if math.isfinite(factor) and 0 < factor <= LARGEST else 1.0
