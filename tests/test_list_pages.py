"""Lists ask the database the same number of questions, however long they are.

The lists of each slice's main rows have this test beside their others; here are the rest.
"""

from collections.abc import Callable

import pytest

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON, make_booking, make_delegation, make_participant, make_request
from tests.world import World, make_world
from tourbook.accounts.models import User
from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db

SignIn = Callable[[User], Browser]


def one_more_delegation(world: World) -> None:
    making.make_user(delegation=make_booking(delegation=make_delegation()).delegation)


def one_more_entry(world: World) -> None:
    audit.record("x.y", world.component, at=NOON, actor=Actor(None, "Olli"), after={"n": 1})


def one_more_participant(world: World) -> None:
    make_participant(world.booking)


def one_more_booking_of_departure(world: World) -> None:
    make_participant(make_booking(world.departure))


def one_more_booking_of_delegation(world: World) -> None:
    make_booking(delegation=world.booking.delegation)


def one_more_request(world: World) -> None:
    version = making.make_version(component=world.component)
    make_request(making.make_departure(version=version))


LISTS: dict[str, tuple[str, str, Callable[[World], None]]] = {
    "delegations": ("organiser", "/desk/delegations", one_more_delegation),
    "a delegation": (
        "organiser",
        "/desk/delegations/{w.booking.delegation_id}",
        one_more_booking_of_delegation,
    ),
    "audit log": ("organiser", "/desk/audit", one_more_entry),
    "participants": ("leader", "/bookings/{w.booking.id}/participants", one_more_participant),
    "roster": (
        "organiser",
        "/desk/departures/{w.departure.id}/roster",
        one_more_booking_of_departure,
    ),
    "host's start": ("host", "/host/", one_more_request),
    "week": ("organiser", "/desk/week?date={w.departure.first_day}", one_more_request),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_number_of_questions(
    app: object, sign_in: SignIn, statements: Statements, name: str
) -> None:
    world = make_world()
    who, address, one_more = LISTS[name]
    browser, path = sign_in(world.people[who]), address.format(w=world)
    counts = []

    for more in (1, 3):
        for _ in range(more):
            one_more(world)
        db.session.commit()
        db.session.expire_all()
        with statements() as seen:
            assert browser.get(path).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
