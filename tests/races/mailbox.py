"""A mail server for tests: keeps what it took, and folds a repeat of the same Message-ID.

As receiving systems do: a sender that dies between the server's "250" and its own note of it
cannot know, and sends the same message, with the same Message-ID, once more.
"""

import email
import time
from collections import Counter
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port


class Mailbox:
    def __init__(self, *, slow_seconds: float = 0.0) -> None:
        self.slow_seconds = slow_seconds
        self.kept: dict[tuple[str, str], Message] = {}
        #: How often each was handed in.
        self.handed_in: Counter[tuple[str, str]] = Counter()
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=default)
        time.sleep(self.slow_seconds)
        for address in envelope.rcpt_tos:
            key = (address, str(message["Message-ID"]))
            self.handed_in[key] += 1
            self.kept.setdefault(key, message)
        return "250 OK"

    def __enter__(self) -> "Mailbox":
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"
