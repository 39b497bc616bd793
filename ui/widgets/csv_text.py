"""Rows as CSV for a spreadsheet, with cells that it cannot take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180, with a heading."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in (heading, *rows):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs: an apostrophe before what would begin a formula.

    A number stays one, with its sign (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    first = cell.lstrip(" ")[:1]
    return f"'{cell}" if first in _FORMULA and first and not _NUMBER.fullmatch(cell.strip()) else cell
