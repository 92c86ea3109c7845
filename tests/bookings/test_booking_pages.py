"""The pages on which places are taken, confirmed, changed and given back."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import (
    NOON,
    make_booking,
    make_component,
    make_delegation,
    make_departure,
    make_user,
    make_version,
)
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, BookingState, Delegation
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure

SignIn = Callable[[User], Browser]


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def delegation(app: object) -> Delegation:
    return make_delegation()


@pytest.fixture
def leader(delegation: Delegation) -> User:
    return make_user(delegation=delegation)


@pytest.fixture
def as_leader(leader: User, sign_in: SignIn) -> Browser:
    return sign_in(leader)


def the_booking() -> Booking:
    return db.session.scalars(sa.select(Booking)).one()


def no_bookings() -> bool:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Booking)) == 0


def asked(**given: object) -> dict[str, object]:
    return {"places": 4, "kind": "option", "form_key": "a" * 32, **given}


def test_a_leader_holds_places(as_leader: Browser, delegation: Delegation) -> None:
    departure = make_departure()

    response = as_leader.post(f"/bookings/new/{departure.id}", data=asked())

    booking = the_booking()
    assert response.location == f"/bookings/{booking.id}"
    assert (booking.delegation_id, booking.places) == (delegation.id, 4)
    assert booking.state is BookingState.OPTION


def test_a_visitor_is_sent_to_sign_in_and_comes_back(visitor: Browser) -> None:
    departure = make_departure()

    response = visitor.get(f"/bookings/new/{departure.id}")

    assert response.location == f"/sign-in?next=/bookings/new/{departure.id}"


def test_a_double_click_makes_one_booking(as_leader: Browser) -> None:
    departure = make_departure()
    url = f"/bookings/new/{departure.id}"

    responses = [as_leader.post(url, data=asked()) for _click in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert responses[0].location == responses[1].location == f"/bookings/{the_booking().id}"


@pytest.mark.parametrize(
    "bad",
    [
        {"places": ""},
        {"places": "0"},
        {"places": "-1"},
        {"places": "1000000000"},
        {"places": "4.5"},
        {"places": "many"},
        {"places": "x" * 10_000},
        {"places": "21"},
        {"kind": "completed"},
        {"kind": ""},
        {"form_key": "'; DROP TABLE booking"},
        {"delegation": "999999"},
    ],
)
def test_bad_input_takes_no_places(as_leader: Browser, bad: dict[str, str]) -> None:
    departure = make_departure(seats=20)

    response = as_leader.post(f"/bookings/new/{departure.id}", data=asked(**bad))

    assert response.status_code == 200
    assert "Please check the form" in response.text
    assert no_bookings()


def test_what_was_typed_stays_when_it_is_refused(as_leader: Browser) -> None:
    departure = make_departure(seats=3)

    response = as_leader.post(f"/bookings/new/{departure.id}", data=asked(places=4))

    assert 'value="4"' in response.text
    assert "Only 3 places are left" in response.text


def test_nobody_books_for_a_delegation_of_others(as_leader: Browser) -> None:
    departure, other = make_departure(), make_delegation()

    as_leader.post(f"/bookings/new/{departure.id}", data=asked(delegation=other.id))

    assert no_bookings()


def test_an_organiser_books_for_a_delegation(as_organiser: Browser, delegation: Delegation) -> None:
    departure = make_departure()
    make_delegation()
    data = asked(delegation=delegation.id, kind="confirmed")

    as_organiser.post(f"/bookings/new/{departure.id}", data=data)

    assert (the_booking().delegation_id, the_booking().state) == (
        delegation.id,
        BookingState.CONFIRMED,
    )


def test_the_page_tells_the_price_at_the_number_asked_for(as_leader: Browser) -> None:
    departure = make_departure()

    page = as_leader.get(f"/bookings/new/{departure.id}?places=4").text

    assert "€500.00 per person, €2,000.00 in all" in page


@pytest.mark.parametrize("places", ["x", "-3", "0", "9" * 30])
def test_a_senseless_number_in_the_address_is_left_out(as_leader: Browser, places: str) -> None:
    departure = make_departure()

    response = as_leader.get(f"/bookings/new/{departure.id}?places={places}")

    assert response.status_code == 200
    assert "in all" not in response.text


def test_a_full_departure_says_so(as_leader: Browser) -> None:
    departure = make_departure(seats=4)
    make_booking(departure, places=4)

    assert "This departure is full" in as_leader.get(f"/bookings/new/{departure.id}").text


def test_a_departure_that_does_not_exist_is_404(as_leader: Browser) -> None:
    assert as_leader.get("/bookings/new/999999").status_code == 404


@pytest.mark.parametrize("kind", ["option", "confirmed"])
def test_a_booking_takes_at_most_fourteen_statements(
    as_leader: Browser, statements: Statements, kind: str
) -> None:
    departure = make_departure(version=make_version(component=make_component()))
    make_user(Role.ORGANISER)
    url, data = f"/bookings/new/{departure.id}", asked(kind=kind)
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        response = as_leader.post(url, data=data)

    assert response.status_code == 302
    assert len(seen) <= 14, "\n\n".join(seen)


def test_confirming_by_the_button(as_leader: Browser, delegation: Delegation) -> None:
    booking = make_booking(delegation=delegation, state=BookingState.OPTION)

    response = as_leader.post(f"/bookings/{booking.id}/confirm", data={"revision": "1"})

    assert response.location == f"/bookings/{booking.id}"
    assert the_booking().state is BookingState.CONFIRMED


def test_confirming_what_ran_out_is_refused(as_leader: Browser, delegation: Delegation) -> None:
    booking = make_booking(delegation=delegation, state=BookingState.LAPSED)

    response = as_leader.post(f"/bookings/{booking.id}/confirm")

    assert response.status_code == 409
    assert "This option has run out" in response.text


@pytest.mark.parametrize(
    ("data", "status", "places"),
    [
        ({"places": "6", "revision": "1"}, 302, 6),
        ({"places": "2", "revision": "1"}, 302, 2),
        ({"places": "6", "revision": "9"}, 200, 4),
        ({"places": "6", "revision": "x"}, 200, 4),
        ({"places": "0", "revision": "1"}, 200, 4),
        ({"places": "99", "revision": "1"}, 200, 4),
        ({}, 200, 4),
    ],
)
def test_changing_the_number(
    as_leader: Browser, delegation: Delegation, data: dict[str, str], status: int, places: int
) -> None:
    booking = make_booking(delegation=delegation)

    response = as_leader.post(f"/bookings/{booking.id}/places", data=data)

    assert response.status_code == status
    assert the_booking().places == places
    taken = db.session.scalars(sa.select(Departure.seats_taken)).one()
    assert taken == places


def test_cancelling_needs_a_reason(as_leader: Browser, delegation: Delegation) -> None:
    booking = make_booking(delegation=delegation)
    url = f"/bookings/{booking.id}/cancel"

    assert as_leader.post(url, data={"reason": " "}).status_code == 200
    assert the_booking().state is BookingState.CONFIRMED
    assert as_leader.post(url, data={"reason": "No visas", "revision": "1"}).status_code == 302
    assert the_booking().state is BookingState.CANCELLED


def test_the_booking_page_tells_what_is_missing(as_leader: Browser, delegation: Delegation) -> None:
    booking = make_booking(delegation=delegation, state=BookingState.OPTION)

    page = as_leader.get(f"/bookings/{booking.id}").text

    assert "Confirm the booking before the option runs out." in page
    assert "4 of 4 are missing" in page


@pytest.mark.parametrize("path", ["", "/places", "/cancel", "/participants", "/programme.ics"])
def test_a_booking_of_others_does_not_exist(as_leader: Browser, path: str) -> None:
    assert as_leader.get(f"/bookings/{make_booking().id}{path}").status_code == 404


def test_the_list_shows_own_bookings_only(as_leader: Browser, delegation: Delegation) -> None:
    own, other = make_booking(delegation=delegation), make_booking()

    page = as_leader.get("/bookings/").text

    assert own.reference in page
    assert other.reference not in page


def test_an_empty_list_says_what_to_do_first(as_leader: Browser) -> None:
    assert "No bookings yet" in as_leader.get("/bookings/").text


@pytest.mark.parametrize(("state", "shown"), [("confirmed", True), ("lapsed", False)])
def test_the_list_is_narrowed_by_state(
    as_leader: Browser, delegation: Delegation, state: str, shown: bool
) -> None:
    booking = make_booking(delegation=delegation)

    assert (booking.reference in as_leader.get(f"/bookings/?state={state}").text) is shown


@pytest.mark.parametrize("path", ["/bookings/", "/desk/bookings"])
def test_lists_ask_the_same_number_of_questions(
    leader: User, delegation: Delegation, sign_in: SignIn, statements: Statements, path: str
) -> None:
    client = sign_in(leader if path == "/bookings/" else make_user(Role.ORGANISER))
    counts = []
    for rows in (1, 3):
        for _row in range(rows):
            make_booking(delegation=delegation)
        db.session.commit()
        db.session.expunge_all()
        with statements() as seen:
            assert client.get(path).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_lists_go_out_as_files(as_organiser: Browser, as_leader: Browser, form: str) -> None:
    booking = make_booking()

    file = as_organiser.get(f"/desk/bookings?format={form}")

    assert file.status_code == as_leader.get(f"/bookings/?format={form}").status_code == 200
    assert (booking.reference.encode() in file.data) is (form == "csv")
