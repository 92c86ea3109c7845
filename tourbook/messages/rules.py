"""What a message may hold: links that become whole addresses only when it leaves."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

LINK_KEYS = frozenset({"path", "salt", "purpose"})
STRUCK = "[…]"


def page_link(path: str) -> dict[str, str]:
    """A link to a page of this site, as a value of a message."""
    return {"path": path}


def token_link(path: str, salt: str, purpose: str) -> dict[str, str]:
    """A link whose `{token}` is derived when the message leaves and kept nowhere."""
    return {"path": path, "salt": salt, "purpose": purpose}


def is_link(value: object) -> bool:
    return isinstance(value, Mapping) and "path" in value and value.keys() <= LINK_KEYS


def event_key(event: str, mailbox: str) -> str:
    """One event tells one mailbox once, however its address is written."""
    return f"{event}|{mailbox.strip().lower()}"


def delivery_key(event: str) -> str:
    """The key of the one job that delivers the message of this event key."""
    return f"deliver:{sha256(event.encode()).hexdigest()}"


def one_line(text: str) -> str:
    """The text as a header can carry it."""
    return " ".join(text.split())


def parted(rendered: str) -> tuple[str, str]:
    """Subject and body of a rendered template, whose first line is `Subject: ...`."""
    first, _newline, rest = rendered.lstrip().partition("\n")
    name, colon, subject = first.partition(":")
    if name != "Subject" or not colon or not subject.strip():
        raise ValueError("A mail template begins with a line `Subject: ...`.")
    return one_line(subject)[:300], rest.strip() + "\n"


def struck(text: str, tokens: Iterable[str]) -> str:
    """The text with each token struck out, as it is kept."""
    for token in tokens:
        text = text.replace(token, STRUCK)
    return text
