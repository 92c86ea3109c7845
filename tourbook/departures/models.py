"""A version on dates: seats, dated items, and what each host was asked and answered."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.core.texts import Texts
from tourbook.directory.models import Organisation, Place
from tourbook.hosts.models import Component, ComponentKind, Slot
from tourbook.packages.models import Item, Version


class DepartureStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


class RequestState(StrEnum):
    DRAFT = "draft"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    #: The host said no, with a reason or another time.
    DECLINED = "declined"
    CANCELLED = "cancelled"


#: In these states a request holds its slot.
HOLDING = (RequestState.REQUESTED, RequestState.CONFIRMED)


class Departure(Base):
    __tablename__ = "departure"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id"), index=True)
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    #: The zone in which the programme's times are meant.
    zone: Mapped[str] = mapped_column(sa.String(40), default="Europe/Helsinki")
    status: Mapped[DepartureStatus] = mapped_column(default=DepartureStatus.DRAFT)
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    booking_deadline: Mapped[datetime]
    pilot: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    created_at: Mapped[datetime]
    version: Mapped[Version] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list["DatedItem"]] = relationship(
        back_populates="departure",
        cascade="all, delete-orphan",
        order_by="(DatedItem.starts_at, DatedItem.id)",
    )
    __table_args__ = (
        sa.CheckConstraint("seats BETWEEN 1 AND 1000", name="seats"),
        sa.CheckConstraint("seats_taken BETWEEN 0 AND seats", name="seats_taken"),
        sa.CheckConstraint("last_day >= first_day", name="days"),
        sa.Index("ix_departure_status_first_day", "status", "first_day"),
    )


class DatedItem(Base):
    """An item of the version at its time on this departure."""

    __tablename__ = "dated_item"
    departure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("departure.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"), index=True)
    day_number: Mapped[int]
    kind: Mapped[ComponentKind]
    title: Mapped[Texts]
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    component_id: Mapped[int | None] = mapped_column(sa.ForeignKey("component.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    optional: Mapped[bool] = mapped_column(default=False)
    departure: Mapped[Departure] = relationship(back_populates="items")
    item: Mapped[Item] = relationship()
    place: Mapped[Place | None] = relationship(lazy="joined")
    component: Mapped[Component | None] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("departure_id", "item_id"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )


class ServiceRequest(Base):
    """What a host was asked for one item of a departure, and what it said."""

    __tablename__ = "service_request"
    dated_item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("dated_item.id", ondelete="CASCADE"), index=True
    )
    departure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("departure.id", ondelete="CASCADE"), index=True
    )
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    #: Empty where the component has no slots: then the host is asked for the time itself.
    slot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("slot.id"), index=True)
    #: Copied from the slot, so that an index can refuse a second holder.
    slot_exclusive: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    pax: Mapped[int]
    state: Mapped[RequestState] = mapped_column(default=RequestState.DRAFT)
    #: The host's link in the message.
    token_salt: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    #: Who answered: a name, or "by link".
    answered_by: Mapped[str] = mapped_column(sa.String(200), default="")
    reason: Mapped[str] = mapped_column(sa.String(1000), default="")
    proposed_starts_at: Mapped[datetime | None]
    proposed_ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    dated_item: Mapped[DatedItem] = relationship()
    departure: Mapped[Departure] = relationship()
    component: Mapped[Component] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    slot: Mapped[Slot | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("pax >= 1", name="pax"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint(
            "proposed_ends_at IS NULL OR proposed_ends_at > proposed_starts_at", name="proposed"
        ),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'declined')) = (answered_at IS NOT NULL)"
            " OR state = 'cancelled'",
            name="answered_has_time",
        ),
        sa.Index(
            "uq_service_request_exclusive_slot",
            "slot_id",
            unique=True,
            sqlite_where=sa.text("slot_exclusive AND state IN ('requested', 'confirmed')"),
            postgresql_where=sa.text("slot_exclusive AND state IN ('requested', 'confirmed')"),
        ),
        sa.Index(
            "uq_service_request_live_per_item",
            "dated_item_id",
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'requested', 'confirmed')"),
            postgresql_where=sa.text("state IN ('draft', 'requested', 'confirmed')"),
        ),
        sa.Index("ix_service_request_organisation_state", "organisation_id", "state"),
    )
