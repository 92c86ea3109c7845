"""The demonstration has a person who is late, one with days left, and leave to book later."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tourbook.core import zones
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.demo.filling import fill
from tourbook.departures.models import LateBooking
from tourbook.visits.queries.deadlines import trips_ahead
from tourbook.visits.rules.deadlines import Colour, counts, matrix

pytestmark = pytest.mark.usefixtures("app")

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 3])
def test_the_group_that_comes_soon_owes_something(days: int) -> None:
    at = MONDAY + timedelta(days=days)

    fill(at=at)

    today = zones.local_day(at, ZONE)
    soon = trips_ahead(today)[0]
    found = counts(matrix(soon.sites, soon.groups, today))
    assert found[Colour.RED] >= 1
    assert found[Colour.AMBER] == 1
    [leave] = db.session.scalars(sa.select(LateBooking))
    assert leave.departure_id == soon.head.id
