"""Links that are a right: the row keeps a salt and a hash, never the token.

A token is derived from the row's salt by this system's secret key, so a message that waits in the
outbox holds no token either: the worker derives it again when the message leaves. Whoever reads
the database alone can neither use nor make one.
"""

import base64
import hashlib
import hmac
import secrets

from tourbook.core import keys

#: Characters of a token: 22 of base64 carry 132 bits.
LENGTH = 22


def new_salt() -> str:
    return secrets.token_hex(16)


def derive(salt: str, purpose: str) -> str:
    """The token of this salt for this purpose, URL-safe, 132 bits."""
    mac = hmac.new(keys.signing(), f"{purpose}|{salt}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode()[:LENGTH]


def digest(token: str) -> str:
    """What the row keeps and is found by."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def issue(purpose: str) -> tuple[str, str]:
    """A new salt and the hash of its token, for a row."""
    salt = new_salt()
    return salt, digest(derive(salt, purpose))
