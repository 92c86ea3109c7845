"""The demonstration has a person who is late, one with days left, and leave to book later."""

import sqlalchemy as sa

from tests.demo.conftest import Filled
from tourbook.bookings.models import Booking, BookingState
from tourbook.core import zones
from tourbook.core.db import db
from tourbook.departures.models import LateBooking
from tourbook.departures.services import late
from tourbook.visits.queries.deadlines import trips_ahead
from tourbook.visits.rules.deadlines import Colour, counts, matrix


def test_the_group_that_comes_soon_owes_something(filled: Filled) -> None:
    soon = trips_ahead(filled.today)[0]

    found = counts(matrix(soon.sites, soon.groups, filled.today))

    assert found[Colour.RED] >= 1
    assert found[Colour.AMBER] == 1


def test_places_were_taken_by_leave_after_the_last_safe_day(filled: Filled) -> None:
    soon = trips_ahead(filled.today)[0]
    [leave] = db.session.scalars(sa.select(LateBooking))
    option = db.session.scalars(
        sa.select(Booking).where(
            Booking.departure_id == soon.head.id, Booking.state == BookingState.OPTION
        )
    ).one()

    assert leave.departure_id == soon.head.id
    safe = late.safe_days([soon.head.id])[soon.head.id]
    assert safe is not None
    assert safe.day < zones.local_day(option.created_at, soon.head.zone) <= leave.until
