"""When a component can be had: slots, the series that made them, and when a host is away."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.directory.models import Organisation, Place
from tourbook.hosts.models.components import Component


class SlotState(StrEnum):
    OPEN = "open"
    #: Not to be asked for now; may be opened again.
    CLOSED = "closed"
    #: Taken back for good; what stands on it is kept and shown.
    WITHDRAWN = "withdrawn"


class AwayKind(StrEnum):
    #: No visits at all.
    BLACKOUT = "blackout"
    #: Rather no visits: never proposed, and asked for only with a reason.
    QUIET = "quiet"
    #: Taken from the host's own calendar.
    BUSY = "busy"


class SlotSeries(Base):
    """A recurrence rule that slots were made from, on local days."""

    __tablename__ = "slot_series"
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id"), index=True)
    #: RFC 5545 without DTSTART, UNTIL and COUNT: `FREQ=WEEKLY;BYDAY=TU,TH`.
    rule: Mapped[str] = mapped_column(sa.String(200))
    #: When a slot starts on the clock of `zone`, whatever the season. All day: midnight.
    starts: Mapped[time]
    minutes: Mapped[int]
    all_day: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    zone: Mapped[str] = mapped_column(sa.String(40))
    first_day: Mapped[date]
    last_day: Mapped[date]
    capacity: Mapped[int]
    exclusive: Mapped[bool] = mapped_column(default=True)
    #: No slots on Finnish public holidays and their eves.
    skip_holidays: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: The series that this one goes on from, after a change of one day and all that follow.
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("slot_series.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    component: Mapped[Component] = relationship(lazy="joined", innerjoin=True)
    exceptions: Mapped[list["SeriesException"]] = relationship(
        cascade="all, delete-orphan", order_by="SeriesException.day"
    )
    __table_args__ = (
        sa.CheckConstraint("rule <> ''", name="rule"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 10080", name="minutes"),
        sa.CheckConstraint("last_day >= first_day", name="days"),
        sa.CheckConstraint("capacity >= 1", name="capacity"),
    )


class SeriesException(Base):
    """A local day on which the rule of a series makes no slot."""

    __tablename__ = "series_exception"
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("slot_series.id", ondelete="CASCADE"))
    day: Mapped[date]
    __table_args__ = (sa.UniqueConstraint("series_id", "day"),)


class Slot(Base):
    """A time at which a component can be had. `taken` persons hold it, asked or agreed."""

    __tablename__ = "slot"
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id"))
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("slot_series.id"), index=True)
    #: The local day for which the series made it; it may have been moved since.
    series_day: Mapped[date | None]
    #: Changed by itself: later changes of its series leave it alone.
    detached: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: From local midnight to local midnight.
    all_day: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    #: One group at a time, however small.
    exclusive: Mapped[bool] = mapped_column(default=True)
    state: Mapped[SlotState] = mapped_column(default=SlotState.OPEN)
    #: What visitors of this time should know, for the organiser.
    note: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    component: Mapped[Component] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("capacity >= 1", name="capacity"),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name="taken"),
        # What was withdrawn stays, and its time may be offered anew.
        sa.Index(
            "uq_slot_component_id_starts_at",
            "component_id",
            "starts_at",
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        ),
        sa.Index("ix_slot_component_id_starts_at", "component_id", "starts_at"),
        sa.Index("ix_slot_starts_at", "starts_at"),
    )


class BusyFeed(Base):
    """A calendar of the host's own whose busy times block its slots: a file, or an address."""

    __tablename__ = "busy_feed"
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    #: Whose times it blocks; empty: all that the organisation offers.
    component_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(160))
    #: Empty for a file.
    address: Mapped[str] = mapped_column(sa.String(1000), default="")
    #: An address is fetched only once an administrator has allowed it.
    allowed_at: Mapped[datetime | None]
    allowed_by: Mapped[str] = mapped_column(sa.String(200), default="")
    read_at: Mapped[datetime | None]
    #: Why the last reading failed, as a sentence; the times of the one before it stay.
    fault: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    component: Mapped[Component | None] = relationship()


class AwayTime(Base):
    """When a host, one of its places or one of its components is not to be asked for."""

    __tablename__ = "away_time"
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    component_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), index=True
    )
    place_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("place.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[AwayKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: For the host's own people; nobody else reads it.
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    feed_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("busy_feed.id", ondelete="CASCADE"), index=True
    )
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    component: Mapped[Component | None] = relationship()
    place: Mapped[Place | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("component_id IS NULL OR place_id IS NULL", name="one_subject"),
        sa.CheckConstraint("(kind = 'busy') = (feed_id IS NOT NULL)", name="busy_has_feed"),
        sa.Index("ix_away_time_organisation_id_ends_at", "organisation_id", "ends_at"),
    )


class VisitBudget(Base):
    """How many visits a host takes in a month and in a year: all it offers, or one component."""

    __tablename__ = "visit_budget"
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    component_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), index=True
    )
    per_month: Mapped[int | None]
    per_year: Mapped[int | None]
    component: Mapped[Component | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("per_month BETWEEN 0 AND 1000", name="per_month"),
        sa.CheckConstraint("per_year BETWEEN 0 AND 10000", name="per_year"),
        sa.CheckConstraint("per_month IS NOT NULL OR per_year IS NOT NULL", name="some"),
        sa.UniqueConstraint("organisation_id", "component_id"),
        # Both databases take empty values for different ones.
        sa.Index(
            "uq_visit_budget_of_all",
            "organisation_id",
            unique=True,
            sqlite_where=sa.text("component_id IS NULL"),
            postgresql_where=sa.text("component_id IS NULL"),
        ),
    )


class CalendarFeed(Base):
    """An address at which a host's own calendar program reads its slots and visits."""

    __tablename__ = "calendar_feed"
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    #: Whose feed it is, for those who end it: "Duty desk".
    name: Mapped[str] = mapped_column(sa.String(160))
    #: The language of its words.
    language: Mapped[str] = mapped_column(sa.String(2), default="en")
    token_salt: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (sa.CheckConstraint("language IN ('fi', 'sv', 'en')", name="language"),)
