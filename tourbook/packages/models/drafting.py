"""What stands beside a draft: its changes, searches for programmes, and dated limits."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.core.texts import Texts
from tourbook.packages.models.versions import Version


class RunState(StrEnum):
    """How far a search for programmes has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    #: Ended by a person, with the best found so far.
    STOPPED = "stopped"
    FAILED = "failed"


class DraftEdit(Base):
    """One change of a draft, with what stood before and after, so that it can be undone."""

    __tablename__ = "draft_edit"
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("version.id", ondelete="CASCADE"))
    number: Mapped[int]
    #: The audit verb, and what it was about, for the list of changes.
    verb: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[Texts]
    #: {"rows": [{"table", "key", "before": {...} | null, "after": {...} | null}]}
    changes: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    by: Mapped[str] = mapped_column(sa.String(200))
    undone_at: Mapped[datetime | None]
    __table_args__ = (
        sa.UniqueConstraint("version_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )


class PlanRun(Base):
    """A search for the best programmes of a draft: what was asked, how far it is, what it found."""

    __tablename__ = "plan_run"
    version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("version.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[RunState] = mapped_column(default=RunState.WAITING)
    #: What the organiser asked for, and what the search was given, slots and all.
    asked: Mapped[dict[str, Any]]
    problem: Mapped[dict[str, Any]]
    #: Seconds, stage, score and bound so far.
    progress: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: Up to three proposals, each explained.
    answer: Mapped[dict[str, Any] | None]
    stop_wanted: Mapped[bool] = mapped_column(default=False)
    #: The draft's revision from which the search was asked.
    seen_revision: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(sa.String(200))
    finished_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    version: Mapped[Version] = relationship()
    __table_args__ = (
        sa.CheckConstraint(
            "(state IN ('waiting', 'running')) = (finished_at IS NULL)", name="finished_has_time"
        ),
    )


class DatedLimit(Base):
    """A number that the checks go by from a day on, such as the meal hours: dated, with source."""

    __tablename__ = "dated_limit"
    key: Mapped[str] = mapped_column(sa.String(60))
    valid_from: Mapped[date]
    value: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(300))
    __table_args__ = (sa.UniqueConstraint("key", "valid_from"),)
