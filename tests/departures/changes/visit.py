"""A departure of one day whose hosts have agreed: a visit, a lunch, another visit, a coach."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from tests.departures.asking import ACTOR, FIRST_DAY
from tests.making import (
    HELSINKI,
    NOON,
    kept,
    make_component,
    make_organisation,
    make_place,
    make_user,
    texts,
)
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.departures import queries, services
from tourbook.departures.models import (
    Change,
    DatedItem,
    Departure,
    RequestState,
    ServiceRequest,
)
from tourbook.departures.services import changes
from tourbook.directory.models import Place
from tourbook.hosts.models import Component, ComponentKind, Slot
from tourbook.messages.models import Message
from tourbook.packages.models import Day, Item, Package, Version, VersionStatus

LATER = NOON + timedelta(minutes=2)
TOLD = NOON + timedelta(minutes=30)


def at(hour: int, minute: int = 0) -> datetime:
    """This time of the day of the visit."""
    return datetime.combine(FIRST_DAY, time(hour, minute), HELSINKI)


@dataclass
class Visit:
    departure: Departure
    place: Place
    version: Version

    def item(self, title: str) -> DatedItem:
        """The part that this item of the version has become."""
        found = {one.item.title.en: one for one in self.departure.items}
        return found[title]

    def request(self, title: str) -> ServiceRequest | None:
        """The live request of a part."""
        db.session.expire_all()
        return queries.live_of(self.item(title))

    def times(self) -> dict[str, str]:
        """When each part is, by the clocks of the visit."""
        db.session.expire_all()
        return {
            one.item.title.en: f"{one.starts_at.astimezone(HELSINKI):%H:%M}-"
            f"{one.ends_at.astimezone(HELSINKI):%H:%M}"
            for one in self.departure.items
            if one.dropped_at is None
        }


def make_slot_at(component: Component, starts: datetime, ends: datetime) -> Slot:
    return kept(
        Slot(component=component, starts_at=starts, ends_at=ends, capacity=30, exclusive=True)
    )


def offer(
    kind: ComponentKind = ComponentKind.PROGRAMME,
    *,
    place: Place | None = None,
    language: str = "en",
    minutes: int = 90,
) -> tuple[Component, User]:
    """A component with a person to write to."""
    organisation = make_organisation()
    user = make_user(organisation=organisation, language=language)
    component = make_component(kind, organisation=organisation, place=place)
    component.duration_minutes = minutes
    return component, user


def make_visit(*, asked: bool = True, slots: bool = True) -> Visit:
    """Station 10 to 11:30, lunch 11:30 to 12:30, depot 13 to 14:30, coach 15 to 16.

    Station and depot have slots. All have agreed where `asked`.
    """
    place = make_place()
    rows = [
        ("Station", ComponentKind.PROGRAMME, 600, 690),
        ("Lunch", ComponentKind.MEAL, 690, 750),
        ("Depot", ComponentKind.PROGRAMME, 780, 870),
        ("Coach", ComponentKind.TRANSPORT, 900, 960),
    ]
    package = Package(slug="changing", name=texts("Rescue"), summary=texts("A good visit"))
    day = Day(number=1, title=texts("Day 1"), starts_minute=480, ends_minute=1260)
    for title, kind, starts, ends in rows:
        component, _user = offer(kind, place=place, minutes=ends - starts)
        component.name = texts(f"{title} offer")
        day.items.append(
            Item(
                component=component,
                place=place,
                kind=kind,
                title=Texts(en=title, fi=f"{title} suomeksi"),
                text=texts(""),
                starts_minute=starts,
                ends_minute=ends,
                lineage=title.lower(),
            )
        )
        if slots and kind is ComponentKind.PROGRAMME:
            make_slot_at(component, at(starts // 60), at(ends // 60, ends % 60))
    day.items.append(
        Item(
            place=place,
            kind=ComponentKind.PROGRAMME,
            title=texts("Walk"),
            text=texts(""),
            starts_minute=780,
            ends_minute=840,
            lineage="walk",
            alternative_to="depot",
        )
    )
    version = Version(
        package=package,
        number=1,
        party_min=5,
        party_max=30,
        included=texts("Guides"),
        not_included=texts("Flights"),
        created_at=NOON,
        days=[day],
    )
    kept(version)
    version.status, version.published_at = VersionStatus.PUBLISHED, NOON
    departure = services.create(
        version,
        first_day=FIRST_DAY,
        seats=20,
        booking_deadline=NOON + timedelta(days=30),
        at=NOON,
        actor=ACTOR,
    )
    if asked:
        services.ask_hosts(departure, at=NOON, actor=ACTOR)
        for request in queries.requests_of(departure):
            services.accept(request, by="by link", at=NOON, actor=ACTOR)
    db.session.flush()
    forget_messages()
    return Visit(departure, place, version)


def forget_messages() -> None:
    db.session.flush()
    db.session.execute(sa.delete(Message))


def move(visit: Visit, title: str, starts_at: datetime, *, now: datetime = LATER) -> Change:
    item = visit.item(title)
    return changes.move(item, starts_at, revision=item.revision, at=now, actor=ACTOR, despite=True)


def tell(visit: Visit, *, now: datetime = TOLD) -> None:
    changes.tell_changes({"departure_id": visit.departure.id}, now)
    db.session.flush()


def letters() -> dict[str, list[str]]:
    """What waits in the outbox: kinds by address."""
    db.session.flush()
    found: dict[str, list[str]] = {}
    for one in db.session.scalars(sa.select(Message).order_by(Message.id)):
        found.setdefault(one.to_email, []).append(one.kind)
    return found


def email_of(component: Component | None) -> str:
    """Whom to write to for a component."""
    assert component is not None
    ((_organisation, email, _name, _language),) = queries.hosts_people([component.organisation_id])
    return str(email)


def state_of(request_id: int) -> RequestState:
    return db.session.get_one(ServiceRequest, request_id, populate_existing=True).state


def taken_at(component: Component, starts: datetime) -> int:
    """How many hold the slot that starts then."""
    return (
        db.session.scalar(
            sa.select(Slot.taken).where(Slot.component_id == component.id, Slot.starts_at == starts)
        )
        or 0
    )
