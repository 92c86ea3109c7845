"""Places are taken and given back, and never more than there are."""

import pytest
from flask import Flask

from tests.making import make_departure
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import DepartureStatus
from tourbook.departures.services import release_seats, take_seats
from tourbook.packages.queries import catalogue_stamp


def test_taking_seats_counts_them_and_tells_the_catalogue(app: Flask) -> None:
    departure = make_departure(seats=20)
    stamp = catalogue_stamp()

    take_seats(departure, 12)

    assert departure.seats_taken == 12
    db.session.expire_all()
    assert (departure.seats_taken, catalogue_stamp() > stamp) == (12, True)


def test_the_last_seats_can_be_taken_exactly(app: Flask) -> None:
    departure = make_departure(seats=20)

    take_seats(departure, 20)

    db.session.expire_all()
    assert departure.seats_taken == 20


@pytest.mark.parametrize(
    ("taken", "asked", "sentence"),
    [
        (18, 3, "Only 2 places are left on this departure."),
        (19, 2, "Only one place is left on this departure."),
        (20, 1, "This departure is full: no places are left."),
        (0, 10**9, "Only 20 places are left on this departure."),
        (0, 2**31 - 1, "Only 20 places are left on this departure."),
        (0, 0, "Ask for at least one place."),
        (5, -1, "Ask for at least one place."),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_changes(
    app: Flask, taken: int, asked: int, sentence: str
) -> None:
    departure = make_departure(seats=20)
    departure.seats_taken = taken
    db.session.flush()

    with pytest.raises(Refused, match=f"^{sentence}$"):
        take_seats(departure, asked)

    db.session.expire_all()
    assert departure.seats_taken == taken


@pytest.mark.parametrize("status", [one for one in DepartureStatus if one != "open"])
def test_seats_are_taken_only_on_an_open_departure(app: Flask, status: DepartureStatus) -> None:
    departure = make_departure(status=status)

    with pytest.raises(Refused, match="not open for booking"):
        take_seats(departure, 1)


def test_seats_are_given_back_whatever_became_of_the_departure(app: Flask) -> None:
    departure = make_departure(seats=20)
    take_seats(departure, 12)
    departure.status = DepartureStatus.CANCELLED
    db.session.flush()

    release_seats(departure, 12)

    db.session.expire_all()
    assert departure.seats_taken == 0


def test_more_than_was_taken_cannot_be_given_back(app: Flask) -> None:
    departure = make_departure()
    take_seats(departure, 2)

    with pytest.raises(Refused, match="given back already"):
        release_seats(departure, 3)
    with pytest.raises(Refused, match="at least one"):
        release_seats(departure, 0)

    db.session.expire_all()
    assert departure.seats_taken == 2
