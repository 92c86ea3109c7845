"""What was done and read while a visit was made ready and run."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.bookings.models import Participant
from tourbook.core.db import Base
from tourbook.departures.models import DatedItem, Departure, ServiceRequest
from tourbook.directory.models import Organisation
from tourbook.hosts.models import LeadKind


class ReadAs(StrEnum):
    PAGE = "page"
    XLSX = "xlsx"
    PDF = "pdf"


class ListKind(StrEnum):
    #: The fields that a site declared.
    VISITORS = "visitors"
    #: Diets as counts, for a kitchen.
    DIETS = "diets"
    #: Who sleeps where, for a hotel.
    ROOMING = "rooming"
    #: Who boards, for a driver.
    BOARDING = "boarding"


class Outcome(StrEnum):
    """What a host found out about showing controlled technology."""

    #: Nothing listed is shown or told.
    NOT_LISTED = "not_listed"
    #: Listed, but public or basic research, or shown from afar.
    NO_LICENCE_NEEDED = "no_licence_needed"
    LICENSED = "licensed"
    #: These visitors cannot come.
    REFUSED = "refused"


class Mark(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    #: Known not to come.
    EXCUSED = "excused"


class CallStage(StrEnum):
    BOARDING = "boarding"
    SITE = "site"


class DueDone(Base):
    """Something that was due for an item of a departure and is done: menus sent, gift ready."""

    __tablename__ = "due_done"
    dated_item_id: Mapped[int] = mapped_column(sa.ForeignKey("dated_item.id", ondelete="CASCADE"))
    what: Mapped[LeadKind]
    done_at: Mapped[datetime]
    done_by: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    __table_args__ = (sa.UniqueConstraint("dated_item_id", "what"),)


class Assessment(Base):
    """A host's finding before visitors from outside the EU see controlled technology."""

    __tablename__ = "assessment"
    request_id: Mapped[int] = mapped_column(
        sa.ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    #: ISO 3166 alpha-2 of those it was made for, in order; another one asks for it anew.
    nationalities: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(sa.String(1000))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(sa.String(200))
    request: Mapped[ServiceRequest] = relationship()
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="reason"),)


class ListRead(Base):
    """Somebody read a list of visitors: on a page or as a file. Never changed."""

    __tablename__ = "list_read"
    request_id: Mapped[int] = mapped_column(
        sa.ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    kind: Mapped[ListKind]
    read_as: Mapped[ReadAs]
    at: Mapped[datetime]
    #: A name, or "by link".
    by: Mapped[str] = mapped_column(sa.String(200))
    #: Which fields were on it; empty for counts.
    fields: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    request: Mapped[ServiceRequest] = relationship()


class ListReadPerson(Base):
    """Whose data were on the list that was read."""

    __tablename__ = "list_read_person"
    list_read_id: Mapped[int] = mapped_column(sa.ForeignKey("list_read.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("participant.id"), index=True)
    read: Mapped[ListRead] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (sa.UniqueConstraint("list_read_id", "participant_id"),)


class RollMark(Base):
    """Whether somebody was there when the roll was called; the last mark counts."""

    __tablename__ = "roll_mark"
    dated_item_id: Mapped[int] = mapped_column(sa.ForeignKey("dated_item.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("participant.id"), index=True)
    stage: Mapped[CallStage]
    mark: Mapped[Mark]
    #: By the clock of the device, which may have been offline; and by ours.
    marked_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200))
    #: Made by the device, so that a mark that is sent twice counts once.
    key: Mapped[str] = mapped_column(sa.String(36), unique=True)
    participant: Mapped[Participant] = relationship()
    dated_item: Mapped[DatedItem] = relationship()
    __table_args__ = (
        sa.Index("ix_roll_mark_item_stage", "dated_item_id", "stage", "participant_id"),
    )


class RunLink(Base):
    """A link to the run sheet and the roll of a departure, for a guide or a driver."""

    __tablename__ = "run_link"
    departure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("departure.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(120))
    #: A driver sees places, times and counts, a guide calls the roll.
    driver: Mapped[bool] = mapped_column(default=False)
    token_salt: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    departure: Mapped[Departure] = relationship()


class LateNotice(Base):
    """Word that a group runs late by so many minutes, told to the hosts that follow."""

    __tablename__ = "late_notice"
    departure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("departure.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date]
    minutes: Mapped[int]
    #: From this item of the day on.
    from_item_id: Mapped[int] = mapped_column(sa.ForeignKey("dated_item.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    #: Who was told: names of hosts, with the times they were told.
    told: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(200))
    __table_args__ = (sa.CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes"),)
