"""The audit log: who did what to which row, before and after, and when; never a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tourbook.core.db import Base, db

#: Names of values that never enter the log, whatever a caller hands in.
SECRET_NAMES = ("password", "token", "salt", "secret", "key", "document", "diet", "needs")


@dataclass(frozen=True)
class Actor:
    """Who acted. The label stays readable when the account is gone."""

    id: int | None
    label: str

    @classmethod
    def system(cls) -> "Actor":
        return cls(None, "system")


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    at: Mapped[datetime] = mapped_column(index=True)
    #: Kept without a foreign key: the log outlives the account.
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_label: Mapped[str] = mapped_column(sa.String(200))
    action: Mapped[str] = mapped_column(sa.String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)


def record(
    action: str,
    subject: Base,
    *,
    at: datetime,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the session; it is written with the change that it tells of.

    `action` is `slice.verb`, such as `bookings.confirm`; the subject has been flushed.
    """
    db.session.add(
        AuditEntry(
            at=at,
            actor_id=actor.id,
            actor_label=actor.label,
            action=action,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            before=harmless(before),
            after=harmless(after),
        )
    )


def harmless(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The values as JSON can hold them, with secrets struck out."""
    if values is None:
        return None
    return {
        name: "(not logged)" if any(word in name for word in SECRET_NAMES) else plain(value)
        for name, value in values.items()
    }


def plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
