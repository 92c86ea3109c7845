"""A departure that runs on a day, with people on its roll and links for those who run it."""

from datetime import UTC, datetime, timedelta

from tests import making
from tourbook.bookings.models import Participant
from tourbook.core.audit import Actor
from tourbook.departures.models import DatedItem, Departure, RequestState
from tourbook.visits.models import RunLink
from tourbook.visits.services import runlinks

#: The morning of the visit: the stop begins at 10:00 in Helsinki.
MORNING = datetime(2027, 6, 1, 6, tzinfo=UTC)
ORGANISER = Actor(None, "Otto Organiser")


def make_run(people: int = 3) -> tuple[Departure, list[Participant]]:
    """A departure of 1 June 2027 with one agreed stop and so many people."""
    departure = making.make_departure(
        version=making.make_version(component=making.make_component())
    )
    making.make_request(departure, state=RequestState.CONFIRMED)
    booking = making.make_booking(departure, places=max(people, 1))
    names = ("Aino", "Berta", "Cecilia", "Daavid", "Eeva", "Frans")
    group = [making.make_participant(booking, name=names[n % 6]) for n in range(people)]
    return departure, group


def add_stop(departure: Departure, hours: int) -> DatedItem:
    """Another agreed stop on the first day, so many hours on, with a host of its own."""
    other = making.make_departure(version=making.make_version(component=making.make_component()))
    request = making.make_request(other, state=RequestState.CONFIRMED)
    stop = request.dated_item
    stop.departure = request.departure = departure
    first = departure.items[0]
    stop.starts_at = first.starts_at + timedelta(hours=hours)
    stop.ends_at = first.ends_at + timedelta(hours=hours)
    return making.kept(stop)


def make_link(departure: Departure, *, driver: bool = False) -> RunLink:
    name = "Dani Driver" if driver else "Gunilla Guide"
    return runlinks.make(departure, name=name, driver=driver, at=MORNING, actor=ORGANISER)


def link_path(link: RunLink) -> str:
    return f"/g/{runlinks.token_of(link)}"


def roll_path(departure: Departure, stage: str = "site") -> str:
    item = departure.items[0]
    return f"/desk/departures/{departure.id}/items/{item.id}/roll/{stage}"
