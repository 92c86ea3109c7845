"""The pages of deadlines: one departure, all departures, marks and files."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.visits.owing import lead, make_lunch, make_person, make_trip, show, wants
from tourbook.accounts.models import User
from tourbook.core import clock, formats
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.departures.models import RequestState
from tourbook.documents.sheets import read_table
from tourbook.hosts.models import LeadKind, LeadUnit, VisitorField
from tourbook.visits.models import DueDone
from tourbook.visits.queries import deadlines as queries
from tourbook.visits.rules.deadlines import Asked, Colour, matrix

#: Ten days before the visit: the menus are due today, the names were due four days ago.
TEN_DAYS_BEFORE = datetime(2027, 5, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ten_days_before() -> Iterator[None]:
    with time_machine.travel(TEN_DAYS_BEFORE):
        yield


def test_a_person_is_late_where_the_site_lacks_what_it_asks(as_organiser: Browser) -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE, VisitorField.DIET)
    booking = make_trip(lunch)
    make_person(booking, "Aino Late")
    make_person(booking, "Berta Ready", phone="+372 555 0100")

    page = as_organiser.get(show(booking.departure)).text

    aino = page[page.index("Aino Late") : page.index("Berta Ready")]
    berta = page[page.index("Berta Ready") :]
    assert "Late" in aino.split("</th>", 1)[1]
    assert "Phone" in aino
    assert "Diet" not in aino
    assert "In order" in berta
    assert "Phone" not in berta.split("</tbody>")[0]


def test_only_what_is_missing_leaves_out_who_gave_all(as_organiser: Browser) -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    booking = make_trip(lunch)
    make_person(booking, "Aino Late")
    make_person(booking, "Berta Ready", phone="+372 555 0100")

    page = as_organiser.get(show(booking.departure), query_string={"missing": "y"}).text

    assert "Aino Late" in page
    assert "Berta Ready" not in page


def test_a_departure_without_bookings_says_so(as_organiser: Browser) -> None:
    departure = making.make_departure(version=making.make_version(component=make_lunch()))

    assert "Nobody has booked for sure yet" in as_organiser.get(show(departure)).text


def test_the_list_as_a_file_has_every_deadline(as_organiser: Browser) -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    booking = make_trip(lunch)
    make_person(booking)

    answer = as_organiser.get(show(booking.departure), query_string={"format": "xlsx"})

    rows = read_table(answer.data, "deadlines.xlsx")[1:]
    assert [(row[4], row[6], row[9]) for row in rows] == [
        ("Ask the host", "Organiser", "In order"),
        ("Name 1 person", f"Leader of {booking.delegation.name}", "Late"),
        ("Phone", "Aino Esimerkki", "Late"),
        ("Menus", "Organiser", "Due soon"),
    ]


def test_menus_are_marked_as_done_once_and_the_mark_taken_back(as_organiser: Browser) -> None:
    departure = make_trip().departure
    address = f"{show(departure)}/{departure.items[0].id}/menus"

    as_organiser.post(f"{address}/done")
    as_organiser.post(f"{address}/done")

    [done] = db.session.scalars(sa.select(DueDone))
    assert (done.dated_item_id, done.what) == (departure.items[0].id, LeadKind.MENUS)
    assert "Undo" in as_organiser.get(show(departure)).text

    as_organiser.post(f"{address}/undo")
    as_organiser.post(f"{address}/undo")

    assert db.session.scalars(sa.select(DueDone)).all() == []
    actions = db.session.scalars(
        sa.select(AuditEntry.action)
        .where(AuditEntry.action.like("visits.mark%"))
        .order_by(AuditEntry.id)
    ).all()
    assert actions == ["visits.mark_done", "visits.mark_open"]


@pytest.mark.parametrize("what", ["ask", "names", "identity"])
def test_what_others_give_cannot_be_marked(as_organiser: Browser, what: str) -> None:
    departure = make_trip().departure

    answer = as_organiser.post(f"{show(departure)}/{departure.items[0].id}/{what}/done")

    assert answer.status_code == 409
    assert db.session.scalars(sa.select(DueDone)).all() == []


@pytest.mark.parametrize("path", ["menus/done", "menus/undo", "nonsense/done"])
def test_items_of_another_departure_are_not_found(as_organiser: Browser, path: str) -> None:
    departure, other = make_trip().departure, make_trip().departure
    item = other.items[0].id if path != "nonsense/done" else departure.items[0].id

    assert as_organiser.post(f"{show(departure)}/{item}/{path}").status_code == 404


# What it is reckoned from


def test_leads_come_from_the_component_its_organisation_and_the_package(app: object) -> None:
    lunch = make_lunch()
    lead(lunch, LeadKind.NAMES, 20, LeadUnit.WORKING_DAYS)
    departure = make_trip(lunch).departure

    [site] = queries.trip(departure).sites

    assert {what: one.amount for what, one in site.stop.leads.items()} == {
        LeadKind.ASK: 30,
        LeadKind.NAMES: 20,
        LeadKind.MENUS: 10,
    }


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (RequestState.REQUESTED, Asked.WAITING),
        (RequestState.CONFIRMED, Asked.AGREED),
        (RequestState.DECLINED, Asked.NOT_YET),
    ],
)
def test_a_request_tells_how_things_stand_with_the_host(
    app: object, state: RequestState, asked: Asked
) -> None:
    departure = make_trip(agreed=False).departure
    making.make_request(departure, state=state)

    [site] = queries.trip(departure).sites

    assert site.asked is asked


def test_an_item_that_was_dropped_has_no_deadlines(app: object) -> None:
    departure = make_trip(days=2).departure
    departure.items[0].dropped_at = making.NOON
    db.session.flush()

    assert [site.stop.key for site in queries.trip(departure).sites] == [departure.items[1].id]


def test_sealed_things_count_as_given_when_they_are_there(app: object) -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE)
    booking = make_trip(lunch, places=1)
    person = make_person(booking)
    trip = queries.trip(booking.departure)
    [[before]] = [row.cells for row in matrix(trip.sites, trip.groups, date(2027, 1, 1))]

    person.birth_date_sealed, person.identity_sealed = b"sealed", b"sealed"
    db.session.flush()
    trip = queries.trip(booking.departure)
    [[after]] = [row.cells for row in matrix(trip.sites, trip.groups, date(2027, 1, 1))]

    assert before.missing == {VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE}
    assert (before.colour, after.colour) == (Colour.GREEN, Colour.DONE)


@pytest.mark.parametrize(("days", "people"), [(1, 1), (3, 4)])
def test_the_page_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, days: int, people: int
) -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    booking = make_trip(lunch, days=days, places=people + 1)
    for n in range(people):
        make_person(booking, f"Person {n}")

    with statements() as seen:
        as_organiser.get(show(booking.departure))

    assert len(seen) == 8


# Over all departures


def test_what_is_due_shows_late_and_soon_and_nothing_else(as_organiser: Browser) -> None:
    soon = make_trip(places=1)
    make_person(soon)
    far = make_trip(first_day=date(2027, 12, 1), agreed=False)

    page = as_organiser.get("/desk/due").text

    assert show(soon.departure) in page
    assert show(far.departure) not in page


@pytest.mark.parametrize(("days", "shown"), [(7, True), (8, False)])
def test_an_answer_that_is_due_this_week_is_shown_long_before_the_visit(
    as_organiser: Browser, days: int, shown: bool
) -> None:
    far = make_trip(first_day=date(2027, 12, 1), agreed=False)
    request = making.make_request(far.departure, state=RequestState.REQUESTED)
    request.lapses_at = clock.now() + timedelta(days=days)
    db.session.commit()

    assert (show(far.departure) in as_organiser.get("/desk/due").text) is shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Menus", "Name 2 people"}),
        ({"late": "y"}, {"Name 2 people"}),
        ({"owner": "organiser"}, {"Menus"}),
        ({"owner": "leader"}, {"Name 2 people"}),
        ({"what": "menus"}, {"Menus"}),
        ({"owner": "host"}, set()),
        ({"owner": "nonsense", "departure": "x"}, {"Menus", "Name 2 people"}),
    ],
)
def test_the_list_is_narrowed(
    as_organiser: Browser, query: dict[str, str], shown: set[str]
) -> None:
    make_trip()

    answer = as_organiser.get("/desk/due", query_string={**query, "format": "csv"})
    page = as_organiser.get("/desk/due", query_string=query).text

    rows = read_table(answer.data, "due.csv")[1:]
    assert {row[2] for row in rows} == shown
    assert ("Nothing fits" in page) is (shown == set())


def test_with_nothing_due_the_list_says_what_will_stand_there(as_organiser: Browser) -> None:
    assert "Nothing is due this week" in as_organiser.get("/desk/due").text


@pytest.mark.parametrize("departures", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, departures: int
) -> None:
    for _ in range(departures):
        make_person(make_trip())

    with statements() as seen:
        as_organiser.get("/desk/due")

    assert len(seen) == 8


def test_the_dates_are_told_in_the_readers_language(
    sign_in: Callable[[User], Browser], organiser: User
) -> None:
    organiser.language = "fi"
    booking = make_trip()

    page = sign_in(organiser).get(show(booking.departure)).text

    assert formats.day(date(2027, 5, 22), "fi") in page
