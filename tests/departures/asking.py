"""A departure whose host is asked, for tests of requests and answers."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.making import (
    NOON,
    local,
    make_component,
    make_organisation,
    make_slot,
    make_user,
    make_version,
)
from tourbook.accounts.models import User
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.models import Departure, ServiceRequest
from tourbook.hosts.models import Component, Slot

ACTOR = Actor(None, "Test")
FIRST_DAY = date(2027, 6, 1)
DEADLINE = NOON + timedelta(days=30)


@dataclass
class Asked:
    departure: Departure
    component: Component
    slot: Slot
    host: User
    organiser: User

    @property
    def request(self) -> ServiceRequest:
        """The newest request."""
        return queries.requests_of(self.departure)[-1]


def make_planned(
    *, seats: int = 20, component: Component | None = None, days: int = 1
) -> Departure:
    version = make_version(component=component or make_component(), days=days)
    return services.create(
        version,
        first_day=FIRST_DAY,
        seats=seats,
        booking_deadline=DEADLINE,
        at=NOON,
        actor=ACTOR,
    )


def make_drafted(*, exclusive: bool = True, capacity: int = 30) -> Asked:
    """A draft departure of one day whose visit has a slot."""
    organisation = make_organisation()
    component = make_component(organisation=organisation)
    slot = make_slot(
        component, starts_at=local(FIRST_DAY, 10), capacity=capacity, exclusive=exclusive
    )
    host = make_user(organisation=organisation)
    organiser = make_user(Role.ORGANISER)
    return Asked(make_planned(component=component), component, slot, host, organiser)


def make_asked() -> Asked:
    drafted = make_drafted()
    services.ask_hosts(drafted.departure, at=NOON, actor=ACTOR)
    return drafted


def taken(slot: Slot) -> int:
    db.session.refresh(slot)
    return slot.taken
