"""What participants tell of themselves. Diet and needs are sealed, and kept only by consent."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tourbook.bookings.models import HOLDING, Booking, Participant
from tourbook.bookings.rules import particulars as rules
from tourbook.bookings.rules.needs import Counts, Wishes, counted
from tourbook.bookings.rules.particulars import Identity, Particulars
from tourbook.core import audit, encryption, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.languages import known
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure
from tourbook.hosts.models import SiteField, VisitorField
from tourbook.hosts.queries import sites

#: How long after the last day of a visit what is sealed is kept: a schedule of our own, for the
#: law sets none.
KEPT = timedelta(days=30)
#: What is sealed, and the consent that goes with it.
SEALED = ("diet_sealed", "needs_sealed", "birth_date_sealed", "identity_sealed")
#: What the record of an erasure counts, by names that the audit log does not strike out.
COUNTED = ("people", "eating_wishes", "other_wishes", "birth_dates", "identities")


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
    check_not_erased(participant)
    rename(participant, name, at=at)
    participant.form_of_address = form_of_address
    participant.language = known(language)
    participant.diet_sealed = sealed(diet, diet_place(participant))
    participant.needs_sealed = sealed(needs, needs_place(participant))
    # Given anew each time: the page names the sites that see it now.
    participant.consent_at = at if diet or needs else None
    actor = Actor(None, "participant")
    audit.record("bookings.participant_details", participant, at=at, actor=actor)
    db.session.flush()


def rename(participant: Participant, name: str, *, at: datetime) -> None:
    """Give somebody another name; sites that wanted names by a day count it from now on."""
    if name.casefold() != participant.name.casefold():
        participant.created_at = at
    participant.name = name


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


def asked_of(departure: Departure) -> list[SiteField]:
    """What the sites of a departure's programme ask of its visitors."""
    items = departure.items
    on_programme = {
        item.component_id for item in items if item.component_id and not item.dropped_at
    }
    return list(sites.asked_by(on_programme)) if on_programme else []


def tell(
    participant: Participant,
    told: Particulars,
    *,
    asked: Collection[VisitorField],
    at: datetime,
    actor: Actor,
) -> None:
    """Keep what the person tells of all that is asked; what is not asked stays as it was."""
    check_not_erased(participant)
    rules.check(told, today=at.date(), last_day=participant.booking.departure.last_day)
    for column in columns_of(asked):
        setattr(participant, column, getattr(told, column))
    if VisitorField.LANGUAGES in asked:
        participant.languages = list(told.languages)
    if VisitorField.BIRTH_DATE in asked:
        participant.birth_date_sealed = (
            encryption.seal(told.birth_date.isoformat(), place=birth_date_place(participant))
            if told.birth_date
            else None
        )
    if VisitorField.IDENTITY_DOCUMENT in asked:
        participant.identity_sealed = (
            encryption.seal(told.identity.as_text(), place=identity_place(participant))
            if told.identity
            else None
        )
    fields = ", ".join(field.value for field in VisitorField if field in asked)
    if fields:
        audit.record("bookings.tell", participant, at=at, actor=actor, after={"asked_for": fields})
    db.session.flush()


def columns_of(asked: Collection[VisitorField]) -> list[str]:
    return [
        column
        for field, columns in rules.OPEN_COLUMNS.items()
        if field in asked and field is not VisitorField.LANGUAGES
        for column in columns
    ]


def told_by(participant: Participant) -> Particulars:
    """What is kept of a person, opened."""
    return Particulars(
        nationality=participant.nationality,
        employer=participant.employer,
        post=participant.post,
        phone=participant.phone,
        vehicle=participant.vehicle,
        languages=tuple(participant.languages),
        clothing_size=participant.clothing_size,
        photo_consent=participant.photo_consent,
        birth_date=birth_date_of(participant),
        identity=identity_of(participant),
    )


def birth_date_place(participant: Participant) -> str:
    return f"participant.birth_date:{participant.id}"


def identity_place(participant: Participant) -> str:
    return f"participant.identity:{participant.id}"


def birth_date_of(participant: Participant) -> date | None:
    if participant.birth_date_sealed is None:
        return None
    opened_text = encryption.unseal(
        participant.birth_date_sealed, place=birth_date_place(participant)
    )
    return date.fromisoformat(opened_text)


def identity_of(participant: Participant) -> Identity | None:
    if participant.identity_sealed is None:
        return None
    return Identity.of(
        encryption.unseal(participant.identity_sealed, place=identity_place(participant))
    )


def check_not_erased(participant: Participant) -> None:
    if participant.erased_at is not None:
        raise Refused("The visit is long over. What was told in confidence has been erased.")


@jobs.periodic("bookings.forget_needs", every=timedelta(days=1))
def forget_due(payload: dict[str, Any], at: datetime) -> None:
    forget(at=at)


def forget(*, at: datetime) -> None:
    """Erase all that is sealed on visits that are long over, and record how much it was.

    Of a booking that was called off it is erased as long after that. The rest of the visit stays.
    The record holds counts, never a value or a name.
    """
    over = sa.or_(
        Departure.last_day < at.date() - KEPT,
        sa.and_(Booking.state.not_in(HOLDING), Booking.ended_at < at - KEPT),
    )
    departures = db.session.scalars(
        sa.select(Departure)
        .join(Booking, Booking.departure_id == Departure.id)
        .join(Participant, Participant.booking_id == Booking.id)
        .where(over, Participant.erased_at.is_(None))
        .distinct()
        .order_by(Departure.id)
    )
    for departure in departures.unique().all():
        erase(departure, over, at=at)


def erase(departure: Departure, over: sa.ColumnElement[bool], *, at: datetime) -> None:
    bookings = sa.select(Booking.id).join(Departure, Departure.id == Booking.departure_id)
    theirs = (
        Participant.booking_id.in_(bookings.where(Booking.departure_id == departure.id, over)),
        Participant.erased_at.is_(None),
    )
    counts = [sa.func.count(Participant.id)]
    counts += [sa.func.count(getattr(Participant, column)) for column in SEALED]
    found = db.session.execute(sa.select(*counts).where(*theirs)).one()
    db.session.execute(
        sa.update(Participant)
        .where(*theirs)
        .values(dict.fromkeys((*SEALED, "consent_at")) | {"erased_at": at})
        .execution_options(synchronize_session=False)
    )
    audit.record(
        "bookings.erase_sealed",
        departure,
        at=at,
        actor=Actor.system(),
        after=dict(zip(COUNTED, found, strict=True)),
    )
