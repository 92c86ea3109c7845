"""In the demonstration hosts have read lists, one has assessed, and what is old is erased."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from tests.browser_client import Browser
from tests.demo.conftest import Filled
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, BookingState, Participant
from tourbook.bookings.services import details
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.visits.models import Assessment, ListKind, ListRead, ListReadPerson, Outcome, ReadAs


def groups() -> Sequence[Booking]:
    """The group that was, and the one that comes soon."""
    return (
        db.session.scalars(
            sa.select(Booking)
            .join(Departure, Departure.id == Booking.departure_id)
            .where(Booking.state.in_((BookingState.COMPLETED, BookingState.CONFIRMED)))
            .order_by(Departure.first_day)
        )
        .unique()
        .all()
    )


def people(booking: Booking) -> Sequence[Participant]:
    return (
        db.session.scalars(
            sa.select(Participant)
            .where(Participant.booking_id == booking.id)
            .order_by(Participant.id)
        )
        .unique()
        .all()
    )


def test_two_hosts_have_read_who_comes_and_each_reading_is_logged(filled: Filled) -> None:
    for booking in groups():
        reads = db.session.scalars(
            sa.select(ListRead)
            .join(ListRead.request)
            .where(ListRead.request.has(departure_id=booking.departure_id))
            .order_by(ListRead.id)
        ).all()

        assert [(one.kind, one.read_as, one.by) for one in reads] == [
            (ListKind.VISITORS, ReadAs.PAGE, "Hanna Host"),
            (ListKind.VISITORS, ReadAs.XLSX, "Kaisa Campus"),
        ]
        assert all(one.fields for one in reads)
        on_them = db.session.scalars(
            sa.select(ListReadPerson.participant_id).where(
                ListReadPerson.list_read_id.in_([one.id for one in reads])
            )
        ).all()
        assert sorted(on_them) == sorted([one.id for one in people(booking)] * 2)


def test_the_leader_of_the_group_that_was_sees_who_has_read(filled: Filled) -> None:
    leader = (
        db.session.scalars(sa.select(User).where(User.email == "leader@example.org")).unique().one()
    )
    client = filled.app.test_client()
    assert isinstance(client, Browser)

    page = client.sign_in(leader).get(f"/bookings/{groups()[0].id}/readings")

    assert page.status_code == 200
    assert "Example Rescue Department" in page.text
    assert "Example Campus for Safety Studies" in page.text


def test_controlled_technology_was_assessed_for_those_from_outside_the_eu(filled: Filled) -> None:
    _first, second = groups()

    made = db.session.scalars(sa.select(Assessment)).one()

    assert (made.nationalities, made.outcome) == (["KE"], Outcome.NO_LICENCE_NEEDED)
    assert made.request.departure_id == second.departure_id
    assert made.request.component.name.en == "Simulation: a town without power"


def test_what_is_sealed_is_erased_of_the_group_that_was_and_the_rest_stays(
    filled: Filled,
) -> None:
    first, second = groups()

    was, comes = people(first), people(second)

    assert {one.erased_at for one in was} == {was[0].erased_at}
    assert was[0].erased_at is not None
    assert timedelta(0) < filled.at - was[0].erased_at < timedelta(days=30)
    assert not [one for one in was for column in details.SEALED if getattr(one, column)]
    assert was[0].employer == first.delegation.name
    assert was[0].clothing_size
    assert not [one for one in comes if one.erased_at]
    assert details.identity_of(comes[0])
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "bookings.erase_sealed")
    ).one()
    assert (entry.subject_id, entry.after) == (
        first.departure_id,
        {"people": 12, "eating_wishes": 2, "other_wishes": 1, "birth_dates": 0, "identities": 2},
    )
