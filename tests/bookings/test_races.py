"""Several people at once, each on a connection of their own: nothing is sold or returned twice."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import databases
from tests.conftest import settings_for
from tests.making import NOON, make_booking, make_delegation, make_departure
from tourbook.app import create_app
from tourbook.bookings import services
from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.bookings.rules.rosters import Person
from tourbook.bookings.services import participants
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure
from tourbook.messages.models import Message

ME = Actor(None, "Somebody")
LATER = NOON.replace(day=28)


@pytest.fixture(params=databases.DATABASES)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose transactions are real: each thread has a connection of its own."""
    server = ""
    url = f"sqlite:///{tmp_path / 'race.sqlite3'}"
    if request.param == "postgresql":
        server = str(request.getfixturevalue("postgres"))
        url = databases.new_database(server)
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if server:
        databases.drop_database(server, url)


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; "done" or the sentence of the refusal for each."""
    start, said = threading.Barrier(len(acts)), ["broken"] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                db.session.commit()
                said[number] = "done"
            except Refused as refusal:
                db.session.rollback()
                said[number] = str(refusal)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


def made(app: Flask, make: Callable[[], Booking | Departure]) -> int:
    with app.app_context():
        row = make()
        db.session.commit()
        return row.id


def state_of(app: Flask) -> tuple[int, int]:
    """Seats taken as the departure says, and places held as its bookings say."""
    holding = [BookingState.OPTION, BookingState.CONFIRMED]
    with app.app_context():
        taken = db.session.execute(sa.select(Departure.seats_taken)).scalar_one()
        held = db.session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(Booking.places), 0)).where(
                Booking.state.in_(holding)
            )
        )
        return taken, int(held or 0)


def buyer(departure_id: int) -> Callable[[], object]:
    return lambda: services.place(
        db.session.get_one(Departure, departure_id),
        make_delegation(),
        places=2,
        kind=BookingState.OPTION,
        at=NOON,
        actor=ME,
    )


def test_the_last_seats_are_sold_once(real: Flask) -> None:
    departure_id = made(real, lambda: make_departure(seats=5))

    said = at_once(real, *[buyer(departure_id) for _n in range(8)])

    assert said.count("done") == 2
    assert set(said) - {"done"} <= {
        "Only one place is left on this departure.",
        "Somebody took these places just now. Please try again.",
    }
    assert state_of(real) == (4, 4)


def test_a_double_click_at_the_same_moment_makes_one_booking(real: Flask) -> None:
    departure_id = made(real, lambda: make_departure(seats=20))
    with real.app_context():
        delegation_id = make_delegation().id
        db.session.commit()

    def click() -> object:
        return services.place(
            db.session.get_one(Departure, departure_id),
            db.session.get_one(Delegation, delegation_id),
            places=2,
            kind=BookingState.CONFIRMED,
            at=NOON,
            actor=ME,
            form_key="f" * 32,
        )

    said = at_once(real, *[click] * 4)

    assert said == ["done"] * 4
    assert state_of(real) == (2, 2)


def test_confirming_and_lapsing_meet_and_one_of_them_wins(real: Flask) -> None:
    booking_id = made(real, lambda: make_booking(places=4, state=BookingState.OPTION))

    def confirm() -> object:
        return services.confirm(db.session.get_one(Booking, booking_id), at=NOON, actor=ME)

    def lapse() -> object:
        return services.lapse_options(at=LATER)

    at_once(real, confirm, lapse, confirm, lapse)

    with real.app_context():
        state = db.session.get_one(Booking, booking_id).state
        lapsed = db.session.scalars(
            sa.select(Message.id).where(Message.kind == "bookings/lapsed")
        ).all()
    places = 4 if state is BookingState.CONFIRMED else 0
    assert state in (BookingState.CONFIRMED, BookingState.LAPSED)
    assert state_of(real) == (places, places)
    assert len(lapsed) == (state is BookingState.LAPSED)


def test_cancelling_at_once_gives_the_places_back_once(real: Flask) -> None:
    booking_id = made(real, lambda: make_booking(places=4))

    def cancel() -> object:
        booking = db.session.get_one(Booking, booking_id)
        return services.cancel(booking, reason="No visas", at=NOON, actor=ME)

    said = at_once(real, *[cancel] * 4)

    assert said.count("done") == 1
    assert state_of(real) == (0, 0)


def test_changing_the_number_at_once_keeps_the_sums(real: Flask) -> None:
    booking_id = made(real, lambda: make_booking(make_departure(seats=10), places=4))

    def change(places: int) -> Callable[[], object]:
        return lambda: services.change_places(
            db.session.get_one(Booking, booking_id), places=places, at=NOON, actor=ME
        )

    said = at_once(real, change(2), change(7), change(10), change(1))

    assert "done" in said
    taken, held = state_of(real)
    assert taken == held


def test_more_people_are_never_named_than_there_are_places(real: Flask) -> None:
    booking_id = made(real, lambda: make_booking(places=3))

    def name(number: int) -> Callable[[], object]:
        return lambda: participants.add(
            db.session.get_one(Booking, booking_id),
            [Person(f"Person {number} A"), Person(f"Person {number} B")],
            at=NOON,
            actor=ME,
        )

    said = at_once(real, *[name(n) for n in range(4)])

    with real.app_context():
        named = db.session.scalar(sa.select(sa.func.count()).select_from(Participant))
    assert (said.count("done"), named) == (1, 2)


def test_calling_off_leaves_no_live_booking(real: Flask) -> None:
    departure_id = made(real, lambda: make_departure(seats=20))
    made(real, lambda: make_booking(db.session.get_one(Departure, departure_id), places=3))

    def call_off() -> object:
        departure = db.session.get_one(Departure, departure_id)
        return services.cancel_departure(departure, "Storm", at=NOON, actor=ME)

    said = at_once(real, buyer(departure_id), call_off, buyer(departure_id))

    assert said[1] == "done"
    assert state_of(real) == (0, 0)
