"""How well the recognizer hears a person, as it was measured on a passage that they read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from coachdesk import clock
from coachdesk.store.tables import Baseline

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class KeptBaseline:
    """``errors``: words heard otherwise, missing or too many, of ``words`` that were read. ``microphone`` is the key of
    the device, empty for the system's own."""

    person_id: str
    microphone: str
    engine: str
    model: str
    passage: str
    words: int
    errors: int
    transcript: str
    delivery: dict[str, Any] | None
    made_at: datetime


_FIELDS = tuple(KeptBaseline.__dataclass_fields__)


def keep_baseline(session: Session, baseline: KeptBaseline) -> None:
    session.add(Baseline(id=clock.new_id(), **{name: getattr(baseline, name) for name in _FIELDS}))


def latest_baseline(
    session: Session, person_id: str, *, engine: str, model: str, microphone: str | None = None
) -> KeptBaseline | None:
    """The newest one of a person with that recognizer, on that microphone or on any."""
    query = select(Baseline).where(Baseline.person_id == person_id, Baseline.engine == engine, Baseline.model == model)
    if microphone is not None:
        query = query.where(Baseline.microphone == microphone)
    row = session.scalars(query.order_by(Baseline.made_at.desc(), Baseline.id.desc()).limit(1)).first()
    return KeptBaseline(**{name: getattr(row, name) for name in _FIELDS}) if row is not None else None
