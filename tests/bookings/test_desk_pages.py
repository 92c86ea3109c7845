"""The organiser's pages: the list of bookings, rosters, delegations, calling off."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine

from tests.browser_client import Browser
from tests.making import NOON, make_booking, make_delegation, make_departure, make_participant
from tourbook.accounts.models import Membership
from tourbook.bookings.models import Booking, BookingState, Delegation
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.services import details
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.messages.models import Message


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("state=option", True),
        ("state=confirmed", False),
        ("state=nonsense", True),
        ("country=EE", True),
        ("country=XX", True),
        ("ending=14", True),
        ("ending=3", False),
        ("ending=-1", True),
        ("departure=999999", True),
        ("text=tallinn", True),
        ("text=100%25", False),
        ("text=" + "x" * 5000, True),
        ("order=ending", True),
        ("order=nonsense", True),
        ("page=99", True),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    as_organiser: Browser, query: str, shown: bool
) -> None:
    booking = make_booking(delegation=make_delegation("Tallinn"), state=BookingState.OPTION)

    response = as_organiser.get(f"/desk/bookings?{query}")

    assert response.status_code == 200
    assert (booking.reference in response.text) is shown


def test_the_roster_shows_people_and_counts_but_no_ones_diet(as_organiser: Browser) -> None:
    booking = make_booking()
    person = make_participant(booking, name="Aino Esimerkki")
    details.save(
        person, name="Aino Esimerkki", form_of_address="", language="fi",
        diet=Wishes(("vegan",), "no celery"), needs=Wishes(), consent=True, at=NOON,
    )  # fmt: skip
    make_participant(make_booking(), name="Somebody Else")

    page = as_organiser.get(f"/desk/departures/{booking.departure_id}/roster").text
    file = as_organiser.get(f"/desk/departures/{booking.departure_id}/roster?format=csv").text

    assert "Aino Esimerkki" in page
    assert "Somebody Else" not in page
    assert "Vegan" in page
    assert "Aino Esimerkki" in file
    assert "egan" not in file


def test_an_empty_roster_says_so(as_organiser: Browser) -> None:
    departure = make_departure()

    assert "Nobody is named yet" in as_organiser.get(f"/desk/departures/{departure.id}/roster").text


def test_calling_a_departure_off(as_organiser: Browser) -> None:
    booking = make_booking()
    url = f"/desk/departures/{booking.departure_id}/cancel"

    assert as_organiser.get(url).status_code == 200
    assert as_organiser.post(url, data={"reason": ""}).status_code == 200
    assert db.session.scalars(sa.select(Booking.state)).one() is BookingState.CONFIRMED
    assert as_organiser.post(url, data={"reason": "Storm"}).status_code == 302

    assert db.session.scalars(sa.select(Booking.state)).one() is BookingState.CANCELLED
    status = db.session.execute(sa.select(Departure.status, Departure.seats_taken)).one()
    assert tuple(status) == (DepartureStatus.CANCELLED, 0)
    assert as_organiser.post(url, data={"reason": "Storm"}).status_code == 200


def test_departures_to_book_on_are_listed(as_organiser: Browser) -> None:
    departure, shut = make_departure(), make_departure(status=DepartureStatus.DRAFT)

    page = as_organiser.get("/desk/bookings/new").text

    assert f"/bookings/new/{departure.id}" in page
    assert f"/bookings/new/{shut.id}" not in page


GIVEN = {
    "name": "Police of Tartu",
    "country": "EE",
    "kind": "authority",
    "language": "en",
    "leader_name": "Mari Tamm",
    "email": "Mari@Example.org",
}


def test_a_delegation_is_added_and_its_leader_invited(as_organiser: Browser) -> None:
    response = as_organiser.post("/desk/delegations/new", data=GIVEN)

    one = db.session.scalars(sa.select(Delegation)).one()
    assert response.location == f"/desk/delegations/{one.id}"
    assert (one.name, one.country, one.email) == ("Police of Tartu", "EE", "mari@example.org")

    as_organiser.post(
        f"/desk/delegations/{one.id}/invite", data={"name": "Mari", "email": "mari@example.org"}
    )

    member = db.session.scalars(sa.select(Membership).where(Membership.role == Role.LEADER)).one()
    assert member.delegation_id == one.id
    assert "mari@example.org" in as_organiser.get(f"/desk/delegations/{one.id}").text


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 161},
        {"country": "XX"},
        {"country": ""},
        {"kind": "circus"},
        {"language": "de"},
        {"email": "nobody"},
    ],
)
def test_a_delegation_with_bad_particulars_is_not_added(
    as_organiser: Browser, bad: dict[str, str]
) -> None:
    response = as_organiser.post("/desk/delegations/new", data=GIVEN | bad)

    assert response.status_code == 200
    assert db.session.scalars(sa.select(Delegation)).all() == []


def test_a_delegation_is_changed_but_not_into_another(as_organiser: Browser) -> None:
    make_delegation("Taken")
    one = make_delegation("Old name")
    url = f"/desk/delegations/{one.id}/edit"

    assert as_organiser.post(url, data=GIVEN | {"name": "TAKEN"}).status_code == 200
    assert as_organiser.post(url, data=GIVEN).status_code == 302
    assert db.session.get_one(Delegation, one.id).name == "Police of Tartu"


@pytest.mark.parametrize(
    ("query", "shown"), [("text=tar", True), ("country=SE", True), ("text=q", False)]
)
def test_delegations_are_found(as_organiser: Browser, query: str, shown: bool) -> None:
    make_delegation("Police of Tartu")

    page = as_organiser.get(f"/desk/delegations?{query}").text

    assert ("Police of Tartu" in page) is shown


def test_somebody_new_asks_for_access(visitor: Browser, organiser: object) -> None:
    data = {
        "name": "Mari Tamm",
        "email": "mari@example.org",
        "delegation": "Police",
        "country": "EE",
        "message": "We come in May.",
    }

    response = visitor.post("/join", data=data)

    assert response.location == "/join/asked"
    message = db.session.scalars(sa.select(Message)).one()
    assert (message.kind, message.values["asker"]) == ("bookings/desk_join", "Mari Tamm")
    assert visitor.get("/join/asked").status_code == 200


def test_asking_without_a_name_writes_to_nobody(visitor: Browser, organiser: object) -> None:
    assert visitor.post("/join", data={"email": "x"}).status_code == 200
    assert db.session.scalars(sa.select(Message)).all() == []
