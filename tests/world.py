"""A small world with one of everything, its owners, and a stranger of each role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests import making
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, Participant
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure, ServiceRequest
from tourbook.hosts.models import Component, Slot
from tourbook.packages.models import Version

#: Everybody who may ask for a page. `other_...` has the same role but owns nothing here.
PEOPLE = (
    "visitor",
    "organiser",
    "admin",
    "evaluator",
    "host",
    "other_host",
    "leader",
    "other_leader",
)


@dataclass
class World:
    people: dict[str, User]
    component: Component
    slot: Slot
    draft: Version
    published: Version
    departure: Departure
    request: ServiceRequest
    booking: Booking
    participant: Participant


@dataclass(frozen=True)
class Page:
    """An endpoint and who may open it; anybody else is refused."""

    endpoint: str
    #: Names from PEOPLE; `EVERYBODY` for public pages and for links that are themselves the right.
    who: frozenset[str]
    #: The arguments of its URL for rows that `host` and `leader` own.
    args: Callable[[World], Mapping[str, object]] = field(default=lambda world: {})
    #: Methods that are asked; GET unless the view only takes POST.
    methods: tuple[str, ...] = ("GET",)
    #: What a POST sends, so that an allowed one is not merely refused for its form.
    data: Callable[[World], Mapping[str, object]] = field(default=lambda world: {})


EVERYBODY = frozenset(PEOPLE)
SIGNED_IN = EVERYBODY - {"visitor"}
ORGANISERS = frozenset({"organiser", "admin"})


def make_world() -> World:
    own, other = making.make_organisation(), making.make_organisation()
    component = making.make_component(organisation=own)
    published = making.make_version(component=component)
    departure = making.make_departure(version=published)
    slot = making.make_slot(component, starts_at=departure.items[0].starts_at)
    delegation, foreign = making.make_delegation(), making.make_delegation()
    booking = making.make_booking(departure, delegation=delegation)
    world = World(
        people={
            "organiser": making.make_user(Role.ORGANISER),
            "admin": making.make_user(Role.ADMIN, Role.ORGANISER),
            "evaluator": making.make_user(Role.EVALUATOR),
            "host": making.make_user(organisation=own),
            "other_host": making.make_user(organisation=other),
            "leader": making.make_user(delegation=delegation),
            "other_leader": making.make_user(delegation=foreign),
        },
        component=component,
        slot=slot,
        draft=making.make_version(package=published.package, published=False),
        published=published,
        departure=departure,
        request=making.make_request(departure, slot=slot),
        booking=booking,
        participant=making.make_participant(booking),
    )
    db.session.flush()
    return world
