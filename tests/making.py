"""Makes rows for tests: each function fills in what the test is not about, and flushes."""

import itertools
import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from tourbook.accounts.models import Membership, User
from tourbook.bookings.models import Booking, BookingState, Delegation, DelegationKind, Participant
from tourbook.core import clock, tokens
from tourbook.core.db import Base, db
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.departures.models import (
    DatedItem,
    Departure,
    DepartureStatus,
    RequestState,
    ServiceRequest,
)
from tourbook.directory.models import (
    Municipality,
    Organisation,
    OrganisationKind,
    Place,
    Region,
    Theme,
)
from tourbook.hosts.models import Component, ComponentKind, Slot
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link
from tourbook.packages.models import (
    Day,
    Item,
    Objective,
    Package,
    PriceTier,
    Version,
    VersionStatus,
)

#: A moment in the quiet middle of a working day.
NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")

_numbers = itertools.count(1)

Row = TypeVar("Row", bound=Base)


def number() -> int:
    return next(_numbers)


def texts(words: str) -> Texts:
    return Texts(en=words, fi=f"{words} (fi)", sv=f"{words} (sv)")


def kept(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row


def make_user(
    *roles: Role,
    email: str | None = None,
    organisation: Organisation | None = None,
    delegation: Delegation | None = None,
    language: str = "en",
) -> User:
    """A person with these roles; a host or leader by giving the organisation or delegation."""
    user = User(
        email=email or f"person{number()}@example.org",
        name="Test Person",
        language=language,
        session_stamp=secrets.token_hex(8),
        created_at=NOON,
        memberships=[Membership(role=role) for role in roles],
    )
    if organisation is not None:
        user.memberships.append(Membership(role=Role.HOST, organisation_id=organisation.id))
    if delegation is not None:
        user.memberships.append(Membership(role=Role.LEADER, delegation_id=delegation.id))
    return kept(user)


def make_region() -> Region:
    n = number()
    return kept(Region(slug=f"region-{n}", name=texts(f"Region {n}")))


def make_municipality(region: Region | None = None) -> Municipality:
    return kept(
        Municipality(
            region=region or make_region(),
            name=texts(f"Town {number()}"),
            lat=61.6881,
            lon=27.2723,
        )
    )


def make_place(municipality: Municipality | None = None) -> Place:
    return kept(
        Place(
            municipality=municipality or make_municipality(),
            name=f"Place {number()}",
            lat=61.69,
            lon=27.27,
        )
    )


def make_theme(name: str = "Theme") -> Theme:
    return kept(Theme(slug=f"theme-{number()}", name=texts(name)))


def make_organisation(
    kind: OrganisationKind = OrganisationKind.AUTHORITY, *, email: str = "host@example.org"
) -> Organisation:
    return kept(Organisation(name=f"Example Host {number()}", kind=kind, email=email))


def make_component(
    kind: ComponentKind = ComponentKind.PROGRAMME,
    *,
    organisation: Organisation | None = None,
    place: Place | None = None,
    party_max: int = 30,
) -> Component:
    return kept(
        Component(
            organisation=organisation or make_organisation(),
            place=place or make_place(),
            kind=kind,
            name=texts(f"Component {number()}"),
            summary=texts("What visitors see"),
            duration_minutes=90,
            party_max=party_max,
            languages=["en", "fi"],
        )
    )


def make_slot(
    component: Component | None = None,
    *,
    starts_at: datetime | None = None,
    capacity: int = 30,
    exclusive: bool = True,
) -> Slot:
    start = starts_at or NOON + timedelta(days=60)
    return kept(
        Slot(
            component=component or make_component(),
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
            capacity=capacity,
            exclusive=exclusive,
        )
    )


def make_version(
    *,
    package: Package | None = None,
    days: int = 1,
    component: Component | None = None,
    published: bool = True,
    party_max: int = 30,
    themes: list[Theme] | None = None,
) -> Version:
    """A version with one programme item a day (10:00 to 11:30), one objective and one price."""
    if package is None:
        n = number()
        package = Package(
            slug=f"package-{n}", name=texts(f"Package {n}"), summary=texts("A good visit")
        )
        package.themes = themes or []
    version = Version(
        package=package,
        number=number(),
        party_min=5,
        party_max=party_max,
        included=texts("Guides"),
        not_included=texts("Flights"),
        created_at=NOON,
    )
    for day_number in range(1, days + 1):
        item = Item(
            component=component,
            place=component.place if component else None,
            kind=component.kind if component else ComponentKind.PROGRAMME,
            title=texts(f"Visit on day {day_number}"),
            text=texts(""),
            starts_minute=600,
            ends_minute=690,
            lineage=secrets.token_hex(8),
        )
        version.days.append(Day(number=day_number, title=texts(f"Day {day_number}"), items=[item]))
    version.objectives.append(
        Objective(
            code="LO1",
            position=1,
            text=texts("Explain rescue work"),
            items=version.days[0].items[:],
        )
    )
    version.tiers.append(PriceTier(pax_from=1, pax_to=party_max, person_cents=50_000))
    kept(version)
    if published:
        version.status = VersionStatus.PUBLISHED
        version.published_at = NOON
        db.session.flush()
    return version


def make_departure(
    *,
    version: Version | None = None,
    first_day: date = date(2027, 6, 1),
    seats: int = 20,
    status: DepartureStatus = DepartureStatus.OPEN,
    pilot: bool = False,
) -> Departure:
    """A departure with its dated items."""
    version = version or make_version()
    departure = Departure(
        version=version,
        first_day=first_day,
        last_day=first_day + timedelta(days=len(version.days) - 1),
        seats=seats,
        status=status,
        pilot=pilot,
        booking_deadline=datetime.combine(
            first_day - timedelta(days=21), datetime.min.time(), HELSINKI
        ),
        created_at=NOON,
    )
    for day in version.days:
        midnight = datetime.combine(
            first_day + timedelta(days=day.number - 1), datetime.min.time(), HELSINKI
        )
        departure.items.extend(
            DatedItem(
                item=item,
                day_number=day.number,
                kind=item.kind,
                title=item.title,
                place=item.place,
                component=item.component,
                starts_at=midnight + timedelta(minutes=item.starts_minute),
                ends_at=midnight + timedelta(minutes=item.ends_minute),
            )
            for item in day.items
        )
    return kept(departure)


def make_request(
    departure: Departure | None = None,
    *,
    slot: Slot | None = None,
    state: RequestState = RequestState.REQUESTED,
    pax: int = 20,
) -> ServiceRequest:
    """A request for the departure's first item; a slot that is given is held."""
    if departure is None:
        component = slot.component if slot else make_component()
        departure = make_departure(version=make_version(component=component))
    item = departure.items[0]
    assert item.component is not None
    salt, token_hash = tokens.issue("service_request")
    holds = state in (RequestState.REQUESTED, RequestState.CONFIRMED)
    if slot is not None and holds:
        slot.taken += pax
    return kept(
        ServiceRequest(
            dated_item=item,
            departure=departure,
            component=item.component,
            organisation=item.component.organisation,
            slot=slot,
            slot_exclusive=bool(slot and slot.exclusive),
            starts_at=slot.starts_at if slot else item.starts_at,
            ends_at=slot.ends_at if slot else item.ends_at,
            pax=pax,
            state=state,
            token_salt=salt,
            token_hash=token_hash,
            asked_at=NOON,
            answered_at=NOON if state in (RequestState.CONFIRMED, RequestState.DECLINED) else None,
            created_at=NOON,
        )
    )


def make_delegation(name: str | None = None) -> Delegation:
    return kept(
        Delegation(
            name=name or f"Example Delegation {number()}",
            country="EE",
            kind=DelegationKind.AUTHORITY,
            email="leader@example.org",
            leader_name="Head of Delegation",
            created_at=NOON,
        )
    )


def make_booking(
    departure: Departure | None = None,
    *,
    delegation: Delegation | None = None,
    places: int = 4,
    state: BookingState = BookingState.CONFIRMED,
) -> Booking:
    """A booking whose places are taken on the departure if its state holds them."""
    departure = departure or make_departure()
    if state in (BookingState.OPTION, BookingState.CONFIRMED, BookingState.COMPLETED):
        departure.seats_taken += places
    ended = state in (BookingState.LAPSED, BookingState.CANCELLED)
    return kept(
        Booking(
            reference=f"TB-{secrets.token_hex(3).upper()}",
            departure=departure,
            delegation=delegation or make_delegation(),
            places=places,
            state=state,
            option_until=NOON + timedelta(days=14) if state is BookingState.OPTION else None,
            person_cents=50_000,
            created_at=NOON,
            confirmed_at=NOON if state is BookingState.CONFIRMED else None,
            ended_at=NOON if ended else None,
        )
    )


def make_participant(
    booking: Booking | None = None, *, name: str = "Aino Esimerkki"
) -> Participant:
    salt, token_hash = tokens.issue("participant")
    return kept(
        Participant(
            booking=booking or make_booking(),
            name=name,
            email=f"guest{number()}@example.org",
            token_salt=salt,
            token_hash=token_hash,
            created_at=NOON,
        )
    )


def participant_token(participant: Participant) -> str:
    return tokens.derive(participant.token_salt, "participant")


def request_token(request: ServiceRequest) -> str:
    return tokens.derive(request.token_salt, "service_request")


def far_ahead(days: int = 120) -> date:
    """A day for servers, which have the real clock."""
    return clock.today() + timedelta(days=days)


def local(day: date, hour: int) -> datetime:
    """This hour of the day where the visits are."""
    return datetime.combine(day, time(hour), HELSINKI)


def queue_message(address: str) -> None:
    """A message that waits for the worker."""
    messages.send(
        "accounts/password_changed",
        to=messages.Recipient(address, "Test Person", "en"),
        values={
            "name": "Test Person",
            "at": clock.now().isoformat(),
            "link": page_link("/sign-in"),
        },
        event_key="test",
        at=clock.now(),
    )
