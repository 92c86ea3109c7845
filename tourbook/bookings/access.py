"""Whose booking it is: what is not yours does not exist."""

from flask import abort, g
from flask_babel import refresh

from tourbook.accounts.access import me
from tourbook.bookings import queries
from tourbook.bookings.models import Booking, Delegation, Participant
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure
from tourbook.web.languages import chosen

ORGANISING = (Role.ORGANISER, Role.ADMIN)
BOOKING = (Role.LEADER, *ORGANISING)


def organising() -> bool:
    """Whether the person who asks works for the organiser."""
    return not me().roles.isdisjoint(ORGANISING)


def may_see(delegation_id: int) -> bool:
    return organising() or delegation_id in me().delegation_ids


def booking_or_404(booking_id: int) -> Booking:
    booking = queries.booking(booking_id)
    if booking is None or not may_see(booking.delegation_id):
        abort(404)
    return booking


def participant_or_404(booking_id: int, participant_id: int) -> Participant:
    participant = db.session.get(Participant, participant_id)
    if (
        participant is None
        or participant.booking_id != booking_id
        or participant.removed_at is not None
        or not may_see(participant.booking.delegation_id)
    ):
        abort(404)
    return participant


def by_link_or_404(token: str) -> Participant:
    """The participant whose link this is; the page then speaks the person's own language."""
    participant = queries.participant_by_hash(tokens.digest(token))
    if participant is None:
        abort(404)
    if chosen() is None:
        g.language = participant.language
        refresh()
    return participant


def departure_or_404(departure_id: int) -> Departure:
    departure = queries.departure_to_book(departure_id)
    if departure is None:
        abort(404)
    return departure


def delegation_or_404(delegation_id: int) -> Delegation:
    return db.get_or_404(Delegation, delegation_id)
