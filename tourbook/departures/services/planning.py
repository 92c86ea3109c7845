"""Putting a version on dates, with a draft of what each host will be asked."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from tourbook.core import audit, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.departures import queries
from tourbook.departures.models import DatedItem, Departure, ServiceRequest
from tourbook.departures.rules import planning as rules
from tourbook.departures.rules.changes.parts import day_number
from tourbook.hosts.models import Slot
from tourbook.packages.models import Version

TOKEN_PURPOSE = "service_request"


def create(
    version: Version,
    *,
    first_day: date,
    seats: int,
    booking_deadline: datetime,
    at: datetime,
    actor: Actor,
    pilot: bool = False,
    note: str = "",
    zone: str = ZONE,
) -> Departure:
    """Make a draft departure: its dated items, and a draft request to each host."""
    rules.check_new(
        version,
        first_day=first_day,
        seats=seats,
        booking_deadline=booking_deadline,
        at=at,
        zone=zone,
    )
    departure = Departure(
        version=version,
        first_day=first_day,
        last_day=rules.last_day(version, first_day),
        zone=zone,
        seats=seats,
        booking_deadline=booking_deadline,
        pilot=pilot,
        note=note,
        created_at=at,
    )
    departure.items = list(dated_items(version, first_day, zone))
    db.session.add(departure)
    db.session.flush()
    draft_requests(departure, departure.items, at=at)
    audit.record(
        "departures.create",
        departure,
        at=at,
        actor=actor,
        after={"version": version.id, "first_day": first_day, "seats": seats, "pilot": pilot},
    )
    db.session.flush()
    return departure


def dated_items(version: Version, first_day: date, zone: str) -> Iterator[DatedItem]:
    """What stands in for another item in case of need does not run, so nobody is asked for it."""
    for day in version.days:
        for item in (item for item in day.items if not item.alternative_to):
            starts_at, ends_at = rules.times_of(item, rules.date_of(day, first_day), zone)
            yield DatedItem(
                item=item,
                day_number=day.number,
                kind=item.kind,
                title=item.title,
                place=item.place,
                component=item.component,
                starts_at=starts_at,
                ends_at=ends_at,
                optional=item.optional,
            )


def draft_requests(
    departure: Departure, items: Sequence[DatedItem], *, at: datetime
) -> list[ServiceRequest]:
    """A draft for each item that a host offers, against the slot that fits best at its time."""
    offered = [item for item in items if item.component is not None]
    fits = queries.fits_of(departure, offered, at=at)
    slots = {slot.id: slot for slot in queries.best_slots(fits.values())}
    drafts = []
    for item in offered:
        best = fits[item.id].best if item.id in fits else None
        slot = slots.get(best.slot_id) if best else None
        if slot is not None and slot.exclusive:
            del slots[slot.id]
        drafts.append(draft(item, slot, starts_at=item.starts_at, ends_at=item.ends_at, at=at))
    return drafts


def draft(
    item: DatedItem, slot: Slot | None, *, starts_at: datetime, ends_at: datetime, at: datetime
) -> ServiceRequest:
    """A request that has not been sent."""
    assert item.component is not None
    if slot is not None:
        starts_at, ends_at = rules.time_within(slot, starts_at, ends_at)
    salt, token_hash = tokens.issue(TOKEN_PURPOSE)
    request = ServiceRequest(
        dated_item=item,
        departure=item.departure,
        component=item.component,
        organisation=item.component.organisation,
        slot=slot,
        slot_exclusive=slot is not None and slot.exclusive,
        starts_at=starts_at,
        ends_at=ends_at,
        pax=item.departure.seats,
        token_salt=salt,
        token_hash=token_hash,
        created_at=at,
    )
    db.session.add(request)
    return request


def move(item: DatedItem, starts_at: datetime, ends_at: datetime) -> None:
    """Let the programme of this departure follow what the host can do."""
    rules.check_within(item.departure, starts_at)
    if (item.starts_at, item.ends_at) == (starts_at, ends_at):
        return
    item.starts_at, item.ends_at = starts_at, ends_at
    item.day_number = day_number(item.departure, starts_at)
    item.revision += 1
