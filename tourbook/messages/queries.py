"""Asking for messages."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Select, select

from tourbook.core.db import Base, db
from tourbook.core.jobs import Job
from tourbook.messages import rules
from tourbook.messages.models import Message, MessageState


def waiting(event_key: str) -> Message | None:
    """The message of this key, unless it has left or was given up."""
    return db.session.scalar(
        select(Message).where(Message.event_key == event_key, Message.state == MessageState.QUEUED)
    )


def search(*, state: MessageState | None = None, kind: str = "", to: str = "") -> Select[Message]:
    """Messages, the newest first; `to` is part of a name or of an address."""
    found = select(Message).order_by(Message.created_at.desc(), Message.id.desc())
    if state is not None:
        found = found.where(Message.state == state)
    if kind:
        found = found.where(Message.kind == kind)
    if to:
        part = to.lower()
        found = found.where(
            sa.or_(
                sa.func.lower(Message.to_email).contains(part, autoescape=True),
                sa.func.lower(Message.to_name).contains(part, autoescape=True),
            )
        )
    return found


def kinds() -> Sequence[str]:
    """The kinds that were ever sent, for the filter."""
    return db.session.scalars(select(Message.kind).distinct().order_by(Message.kind)).all()


def about(row: Base) -> Sequence[Message]:
    """The correspondence about a row, the newest first."""
    return db.session.scalars(
        select(Message)
        .where(Message.about_kind == row.__tablename__, Message.about_id == row.id)
        .order_by(Message.created_at.desc(), Message.id.desc())
    ).all()


def delivery_of(message: Message) -> Job | None:
    """The job that delivers it, while it is remembered."""
    key = rules.delivery_key(message.event_key)
    return db.session.scalar(select(Job).where(Job.dedupe_key == key))


def parked_count() -> int:
    """How many messages were given up, for the organiser's start page."""
    return (
        db.session.scalar(select(sa.func.count()).where(Message.state == MessageState.PARKED)) or 0
    )
