"""Full-text search over what was said: words made safe, which answers have them, and the hits in their sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, false, func, literal_column, or_, select, table
from sqlalchemy.orm import Session

from coachdesk.store.tables import Attempt, SpokenText, Utterance

MOST_WORDS, LONGEST_WORD = 16, 60
"""Of a search; the rest is not looked for. SQLite's parser of queries gives up on a few hundred words."""

HIT = ("\x02", "\x03")
"""Around a hit in a snippet. A transcript never holds them."""

SNIPPET_WORDS = 14
_AROUND_CHARS = 60
_LOOSE_FROM, _LOOSE_CUTS = 5, 4
"""The index holds stems: while "negotiat" is typed, its stem is "negoti". From so many letters on, a last word also
matches with up to so many letters less, where the text has it as it is typed."""


_INDEX = table("spoken_search", column("rowid"))
_WHOLE_INDEX: ColumnElement[str] = literal_column("spoken_search")
"""FTS5 takes the name of the table for all of its columns."""


def words_of(search: str) -> list[str]:
    """What is looked for: words with a letter or digit in them, so many and so long at most."""
    clean = search.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").replace('"', " ")
    words = [word[:LONGEST_WORD] for word in clean.casefold().split() if any(char.isalnum() for char in word)]
    return words[:MOST_WORDS]


def saying(session: Session, person_id: str, words: Sequence[str]) -> Select[Any]:
    """Ids of one person's attempts in which an answer that stands has all the words, the last one as a beginning."""
    return (
        select(Utterance.attempt_id)
        .join(SpokenText, SpokenText.utterance_id == Utterance.id)
        .join(Attempt, Attempt.id == Utterance.attempt_id)
        .where(Attempt.person_id == person_id, Utterance.replaced_by.is_(None), _says(session, words))
    )


def _is_indexed(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _says(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    if not words:
        return false()
    if not _is_indexed(session):
        return and_(*(SpokenText.text.icontains(word, autoescape=True) for word in words))
    # An expression, which no index serves: SQLite shall begin with the person's attempts, not with everybody's hits.
    number = SpokenText.number + 0
    found: ColumnElement[bool] = number.in_(_matching(_strict(words)))
    if loose := _loose(words):
        typed = SpokenText.text.icontains(words[-1], autoescape=True)
        found = or_(found, and_(number.in_(_matching(loose)), typed))
    return found


def _matching(query: str) -> Select[Any]:
    return select(_INDEX.c.rowid).where(_WHOLE_INDEX.op("MATCH")(query))


def _strict(words: Sequence[str]) -> str:
    """Each word in quotes, where nothing has a meaning but a quote, and those were taken out."""
    return " ".join(f'"{word}"' for word in words) + " *"


def _loose(words: Sequence[str]) -> str:
    last = words[-1]
    if len(last) < _LOOSE_FROM:
        return ""
    shorter = [last[:-cut] for cut in range(1, _LOOSE_CUTS + 1) if len(last) - cut >= _LOOSE_CUTS]
    before = "".join(f'"{word}" AND ' for word in words[:-1])
    return before + "(" + " OR ".join(f'"{word}" *' for word in shorter) + ")"


def snippets(session: Session, ids: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    """The first hit in each attempt, with what stands around it."""
    if not words or not ids:
        return {}
    if _is_indexed(session):
        return _snippets_of_index(session, ids, words)
    texts = _texts(ids).where(_says(session, words))
    return _first(session.execute(texts), lambda said: snippet(said, words))


def _snippets_of_index(session: Session, ids: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    query = _strict(words)
    loose = _loose(words)
    before, after = HIT
    texts = (
        _texts(ids, func.snippet(_WHOLE_INDEX, 0, before, after, "…", SNIPPET_WORDS))
        .join(_INDEX, _INDEX.c.rowid == SpokenText.number)
        .where(_WHOLE_INDEX.op("MATCH")(f"({query}) OR ({loose})" if loose else query), _says(session, words))
    )
    return _first(session.execute(texts), str)


def _texts(ids: Sequence[str], shown: Any = SpokenText.text) -> Select[Any]:
    return (
        select(Utterance.attempt_id, shown)
        .select_from(Utterance)
        .join(SpokenText, SpokenText.utterance_id == Utterance.id)
        .where(Utterance.attempt_id.in_(ids), Utterance.replaced_by.is_(None))
        .order_by(Utterance.attempt_id, Utterance.position)
    )


def _first(rows: Iterable[Any], shown: Callable[[str], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for attempt_id, said in rows:
        if attempt_id not in found:
            found[attempt_id] = shown(said)
    return found


def snippet(said: str, words: Sequence[str]) -> str:
    """The first of the words in what was said, marked, with what stands around it."""
    low = said.lower()
    at, word = min((low.find(word), word) for word in words if word in low)
    start, end = max(0, at - _AROUND_CHARS), at + len(word) + _AROUND_CHARS
    before, after = HIT
    around = f"{said[start:at]}{before}{said[at : at + len(word)]}{after}{said[at + len(word) : end]}"
    return f"{'…' if start else ''}{around}{'…' if end < len(said) else ''}"
