"""Asking for bookings, participants and papers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from tourbook.accounts.models import Membership, User
from tourbook.bookings.models import (
    HOLDING,
    Booking,
    BookingEvent,
    BookingState,
    Delegation,
    Paper,
    Participant,
)
from tourbook.bookings.rules.moves import LIVE
from tourbook.core.db import db
from tourbook.core.jobs import Job
from tourbook.core.roles import Role
from tourbook.departures.models import DatedItem, Departure
from tourbook.messages.models import Message
from tourbook.messages.rules import event_key
from tourbook.packages.models import Version


@dataclass(frozen=True)
class Filter:
    """What narrows the organiser's list; empty means all."""

    states: Collection[BookingState] = ()
    departure_id: int | None = None
    country: str = ""
    text: str = ""
    #: Options that lapse before this.
    ending_before: datetime | None = None
    order: str = "newest"


ORDERS: Mapping[str, Sequence[Any]] = {
    "newest": (Booking.created_at.desc(), Booking.id.desc()),
    "departure": (Departure.first_day, Departure.id, Booking.id),
    "delegation": (sa.func.lower(Delegation.name), Booking.id),
    "ending": (Booking.option_until.asc().nulls_last(), Booking.id),
    "places": (Booking.places.desc(), Booking.id),
}


def whole() -> sa.Select[Booking]:
    """Bookings with their departure, package and delegation at hand, to be narrowed further."""
    return (
        sa.select(Booking)
        .join(Booking.departure)
        .join(Departure.version)
        .join(Booking.delegation)
        .options(
            contains_eager(Booking.departure).contains_eager(Departure.version),
            contains_eager(Booking.delegation),
        )
    )


def search(wanted: Filter) -> sa.Select[Booking]:
    """The organiser's list."""
    found = whole().order_by(*ORDERS.get(wanted.order, ORDERS["newest"]))
    if wanted.states:
        found = found.where(Booking.state.in_(wanted.states))
    if wanted.departure_id is not None:
        found = found.where(Booking.departure_id == wanted.departure_id)
    if wanted.country:
        found = found.where(Delegation.country == wanted.country)
    if wanted.ending_before is not None:
        found = found.where(
            Booking.state == BookingState.OPTION, Booking.option_until <= wanted.ending_before
        )
    if wanted.text:
        found = found.where(
            sa.or_(
                Booking.reference.icontains(wanted.text, autoescape=True),
                Delegation.name.icontains(wanted.text, autoescape=True),
                Delegation.leader_name.icontains(wanted.text, autoescape=True),
            )
        )
    return found


def of_delegations(
    delegation_ids: Collection[int], states: Collection[BookingState] = ()
) -> sa.Select[Booking]:
    """Bookings of these delegations, the next visit first among those that may still come."""
    ended = Booking.state.not_in(LIVE)
    found = whole().where(Booking.delegation_id.in_(delegation_ids))
    if states:
        found = found.where(Booking.state.in_(states))
    return found.order_by(ended, Departure.first_day, Booking.id)


def live_of(departure: Departure) -> Sequence[Booking]:
    """Options and confirmed bookings of a departure, in the order in which they were made."""
    return db.session.scalars(
        whole()
        .where(Booking.departure_id == departure.id, Booking.state.in_(LIVE))
        .order_by(Booking.id)
    ).all()


def options_ending(before: datetime, limit: int) -> Sequence[Booking]:
    """Options that lapse before this moment, the first to lapse first."""
    return db.session.scalars(
        whole()
        .where(Booking.state == BookingState.OPTION, Booking.option_until <= before)
        .order_by(Booking.option_until, Booking.id)
        .limit(limit)
    ).all()


def due_to_lapse(at: datetime, limit: int) -> Sequence[int]:
    return db.session.scalars(
        sa.select(Booking.id)
        .where(Booking.state == BookingState.OPTION, Booking.option_until <= at)
        .order_by(Booking.id)
        .limit(limit)
    ).all()


def due_to_complete(today: date) -> Sequence[Booking]:
    """Confirmed bookings of visits whose last day is over."""
    return db.session.scalars(
        whole()
        .where(Booking.state == BookingState.CONFIRMED, Departure.last_day < today)
        .order_by(Booking.id)
        .limit(500)
    ).all()


def sums_of(departure_ids: Collection[int]) -> dict[int, dict[BookingState, int]]:
    """Places by state of each departure."""
    sums: dict[int, dict[BookingState, int]] = {}
    rows = db.session.execute(
        sa.select(Booking.departure_id, Booking.state, sa.func.sum(Booking.places))
        .where(Booking.departure_id.in_(departure_ids), Booking.state.in_(HOLDING))
        .group_by(Booking.departure_id, Booking.state)
    )
    for departure_id, state, places in rows:
        sums.setdefault(departure_id, {})[state] = places
    return sums


def departure_to_book(departure_id: int) -> Departure | None:
    """A departure with its package and prices, in one question."""
    return (
        db.session.scalars(
            sa.select(Departure)
            .where(Departure.id == departure_id)
            .join(Departure.version)
            .options(contains_eager(Departure.version).joinedload(Version.tiers))
        )
        .unique()
        .one_or_none()
    )


def booking(booking_id: int) -> Booking | None:
    """A booking with the prices that a change of its number needs."""
    return (
        db.session.scalars(
            whole()
            .where(Booking.id == booking_id)
            .options(
                contains_eager(Booking.departure)
                .contains_eager(Departure.version)
                .joinedload(Version.tiers)
            )
        )
        .unique()
        .one_or_none()
    )


def by_form_key(form_key: str) -> Booking | None:
    return db.session.scalar(whole().where(Booking.form_key == form_key))


def events_of(booking: Booking) -> Sequence[BookingEvent]:
    """The history of a booking, the latest first."""
    return db.session.scalars(
        sa.select(BookingEvent)
        .where(BookingEvent.booking_id == booking.id)
        .order_by(BookingEvent.at.desc(), BookingEvent.id.desc())
    ).all()


def messages_about(booking: Booking) -> Sequence[Message]:
    """What was written about a booking, the latest first."""
    return db.session.scalars(
        sa.select(Message)
        .where(Message.about_kind == Booking.__tablename__, Message.about_id == booking.id)
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(100)
    ).all()


def participants_of(booking: Booking) -> Sequence[Participant]:
    return db.session.scalars(
        sa.select(Participant)
        .where(Participant.booking_id == booking.id, Participant.removed_at.is_(None))
        .order_by(Participant.id)
    ).all()


def roster(departure: Departure) -> sa.Select[Participant]:
    """Who comes on a departure: named in bookings that hold their places."""
    return (
        sa.select(Participant)
        .join(Participant.booking)
        .join(Booking.departure)
        .join(Departure.version)
        .join(Booking.delegation)
        .options(
            contains_eager(Participant.booking).contains_eager(Booking.delegation),
            contains_eager(Participant.booking)
            .contains_eager(Booking.departure)
            .contains_eager(Departure.version),
        )
        .where(
            Booking.departure_id == departure.id,
            Booking.state.in_(HOLDING),
            Participant.removed_at.is_(None),
        )
        .order_by(sa.func.lower(Delegation.name), Booking.id, Participant.id)
    )


def participant_counts(booking_ids: Collection[int]) -> dict[int, int]:
    """How many are named in each booking."""
    rows = db.session.execute(
        sa.select(Participant.booking_id, sa.func.count())
        .where(Participant.booking_id.in_(booking_ids), Participant.removed_at.is_(None))
        .group_by(Participant.booking_id)
    )
    return dict(rows.all())


def linked(people: Sequence[Participant]) -> dict[int, Message]:
    """By participant, the message that carried the link as it is now to the mailbox as it is."""
    messages = db.session.scalars(
        sa.select(Message)
        .where(
            Message.about_kind == Participant.__tablename__,
            Message.about_id.in_([person.id for person in people]),
        )
        .order_by(Message.id)
    )
    keys = {
        event_key(f"bookings/participant_link:{person.token_hash[:16]}", person.email): person.id
        for person in people
    }
    return {keys[one.event_key]: one for one in messages if one.event_key in keys}


def participant_by_hash(token_hash: str) -> Participant | None:
    """The person a link is for, unless the person was removed."""
    return db.session.scalar(
        sa.select(Participant)
        .where(Participant.token_hash == token_hash, Participant.removed_at.is_(None))
        .options(joinedload(Participant.booking))
    )


def programme(departure: Departure) -> Sequence[DatedItem]:
    """What happens on a departure, in order, with places and the texts of the package."""
    return db.session.scalars(
        sa.select(DatedItem)
        .where(DatedItem.departure_id == departure.id, DatedItem.dropped_at.is_(None))
        .options(joinedload(DatedItem.item, innerjoin=True))
        .order_by(DatedItem.day_number, DatedItem.starts_at, DatedItem.id)
    ).all()


def paper(departure_id: int, kind: str, language: str, data_hash: str) -> Paper | None:
    return db.session.scalar(
        sa.select(Paper).where(
            Paper.departure_id == departure_id,
            Paper.kind == kind,
            Paper.language == language,
            Paper.data_hash == data_hash,
        )
    )


def paper_job(dedupe_key: str) -> Job | None:
    return db.session.scalar(sa.select(Job).where(Job.dedupe_key == dedupe_key))


def concerned(delegation_id: int) -> tuple[Sequence[User], Sequence[User]]:
    """The leaders of a delegation and the organisers, who are told of its bookings."""
    people = (
        db.session.scalars(
            sa.select(User)
            .where(
                User.disabled_at.is_(None),
                User.memberships.any(
                    sa.or_(
                        Membership.role == Role.ORGANISER,
                        Membership.delegation_id == delegation_id,
                    )
                ),
            )
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )
    leaders = [user for user in people if delegation_id in user.delegation_ids]
    return leaders, [user for user in people if Role.ORGANISER in user.roles]


def leaders_of(delegation: Delegation) -> Sequence[User]:
    """Accounts that lead a delegation, those not yet signed in included."""
    return (
        db.session.scalars(
            sa.select(User)
            .where(User.memberships.any(Membership.delegation_id == delegation.id))
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )


def delegations_named(text: str = "", country: str = "") -> sa.Select[Delegation]:
    found = sa.select(Delegation).order_by(sa.func.lower(Delegation.name), Delegation.id)
    if country:
        found = found.where(Delegation.country == country)
    if text:
        found = found.where(
            sa.or_(
                Delegation.name.icontains(text, autoescape=True),
                Delegation.leader_name.icontains(text, autoescape=True),
                Delegation.email.icontains(text, autoescape=True),
            )
        )
    return found


def delegations_by_id(delegation_ids: Collection[int]) -> Sequence[Delegation]:
    return db.session.scalars(
        sa.select(Delegation)
        .where(Delegation.id.in_(delegation_ids))
        .order_by(sa.func.lower(Delegation.name), Delegation.id)
    ).all()


def live_counts(delegation_ids: Collection[int]) -> dict[int, int]:
    """How many bookings that may still come each delegation has."""
    rows = db.session.execute(
        sa.select(Booking.delegation_id, sa.func.count())
        .where(Booking.delegation_id.in_(delegation_ids), Booking.state.in_(LIVE))
        .group_by(Booking.delegation_id)
    )
    return dict(rows.all())


def countries() -> Sequence[str]:
    return db.session.scalars(
        sa.select(Delegation.country).distinct().order_by(Delegation.country)
    ).all()


def booked_departures() -> Sequence[Departure]:
    """Departures that have bookings, the latest first; for a filter."""
    return (
        db.session.scalars(
            sa.select(Departure)
            .where(Departure.id.in_(sa.select(Booking.departure_id)))
            .order_by(Departure.first_day.desc(), Departure.id.desc())
            .limit(200)
        )
        .unique()
        .all()
    )


def open_departures(at: datetime) -> Sequence[Departure]:
    """Departures that can be booked now; for booking on behalf of somebody."""
    return (
        db.session.scalars(
            sa.select(Departure)
            .where(Departure.status == "open", Departure.booking_deadline > at)
            .order_by(Departure.first_day, Departure.id)
            .limit(200)
        )
        .unique()
        .all()
    )
