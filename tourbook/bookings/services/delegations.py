"""Delegations: who they are, and who leads them."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from tourbook.accounts import services as accounts
from tourbook.accounts.models import User
from tourbook.bookings.models import Delegation, DelegationKind
from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role


@dataclass(frozen=True)
class Particulars:
    name: str
    country: str
    kind: DelegationKind
    language: str
    leader_name: str
    email: str
    business_travel_agreement: bool


def add(given: Particulars, *, at: datetime, actor: Actor) -> Delegation:
    check_unknown(given)
    delegation = Delegation(**asdict(given), created_at=at)
    db.session.add(delegation)
    db.session.flush()
    audit.record("bookings.add_delegation", delegation, at=at, actor=actor, after=asdict(given))
    return delegation


def change(delegation: Delegation, given: Particulars, *, at: datetime, actor: Actor) -> None:
    check_unknown(given, besides=delegation)
    before = {name: getattr(delegation, name) for name in asdict(given)}
    for name, value in asdict(given).items():
        setattr(delegation, name, value)
    db.session.flush()
    audit.record(
        "bookings.change_delegation",
        delegation,
        at=at,
        actor=actor,
        before=before,
        after=asdict(given),
    )


def check_unknown(given: Particulars, *, besides: Delegation | None = None) -> None:
    """Refuse a second delegation of the same name from the same country."""
    same = db.session.scalar(
        sa.select(Delegation.id).where(
            sa.func.lower(Delegation.name) == given.name.lower(),
            Delegation.country == given.country,
        )
    )
    if same is not None and (besides is None or same != besides.id):
        raise Refused("There is a delegation of this name from this country already.")


def invite_leader(
    delegation: Delegation, *, email: str, name: str, at: datetime, actor: Actor
) -> User:
    """Mail an invitation to lead this delegation's bookings."""
    return accounts.invite(
        email,
        name,
        Role.LEADER,
        delegation_id=delegation.id,
        language=delegation.language,
        at=at,
        actor=actor,
    )
