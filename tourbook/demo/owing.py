"""What the group that comes soon still owes its hosts: one person is late, one has days left."""

from datetime import datetime

from tourbook.bookings import queries as bookings
from tourbook.bookings.models import Booking
from tourbook.bookings.rules.particulars import Particulars
from tourbook.bookings.services import details
from tourbook.core.audit import Actor
from tourbook.departures.models import Departure
from tourbook.hosts.models import ComponentKind, LeadKind, LeadUnit
from tourbook.hosts.models import VisitorField as Field
from tourbook.hosts.rules.leads import Lead
from tourbook.hosts.services import sites

#: By the order of the names: who has told all but the passport. Who comes after has told nothing.
SOON = 4


def make_owing(departure: Departure, booking: Booking, *, at: datetime, actor: Actor) -> None:
    """A kitchen waits for menus, and one more person has told all that is due by now."""
    meal = next(item for item in departure.items if item.kind is ComponentKind.MEAL)
    assert meal.component is not None
    menus = Lead(LeadKind.MENUS, LeadUnit.DAYS, 3)
    sites.set_leads(meal.component, [menus], at=at, actor=actor)
    person = bookings.participants_of(booking)[SOON]
    told = Particulars(
        nationality=booking.delegation.country,
        employer=booking.delegation.name,
        post=person.post,
        clothing_size="M",
    )
    asked = {one.field for one in details.asked_of(departure)} - {Field.IDENTITY_DOCUMENT}
    details.tell(person, told, asked=asked, at=at, actor=Actor(None, person.name))
