"""Who practises here: nobody at first, then one person with a name that can be changed."""

from __future__ import annotations

import pytest

from coachdesk.errors import WrongUse
from coachdesk.services import people
from coachdesk.services.desk import Desk
from coachdesk.store import audit
from coachdesk.store import people as kept_people


def test_before_anybody_practised_there_is_nobody(desk: Desk) -> None:
    assert people.whoami(desk) is None


def test_a_first_name_adds_the_person_who_practises_here(desk: Desk) -> None:
    me = people.rename(desk, "  Ana   Lopes ")
    assert me.name == "Ana Lopes"
    assert people.whoami(desk) == me
    assert people.rep_name(desk) == "Ana Lopes"


def test_a_new_name_stays_with_the_same_person_and_is_in_the_audit_trail(desk: Desk) -> None:
    first = people.rename(desk, "Ana")
    again = people.rename(desk, "Ana Lopes")
    assert again.id == first.id
    assert people.whoami(desk) == again
    with desk.database.read() as session:
        assert audit.head(session).rows == 2
        assert audit.verify(session) == []


def test_the_same_name_again_changes_nothing(desk: Desk) -> None:
    people.rename(desk, "Ana")
    people.rename(desk, " Ana ")
    with desk.database.read() as session:
        assert audit.head(session).rows == 1


@pytest.mark.parametrize("name", ["", "   ", "a" * 201])
def test_what_is_no_name_is_refused(desk: Desk, name: str) -> None:
    people.rename(desk, "Ana")
    with pytest.raises(WrongUse):
        people.rename(desk, name)
    assert people.rep_name(desk) == "Ana"


def test_a_name_that_somebody_else_has_is_refused(desk: Desk) -> None:
    people.rename(desk, "Ana")
    with desk.database.write() as session:
        people.evaluator_id(session, "Bo")
    with pytest.raises(WrongUse, match="Bo already"):
        people.rename(desk, "Bo")


def test_an_erased_person_is_not_the_one_who_practises_here(desk: Desk) -> None:
    first = people.rename(desk, "Ana")
    with desk.database.write() as session:
        session.get_one(kept_people.Person, first.id).name = None
    assert people.whoami(desk) is None
    with desk.database.write() as session:
        assert people.rep_id(session) != first.id
