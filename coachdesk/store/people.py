"""People and their roles; every change of them is in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coachdesk import clock
from coachdesk.errors import WrongUse
from coachdesk.store import audit
from coachdesk.store.tables import Person, Role

NAME_MOST = 200
"""Letters in a name."""


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Somebody. ``name`` is None once it was erased."""

    id: str
    name: str | None
    roles: tuple[Role, ...]


def people(session: Session) -> list[KeptPerson]:
    """Everybody, in the order in which they came."""
    rows = session.scalars(select(Person).order_by(Person.id))
    return [KeptPerson(row.id, row.name, tuple(row.roles)) for row in rows]


def with_name(session: Session) -> list[KeptPerson]:
    """Everybody who was not erased, in the order in which they came."""
    return [person for person in people(session) if person.name is not None]


def named(session: Session, name: str) -> KeptPerson | None:
    """The person of that name, if there is one."""
    wanted = _clean(name)
    return next((person for person in people(session) if person.name == wanted), None)


def rename(session: Session, person_id: str, name: str, *, at: datetime) -> str:
    """Gives a person another name, and returns it as it is kept. Raises WrongUse where somebody else has it."""
    person = session.get_one(Person, person_id)
    new = _clean(name)
    if person.name == new:
        return new
    if named(session, new) is not None:
        raise WrongUse(f"There is somebody called {new} already.", "Choose a name that tells the two apart.")
    person.name = new
    session.flush()
    audit.append(session, person_id, "person renamed", person_id, {}, at=at)
    return new


def person_named(session: Session, name: str, *, at: datetime) -> str:
    """The id of the person of that name, who is added as a rep if there is none."""
    name = _clean(name)
    found = session.scalar(select(Person.id).where(Person.name == name).order_by(Person.id).limit(1))
    return found or add_person(session, name, ("rep",), at=at)


def add_person(
    session: Session, name: str, roles: Sequence[Role] = ("rep",), *, at: datetime, by: str | None = None
) -> str:
    """Adds somebody; the first of those there are becomes admin too. ``by``: who adds them, None for themselves."""
    first = not session.scalar(select(func.count()).select_from(Person).where(Person.name.is_not(None)))
    kept: list[Role] = [*roles, "admin"] if first and "admin" not in roles else [*roles]
    person = Person(id=clock.new_id(), name=_clean(name), roles=kept, created_at=at)
    session.add(person)
    session.flush()
    audit.append(session, by or person.id, "person added", person.id, {"roles": kept}, at=at)
    return person.id


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_MOST:
        raise WrongUse(f"A name has 1 to {NAME_MOST} letters.")
    return name
