"""Asking for people."""

from collections.abc import Sequence

from sqlalchemy import select

from tourbook.accounts.models import Membership, User
from tourbook.core.db import db
from tourbook.core.roles import Role


def by_email(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email)).unique().one_or_none()


def organisers() -> Sequence[User]:
    """Those who get the organisers' notices."""
    return with_role(Role.ORGANISER)


def with_role(role: Role) -> Sequence[User]:
    """People who may come in and have this role, in the order of their names."""
    return (
        db.session.scalars(
            select(User)
            .where(User.disabled_at.is_(None), User.memberships.any(Membership.role == role))
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )
