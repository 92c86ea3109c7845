"""Booking after the last safe day: refused with a sentence, unless an organiser gives leave."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine

from tests import making
from tests.browser_client import Browser
from tourbook.accounts.models import User
from tourbook.bookings import services as bookings
from tourbook.bookings.models import Booking, BookingState
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import services as departures
from tourbook.departures.models import Departure, LateBooking
from tourbook.departures.services import late
from tourbook.hosts.models import LeadKind, LeadTime, LeadUnit
from tourbook.hosts.rules.leads import Lead
from tourbook.hosts.services import sites
from tourbook.packages.models import PackageLead, VersionStatus
from tourbook.packages.queries import catalogue_stamp

SignIn = Callable[[User], Browser]

#: The host wants to be asked by 2 May; the sale itself ends on 25 May.
SAFE_DAY = date(2027, 5, 2)
AFTER = datetime(2027, 5, 3, 9, tzinfo=UTC)
ACTOR = Actor(None, "Olli Organiser")


@pytest.fixture
def departure(app: object) -> Departure:
    return make_departure()


def make_departure(*leads: PackageLead) -> Departure:
    """A departure of a version that was published with these lead times of its own."""
    version = making.make_version(component=making.make_component(), published=False)
    for lead in leads:
        lead.version_id = version.id
        making.kept(lead)
    version.status, version.published_at = VersionStatus.PUBLISHED, making.NOON
    db.session.flush()
    made = making.make_departure(version=version)
    made.booking_deadline = datetime(2027, 5, 25, tzinfo=UTC)
    db.session.flush()
    return made


@pytest.fixture
def afterwards() -> Iterator[None]:
    with time_machine.travel(AFTER):
        yield


def place(departure: Departure, at: datetime) -> Booking:
    return bookings.place(
        departure,
        making.make_delegation(),
        places=2,
        kind=BookingState.CONFIRMED,
        at=at,
        actor=ACTOR,
    )


def test_until_the_end_of_the_last_safe_day_it_can_be_booked(departure: Departure) -> None:
    place(departure, datetime(2027, 5, 2, 20, 59, tzinfo=UTC))

    with pytest.raises(Refused, match="The last safe day to book this departure was 2027-05-02"):
        place(departure, datetime(2027, 5, 2, 21, 0, tzinfo=UTC))
    assert departure.seats_taken == 2


def test_more_places_are_refused_after_it_and_fewer_are_not(departure: Departure) -> None:
    booking = place(departure, making.NOON)

    with pytest.raises(Refused, match="last safe day"):
        bookings.change_places(booking, places=5, at=AFTER, actor=ACTOR)
    bookings.change_places(booking, places=1, at=AFTER, actor=ACTOR)

    assert departure.seats_taken == 1


@pytest.mark.parametrize("of", ["component", "organisation", "package"])
def test_working_days_and_whoever_demands_more_decide(departure: Departure, of: str) -> None:
    component = departure.items[0].component
    assert component is not None
    unit = LeadUnit.WORKING_DAYS
    if of == "component":
        making.kept(LeadTime(component_id=component.id, what=LeadKind.ASK, unit=unit, amount=30))
    elif of == "organisation":
        making.kept(
            LeadTime(
                organisation_id=component.organisation_id,
                what=LeadKind.ASK,
                unit=unit,
                amount=30,
            )
        )
    else:
        departure = make_departure(PackageLead(what=LeadKind.ASK, unit=unit, amount=30))

    safe = late.safe_days([departure.id])[departure.id]

    # Six weeks before 1 June 2027, and a day more for Ascension Day, which falls between.
    assert safe is not None
    assert safe.day == date(2027, 4, 19)


@pytest.mark.usefixtures("app")
def test_a_fixed_date_decides_too() -> None:
    departure = make_departure(
        PackageLead(what=LeadKind.ASK, unit=LeadUnit.DATE, day=date(2027, 3, 1))
    )

    with pytest.raises(Refused, match="was 2027-03-01"):
        place(departure, making.NOON)


def test_leave_lets_it_be_booked_until_its_day(departure: Departure) -> None:
    late.give(departure, date(2027, 5, 9), reason="The host agrees", at=AFTER, actor=ACTOR)

    place(departure, datetime(2027, 5, 9, 9, tzinfo=UTC))

    with pytest.raises(Refused, match="could be booked until 2027-05-09"):
        place(departure, datetime(2027, 5, 10, 9, tzinfo=UTC))


def test_leave_is_changed_and_taken_back_and_all_is_audited(departure: Departure) -> None:
    stamp = catalogue_stamp()

    late.give(departure, date(2027, 5, 9), reason="The host agrees", at=AFTER, actor=ACTOR)
    late.give(departure, date(2027, 5, 12), reason="It agrees again", at=AFTER, actor=ACTOR)
    [leave] = db.session.scalars(sa.select(LateBooking))
    assert (leave.until, leave.reason) == (date(2027, 5, 12), "It agrees again")
    late.withdraw(departure, at=AFTER, actor=ACTOR)

    assert db.session.scalars(sa.select(LateBooking)).all() == []
    with pytest.raises(Refused, match="last safe day"):
        place(departure, AFTER)
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action.in_(["departures.allow_late", "departures.refuse_late"]))
        .order_by(AuditEntry.id)
    ).all()
    assert [entry.action for entry in entries] == [
        "departures.allow_late",
        "departures.allow_late",
        "departures.refuse_late",
    ]
    assert entries[1].before == {"until": "2027-05-09", "reason": "The host agrees"}
    assert catalogue_stamp() == stamp + 3


def test_taking_back_what_was_not_given_is_refused(departure: Departure) -> None:
    with pytest.raises(Refused, match="No leave"):
        late.withdraw(departure, at=AFTER, actor=ACTOR)


@pytest.mark.usefixtures("afterwards")
def test_the_catalogue_shows_the_day_and_offers_no_places(
    departure: Departure, visitor: Browser
) -> None:
    address = f"/packages/{departure.version.package.slug}"

    page = visitor.get(address).text

    assert "the last safe day to book was Sun 2 May 2027" in page
    assert f"/bookings/new/{departure.id}" not in page

    late.give(departure, date(2027, 5, 9), reason="The host agrees", at=AFTER, actor=ACTOR)
    page = visitor.get(address).text

    assert "last safe day to book: Sun 9 May 2027" in page
    assert f"/bookings/new/{departure.id}" in page


@pytest.mark.usefixtures("afterwards")
def test_the_form_says_why_it_cannot_be_booked(departure: Departure, sign_in: SignIn) -> None:
    delegation = making.make_delegation()
    leader = making.make_user(delegation=delegation)
    address = f"/bookings/new/{departure.id}"
    sent = {"delegation": str(delegation.id), "places": "2", "kind": "confirmed"}

    browser = sign_in(leader)
    shown = browser.get(address).text
    answer = browser.post(address, data=sent).text

    sentence = "The last safe day to book this departure was Sun 2 May 2027"
    assert sentence in shown
    assert sentence in answer
    assert db.session.scalars(sa.select(Booking)).all() == []


@pytest.mark.usefixtures("afterwards")
def test_an_organiser_gives_leave_and_takes_it_back_by_the_page(
    departure: Departure, as_organiser: Browser
) -> None:
    address = f"/desk/departures/{departure.id}/late"
    assert "The last safe day to book has passed" in as_organiser.get(address).text

    refused = as_organiser.post(address, data={"until": "2027-05-09", "reason": ""})
    past = as_organiser.post(address, data={"until": "2027-05-01", "reason": "They agree"})
    given = as_organiser.post(address, data={"until": "2027-05-09", "reason": "They agree"})

    assert refused.status_code == 200
    assert "This day has passed" in past.text
    assert given.location == address
    assert "They agree" in as_organiser.get(address).text

    as_organiser.post(f"{address}/withdraw")

    assert db.session.scalars(sa.select(LateBooking)).all() == []


def raised(act: Callable[[], object]) -> bool:
    """Whether the public pages are made anew after this."""
    db.session.flush()
    before = catalogue_stamp()
    act()
    db.session.flush()
    return catalogue_stamp() > before


def test_the_public_pages_follow_changed_lead_times(departure: Departure) -> None:
    component = departure.items[0].component
    assert component is not None
    ask = [Lead(LeadKind.ASK, LeadUnit.DAYS, 40)]

    acts: list[Callable[[], object]] = [
        lambda: sites.set_leads(component, ask, at=AFTER, actor=ACTOR),
        lambda: sites.set_leads(component, [], at=AFTER, actor=ACTOR),
        lambda: sites.set_defaults(component.organisation, ask, at=AFTER, actor=ACTOR),
        lambda: setattr(component, "ask_by_days", 50),
        lambda: setattr(component, "names_by_days", 60),
        lambda: departures.replace_by_text(
            departure.items[0], making.texts("Walk"), at=making.NOON, actor=ACTOR
        ),
    ]

    assert [raised(act) for act in acts] == [True] * len(acts)


def test_what_changes_no_deadline_leaves_the_public_pages(departure: Departure) -> None:
    component = departure.items[0].component
    assert component is not None

    assert not raised(lambda: setattr(component, "party_max", 29))
    assert not raised(lambda: sites.set_leads(component, [], at=AFTER, actor=ACTOR))


def test_the_package_s_page_shows_the_new_last_safe_day(
    visitor: Browser, departure: Departure
) -> None:
    db.session.commit()
    address = f"/packages/{departure.version.package.slug}"
    with time_machine.travel(datetime(2027, 3, 2, 9, tzinfo=UTC)):
        before = visitor.get(address).text
        component = departure.items[0].component
        assert component is not None
        lead = Lead(LeadKind.ASK, LeadUnit.DAYS, 40)
        sites.set_leads(component, [lead], at=making.NOON, actor=ACTOR)
        db.session.commit()
        after = visitor.get(address).text

    assert ("2 May 2027" in before, "22 April 2027" in before) == (True, False)
    assert ("2 May 2027" in after, "22 April 2027" in after) == (False, True)
