"""One slot that several want, and one request that several answer."""

from collections import Counter

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, together
from tests.servers import server, session_cookie
from tourbook.core.clock import HELSINKI
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.hosts.models import Slot

MANY = 10


def test_a_slot_is_held_for_one_departure_only(place: Place) -> None:
    component = making.make_component()
    version = making.make_version(component=component)
    first_day = making.far_ahead()
    starts_at = making.local(first_day, 10)
    slot = making.make_slot(component, starts_at=starts_at)
    organiser = making.make_user(Role.ORGANISER)
    people = []
    for _ in range(MANY):
        departure = making.make_departure(version=version, first_day=first_day)
        making.make_request(departure, slot=slot, state=RequestState.DRAFT)
        people.append(
            Person(
                page=f"/desk/departures/{departure.id}",
                target=f"/desk/departures/{departure.id}/ask",
                form={},
                cookie=session_cookie(place.app, organiser),
            )
        )
    slot_id = slot.id
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert Counter(saw.status for saw in seen) == {302: 1, 409: MANY - 1}
    states = db.session.scalars(sa.select(ServiceRequest.state)).all()
    assert Counter(states) == {RequestState.REQUESTED: 1, RequestState.DRAFT: MANY - 1}
    assert db.session.get_one(Slot, slot_id, populate_existing=True).taken == 20
    db.session.rollback()


def test_a_request_is_answered_once_however_many_press(place: Place) -> None:
    component = making.make_component()
    slot = making.make_slot(component, starts_at=making.local(making.far_ahead(), 10))
    departure = making.make_departure(
        version=making.make_version(component=component),
        first_day=slot.starts_at.astimezone(HELSINKI).date(),
    )
    request = making.make_request(departure, slot=slot)
    page = f"/r/{making.request_token(request)}"
    yes = Person(page=page, form={"answer": "accept"})
    no = Person(page=page, form={"answer": "decline", "reason": "A fire call."})
    request_id, slot_id = request.id, slot.id
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, [yes, no] * (MANY // 2))

    assert Counter(saw.status == 302 for saw in seen) == {True: 1, False: MANY - 1}
    assert all(saw.status in (200, 302, 409, 422) for saw in seen)
    state = db.session.get_one(ServiceRequest, request_id, populate_existing=True).state
    taken = db.session.get_one(Slot, slot_id, populate_existing=True).taken
    assert (state, taken) in ((RequestState.CONFIRMED, 20), (RequestState.DECLINED, 0))
    db.session.rollback()
