"""Placing, confirming, changing and cancelling, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.making import (
    NOON,
    make_booking,
    make_delegation,
    make_departure,
    make_participant,
    make_user,
    make_version,
)
from tourbook.bookings import services
from tourbook.bookings.models import Booking, BookingEvent, BookingState
from tourbook.core import jobs
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.messages.models import Message

pytestmark = pytest.mark.usefixtures("app")

ME = Actor(None, "Leader")
OPTION, CONFIRMED = BookingState.OPTION, BookingState.CONFIRMED


def placed(departure: Departure | None = None, **given: object) -> Booking:
    values: dict[str, object] = {"places": 4, "kind": OPTION, "at": NOON, "actor": ME, **given}
    return services.place(departure or make_departure(), make_delegation(), **values)  # type: ignore[arg-type]


def taken(departure: Departure) -> int:
    return db.session.execute(
        sa.select(Departure.seats_taken).where(Departure.id == departure.id)
    ).scalar_one()


def mail_kinds() -> list[str]:
    db.session.flush()
    return sorted(db.session.scalars(sa.select(Message.kind)))


def history(booking: Booking) -> list[tuple[str, str, int]]:
    rows = db.session.scalars(
        sa.select(BookingEvent)
        .where(BookingEvent.booking_id == booking.id)
        .order_by(BookingEvent.id)
    )
    return [(event.what, event.state.value, event.places) for event in rows]


def test_an_option_holds_places_until_its_date() -> None:
    departure = make_departure(seats=10)

    booking = placed(departure, places=4)

    assert (booking.state, booking.places, booking.person_cents) == (OPTION, 4, 50_000)
    assert booking.option_until == NOON + timedelta(days=14)
    assert booking.confirmed_at is None
    assert taken(departure) == 4
    assert history(booking) == [("placed", "option", 4)]


def test_a_confirmed_booking_is_firm_at_once() -> None:
    booking = placed(kind=CONFIRMED)

    assert (booking.state, booking.option_until, booking.confirmed_at) == (CONFIRMED, None, NOON)


def test_placing_tells_the_delegation_and_the_organisers() -> None:
    make_user(Role.ORGANISER)
    placed()

    assert mail_kinds() == ["bookings/desk_option_placed", "bookings/option_placed"]


def test_leaders_with_accounts_are_told_instead_of_the_mailbox() -> None:
    delegation = make_delegation()
    leaders = [make_user(delegation=delegation) for _n in range(2)]
    make_user(delegation=make_delegation())
    departure = make_departure()

    services.place(departure, delegation, places=1, kind=OPTION, at=NOON, actor=ME)
    db.session.flush()

    told = set(db.session.scalars(sa.select(Message.to_email)))
    assert told == {leader.email for leader in leaders}


def test_what_is_confirmed_carries_the_programme() -> None:
    booking = placed(kind=CONFIRMED)
    db.session.flush()

    message = db.session.scalars(sa.select(Message)).one()
    assert message.attachments == [
        {"maker": "bookings.programme", "departure_id": booking.departure_id}
    ]


def test_places_are_never_oversold() -> None:
    departure = make_departure(seats=5)
    placed(departure, places=4)

    with pytest.raises(Refused):
        placed(departure, places=2)
    assert taken(departure) == 4


@pytest.mark.parametrize("places", [0, -1, 31, 10**9])
def test_a_number_that_no_group_has_is_refused(places: int) -> None:
    with pytest.raises(Refused):
        placed(make_departure(seats=1000), places=places)


@pytest.mark.parametrize(
    "status", [DepartureStatus.DRAFT, DepartureStatus.CLOSED, DepartureStatus.CANCELLED]
)
def test_a_departure_that_is_not_open_cannot_be_booked(status: DepartureStatus) -> None:
    with pytest.raises(Refused):
        placed(make_departure(status=status))


def test_after_the_deadline_nothing_can_be_booked() -> None:
    departure = make_departure()

    with pytest.raises(Refused):
        placed(departure, at=departure.booking_deadline)


def test_a_form_sent_twice_makes_one_booking() -> None:
    departure, delegation = make_departure(seats=10), make_delegation()
    made = [
        services.place(
            departure, delegation, places=3, kind=OPTION, at=NOON, actor=ME, form_key="a" * 32
        )
        for _time in range(2)
    ]

    assert made[0] is made[1]
    assert taken(departure) == 3
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Booking)) == 1


def test_a_form_of_somebody_else_makes_nothing() -> None:
    departure = make_departure()
    placed(departure, form_key="b" * 32)

    with pytest.raises(Refused):
        placed(departure, form_key="b" * 32)
    assert taken(departure) == 4


def test_a_reference_that_is_taken_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    references = iter(["TB-AAAAAA", "TB-AAAAAA", "TB-BBBBBB"])
    monkeypatch.setattr("tourbook.bookings.rules.moves.new_reference", lambda: next(references))

    assert [placed().reference, placed().reference] == ["TB-AAAAAA", "TB-BBBBBB"]


def test_confirming_makes_an_option_firm() -> None:
    booking = placed()

    services.confirm(booking, at=NOON + timedelta(days=1), actor=ME, revision=1)

    assert (booking.state, booking.option_until) == (CONFIRMED, None)
    assert booking.revision == 2
    assert history(booking) == [("placed", "option", 4), ("confirmed", "confirmed", 4)]


def test_an_option_that_ran_out_cannot_be_confirmed_even_before_the_clock_came() -> None:
    booking = placed()

    with pytest.raises(Refused, match="run out"):
        services.confirm(booking, at=NOON + timedelta(days=14), actor=ME)


def test_a_stale_page_confirms_nothing() -> None:
    booking = placed()

    with pytest.raises(Refused):
        services.confirm(booking, at=NOON, actor=ME, revision=7)
    assert booking.state is OPTION


@pytest.mark.parametrize(("places", "seats"), [(6, 6), (1, 1)])
def test_changing_the_number_moves_the_seats(places: int, seats: int) -> None:
    departure = make_departure(seats=6)
    booking = placed(departure, places=4)

    services.change_places(booking, places=places, at=NOON, actor=ME, revision=1)

    assert (booking.places, taken(departure), booking.revision) == (places, seats, 2)


def test_the_price_follows_the_new_number() -> None:
    version = make_version(published=False)
    version.tiers[0].pax_to = 4
    version.tiers.append(
        type(version.tiers[0])(pax_from=5, pax_to=30, person_cents=40_000, currency="EUR")
    )
    db.session.flush()
    booking = placed(make_departure(version=version), places=4)

    services.change_places(booking, places=5, at=NOON, actor=ME)

    assert booking.person_cents == 40_000


@pytest.mark.parametrize("places", [0, 4, 7, 31])
def test_a_number_that_cannot_be_had_is_refused(places: int) -> None:
    booking = placed(make_departure(seats=6), places=4)

    with pytest.raises(Refused):
        services.change_places(booking, places=places, at=NOON, actor=ME)


def test_places_of_named_people_are_not_given_back() -> None:
    booking = placed(places=3)
    for _n in range(2):
        make_participant(booking)

    with pytest.raises(Refused):
        services.change_places(booking, places=1, at=NOON, actor=ME)


def test_cancelling_gives_all_places_back_and_says_why() -> None:
    departure = make_departure()
    booking = placed(departure)

    services.cancel(booking, reason="No budget", at=NOON, actor=ME)

    assert (booking.state, booking.ended_at, booking.places) == (BookingState.CANCELLED, NOON, 4)
    assert taken(departure) == 0
    assert mail_kinds() == ["bookings/cancelled", "bookings/option_placed"]
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "bookings.cancelled")
    ).one()
    assert entry.after is not None
    assert entry.after["reason"] == "No budget"


def test_cancelling_twice_gives_places_back_once() -> None:
    departure = make_departure()
    booking, other = placed(departure), placed(departure)
    services.cancel(booking, reason="No budget", at=NOON, actor=ME)

    with pytest.raises(Refused):
        services.cancel(booking, reason="No budget", at=NOON, actor=ME)
    assert taken(departure) == other.places


def test_options_lapse_when_their_time_has_come() -> None:
    departure = make_departure()
    due, firm = placed(departure), placed(departure, kind=CONFIRMED)
    later = placed(departure, at=NOON + timedelta(days=1))

    count = services.lapse_options(at=NOON + timedelta(days=14))

    assert count == 1
    assert [due.state, firm.state, later.state] == [BookingState.LAPSED, CONFIRMED, OPTION]
    assert taken(departure) == 8
    assert "bookings/lapsed" in mail_kinds()


def test_an_option_lapses_once() -> None:
    departure = make_departure()
    placed(departure)

    counts = [services.lapse_options(at=NOON + timedelta(days=20)) for _time in range(2)]

    assert counts == [1, 0]
    assert taken(departure) == 0
    assert mail_kinds().count("bookings/lapsed") == 1


def test_a_confirmed_visit_is_completed_the_day_after_its_last_day() -> None:
    departure = make_departure()
    firm = make_booking(departure)
    called_off = make_booking(departure, state=BookingState.CANCELLED)

    assert services.complete(at=departure.items[0].ends_at) == 0
    assert services.complete(at=departure.items[0].ends_at + timedelta(days=1)) == 1

    assert (firm.state, called_off.state) == (BookingState.COMPLETED, BookingState.CANCELLED)


def test_calling_a_departure_off_ends_its_bookings_and_tells_all() -> None:
    departure = make_departure()
    option, firm = placed(departure), placed(departure, kind=CONFIRMED)
    other = placed()

    count = services.cancel_departure(departure, "Forest fire", at=NOON, actor=ME)

    assert count == 2
    assert departure.status is DepartureStatus.CANCELLED
    assert {option.state, firm.state} == {BookingState.CANCELLED}
    assert other.state is OPTION
    assert taken(departure) == 0
    assert mail_kinds().count("bookings/departure_cancelled") == 2


def test_a_departure_is_not_called_off_without_a_reason() -> None:
    departure = make_departure()

    with pytest.raises(Refused):
        services.cancel_departure(departure, "  ", at=NOON, actor=ME)
    assert departure.status is DepartureStatus.OPEN


def test_the_clock_ends_options_by_itself() -> None:
    booking = placed()

    jobs.enqueue("bookings.lapse_options", {}, at=NOON)
    db.session.commit()
    jobs.run_due(at=NOON + timedelta(days=15))

    assert booking.state is BookingState.LAPSED
