"""Whose feedback it is: the participant of the link, in a wave of their own departure."""

from flask import abort

from tourbook.bookings.models import Participant
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.feedback import queries
from tourbook.feedback.models import Wave, WaveKind


def participant_or_404(token: str) -> Participant:
    participant = queries.participant(token)
    if participant is None:
        abort(404)
    return participant


def departure_or_404(departure_id: int) -> Departure:
    departure = db.session.get(Departure, departure_id)
    if departure is None:
        abort(404)
    return departure


def wave_or_404(departure: Departure, kind: WaveKind) -> Wave:
    wave = queries.of_departure(departure).get(kind)
    if wave is None:
        abort(404)
    return wave
