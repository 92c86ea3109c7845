"""Whom to write to about what is due, and what each of them was told before."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from tourbook.accounts.models import Membership, User
from tourbook.bookings.models import Booking, Delegation, Participant
from tourbook.core.db import db
from tourbook.directory.models import Organisation
from tourbook.messages.models import Message
from tourbook.messages.services import Recipient

#: The mail that gathers what somebody owes.
KIND = "visits/reminder"


@dataclass(frozen=True)
class Guest:
    """A participant's mailbox and the salt of the personal link."""

    to: Recipient
    token_salt: str


def leaders_of(booking_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """The leaders of each booking: those with accounts, else the delegation's own mailbox."""
    columns: tuple[Any, ...] = (
        Booking.id,
        Delegation.id,
        Delegation.email,
        Delegation.leader_name,
        Delegation.name,
        Delegation.language,
    )
    rows = db.session.execute(
        sa.select(*columns)
        .join(Delegation, Delegation.id == Booking.delegation_id)
        .where(Booking.id.in_(booking_ids))
        .order_by(Booking.id)
    ).all()
    accounts = with_accounts({row[1] for row in rows})
    found: dict[int, list[Recipient]] = {}
    for booking_id, delegation_id, email, leader, name, language in rows:
        own = [Recipient(email, leader or name, language)] if email else []
        found[booking_id] = accounts.get(delegation_id) or own
    return found


def with_accounts(delegation_ids: Collection[int]) -> dict[int, list[Recipient]]:
    found: dict[int, list[Recipient]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(Membership.delegation_id, User.email, User.name, User.language)
        .join(Membership.user)
        .where(Membership.delegation_id.in_(delegation_ids), User.disabled_at.is_(None))
        .order_by(Membership.delegation_id, User.id)
    )
    for delegation_id, email, name, language in rows:
        if delegation_id is not None:
            found[delegation_id].append(Recipient(email, name, language))
    return found


def guests(participant_ids: Collection[int]) -> dict[int, Guest]:
    """Where the personal link of each of these people goes."""
    columns: tuple[Any, ...] = (
        Participant.id,
        Participant.email,
        Participant.name,
        Participant.language,
        Participant.token_salt,
    )
    rows = db.session.execute(sa.select(*columns).where(Participant.id.in_(participant_ids)))
    return {
        person_id: Guest(Recipient(email, name, language), salt)
        for person_id, email, name, language, salt in rows
    }


def hosts(organisation_ids: Collection[int]) -> Sequence[Organisation]:
    return db.session.scalars(
        sa.select(Organisation)
        .where(Organisation.id.in_(organisation_ids))
        .options(lazyload(Organisation.municipality))
        .order_by(Organisation.id)
    ).all()


def told_before(mailboxes: Collection[str]) -> dict[str, set[str]]:
    """By mailbox, the events of all reminders that were ever sent to it."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(Message.to_email, Message.values).where(
            Message.kind == KIND, sa.func.lower(Message.to_email).in_(mailboxes)
        )
    )
    for email, values in rows:
        found[email.lower()].update(values["events"])
    return found
