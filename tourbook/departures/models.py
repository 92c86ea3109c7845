"""A version on dates: seats, dated items, and what each host was asked and answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.accounts.models import User
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
    #: The host said no, with a reason, another time or another component.
    DECLINED = "declined"
    CANCELLED = "cancelled"
    #: Nobody answered in time.
    LAPSED = "lapsed"
    #: The host said yes and later took it back.
    WITHDRAWN = "withdrawn"
    #: The visit took place.
    DELIVERED = "delivered"


class ThreadSide(StrEnum):
    HOST = "host"
    ORGANISER = "organiser"
    #: What the clock did: a reminder, a lapse.
    CLOCK = "clock"


class ThreadAct(StrEnum):
    ASKED = "asked"
    REMINDED = "reminded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED_TIME = "proposed_time"
    PROPOSED_COMPONENT = "proposed_component"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    #: Words that change nothing.
    NOTE = "note"


class ChangeKind(StrEnum):
    MOVED = "moved"
    PLAN_B = "plan_b"
    SWAPPED = "swapped"
    DROPPED = "dropped"


#: In these states a request holds its slot.
HOLDING = (RequestState.REQUESTED, RequestState.CONFIRMED)
#: In these the host said yes and nobody took it back.
AGREED = (RequestState.CONFIRMED, RequestState.DELIVERED)


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
    #: Left out of this departure by a change; it stays for the record.
    dropped_at: Mapped[datetime | None]
    #: Raised with each change of what visitors do and when.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    departure: Mapped[Departure] = relationship(back_populates="items")
    item: Mapped[Item] = relationship()
    place: Mapped[Place | None] = relationship(lazy="joined")
    component: Mapped[Component | None] = relationship()

    @property
    def text(self) -> Texts:
        """What the package says of it; of another visit in its stead, what the host says."""
        if (self.component_id, self.title) == (self.item.component_id, self.item.title):
            return self.item.text
        return self.component.summary if self.component else Texts()

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
    #: What the host offers instead of what it was asked for.
    proposed_component_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("component.id"), index=True
    )
    #: Unanswered until then, the request lapses and its slot is free again.
    lapses_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The colleague who answers it.
    handed_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    #: Frozen with the yes: the price lines and the words that the host agreed to.
    agreed_price: Mapped[dict[str, Any] | None]
    agreed_text: Mapped[Texts | None]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    dated_item: Mapped[DatedItem] = relationship()
    departure: Mapped[Departure] = relationship()
    component: Mapped[Component] = relationship(
        foreign_keys=[component_id], lazy="joined", innerjoin=True
    )
    proposed_component: Mapped[Component | None] = relationship(
        foreign_keys=[proposed_component_id]
    )
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    slot: Mapped[Slot | None] = relationship()
    handed_to: Mapped[User | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("pax >= 1", name="pax"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint(
            "proposed_ends_at IS NULL OR proposed_ends_at > proposed_starts_at", name="proposed"
        ),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'declined', 'withdrawn', 'delivered'))"
            " = (answered_at IS NOT NULL) OR state = 'cancelled'",
            name="answered_has_time",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_time"
        ),
        sa.CheckConstraint("reminders >= 0", name="reminders"),
        sa.Index(
            "ix_service_request_lapses_at",
            "lapses_at",
            sqlite_where=sa.text("state = 'requested'"),
            postgresql_where=sa.text("state = 'requested'"),
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


class ThreadEntry(Base):
    """What was said and done about a request, in order; never changed."""

    __tablename__ = "thread_entry"
    request_id: Mapped[int] = mapped_column(
        sa.ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    side: Mapped[ThreadSide]
    act: Mapped[ThreadAct]
    #: Who: a name, or "by link".
    by: Mapped[str] = mapped_column(sa.String(200))
    words: Mapped[str] = mapped_column(sa.String(2000), default="")
    #: What the act was about: a proposed time, the colleague it was handed to.
    facts: Mapped[dict[str, Any]]

    def moment(self, name: str) -> datetime:
        """A moment among the facts, which keep it as text."""
        return datetime.fromisoformat(self.facts[name])


class Change(Base):
    """A change of a departure that its people are told of, once, after ten minutes."""

    __tablename__ = "change"
    departure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("departure.id", ondelete="CASCADE"), index=True
    )
    dated_item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("dated_item.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ChangeKind]
    #: Rows as they stood and stand: `{"items": [...], "requests": [...]}`, for telling and undoing.
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(sa.String(200))
    #: When those it touches are told; until then it can be undone.
    tell_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    departure: Mapped[Departure] = relationship()
    dated_item: Mapped[DatedItem] = relationship()
    __table_args__ = (
        sa.CheckConstraint("told_at IS NULL OR undone_at IS NULL", name="told_or_undone"),
        sa.CheckConstraint("tell_at >= made_at", name="tell_at"),
    )


class DutyContact(Base):
    """Whom visitors, hosts and drivers call on a day of a departure."""

    __tablename__ = "duty_contact"
    departure_id: Mapped[int] = mapped_column(sa.ForeignKey("departure.id", ondelete="CASCADE"))
    #: 0 holds for every day that has no contact of its own.
    day_number: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(40))
    __table_args__ = (
        sa.UniqueConstraint("departure_id", "day_number"),
        sa.CheckConstraint("day_number BETWEEN 0 AND 60", name="day_number"),
    )


class LateBooking(Base):
    """Leave to book a departure after its latest safe booking date, and why."""

    __tablename__ = "late_booking"
    departure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("departure.id", ondelete="CASCADE"), unique=True
    )
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(500))
    given_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(sa.String(200))
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="reason"),)
