"""Who is asking."""

from typing import cast

from flask import abort
from flask_login import current_user

from tourbook.accounts.models import User


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
