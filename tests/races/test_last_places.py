"""Fifty places and two hundred people who want one."""

from collections import Counter

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, together
from tests.servers import server, session_cookie
from tourbook.bookings.models import HOLDING, Booking
from tourbook.core.db import db
from tourbook.departures.models import Departure

PLACES = 50
BUYERS = 200


def test_exactly_the_places_there_are_get_sold(place: Place) -> None:
    version = making.make_version(party_max=PLACES)
    departure = making.make_departure(version=version, seats=PLACES, first_day=making.far_ahead())
    people = []
    for _ in range(BUYERS):
        delegation = making.make_delegation()
        leader = making.make_user(delegation=delegation)
        people.append(
            Person(
                page=f"/bookings/new/{departure.id}",
                form={"delegation": str(delegation.id), "places": "1", "kind": "confirmed"},
                cookie=session_cookie(place.app, leader),
            )
        )
    departure_id = departure.id
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert Counter(saw.status == 302 for saw in seen) == {True: PLACES, False: BUYERS - PLACES}
    refused = [saw for saw in seen if saw.status != 302]
    assert {saw.status for saw in refused} <= {200, 409, 422}
    assert all("places" in saw.body or "full" in saw.body for saw in refused)
    db.session.expire_all()
    sold = db.session.scalar(
        sa.select(sa.func.sum(Booking.places)).where(Booking.state.in_(HOLDING))
    )
    assert sold == PLACES
    assert db.session.get_one(Departure, departure_id).seats_taken == PLACES
    db.session.rollback()
