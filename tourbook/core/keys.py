"""The keys of this process: set once at the start, asked by tokens and encryption."""

from tourbook.config import Settings

_keys: dict[str, bytes] = {}


def use(settings: Settings) -> None:
    _keys["signing"] = settings.secret_key.encode()
    _keys["encryption"] = bytes.fromhex(settings.encryption_key)


def signing() -> bytes:
    return _keys["signing"]


def encryption() -> bytes:
    return _keys["encryption"]
