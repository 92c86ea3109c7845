"""`tourbook user add`: how the first person comes in."""

import getpass
import sys
from collections.abc import Sequence

from tourbook.accounts import services
from tourbook.accounts.models import LinkPurpose
from tourbook.accounts.rules import plain_email
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role

ACTOR = Actor(None, "command line")


def typed_password() -> str:
    """Asked twice on a terminal; else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise Refused("The two were not the same.")
    return password


def add(
    email: str, name: str, roles: Sequence[Role], *, language: str, password: str | None
) -> str:
    """Make the account, or give an account that is there these roles; the path of its link.

    With a password there is no link.
    """
    address, at = plain_email(email), clock.now()
    if "@" not in address or len(address) > 254 or any(letter.isspace() for letter in address):
        raise Refused("%(email)s is not an e-mail address.", email=email)
    user = services.add(address, name, language=language, at=at, actor=ACTOR)
    for role in roles:
        services.give_role(user, role, at=at, actor=ACTOR)
    if password is not None:
        services.set_password(user, password, at=at, actor=ACTOR)
        path = ""
    else:
        path = services.path_of(services.new_link(user, LinkPurpose.INVITATION, at=at))
    db.session.commit()
    return path
