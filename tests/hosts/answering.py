"""A calendar file, and a TLS server on this machine that gives it out."""

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from tests.making import NOON, kept
from tourbook.core.db import db
from tourbook.hosts.models import AwayKind, AwayTime, BusyFeed, Component
from tourbook.hosts.services.fetching import Wire


def ics(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


MEETING = "UID:1\r\nDTSTART:20270310T080000Z\r\nDTEND:20270310T090000Z"


class Answerer:
    """A TLS server on this machine that answers each connection with the same bytes."""

    def __init__(self, folder: Path, answer: bytes, *, pause: float = 0.0) -> None:
        self.answer, self.pause = answer, pause
        self.asked: list[bytes] = []
        certificate = certificate_for("calendar.example.org", folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                plain, _address = self.listener.accept()
            except OSError:
                return
            with plain:
                try:
                    with self.context.wrap_socket(plain, server_side=True) as secure:
                        self.asked.append(secure.recv(65_536))
                        self.give(secure)
                except OSError:
                    continue

    def give(self, secure: ssl.SSLSocket) -> None:
        if not self.pause:
            secure.sendall(self.answer)
            return
        for letter in self.answer:
            secure.sendall(bytes([letter]))
            time.sleep(self.pause)

    def wire(self, addresses: tuple[str, ...] = ("93.184.216.34",), whole: float = 20) -> Wire:
        """A wire on which a name is at these addresses, and all connections lead here."""
        self.reached: list[tuple[str, int]] = []

        def connect(address: str, port: int, timeout: float) -> socket.socket:
            self.reached.append((address, port))
            return socket.create_connection(self.listener.getsockname(), timeout)

        return Wire(lambda host, port: list(addresses), connect, self.trust, whole)

    def close(self) -> None:
        self.listener.close()


def certificate_for(name: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251  # TLS asks the real clock
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


ADDRESS = "https://calendar.example.org/duty.ics?key=1"


def reply(body: bytes, status: str = "200 OK", head: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body


def make_feed(component: Component, *, allowed: bool = True) -> BusyFeed:
    return kept(
        BusyFeed(
            organisation=component.organisation,
            name="Duty calendar",
            address=ADDRESS,
            allowed_at=NOON if allowed else None,
            created_at=NOON,
        )
    )


def busy() -> list[tuple[datetime, datetime]]:
    found = db.session.scalars(select(AwayTime).where(AwayTime.kind == AwayKind.BUSY))
    return [(one.starts_at, one.ends_at) for one in found]
