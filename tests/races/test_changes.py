"""Visits that several change at once, while their hosts answer."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, together
from tests.servers import server, session_cookie
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Change, DatedItem, Departure, RequestState, ServiceRequest
from tourbook.hosts.models import Component, Slot

MANY = 8
FIRST_DAY = making.far_ahead()


def make_agreed(component: Component, state: RequestState) -> tuple[Departure, ServiceRequest]:
    """A departure whose only visit its host was asked for, at 10 in its slot."""
    departure = making.make_departure(
        version=making.make_version(component=component), first_day=FIRST_DAY
    )
    slot = db.session.scalar(
        sa.select(Slot).where(Slot.component_id == component.id, Slot.taken == 0)
    )
    return departure, making.make_request(departure, slot=slot, state=state)


def moving(departure: Departure, hour: int, cookie: str) -> Person:
    """Opens the day as it would be, and says yes to it."""
    item = departure.items[0]
    time = f"{FIRST_DAY:%Y-%m-%d}T{hour:02d}:00"
    page = f"/desk/changes/items/{item.id}?what=moved&starts_at={time}"
    return Person(page=page, form={"despite": "y"}, cookie=cookie)


def test_one_visit_is_changed_by_one_of_those_who_looked_at_it(place: Place) -> None:
    component = making.make_component()
    making.make_slot(component, starts_at=making.local(FIRST_DAY, 10))
    departure, _request = make_agreed(component, RequestState.CONFIRMED)
    organisers = [making.make_user(Role.ORGANISER) for _ in range(MANY)]
    people = [
        moving(departure, 11 + number, session_cookie(place.app, organiser))
        for number, organiser in enumerate(organisers)
    ]
    item_id, slot_id = departure.items[0].id, db.session.scalars(sa.select(Slot.id)).one()
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert Counter(saw.status for saw in seen) == {302: 1, 200: MANY - 1}
    losers = [saw for saw in seen if saw.status == 200]
    assert all("Somebody has just changed this visit" in saw.body for saw in losers)
    assert db.session.scalar(sa.select(sa.func.count(Change.id))) == 1
    assert db.session.get_one(DatedItem, item_id, populate_existing=True).revision == 2
    assert db.session.get_one(Slot, slot_id, populate_existing=True).taken == 0
    db.session.rollback()


def test_a_slot_that_many_swap_to_is_taken_once(place: Place) -> None:
    instead = making.make_component()
    slot = making.make_slot(instead, starts_at=making.local(FIRST_DAY, 10))
    organiser = making.make_user(Role.ORGANISER)
    cookie = session_cookie(place.app, organiser)
    people = []
    for _ in range(MANY):
        component = making.make_component(place=instead.place)
        making.make_slot(component, starts_at=making.local(FIRST_DAY, 10))
        departure, _request = make_agreed(component, RequestState.CONFIRMED)
        item = departure.items[0]
        page = f"/desk/changes/items/{item.id}?what=swapped&component={instead.id}"
        people.append(Person(page=page, form={"despite": "y"}, cookie=cookie))
    instead_id, slot_id = instead.id, slot.id
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert {saw.status for saw in seen} <= {200, 302}
    assert any(saw.status == 302 for saw in seen)
    assert db.session.get_one(Slot, slot_id, populate_existing=True).taken == 20
    holding = db.session.scalars(
        sa.select(ServiceRequest).where(
            ServiceRequest.slot_id == slot_id, ServiceRequest.state == RequestState.REQUESTED
        )
    ).all()
    assert len(holding) == 1
    old = sa.select(sa.func.sum(Slot.taken)).where(Slot.component_id != instead_id)
    changed = sum(saw.status == 302 for saw in seen)
    assert db.session.scalar(old) == 20 * (MANY - changed)
    db.session.rollback()


def test_a_swap_and_an_answer_at_once_leave_a_whole_visit(place: Place) -> None:
    organiser = making.make_user(Role.ORGANISER)
    cookie = session_cookie(place.app, organiser)
    people, requests = [], []
    for _ in range(MANY // 2):
        component = making.make_component()
        making.make_slot(component, starts_at=making.local(FIRST_DAY, 10))
        departure, request = make_agreed(component, RequestState.REQUESTED)
        request.lapses_at = request.starts_at - timedelta(days=1)
        requests.append((request.id, request.slot_id, departure.items[0].id))
        people.append(moving(departure, 15, cookie))
        people.append(Person(page=f"/r/{making.request_token(request)}", form={"answer": "accept"}))
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert all(saw.status in (200, 302, 409) for saw in seen)
    for request_id, slot_id, item_id in requests:
        request = db.session.get_one(ServiceRequest, request_id, populate_existing=True)
        item = db.session.get_one(DatedItem, item_id, populate_existing=True)
        moved = item.revision == 2
        wanted = RequestState.CANCELLED if moved else RequestState.CONFIRMED
        taken = db.session.get_one(Slot, slot_id, populate_existing=True).taken
        assert (request.state, taken) == (wanted, 0 if moved else 20)
    db.session.rollback()
