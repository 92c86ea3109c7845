"""What a password must be, how long links live, and who may be shut out. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tourbook.accounts.models import LinkPurpose
from tourbook.core.refused import Refused
from tourbook.core.roles import Role

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128

LIFETIMES = {
    LinkPurpose.SIGN_IN: timedelta(minutes=30),
    LinkPurpose.RESET: timedelta(minutes=30),
    LinkPurpose.INVITATION: timedelta(days=14),
}

#: Where each link leads.
PATHS = {
    LinkPurpose.SIGN_IN: "/enter/{token}",
    LinkPurpose.RESET: "/reset/{token}",
    LinkPurpose.INVITATION: "/welcome/{token}",
}

#: Roles of the team itself: they answer for no organisation and lead no delegation.
TEAM_ROLES = (Role.ORGANISER, Role.EVALUATOR, Role.ADMIN)

#: What people choose when they are asked for a long password, once digits and signs are dropped.
COMMON = """
abc abcd abcde abcdef abcdefg abcdefgh abcdefghij abcdefghijk abcdefghijkl admin adminadmin
administrator asdf asdfasdf asdfgh asdfghjkl baseball changeme changemenow charlie computer
correcthorsebatterystaple default dragon finland football hallo hello helsinki iloveyou internet
jaakiekko juventus kesakuu kissa kissakoira koira letmein letmeinnow liverpool login löparskor
lösenord manager master mikkeli moikka monkey mypassword newpassword nimda ninja pass passpass
passw passwd password passwordpassword passwort perkele princess pääsysana qazwsx qazwsxedc qwer
qwerty qwertyqwerty qwertyui qwertyuiop qwertyuiopå qwertz qwertzuiop root rootroot salasana
salasanasalasana secret secretpassword security sekret shadow starwars summer sunshine suomi
superman superuser support sverige talvi tervetuloa test testi testing testtest tourbook trustno
turvallisuus user username vinter welcome welcomewelcome whatever winter zaqwsx zxcv zxcvbn
zxcvbnm
"""
COMMON_WORDS = frozenset(COMMON.split())
ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyzåäö",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)


def plain_email(email: str) -> str:
    """An address as it is kept and looked up."""
    return unicodedata.normalize("NFC", email).strip().lower()


def plain_password(password: str) -> str:
    """A password as it is hashed: the same letters typed on any keyboard are the same."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, email: str) -> None:
    """Refuse a password that is short or that others would guess."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("Use at least %(n)d characters.", n=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise Refused("Use at most %(n)d characters.", n=LONGEST_PASSWORD)
    lower = plain_password(password).lower()
    name = plain_email(email).partition("@")[0]
    if len(name) >= 3 and name in lower:
        raise Refused("Choose a password that does not hold your e-mail address.")
    if is_common(lower):
        raise Refused("This password is easy to guess. Three or four unrelated words are better.")


def is_common(lower: str) -> bool:
    letters = "".join(letter for letter in lower if letter.isalpha())
    if letters in COMMON_WORDS or len(set(lower)) < 5:
        return True
    return any(lower in row or lower in row[::-1] for row in ROWS) or is_repeated(lower)


def is_repeated(text: str) -> bool:
    """Whether the text is a short piece again and again: `abc1abc1abc1`."""
    return re.fullmatch(r"(.{1,6})\1+", text) is not None


def check_can_disable(*, is_self: bool, admins_left: int) -> None:
    if is_self:
        raise Refused("You cannot close your own account. Ask another administrator.")
    if not admins_left:
        raise Refused("This is the last administrator. Make another one first.")


@dataclass(frozen=True)
class Difference:
    name: str
    before: str
    after: str


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[Difference]:
    """What an entry of the audit log changed, value by value."""
    old, new = before or {}, after or {}
    return [
        Difference(name.replace("_", " "), shown(old.get(name)), shown(new.get(name)))
        for name in [*old, *(name for name in new if name not in old)]
        if name not in old or name not in new or old[name] != new[name]
    ]


def shown(value: Any) -> str:
    return "" if value is None else str(value)
