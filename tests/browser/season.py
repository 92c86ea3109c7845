"""Six hosts with a season of slots each, a seventh that stands in, and a programme of all six."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from tests import making
from tests.browser import words
from tests.browser.sample import give_password
from tests.browser.site import Site
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.departures import queries
from tourbook.departures.models import Departure, DepartureStatus, ServiceRequest
from tourbook.departures.services import answers, asking, planning, status
from tourbook.directory.models import Place
from tourbook.hosts.models import Component, ComponentKind
from tourbook.hosts.rules import SeriesFacts
from tourbook.hosts.services import feeds, series
from tourbook.packages.models import Item, Package, Version, VersionStatus

ACTOR = Actor(None, "Test Person")
#: From the week before the visit until well over the next change of the clocks.
FIRST, LAST = words.FIRST_DAY - timedelta(weeks=1), words.FIRST_DAY + timedelta(weeks=31)
SEATS = 12


@dataclass(frozen=True)
class Host:
    name: str
    kind: ComponentKind
    #: Of the visit; 1 is a Tuesday.
    day: int
    starts: time
    minutes: int

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"

    @property
    def weekday(self) -> str:
        return ("TU", "WE")[self.day - 1]

    @property
    def date(self) -> date:
        return words.FIRST_DAY + timedelta(days=self.day - 1)


STATION = Host("Station tour", ComponentKind.PROGRAMME, 1, time(9), 90)
KITCHEN = Host("Kitchen lunch", ComponentKind.MEAL, 1, time(11), 60)
ALARM = Host("Alarm centre", ComponentKind.PROGRAMME, 1, time(13), 90)
DEPOT = Host("Depot of the reserves", ComponentKind.PROGRAMME, 2, time(9), 90)
CONTROL = Host("Control room", ComponentKind.PROGRAMME, 2, time(12), 90)
COACH = Host("Coach to the harbour", ComponentKind.TRANSPORT, 2, time(15), 60)
MUSEUM = Host("Museum of rescue", ComponentKind.PROGRAMME, 2, time(9), 90)
ASKED = (STATION, KITCHEN, ALARM, DEPOT, CONTROL, COACH)
GUESTS = ("guest1@example.org", "guest2@example.org")


def make_season(site: Site) -> None:
    """All have their slots but the fire station, whose host makes its own."""
    with site.app.app_context():
        place = making.make_place()
        offers = {host: make_offer(host, place) for host in (*ASKED, MUSEUM)}
        offers[DEPOT].plan_b_id = offers[MUSEUM].id
        for host, component in offers.items():
            if host is not STATION:
                series.add_series(component, facts_of(host), at=clock.now(), actor=ACTOR)
        make_programme(offers)
        give_password(making.make_user(Role.ORGANISER, email=words.ORGANISER))
        db.session.commit()


def make_offer(host: Host, place: Place) -> Component:
    organisation = making.make_organisation(email=host.email)
    organisation.name = f"Example {host.name}"
    give_password(making.make_user(organisation=organisation, email=host.email))
    component = making.make_component(host.kind, organisation=organisation, place=place)
    component.name = making.texts(host.name)
    component.duration_minutes = host.minutes
    return component


def facts_of(host: Host) -> SeriesFacts:
    rule = f"FREQ=WEEKLY;BYDAY={host.weekday}"
    return SeriesFacts(rule, host.starts, host.minutes, FIRST, LAST, capacity=20)


def make_programme(offers: dict[Host, Component]) -> None:
    package = Package(slug="season", name=Texts(en=words.PACKAGE), summary=making.texts("Two days"))
    version = making.make_version(package=package, days=2, published=False)
    for day in version.days:
        day.items = [item_of(host, offers[host]) for host in ASKED if host.day == day.number]
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()


def item_of(host: Host, component: Component) -> Item:
    starts = host.starts.hour * 60
    return Item(
        component=component,
        place=component.place,
        kind=host.kind,
        title=component.name,
        text=Texts(),
        starts_minute=starts,
        ends_minute=starts + host.minutes,
        lineage=host.email,
    )


def departure() -> Departure:
    return db.session.scalars(sa.select(Departure)).one()


def request_of(host: Host) -> ServiceRequest:
    """The newest request to this host."""
    found = [one for one in queries.requests_of(departure()) if one.component.name.en == host.name]
    return found[-1]


def accept(site: Site, *hosts: Host) -> None:
    """Each of these says yes, away from the journey."""
    with site.app.app_context():
        for host in hosts:
            answers.accept(request_of(host), by="by link", at=clock.now(), actor=ACTOR)
        db.session.commit()
    site.work()


def make_travellers(site: Site) -> None:
    """A delegation whose leader reads English, and two guests of whom one reads Finnish."""
    with site.app.app_context():
        delegation = making.make_delegation(words.DELEGATION)
        delegation.email = words.LEADER
        give_password(making.make_user(delegation=delegation, email=words.LEADER))
        booking = making.make_booking(departure(), delegation=delegation, places=len(GUESTS))
        for email, language in zip(GUESTS, ("en", "fi"), strict=True):
            guest = making.make_participant(booking)
            guest.email, guest.language = email, language
        assert departure().status is DepartureStatus.OPEN
        db.session.commit()


def feed_of(site: Site, host: Host) -> str:
    """The path of a new calendar address of this host."""
    with site.app.app_context():
        organisation_id = request_of(host).organisation_id
        made = feeds.make(
            organisation_id, name="Duty desk", language="en", at=clock.now(), actor=ACTOR
        )
        db.session.commit()
        return f"/calendar/{feeds.token_of(made)}.ics"


def put_on_date(site: Site) -> None:
    """All six are asked for the programme on its day, and have said yes."""
    with site.app.app_context():
        version = db.session.scalars(sa.select(Version)).one()
        station = next(one for one in version.days[0].items if one.title.en == STATION.name)
        assert station.component is not None
        series.add_series(station.component, facts_of(STATION), at=clock.now(), actor=ACTOR)
        made = planning.create(
            version,
            first_day=words.FIRST_DAY,
            seats=SEATS,
            booking_deadline=clock.now() + timedelta(days=30),
            at=clock.now(),
            actor=ACTOR,
        )
        asking.ask_hosts(made, at=clock.now(), actor=ACTOR)
        db.session.commit()
    accept(site, *ASKED)
    with site.app.app_context():
        status.open_for_booking(departure(), at=clock.now(), actor=ACTOR)
        db.session.commit()


def counted(site: Site) -> Counter[str]:
    """How many letters lie in each mailbox; the organiser's own are not counted."""
    boxes = (words.LEADER, *GUESTS, *(host.email for host in (*ASKED, MUSEUM)))
    found = {email: len(site.letters(email)) for email in boxes}
    return Counter({email: many for email, many in found.items() if many})
