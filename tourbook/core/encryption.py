"""Encrypted fields: AES-GCM, bound to their row and column so that none can be moved."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tourbook.core import keys


class NotReadable(Exception):
    """The bytes were not made by this key for this place."""


def seal(text: str, *, place: str) -> bytes:
    """Encrypt `text` for `place`, such as `participant.document:17`."""
    nonce = os.urandom(12)
    return nonce + AESGCM(keys.encryption()).encrypt(nonce, text.encode(), place.encode())


def unseal(sealed: bytes, *, place: str) -> str:
    try:
        plain = AESGCM(keys.encryption()).decrypt(sealed[:12], sealed[12:], place.encode())
    except (InvalidTag, ValueError):
        raise NotReadable(place) from None
    return plain.decode()
