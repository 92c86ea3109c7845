"""Telling the delegation and the organisers what has become of a booking."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tourbook.accounts.models import User
from tourbook.bookings import queries
from tourbook.bookings.models import Booking
from tourbook.core import jobs
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link
from tourbook.messages.services import Recipient

PROGRAMME_JOB = "bookings.make_programme"
PROGRAMME_MAKER = "bookings.programme"


def tell(booking: Booking, what: str, *, at: datetime, **more: Any) -> None:
    """Tell the leaders and the organisers once that `what` has happened."""
    leaders, organisers = queries.concerned(booking.delegation_id)
    tell_delegation(booking, what, mailboxes(booking, leaders), at=at, **more)
    for to in recipients(organisers):
        send(f"desk_{what}", booking, to, at=at, **more)


def tell_delegation(
    booking: Booking, what: str, to: Sequence[Recipient], *, at: datetime, **more: Any
) -> None:
    order_programmes(booking, what, to, at=at)
    for one in to:
        send(what, booking, one, at=at, attachments=papers_with(booking, what), **more)


def order_programmes(booking: Booking, what: str, to: Iterable[Recipient], *, at: datetime) -> None:
    """Have the papers made that a message will carry, before it leaves."""
    if what != "confirmed":
        return
    for language in sorted({one.language for one in to}):
        payload = {"departure_id": booking.departure_id, "language": language}
        jobs.enqueue(PROGRAMME_JOB, payload, at=at)


def papers_with(booking: Booking, what: str) -> list[dict[str, Any]]:
    if what != "confirmed":
        return []
    return [{"maker": PROGRAMME_MAKER, "departure_id": booking.departure_id}]


def mailboxes(booking: Booking, leaders: Iterable[User]) -> list[Recipient]:
    """The leaders who have accounts, else the mailbox that the delegation has given."""
    found = recipients(leaders)
    delegation = booking.delegation
    if not found and delegation.email:
        name = delegation.leader_name or delegation.name
        found.append(Recipient(delegation.email, name, delegation.language))
    return found


def recipients(users: Iterable[User]) -> list[Recipient]:
    return [Recipient(user.email, user.name, user.language) for user in users]


def send(
    what: str,
    booking: Booking,
    to: Recipient,
    *,
    at: datetime,
    attachments: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> None:
    messages.send(
        f"bookings/{what}",
        to=to,
        values={**facts(booking, to.language), "name": to.name, **more},
        event_key=f"bookings.{what}:{booking.id}:{booking.revision}",
        at=at,
        about=booking,
        attachments=attachments,
    )


def facts(booking: Booking, language: str) -> dict[str, Any]:
    """What every message about a booking may name."""
    departure = booking.departure
    return {
        "reference": booking.reference,
        "delegation": booking.delegation.name,
        "package": departure.version.package.name.get(language),
        "first_day": departure.first_day.isoformat(),
        "last_day": departure.last_day.isoformat(),
        "zone": departure.zone,
        "places": booking.places,
        "person_cents": booking.person_cents,
        "total_cents": booking.person_cents * booking.places,
        "currency": booking.currency,
        "until": booking.option_until.isoformat() if booking.option_until else None,
        "link": page_link(f"/bookings/{booking.id}"),
    }
