"""People with accounts, what they may be, and the links that let them in."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.audit import Actor
from tourbook.core.db import Base
from tourbook.core.roles import Role


class User(Base):
    __tablename__ = "user"
    #: Lower case; what a person signs in with.
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    language: Mapped[str] = mapped_column(sa.String(2), default="en")
    #: Empty until the person chooses one; a mailed link always works.
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    #: Changed to sign the person out everywhere.
    session_stamp: Mapped[str] = mapped_column(sa.String(32))
    disabled_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user",
        lazy="joined",
        cascade="all, delete-orphan",
        order_by="Membership.id",
    )
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("language IN ('fi', 'sv', 'en')", name="language"),
    )

    # What Flask-Login asks of a person.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        return f"{self.id}.{self.session_stamp}"

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(membership.role for membership in self.memberships)

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations that this person answers for as a host."""
        return frozenset(m.organisation_id for m in self.memberships if m.organisation_id)

    @property
    def delegation_ids(self) -> frozenset[int]:
        """The delegations that this person leads."""
        return frozenset(m.delegation_id for m in self.memberships if m.delegation_id)

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.name)


class Membership(Base):
    """What a person may be. Its host and delegation live in slices above and are named by key."""

    __tablename__ = "membership"
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id"), index=True
    )
    delegation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("delegation.id"), index=True)
    user: Mapped[User] = relationship(back_populates="memberships")
    __table_args__ = (
        sa.CheckConstraint(
            "(role = 'host') = (organisation_id IS NOT NULL)", name="host_has_organisation"
        ),
        sa.CheckConstraint(
            "(role = 'leader') = (delegation_id IS NOT NULL)", name="leader_has_delegation"
        ),
        sa.UniqueConstraint("user_id", "role", "organisation_id", "delegation_id"),
    )


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    RESET = "reset"


class AccountLink(Base):
    """A mailed link that acts once, on POST, until it runs out."""

    __tablename__ = "account_link"
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[LinkPurpose]
    token_salt: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (sa.CheckConstraint("expires_at > created_at", name="expires_later"),)
