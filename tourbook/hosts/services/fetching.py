"""Fetching a host's calendar from its address, so that it reaches nothing but the open internet.

The name is resolved once and every address of it is looked at; the connection then goes to the
very address that was looked at, and TLS proves that it is the host that was named. A name that
answers something else a moment after (DNS rebinding) so changes nothing.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.hosts.rules.busy import MOST_BYTES

#: Seconds for one step on the network, and for all of them.
STEP, WHOLE = 5.0, 20.0
HTTPS = 443
CHUNK = 65_536
#: The only IPv6 addresses that lead into the open internet (RFC 4291, part 2.4).
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
#: Kept for other ends (RFC 6890, 7526, 9637), though not each version of Python knows it.
KEPT_FREE = [ipaddress.ip_network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")]

NOT_HTTPS = N_("Give an address that begins with https:// and has no name or password in it.")
NO_SUCH_HOST = N_("The server of the calendar cannot be found.")
NOT_PUBLIC = N_("This address leads into a private network, so it is not fetched.")
NOT_REACHED = N_("The calendar could not be reached.")
TOO_SLOW = N_("The calendar took longer than 20 seconds, so reading it was stopped.")
ELSEWHERE = N_("The calendar has moved to another address. Give that address instead.")
NOT_THERE = N_("The server did not give the calendar out.")
TOO_LARGE = N_("This calendar is larger than 2 MB.")


def resolved(host: str, port: int) -> list[str]:
    """All addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def connected(address: str, port: int, timeout: float) -> socket.socket:
    return socket.create_connection((address, port), timeout)


@dataclass(frozen=True)
class Wire:
    """How the network is reached; tests hand in their own."""

    resolve: Callable[[str, int], Sequence[str]] = resolved
    connect: Callable[[str, int, float], socket.socket] = connected
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    whole: float = WHOLE


def check_address(address: str) -> SplitResult:
    """
    Raises:
        Refused: not https, no host, another port, or a name and password in it.
    """
    try:
        parts = urlsplit(address.strip())
        fine = parts.scheme == "https" and parts.hostname and parts.port in (None, HTTPS)
    except ValueError:
        raise Refused(NOT_HTTPS) from None
    if not fine or parts.username is not None or parts.password is not None:
        raise Refused(NOT_HTTPS)
    if not (address.isascii() and address.isprintable()) or " " in address.strip():
        raise Refused(NOT_HTTPS)
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet; one that wraps another does not."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and not leads_outside(found):
        return False
    refused = found.is_multicast or found.is_reserved or found.is_link_local or found.is_loopback
    return found.is_global and not refused and not any(found in one for one in KEPT_FREE)


def leads_outside(address: ipaddress.IPv6Address) -> bool:
    """Whether it is an address of the open internet that hides no other one."""
    hides = address.sixtofour is not None or address.teredo is not None
    return address in GLOBAL_UNICAST and not hides


def public_address(host: str, wire: Wire) -> str:
    """The address to connect to.

    Raises:
        Refused: there is none, or one of them is not public.
    """
    try:
        found = wire.resolve(host, HTTPS)
    except (OSError, UnicodeError):
        raise Refused(NO_SUCH_HOST) from None
    if not found:
        raise Refused(NO_SUCH_HOST)
    if not all(is_public(one) for one in found):
        raise Refused(NOT_PUBLIC)
    return found[0]


class Pinned(http.client.HTTPSConnection):
    """A connection to one address, with the name of the host for TLS and HTTP."""

    def __init__(self, host: str, address: str, wire: Wire) -> None:
        super().__init__(host, HTTPS, timeout=STEP, context=wire.context)
        self.address, self.wire = address, wire

    def connect(self) -> None:
        plain = self.wire.connect(self.address, HTTPS, STEP)
        plain.settimeout(STEP)
        # Kept first, so that whoever stops the reading can close it during the handshake too.
        self.sock = plain
        self.sock = self.wire.context.wrap_socket(plain, server_hostname=self.host)


def fetch(address: str, wire: Wire) -> bytes:
    """The calendar at an address.

    Raises:
        Refused: it cannot be had within the limits; says why for the host.
    """
    parts = check_address(address)
    host = str(parts.hostname)
    connection = Pinned(host, public_address(host, wire), wire)
    started = time.monotonic()
    stop = threading.Timer(wire.whole, shut, [connection])
    stop.daemon = True
    stop.start()
    try:
        return read(connection, parts)
    except (OSError, http.client.HTTPException):
        slow = time.monotonic() - started >= wire.whole
        raise Refused(TOO_SLOW if slow else NOT_REACHED) from None
    finally:
        stop.cancel()
        connection.close()


def shut(connection: http.client.HTTPSConnection) -> None:
    """Stop a connection from another thread."""
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def read(connection: http.client.HTTPSConnection, parts: SplitResult) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(
        "GET",
        path,
        headers={
            "Accept": "text/calendar",
            "Accept-Encoding": "identity",
            "User-Agent": "tourbook",
            "Connection": "close",
        },
    )
    with connection.getresponse() as response:
        if 300 <= response.status < 400:
            raise Refused(ELSEWHERE)
        if response.status != 200:
            raise Refused(NOT_THERE)
        content = bytearray()
        while piece := response.read1(CHUNK):
            content += piece
            if len(content) > MOST_BYTES:
                raise Refused(TOO_LARGE)
        if response.length:
            raise http.client.IncompleteRead(bytes(content))
        return bytes(content)
