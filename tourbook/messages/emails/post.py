"""Handing letters over: to the mail server of the settings, or as files on one's own machine."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 20
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class NotTaken(Exception):
    """The server did not take the letter; it may take it at another time."""


class Refused(Exception):
    """The server will never take this letter."""


def is_server(url: str) -> bool:
    """Whether letters leave this machine; else they are files, as with `files:`."""
    return url.startswith(("smtp://", "smtps://"))


def own_name(base_url: str) -> str:
    """How this machine introduces itself; asking the network for it may take long."""
    return urlsplit(base_url).hostname or "localhost"


def to_file(letter: EmailMessage, path: Path) -> None:
    """Write the letter whole or not at all; written twice, it is the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(bytes(letter))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def to_server(letter: EmailMessage, url: str, *, base_url: str) -> None:
    """Give the letter to the server at `smtp://user:password@host:port` or `smtps://...`.

    Raises:
        Refused: the server says that it will never take it.
        NotTaken: anything else went wrong.
    """
    try:
        with connected(urlsplit(url), own_name(base_url)) as server:
            server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        raise verdict(*next(iter(error.recipients.values()))) from None
    except smtplib.SMTPDataError as error:
        raise verdict(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(str(error)) from None
    except smtplib.SMTPResponseException as error:
        raise NotTaken(said(error.smtp_code, error.smtp_error)) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from None


@contextmanager
def connected(url: SplitResult, name: str) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted where the server can, and closed politely."""
    host, trusted = url.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, name, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, url.port or 25, name, timeout=SECONDS)
    with server:
        server.ehlo()
        safe = url.scheme == "smtps" or host in OWN_MACHINE
        if not safe and server.has_extn("starttls"):
            server.starttls(context=trusted)
            server.ehlo()
            safe = True
        if url.username:
            if not safe:
                raise NotTaken("The mail server offers no encryption: the password stays here.")
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def verdict(code: int, answer: bytes | str) -> Exception:
    """A code from 500 on is final, one below it is not."""
    return Refused(said(code, answer)) if code >= 500 else NotTaken(said(code, answer))


def said(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"The mail server said {code} {words}"
