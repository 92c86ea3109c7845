"""Messages: what waits in the outbox, and what was said to whom."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tourbook.core.db import Base


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"


class Message(Base):
    __tablename__ = "message"
    #: One event tells one mailbox once: `booking.confirmed:17:3|anna@example.org`.
    event_key: Mapped[str] = mapped_column(sa.String(400), unique=True)
    #: The template: `bookings/confirmed` is `templates/bookings/mail/confirmed.txt`.
    kind: Mapped[str] = mapped_column(sa.String(80), index=True)
    to_email: Mapped[str] = mapped_column(sa.String(254), index=True)
    to_name: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2))
    #: What the template needs; links are kept as salts, never as tokens.
    values: Mapped[dict[str, Any]]
    #: Files made when the message leaves: `{"maker": "bookings.programme", ...}` each.
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    #: The row that it is about, for the record of correspondence beside it.
    about_kind: Mapped[str | None] = mapped_column(sa.String(40))
    about_id: Mapped[int | None]
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    created_at: Mapped[datetime] = mapped_column(index=True)
    #: Not before then; empty: at once. Until then it can be held back.
    leave_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    #: As they left, with each token struck out.
    subject: Mapped[str | None] = mapped_column(sa.String(300))
    body: Mapped[str | None] = mapped_column(sa.Text)
    error: Mapped[str | None] = mapped_column(sa.String(500))
    __table_args__ = (
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        sa.Index("ix_message_about", "about_kind", "about_id"),
    )
