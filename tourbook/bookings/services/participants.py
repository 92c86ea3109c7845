"""Who takes part: naming people, and the personal link that each of them gets."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tourbook.bookings import queries
from tourbook.bookings.models import Booking, Participant
from tourbook.bookings.rules import moves
from tourbook.bookings.rules.rosters import IF_ASKED, Person
from tourbook.bookings.services import details
from tourbook.bookings.services.moves import named_in
from tourbook.core import audit, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.messages import services as messages
from tourbook.messages.rules import token_link
from tourbook.messages.services import Recipient

PURPOSE = "participant"
LINK_MESSAGE = "bookings/participant_link"


def locked(booking: Booking) -> int:
    """The number of places, and nobody else names or removes people till this is done."""
    return db.session.execute(
        sa.select(Booking.places).where(Booking.id == booking.id).with_for_update()
    ).scalar_one()


def add(
    booking: Booking, people: Sequence[Person], *, at: datetime, actor: Actor
) -> list[Participant]:
    """Name people, never more than there are places."""
    moves.check_live(booking)
    left = locked(booking) - named_in(booking)
    if len(people) > left:
        raise Refused(
            "The booking has room for %(left)d more participants. You named %(named)d.",
            left=max(left, 0),
            named=len(people),
        )
    added = [new(booking, person, at=at) for person in people]
    db.session.add_all(added)
    db.session.flush()
    for participant in added:
        audit.record("bookings.name_participant", participant, at=at, actor=actor)
    db.session.flush()
    return added


def new(booking: Booking, person: Person, *, at: datetime) -> Participant:
    salt, token_hash = tokens.issue(PURPOSE)
    return Participant(
        booking=booking,
        name=person.name,
        form_of_address=person.form_of_address,
        post=person.post,
        email=person.email,
        nationality=person.nationality,
        employer=person.employer,
        phone=person.phone,
        vehicle=person.vehicle,
        clothing_size=person.clothing_size,
        language=booking.delegation.language,
        token_salt=salt,
        token_hash=token_hash,
        created_at=at,
    )


def change(participant: Participant, person: Person, *, at: datetime, actor: Actor) -> None:
    """Correct what is known of a person; a new mailbox ends the link sent to the old one."""
    moves.check_live(participant.booking)
    before = as_values(participant)
    moved = participant.email.casefold() != person.email.casefold()
    details.rename(participant, person.name, at=at)
    participant.form_of_address = person.form_of_address
    participant.post = person.post
    participant.email = person.email
    for column in IF_ASKED.values():
        setattr(participant, column, getattr(person, column))
    if moved:
        participant.token_salt, participant.token_hash = tokens.issue(PURPOSE)
    after = as_values(participant)
    audit.record(
        "bookings.change_participant", participant, at=at, actor=actor, before=before, after=after
    )
    db.session.flush()


def as_values(participant: Participant) -> dict[str, str]:
    return {
        "name": participant.name,
        "form_of_address": participant.form_of_address,
        "post": participant.post,
        "email": participant.email,
    }


def remove(participant: Participant, *, at: datetime, actor: Actor) -> None:
    """Take a person off the list: the link ends and what was said in confidence is erased."""
    if participant.removed_at is not None:
        raise Refused("This person has been removed already.")
    moves.check_live(participant.booking)
    participant.removed_at = at
    participant.diet_sealed = participant.needs_sealed = participant.consent_at = None
    participant.birth_date_sealed = participant.identity_sealed = None
    audit.record("bookings.remove_participant", participant, at=at, actor=actor)
    db.session.flush()


def reissue(participant: Participant, *, at: datetime, actor: Actor) -> str:
    """Make a new link, so that the old one ends; the token of the new one."""
    moves.check_live(participant.booking)
    participant.token_salt, participant.token_hash = tokens.issue(PURPOSE)
    audit.record("bookings.reissue_link", participant, at=at, actor=actor)
    db.session.flush()
    return tokens.derive(participant.token_salt, PURPOSE)


def send_links(booking: Booking, *, at: datetime, actor: Actor) -> int:
    """Mail the personal link to everybody who has not had it yet; how many were mailed."""
    moves.check_live(booking)
    people = queries.participants_of(booking)
    had = queries.linked(people)
    waiting = [person for person in people if person.email and person.id not in had]
    for participant in waiting:
        send_link(participant, at=at)
    if waiting:
        audit.record(
            "bookings.send_links", booking, at=at, actor=actor, after={"people": len(waiting)}
        )
    db.session.flush()
    return len(waiting)


def send_link(participant: Participant, *, at: datetime) -> None:
    departure = participant.booking.departure
    messages.send(
        LINK_MESSAGE,
        to=Recipient(participant.email, participant.name, participant.language),
        values={
            "name": participant.name,
            "package": departure.version.package.name.get(participant.language),
            "delegation": participant.booking.delegation.name,
            "first_day": departure.first_day.isoformat(),
            "last_day": departure.last_day.isoformat(),
            "link": token_link("/p/{token}", participant.token_salt, PURPOSE),
        },
        event_key=link_key(participant),
        at=at,
        about=participant,
    )


def link_key(participant: Participant) -> str:
    return f"{LINK_MESSAGE}:{participant.token_hash[:16]}"
