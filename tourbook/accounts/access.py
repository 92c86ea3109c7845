"""Who is asking."""

from typing import cast

from flask import Flask, abort, request
from flask_login import current_user
from sqlalchemy import select

from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.roles import Role

TEAM = frozenset({Role.ORGANISER, Role.ADMIN, Role.EVALUATOR})


def me() -> User:
    """The signed-in person itself, not the proxy of it.

    A view that may be opened without signing in asks `me_or_none` instead.
    """
    user = me_or_none()
    if user is None:
        abort(403)
    return user


def me_or_none() -> User | None:
    if not current_user.is_authenticated:
        return None
    return cast(User, current_user._get_current_object())


def host_organisations() -> frozenset[int]:
    """The organisations that the person asking answers for as a host."""
    return me().organisation_ids


def delegations() -> frozenset[int]:
    """The delegations that the person asking leads."""
    return me().delegation_ids


def home_of(user: User) -> str:
    """Where a person starts, by what they are; the widest part comes first."""
    starts = (
        (TEAM, "/desk/"),
        (frozenset({Role.HOST}), "/host/"),
        (frozenset({Role.LEADER}), "/bookings/"),
    )
    path = next((path for part, path in starts if part & user.roles), "/account")
    return request.root_path + path


def load(key: str) -> User | None:
    """The person of a session: there, not disabled, and not signed out everywhere since."""
    number, _point, stamp = key.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return (
        db.session.scalars(
            select(User).where(
                User.id == int(number),
                User.session_stamp == stamp,
                User.disabled_at.is_(None),
            )
        )
        .unique()
        .one_or_none()
    )


def init_app(app: Flask) -> None:
    """Tell the web floor how to find the person of a session."""
    app.login_manager.user_loader(load)  # type: ignore[attr-defined]  # set by Flask-Login
