"""What participants tell of themselves. Diet and needs are sealed, and kept only by consent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tourbook.bookings.models import Booking, Participant
from tourbook.bookings.rules.needs import Counts, Wishes, counted
from tourbook.core import audit, encryption, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.languages import known
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure

#: How long after the last day of a visit diets and needs are kept.
KEPT = timedelta(days=30)


def save(
    participant: Participant,
    *,
    name: str,
    form_of_address: str,
    language: str,
    diet: Wishes,
    needs: Wishes,
    consent: bool,
    at: datetime,
) -> None:
    """Keep what the person says; what needs consent and has none is refused, not kept.

    Raises:
        Refused: a diet or need is told without consent to keep it.
    """
    if (diet or needs) and not consent:
        raise Refused("Tick that we may keep your diet and needs, or leave them out.")
    participant.name = name
    participant.form_of_address = form_of_address
    participant.language = known(language)
    participant.diet_sealed = sealed(diet, diet_place(participant))
    participant.needs_sealed = sealed(needs, needs_place(participant))
    if not (diet or needs):
        participant.consent_at = None
    elif participant.consent_at is None:
        participant.consent_at = at
    actor = Actor(None, "participant")
    audit.record("bookings.participant_details", participant, at=at, actor=actor)
    db.session.flush()


def sealed(wishes: Wishes, place: str) -> bytes | None:
    return encryption.seal(wishes.as_text(), place=place) if wishes else None


def diet_place(participant: Participant) -> str:
    return f"participant.diet:{participant.id}"


def needs_place(participant: Participant) -> str:
    return f"participant.needs:{participant.id}"


def opened(content: bytes | None, place: str) -> Wishes:
    return Wishes.of(encryption.unseal(content, place=place)) if content else Wishes()


def diet_of(participant: Participant) -> Wishes:
    return opened(participant.diet_sealed, diet_place(participant))


def needs_of(participant: Participant) -> Wishes:
    return opened(participant.needs_sealed, needs_place(participant))


def diets(participants: Iterable[Participant]) -> Counts:
    """How many want which diet, for the kitchens."""
    return counted(diet_of(one) for one in participants if one.diet_sealed)


def needs(participants: Iterable[Participant]) -> Counts:
    """How many need what, for hosts and drivers."""
    return counted(needs_of(one) for one in participants if one.needs_sealed)


@jobs.periodic("bookings.forget_needs", every=timedelta(days=1))
def forget_due(payload: dict[str, Any], at: datetime) -> None:
    forget(at=at)


def forget(*, at: datetime) -> None:
    """Erase what was told of diets and needs on visits that are long over."""
    over = (
        sa.select(Booking.id).join(Booking.departure).where(Departure.last_day < at.date() - KEPT)
    )
    db.session.execute(
        sa.update(Participant)
        .where(Participant.booking_id.in_(over), Participant.consent_at.is_not(None))
        .values(diet_sealed=None, needs_sealed=None, consent_at=None)
        .execution_options(synchronize_session=False)
    )
