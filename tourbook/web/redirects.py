"""Going back to where a person came from, and never out of the site."""

from urllib.parse import urlsplit

from flask import request


def local_target(target: str | None, fallback: str) -> str:
    """The path of this target if it is on this site, else the fall-back."""
    if not target or any(ord(letter) < 33 or letter == "\\" for letter in target):
        return fallback
    try:
        parts = urlsplit(target)
    except ValueError:
        return fallback
    if (parts.scheme or parts.netloc) and parts.netloc != request.host:
        return fallback
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return fallback
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
