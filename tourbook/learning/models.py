"""Reports: what was worked out from the answers, frozen with a hash."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.core.frozen import freeze
from tourbook.departures.models import Departure


class ReportState(StrEnum):
    #: The worker is making it.
    MAKING = "making"
    READY = "ready"
    PUBLISHED = "published"
    FAILED = "failed"


class Report(Base):
    __tablename__ = "report"
    departure_id: Mapped[int] = mapped_column(sa.ForeignKey("departure.id"))
    number: Mapped[int]
    state: Mapped[ReportState] = mapped_column(default=ReportState.MAKING)
    #: The suppressed figures, as the page and the PDF show them.
    snapshot: Mapped[dict[str, Any] | None]
    snapshot_hash: Mapped[str | None] = mapped_column(sa.String(64))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    #: The readers' link, from the moment of publishing.
    token_salt: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    departure: Mapped[Departure] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.UniqueConstraint("departure_id", "number"),
        sa.CheckConstraint(
            "(state IN ('ready', 'published')) = (snapshot_hash IS NOT NULL)", name="made"
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name="published_has_time"
        ),
    )


class ReportFile(Base):
    """A report in one language: as a page with its charts, and as a PDF."""

    __tablename__ = "report_file"
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(sa.String(2))
    #: Headings, sentences, charts and tables, as the page shows them and the PDF prints them.
    page: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    report: Mapped[Report] = relationship()
    __table_args__ = (sa.UniqueConstraint("report_id", "language"),)


freeze(Base.metadata.tables["report"], when="OLD.state = 'published'")
freeze(
    Base.metadata.tables["report_file"],
    when="EXISTS (SELECT 1 FROM report r WHERE r.id = OLD.report_id AND r.state = 'published')",
)
