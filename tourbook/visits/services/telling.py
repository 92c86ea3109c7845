"""Telling those who travel what differs in their programme: leaders and participants.

A mailbox that stands for several people, or for a leader who also takes part, is told once.
"""

from collections.abc import Sequence
from datetime import datetime

from tourbook.bookings import queries as bookings
from tourbook.bookings.services.notices import mailboxes
from tourbook.bookings.services.participants import PURPOSE
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.departures.queries.changes import place_names
from tourbook.departures.rules.changes.differences import ItemDifference
from tourbook.departures.services.changes.telling import hears, part_row
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link, token_link
from tourbook.messages.services import Recipient


@hears
def tell_travellers(
    departure: Departure, parts: Sequence[ItemDifference], key: str, at: datetime
) -> None:
    """Write to the leaders of each delegation and to its participants, before and after."""
    places = place_names(parts)

    def send(to: Recipient, link: dict[str, str]) -> None:
        messages.send(
            "visits/changed",
            to=to,
            values={
                "package": departure.version.package.name.get(to.language),
                "first_day": departure.first_day.isoformat(),
                "zone": departure.zone,
                "parts": [part_row(one, places, to.language) for one in parts],
                "link": link,
            },
            event_key=f"{key}:travellers",
            at=at,
            about=departure,
        )

    for booking in bookings.live_of(departure):
        leaders, _organisers = bookings.concerned(booking.delegation_id)
        for leader in mailboxes(booking, leaders):
            send(leader, page_link(f"/bookings/{booking.id}"))
    db.session.flush()
    for person in db.session.scalars(bookings.roster(departure)):
        if person.email:
            to = Recipient(person.email, person.name, person.language)
            send(to, token_link("/p/{token}", person.token_salt, PURPOSE))
