"""Delegations, their bookings on departures, who takes part, and the papers made for them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.departures.models import Departure


class DelegationKind(StrEnum):
    AUTHORITY = "authority"
    COMPANY = "company"
    NGO = "ngo"
    RESEARCH = "research"
    OTHER = "other"


class BookingState(StrEnum):
    OPTION = "option"
    CONFIRMED = "confirmed"
    #: The option ran out.
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


#: In these states a booking holds its places.
HOLDING = (BookingState.OPTION, BookingState.CONFIRMED, BookingState.COMPLETED)


class Delegation(Base):
    __tablename__ = "delegation"
    name: Mapped[str] = mapped_column(sa.String(160))
    #: ISO 3166 alpha-2.
    country: Mapped[str] = mapped_column(sa.String(2))
    kind: Mapped[DelegationKind]
    language: Mapped[str] = mapped_column(sa.String(2), default="en")
    #: Who speaks for the group.
    leader_name: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    #: A written general agreement on business travel: then the sale is no protected package.
    business_travel_agreement: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint("name", "country"),
        sa.CheckConstraint("length(country) = 2", name="country"),
        sa.CheckConstraint("language IN ('fi', 'sv', 'en')", name="language"),
    )


class Booking(Base):
    __tablename__ = "booking"
    #: What people say on the phone: `TB-7K4M2P`.
    reference: Mapped[str] = mapped_column(sa.String(12), unique=True)
    departure_id: Mapped[int] = mapped_column(sa.ForeignKey("departure.id"))
    delegation_id: Mapped[int] = mapped_column(sa.ForeignKey("delegation.id"), index=True)
    places: Mapped[int]
    state: Mapped[BookingState]
    #: When an option lapses; empty in any other state.
    option_until: Mapped[datetime | None] = mapped_column(index=True)
    #: Frozen when the places were taken: cents per person, VAT included.
    person_cents: Mapped[int]
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: Raised with each change, so that two people cannot undo each other unseen.
    revision: Mapped[int] = mapped_column(default=1)
    #: The form that made it: sent twice, it makes one booking.
    form_key: Mapped[str | None] = mapped_column(sa.String(32), unique=True)
    departure: Mapped[Departure] = relationship(lazy="joined", innerjoin=True)
    delegation: Mapped[Delegation] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("places BETWEEN 1 AND 1000", name="places"),
        sa.CheckConstraint("person_cents >= 0", name="person_cents"),
        sa.CheckConstraint("(state = 'option') = (option_until IS NOT NULL)", name="option_date"),
        sa.CheckConstraint(
            "(state IN ('lapsed', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_has_time"
        ),
        sa.Index("ix_booking_departure_state", "departure_id", "state"),
    )


class BookingEvent(Base):
    """The history of a booking: each move with who, when and why."""

    __tablename__ = "booking_event"
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("booking.id"), index=True)
    at: Mapped[datetime]
    actor_label: Mapped[str] = mapped_column(sa.String(200))
    #: `placed`, `confirmed`, `places_changed`, `lapsed`, `cancelled`, `completed`.
    what: Mapped[str] = mapped_column(sa.String(30))
    state: Mapped[BookingState]
    places: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    booking: Mapped[Booking] = relationship()
    __table_args__ = (sa.CheckConstraint("places >= 1", name="places"),)


class Participant(Base):
    __tablename__ = "participant"
    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("booking.id"), index=True)
    #: As the person writes it, in any script.
    name: Mapped[str] = mapped_column(sa.String(160))
    form_of_address: Mapped[str] = mapped_column(sa.String(40), default="")
    post: Mapped[str] = mapped_column(sa.String(160), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="en")
    #: Special categories of personal data, sealed by `core.encryption`; given with consent.
    diet_sealed: Mapped[bytes | None]
    needs_sealed: Mapped[bytes | None]
    consent_at: Mapped[datetime | None]
    #: ISO 3166 alpha-2.
    nationality: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    employer: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    #: Registration number, where somebody comes in an own car.
    vehicle: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    #: ISO 639 codes, the best first.
    languages: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    clothing_size: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    #: Empty until the person has said yes or no.
    photo_consent: Mapped[bool | None]
    #: ISO date, and `kind|number|country|valid until`, sealed by `core.encryption`.
    birth_date_sealed: Mapped[bytes | None]
    identity_sealed: Mapped[bytes | None]
    #: When what is sealed was erased for good.
    erased_at: Mapped[datetime | None]
    #: The personal link for details, programme and feedback.
    token_salt: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    #: When this name was given.
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    booking: Mapped[Booking] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("length(name) > 0", name="name"),
        sa.CheckConstraint("language IN ('fi', 'sv', 'en')", name="language"),
        sa.CheckConstraint("length(nationality) IN (0, 2)", name="nationality"),
        sa.CheckConstraint(
            "erased_at IS NULL OR (diet_sealed IS NULL AND needs_sealed IS NULL"
            " AND birth_date_sealed IS NULL AND identity_sealed IS NULL)",
            name="erased",
        ),
    )


class Paper(Base):
    """A document as it was issued: kept whole, with its hash."""

    __tablename__ = "paper"
    departure_id: Mapped[int] = mapped_column(sa.ForeignKey("departure.id"), index=True)
    #: `programme`.
    kind: Mapped[str] = mapped_column(sa.String(30))
    language: Mapped[str] = mapped_column(sa.String(2))
    version: Mapped[int]
    #: SHA-256 of the data it was made from, and of the file.
    data_hash: Mapped[str] = mapped_column(sa.String(64))
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    made_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint("departure_id", "kind", "language", "version"),
        sa.UniqueConstraint("departure_id", "kind", "language", "data_hash"),
    )
