"""What hosts of the demonstration have read of their visitors, and what was erased since."""

from datetime import datetime, timedelta

from tourbook.bookings.models import Booking
from tourbook.bookings.services import details
from tourbook.core import zones
from tourbook.core.audit import Actor
from tourbook.demo import sites
from tourbook.demo.offers import Offers
from tourbook.departures.models import Departure
from tourbook.hosts.models import Component
from tourbook.visits.models import Outcome, ReadAs
from tourbook.visits.queries import lists as queries
from tourbook.visits.services import lists
from tourbook.visits.services.lists import Sight

TOUR, SIMULATION = "rescue-tour", "campus-simulation"
HANNA, KAISA = "Hanna Host", "Kaisa Campus"
FINDING = (
    "The simulator runs public training software. Nothing of it is on the EU list of dual-use"
    " items; the source code is not shown."
)


def read_before(departure: Departure, offers: Offers, *, at: datetime) -> None:
    """The fire station reads who comes; the campus assesses, and takes its list as a file."""
    tour = sight(departure, offers.components[TOUR], at=at)
    lists.read(tour, read_as=ReadAs.PAGE, at=at, by=HANNA)
    simulation = offers.components[SIMULATION]
    shut = sight(departure, simulation, at=at)
    if shut.outside:
        lists.assess(
            shut,
            outcome=Outcome.NO_LICENCE_NEEDED,
            reason=FINDING,
            at=at,
            actor=Actor(None, KAISA),
        )
    released = sight(departure, simulation, at=at)
    lists.read(released, read_as=ReadAs.XLSX, at=at + timedelta(minutes=5), by=KAISA)


def sight(departure: Departure, component: Component, *, at: datetime) -> Sight:
    """What the host of a component may see of a departure that day."""
    today = zones.local_day(at, departure.zone)
    agreed = [
        one
        for one in queries.agreed_requests([component.organisation_id], today)
        if (one.departure_id, one.component_id) == (departure.id, component.id)
    ]
    [shown] = lists.shown_today(agreed, at=at)
    return lists.sight_of(shown)


def told_and_erased(booking: Booking, offers: Offers, *, begin: datetime, over: datetime) -> None:
    """A group told what its sites asked, hosts read it, and after its date it was erased."""
    sites.tell(booking, at=begin - timedelta(days=35))
    read_before(booking.departure, offers, at=begin - timedelta(days=3))
    details.forget(at=over + details.KEPT)
