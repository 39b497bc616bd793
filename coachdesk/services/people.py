"""Who is practising. With one person on the machine nobody is asked for more than a name."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from coachdesk import clock
from coachdesk.services.desk import Desk
from coachdesk.store import people

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_NOBODY = "Rep"


def rep_id(session: Session, name: str | None = None) -> str:
    """The id of the rep of that name, added where new; without a name the first person there is, or a first one."""
    if name is not None:
        return people.person_named(session, name, at=clock.now())
    if known := people.people(session):
        return known[0].id
    return people.add_person(session, login_name(), at=clock.now())


def evaluator_id(session: Session, name: str) -> str:
    """The id of the evaluator of that name, added where new."""
    known = next((person for person in people.people(session) if person.name == name), None)
    return known.id if known else people.add_person(session, name, ("evaluator",), at=clock.now())


def rep_name(desk: Desk) -> str:
    """The name shown at the foot of the window."""
    with desk.database.read() as session:
        known = people.people(session)
    return (known[0].name if known else None) or login_name()


def login_name() -> str:
    """The name that this machine's account goes by, as a first guess."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account in the environment nor in the password database
        return _NOBODY
    return name[:1].upper() + name[1:] if name else _NOBODY
