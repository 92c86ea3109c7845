"""Changing people: who they are, what they may be, and how they come in.

Nothing here commits: the caller owns the transaction.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tourbook.accounts import queries, rules
from tourbook.accounts.models import AccountLink, LinkPurpose, Membership, User
from tourbook.core import audit, jobs, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.core.languages import known
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link, token_link
from tourbook.messages.services import Recipient

hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
#: Checked when there is no such person, so that the answer takes as long. Nobody knows its word.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$ialZaOTEPL2pYegYy7o9mg"
    "$BuMBeOJNyoFb/YHp62Jzms6g49g0VwbnE0p2tqHS1p0"
)
PURPOSE = "account"
MAIL_LINK = "accounts.mail_link"


def recipient(user: User) -> Recipient:
    return Recipient(user.email, user.name, user.language)


# People


def add(email: str, name: str, *, language: str, at: datetime, actor: Actor) -> User:
    """The person of this address, made if need be; two who ask at once get the same one."""
    mailbox = rules.plain_email(email)
    values = {
        "email": mailbox,
        "name": name,
        "language": known(language),
        "session_stamp": new_stamp(),
        "created_at": at,
    }
    made = db.session.scalar(insert_once(User).values(**values).returning(User.id))
    user = queries.by_email(mailbox)
    assert user is not None
    if made is not None:
        audit.record("accounts.add", user, at=at, actor=actor, after={"name": name})
    return user


def give_role(
    user: User,
    role: Role,
    *,
    organisation_id: int | None = None,
    delegation_id: int | None = None,
    at: datetime,
    actor: Actor,
) -> bool:
    """Let the person be this; False if they were already."""
    has = {(m.role, m.organisation_id, m.delegation_id) for m in user.memberships}
    if (role, organisation_id, delegation_id) in has:
        return False
    user.memberships.append(
        Membership(role=role, organisation_id=organisation_id, delegation_id=delegation_id)
    )
    db.session.flush()
    after = {"role": role, "organisation": organisation_id, "delegation": delegation_id}
    audit.record("accounts.give_role", user, at=at, actor=actor, after=after)
    return True


def invite(
    email: str,
    name: str,
    role: Role,
    *,
    organisation_id: int | None = None,
    delegation_id: int | None = None,
    language: str,
    at: datetime,
    actor: Actor,
) -> User:
    """Let this person be what is named and tell them by mail; done twice, it is done once.

    Somebody who never came in gets a link that opens the account, others a notice.
    """
    user = add(email, name, language=language, at=at, actor=actor)
    if user.disabled_at is not None:
        raise Refused("The account of %(email)s is closed. Open it first.", email=user.email)
    is_new = give_role(
        user,
        role,
        organisation_id=organisation_id,
        delegation_id=delegation_id,
        at=at,
        actor=actor,
    )
    if user.last_sign_in_at is None:
        mail_invitation(user, role=role, at=at, actor=actor)
    elif is_new:
        messages.send(
            "accounts/role_added",
            to=recipient(user),
            values={"name": user.name, "role": role, "link": page_link("/sign-in")},
            event_key=f"accounts.role_added:{user.memberships[-1].id}",
            at=at,
            about=user,
        )
    return user


def invite_colleague(
    email: str, name: str, role: Role, *, language: str, at: datetime, actor: Actor
) -> User:
    """Invite somebody into the team."""
    if role not in rules.TEAM_ROLES:
        raise Refused("Choose a role in the team.")
    known_as = queries.by_email(rules.plain_email(email))
    if known_as and known_as.last_sign_in_at and role in known_as.roles:
        raise Refused("%(name)s has this role already.", name=known_as.name)
    return invite(email, name, role, language=language, at=at, actor=actor)


def invite_again(user: User, *, at: datetime, actor: Actor) -> None:
    """Mail a new invitation to somebody who has not come in yet."""
    if user.last_sign_in_at is not None:
        raise Refused("This person has come in already and can sign in by a mailed link.")
    if user.disabled_at is not None or not user.memberships:
        raise Refused("This account is closed or has no role, so nobody can be invited to it.")
    mail_invitation(user, role=user.memberships[-1].role, at=at, actor=actor)


def mail_invitation(user: User, *, role: Role, at: datetime, actor: Actor) -> None:
    mail_link(user, LinkPurpose.INVITATION, at=at, role=role, inviter=actor.label)
    audit.record("accounts.invite", user, at=at, actor=actor, after={"role": role})


def update_profile(user: User, *, name: str, language: str, at: datetime) -> None:
    before = {"name": user.name, "language": user.language}
    user.name, user.language = name, known(language)
    after = {"name": user.name, "language": user.language}
    if before != after:
        audit.record("accounts.update", user, at=at, actor=user.actor, before=before, after=after)
    db.session.flush()


def disable(user: User, *, at: datetime, actor: Actor) -> None:
    """Close the account: the person is out at once, wherever they are signed in."""
    admins = queries.lock_admins()
    left = [admin for admin in admins if admin != user.id]
    rules.check_can_disable(is_self=user.id == actor.id, admins_left=len(left))
    if user.disabled_at is None:
        user.disabled_at = at
        user.session_stamp = new_stamp()
        audit.record("accounts.disable", user, at=at, actor=actor)
    db.session.flush()


def enable(user: User, *, at: datetime, actor: Actor) -> None:
    if user.disabled_at is not None:
        user.disabled_at = None
        audit.record("accounts.enable", user, at=at, actor=actor)
    db.session.flush()


# Passwords


def new_stamp() -> str:
    return secrets.token_hex(16)


def matches(kept: str, password: str) -> bool:
    try:
        return hasher.verify(kept, rules.plain_password(password))
    except (VerificationError, InvalidHashError):
        return False


def by_password(email: str, password: str) -> User | None:
    """The person who signs in so; a wrong address takes as long as a wrong password."""
    user = queries.by_email(rules.plain_email(email))
    kept = user.password_hash if user and user.is_active else None
    right = matches(kept or NOBODYS_HASH, password)
    if user is None or kept is None or not right:
        return None
    if hasher.check_needs_rehash(kept):
        user.password_hash = hasher.hash(rules.plain_password(password))
    return user


def set_password(user: User, password: str, *, at: datetime, actor: Actor) -> None:
    """Choose a password; all sessions end, and links that wait no longer act."""
    rules.check_password(password, email=user.email)
    user.password_hash = hasher.hash(rules.plain_password(password))
    user.session_stamp = new_stamp()
    db.session.execute(
        sa.update(AccountLink)
        .where(AccountLink.user_id == user.id, AccountLink.used_at.is_(None))
        .values(used_at=at)
    )
    audit.record("accounts.set_password", user, at=at, actor=actor)
    db.session.flush()


def change_password(user: User, *, current: str, new: str, at: datetime) -> None:
    """Change it and tell the person, who may not have been the one to do so."""
    if user.password_hash and not matches(user.password_hash, current):
        raise Refused("The present password is not right.")
    set_password(user, new, at=at, actor=user.actor)
    tell_password_changed(user, at=at)


def tell_password_changed(user: User, *, at: datetime) -> None:
    messages.send(
        "accounts/password_changed",
        to=recipient(user),
        values={"name": user.name, "at": at.isoformat(), "link": page_link("/reset")},
        event_key=f"accounts.password_changed:{user.id}:{user.session_stamp[:8]}",
        at=at,
        about=user,
    )


# Coming in and going out


def sign_in(user: User, *, at: datetime, way: str) -> None:
    user.last_sign_in_at = at
    audit.record("accounts.sign_in", user, at=at, actor=user.actor, after={"way": way})
    db.session.flush()


def sign_out_everywhere(user: User, *, at: datetime, actor: Actor) -> None:
    user.session_stamp = new_stamp()
    audit.record("accounts.sign_out_everywhere", user, at=at, actor=actor)
    db.session.flush()


def ask_for_link(email: str, purpose: LinkPurpose, *, at: datetime) -> None:
    """Have a link mailed if the address is known. The worker looks: nobody can tell from here."""
    payload = {"email": rules.plain_email(email), "purpose": purpose.value}
    jobs.enqueue(MAIL_LINK, payload, at=at)
    db.session.flush()


@jobs.handler(MAIL_LINK)
def mail_asked_link(payload: dict[str, Any], at: datetime) -> None:
    user = queries.by_email(payload["email"])
    if user is not None and user.is_active:
        mail_link(user, LinkPurpose(payload["purpose"]), at=at)


def new_link(user: User, purpose: LinkPurpose, *, at: datetime) -> AccountLink:
    salt, token_hash = tokens.issue(PURPOSE)
    link = AccountLink(
        user=user,
        purpose=purpose,
        token_salt=salt,
        token_hash=token_hash,
        created_at=at,
        expires_at=at + rules.LIFETIMES[purpose],
    )
    db.session.add(link)
    db.session.flush()
    return link


def path_of(link: AccountLink) -> str:
    """The link as somebody at the machine itself is given it."""
    return rules.PATHS[link.purpose].replace("{token}", tokens.derive(link.token_salt, PURPOSE))


def mail_link(user: User, purpose: LinkPurpose, *, at: datetime, **values: str) -> None:
    link = new_link(user, purpose, at=at)
    messages.send(
        f"accounts/{purpose.value}",
        to=recipient(user),
        values={
            "name": user.name,
            "link": token_link(rules.PATHS[purpose], link.token_salt, PURPOSE),
            "until": link.expires_at.isoformat(),
            **values,
        },
        event_key=f"accounts.{purpose.value}:{link.id}",
        at=at,
        about=user,
    )


def use_link(token: str, purpose: LinkPurpose, *, at: datetime) -> User:
    """Spend the link; of two who press its button at once, one gets in."""
    user_id = db.session.scalar(
        sa.update(AccountLink)
        .where(
            AccountLink.token_hash == tokens.digest(token),
            AccountLink.purpose == purpose,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > at,
        )
        .values(used_at=at)
        .returning(AccountLink.user_id)
    )
    user = db.session.get(User, user_id) if user_id is not None else None
    if user is None or not user.is_active:
        raise Refused("This link has been used or has run out. Ask for a new one.")
    return user


def accept_invitation(
    token: str, *, name: str, language: str, password: str | None, at: datetime
) -> User:
    """Open the account with the name that the person gives, and a password if they want one."""
    user = use_link(token, LinkPurpose.INVITATION, at=at)
    update_profile(user, name=name, language=language, at=at)
    if password:
        set_password(user, password, at=at, actor=user.actor)
    sign_in(user, at=at, way="invitation")
    return user


def reset_password(token: str, *, password: str, at: datetime) -> User:
    user = use_link(token, LinkPurpose.RESET, at=at)
    set_password(user, password, at=at, actor=user.actor)
    tell_password_changed(user, at=at)
    sign_in(user, at=at, way="reset")
    return user


@jobs.periodic("accounts.tidy_links", every=timedelta(days=1))
def tidy_links(payload: dict[str, Any], at: datetime) -> None:
    """Forget links that ran out long ago."""
    db.session.execute(
        sa.delete(AccountLink).where(AccountLink.expires_at < at - timedelta(days=30))
    )
