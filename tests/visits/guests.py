"""A visit to a host that was agreed, with guests who have told everything of themselves."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tests import making
from tests.making import NOON, kept, texts
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, BookingState, Participant
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.rules.particulars import DocumentKind, Identity, Particulars
from tourbook.bookings.services import details
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.hosts.models import (
    Component,
    ComponentKind,
    LegalBasis,
    Openness,
    SiteField,
    VisitorField,
)
from tourbook.visits.models import ListKind, ListRead

VISIT = date(2027, 6, 1)
PASSPORT = Identity(DocumentKind.PASSPORT, "XP1234567", "EE", date(2030, 1, 31))
TOLD = Particulars(
    nationality="EE",
    employer="Rescue Board",
    post="Inspector",
    phone="+372 5555 1234",
    vehicle="123 ABC",
    languages=("et", "en"),
    clothing_size="XL",
    photo_consent=False,
    birth_date=date(1980, 5, 17),
    identity=PASSPORT,
)


@dataclass
class Visit:
    component: Component
    request: ServiceRequest
    booking: Booking
    host: User

    @property
    def url(self) -> str:
        return f"/host/visits/{self.request.id}/list"


def make_visit(
    kind: ComponentKind = ComponentKind.PROGRAMME,
    *,
    state: RequestState = RequestState.CONFIRMED,
    booking_state: BookingState = BookingState.CONFIRMED,
    places: int = 4,
) -> Visit:
    """One item, from 10:00 to 11:30 in Helsinki on the day of the visit."""
    component = making.make_component(kind)
    departure = making.make_departure(version=making.make_version(component=component))
    request = making.make_request(departure, state=state)
    booking = making.make_booking(departure, places=places, state=booking_state)
    host = making.make_user(organisation=component.organisation)
    return Visit(component, request, booking, host)


def ask(
    component: Component,
    *fields: VisitorField,
    days_before: int = 14,
    days_after: int = 7,
    since: datetime | None = NOON,
) -> None:
    for field in fields:
        kept(
            SiteField(
                component_id=component.id,
                field=field,
                reason=texts("For the gate"),
                legal_basis=LegalBasis.EXPLICIT_CONSENT,
                days_before=days_before,
                days_after=days_after,
                since=since,
            )
        )


def tell(
    booking: Booking,
    name: str = "Aino Esimerkki",
    *,
    told: Particulars = TOLD,
    diet: Wishes = Wishes(("halal",), "no celery"),  # noqa: B008  # frozen
    needs: Wishes = Wishes(("wheelchair",)),  # noqa: B008  # frozen
    at: datetime = NOON,
) -> Participant:
    """A guest who was named and told all this at that time."""
    person = making.make_participant(booking, name=name)
    person.created_at = at
    details.save(
        person,
        name=name,
        form_of_address="Dr",
        language="en",
        diet=diet,
        needs=needs,
        consent=True,
        at=at,
    )
    details.tell(person, told, asked=set(VisitorField), at=at, actor=Actor(None, "participant"))
    return person


def show_controlled_technology(component: Component) -> None:
    kept(
        Openness(
            component_id=component.id,
            controlled_technology=True,
            notes=Texts(),
            changed_at=NOON,
        )
    )
    db.session.flush()


def reads() -> list[tuple[ListKind, str, list[str]]]:
    """What was read, in order: which list, as what, and its fields."""
    found = db.session.scalars(sa.select(ListRead).order_by(ListRead.id))
    return [(one.kind, one.read_as.value, one.fields) for one in found]
