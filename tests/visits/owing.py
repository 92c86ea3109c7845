"""A departure whose hosts want things early, and whose people have not given all of them."""

from datetime import date

from tests import making
from tourbook.bookings.models import Booking, Participant
from tourbook.core.db import db
from tourbook.departures.models import Departure, RequestState
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    LeadKind,
    LeadTime,
    LeadUnit,
    LegalBasis,
    SiteField,
    VisitorField,
)

FIRST_DAY = date(2027, 6, 1)


def wants(component: Component, *fields: VisitorField) -> None:
    """Let a site ask these of its visitors."""
    for field in fields:
        making.kept(
            SiteField(
                component_id=component.id,
                field=field,
                reason=making.texts("For the gate"),
                legal_basis=LegalBasis.LEGITIMATE_INTERESTS,
                days_before=14,
                days_after=1,
            )
        )


def lead(
    component: Component, what: LeadKind, amount: int, unit: LeadUnit = LeadUnit.DAYS
) -> LeadTime:
    return making.kept(LeadTime(component_id=component.id, what=what, unit=unit, amount=amount))


def make_lunch() -> Component:
    """A kitchen that wants to be asked 30, names 14, and menus 10 days ahead."""
    lunch = making.make_component(ComponentKind.MEAL)
    lead(lunch, LeadKind.MENUS, 10)
    return lunch


def make_trip(
    component: Component | None = None,
    *,
    days: int = 1,
    places: int = 2,
    first_day: date = FIRST_DAY,
    agreed: bool = True,
) -> Booking:
    """A booking on a departure to one component, whose host has said yes."""
    version = making.make_version(component=component or make_lunch(), days=days)
    departure = making.make_departure(version=version, first_day=first_day)
    if agreed:
        making.make_request(departure, state=RequestState.CONFIRMED)
    return making.make_booking(departure, places=places)


def make_person(booking: Booking, name: str = "Aino Esimerkki", **given: str) -> Participant:
    person = making.make_participant(booking, name=name)
    for field, value in given.items():
        setattr(person, field, value)
    db.session.flush()
    return person


def show(departure: Departure) -> str:
    return f"/desk/departures/{departure.id}/deadlines"
