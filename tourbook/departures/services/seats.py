"""Places on a departure: taken and given back in one statement each, so none is sold twice."""

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.departures.rules import selling
from tourbook.packages import services as packages


def take_seats(departure: Departure, places: int) -> None:
    """Take places, or refuse and say how many are left."""
    if places < 1:
        raise Refused("Ask for at least one place.")
    taken = change(
        departure,
        +places,
        Departure.status == DepartureStatus.OPEN,
        # Not seats_taken + places <= seats: on PostgreSQL a vast number would overflow the sum.
        Departure.seats_taken <= Departure.seats - places,
    )
    if taken is None:
        refuse(departure, places)
    packages.touch_catalogue()


def release_seats(departure: Departure, places: int) -> None:
    """Give places back, whatever has become of the departure."""
    if places < 1:
        raise Refused("Give back at least one place.")
    taken = change(departure, -places, Departure.seats_taken >= places)
    if taken is None:
        raise Refused("These places have been given back already.")
    packages.touch_catalogue()


def change(departure: Departure, places: int, *conditions: sa.ColumnElement[bool]) -> int | None:
    """The number of places taken afterwards, or None if a condition does not hold."""
    taken = db.session.scalar(
        sa.update(Departure)
        .where(Departure.id == departure.id, *conditions)
        .values(seats_taken=Departure.seats_taken + places)
        .returning(Departure.seats_taken)
        .execution_options(synchronize_session=False)
    )
    if taken is not None:
        set_committed_value(departure, "seats_taken", taken)
    return taken


def refuse(departure: Departure, places: int) -> None:
    """Say why the places could not be taken, by what stands in the row now."""
    status, left = db.session.execute(
        sa.select(Departure.status, Departure.seats - Departure.seats_taken).where(
            Departure.id == departure.id
        )
    ).one()
    if status is not DepartureStatus.OPEN:
        raise Refused("This departure is not open for booking.")
    selling.check_left(places, left)
    raise Refused("Somebody took these places just now. Please try again.")
