"""Who is practising. With one person on the machine nobody is asked for more than a name."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from coachdesk import clock
from coachdesk.services.desk import Desk
from coachdesk.store import people

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_NOBODY = "Rep"


@dataclass(frozen=True, slots=True)
class Me:
    """Who is practising now."""

    id: str
    name: str


def whoami(desk: Desk) -> Me | None:
    """The person who practises here; None before anybody did, and once everybody was erased: a first start."""
    with desk.database.read() as session:
        known = people.with_name(session)
    return Me(known[0].id, known[0].name or _NOBODY) if known else None


def rename(desk: Desk, name: str, *, now: datetime | None = None) -> Me:
    """Gives the person who practises here that name; adds them where there is nobody yet.

    Raises WrongUse for a name that is none, or that somebody else has.
    """
    at = now or clock.now()
    with desk.database.write() as session:
        known = people.with_name(session)
        if not known:
            person_id = people.person_named(session, name, at=at)
            return Me(person_id, " ".join(name.split()))
        return Me(known[0].id, people.rename(session, known[0].id, name, at=at))


def rep_id(session: Session, name: str | None = None) -> str:
    """The id of the rep of that name, added where new; without a name the first person there is, or a first one."""
    if name is not None:
        return people.person_named(session, name, at=clock.now())
    if known := people.with_name(session):
        return known[0].id
    return people.add_person(session, login_name(), at=clock.now())


def known_rep(session: Session) -> str | None:
    """The id of the rep who practises here; None before the first start has made one."""
    known = people.with_name(session)
    return known[0].id if known else None


def evaluator_id(session: Session, name: str) -> str:
    """The id of the evaluator of that name, added where new."""
    known = next((person for person in people.people(session) if person.name == name), None)
    return known.id if known else people.add_person(session, name, ("evaluator",), at=clock.now())


def rep_name(desk: Desk) -> str:
    """The name shown at the foot of the window."""
    with desk.database.read() as session:
        known = people.with_name(session)
    return (known[0].name if known else None) or login_name()


def login_name() -> str:
    """The name that this machine's account goes by, as a first guess."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account in the environment nor in the password database
        return _NOBODY
    return name[:1].upper() + name[1:] if name else _NOBODY
