"""Asking for people, their links and what was done."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Select, select

from tourbook.accounts.models import AccountLink, LinkPurpose, Membership, User
from tourbook.core import tokens
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.roles import Role


def by_email(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email)).unique().one_or_none()


def by_id(user_id: int) -> User | None:
    return db.session.scalars(select(User).where(User.id == user_id)).unique().one_or_none()


def organisers() -> Sequence[User]:
    """Those who get the organisers' notices."""
    return with_role(Role.ORGANISER)


def with_role(role: Role) -> Sequence[User]:
    """People who may come in and have this role, in the order of their names."""
    return members(Membership.role == role)


def members(of: sa.ColumnElement[bool]) -> Sequence[User]:
    return (
        db.session.scalars(
            select(User)
            .where(User.disabled_at.is_(None), User.memberships.any(of))
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )


def lock_admins() -> Sequence[int]:
    """The administrators who may come in; until the end of the transaction none is changed."""
    return db.session.scalars(
        select(User.id)
        .where(User.disabled_at.is_(None), User.memberships.any(Membership.role == Role.ADMIN))
        .order_by(User.id)
        .with_for_update()
    ).all()


def live_link(token: str, purpose: LinkPurpose, *, at: datetime) -> AccountLink | None:
    """The link of this token, while it can be used."""
    return db.session.scalar(
        select(AccountLink).where(
            AccountLink.token_hash == tokens.digest(token),
            AccountLink.purpose == purpose,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > at,
        )
    )


def search(*, text: str = "", role: Role | None = None, closed: bool | None = None) -> Select[User]:
    """People by name; `text` is part of a name or of an address."""
    found = select(User).order_by(User.name, User.id)
    if text:
        part = text.lower()
        found = found.where(
            sa.or_(
                sa.func.lower(User.name).contains(part, autoescape=True),
                User.email.contains(part, autoescape=True),
            )
        )
    if role is not None:
        found = found.where(User.memberships.any(Membership.role == role))
    if closed is not None:
        found = found.where(User.disabled_at.is_not(None) if closed else User.disabled_at.is_(None))
    return found


def audit_log(
    *,
    who: str = "",
    action: str = "",
    kind: str = "",
    number: int | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> Select[AuditEntry]:
    """What was done, the newest first."""
    found = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    if who:
        label = sa.func.lower(AuditEntry.actor_label)
        found = found.where(label.contains(who.lower(), autoescape=True))
    if action:
        found = found.where(AuditEntry.action == action)
    if kind:
        found = found.where(AuditEntry.subject_kind == kind)
    if number:
        found = found.where(AuditEntry.subject_id == number)
    if since:
        found = found.where(AuditEntry.at >= since)
    if before:
        found = found.where(AuditEntry.at < before)
    return found


def audit_actions() -> Sequence[str]:
    """What has ever been done, for the filter."""
    return db.session.scalars(
        select(AuditEntry.action).distinct().order_by(AuditEntry.action)
    ).all()


def audit_kinds() -> Sequence[str]:
    """What it has ever been done to, for the filter."""
    return db.session.scalars(
        select(AuditEntry.subject_kind).distinct().order_by(AuditEntry.subject_kind)
    ).all()
