"""Messages as they leave: words, form, and what happens when nobody takes them."""

import email
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from tests.making import NOON
from tests.messages.making import make_message
from tests.servers import free_port
from tourbook.config import Settings
from tourbook.core import jobs, tokens
from tourbook.core.db import db
from tourbook.messages import rules, services
from tourbook.messages.emails import letters
from tourbook.messages.emails.wording import environment, worded
from tourbook.messages.models import Message, MessageState
from tourbook.messages.services import Attachment


@dataclass
class Postman:
    """A mail server on this machine that answers as it is told to."""

    answer_to_recipient: str = "250 OK"
    answer_to_data: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # its name is the protocol's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        if self.answer_to_data.startswith("250"):
            made = email.message_from_bytes(
                bytes(content, "utf-8") if isinstance(content, str) else content, policy=default
            )
            assert isinstance(made, EmailMessage)
            self.letters.append(made)
        return self.answer_to_data


def use(app: Flask, **changes: Any) -> None:
    settings: Settings = app.extensions["tourbook.settings"]
    app.extensions["tourbook.settings"] = replace(settings, **changes)


@pytest.fixture(autouse=True)
def own_settings(app: Flask, tmp_path: Path) -> Iterator[None]:
    """Letters of one test do not lie among another's."""
    before = app.extensions["tourbook.settings"]
    use(app, instance=tmp_path)
    yield
    app.extensions["tourbook.settings"] = before


@pytest.fixture
def postman(app: Flask) -> Iterator[Postman]:
    made = Postman()
    controller = Controller(made, hostname="127.0.0.1", port=free_port())
    controller.start()
    use(app, mail_url=f"smtp://127.0.0.1:{controller.port}")
    yield made
    controller.stop()


def deliver(message: Message) -> Message:
    db.session.commit()
    jobs.run_due(at=NOON)
    db.session.expire_all()
    return message


def token_of(message: Message) -> str:
    link = message.values["link"]
    return tokens.derive(link["salt"], link["purpose"])


def test_a_letter_is_delivered_and_kept_without_its_token(postman: Postman) -> None:
    message = deliver(make_message(to="anna@example.org"))

    [letter] = postman.letters
    assert letter["To"] == f"{message.to_name} <anna@example.org>"
    assert letter["Subject"] == "Your link to sign in"
    assert f"http://localhost/enter/{token_of(message)}" in letter.get_content()
    assert (message.state, message.sent_at) == (MessageState.SENT, NOON)
    assert message.subject == "Your link to sign in"
    assert message.body is not None
    assert token_of(message) not in message.body
    assert rules.STRUCK in message.body


@pytest.mark.usefixtures("app")
def test_a_letter_ends_with_who_wrote_it() -> None:
    message = make_message()

    words = worded(
        message, base_url="http://localhost", zone="Europe/Helsinki", signature="The team\n+358 00"
    )

    assert words.body.endswith("\n\nThe team\n+358 00\n")


def test_a_repeat_carries_the_same_message_id(postman: Postman) -> None:
    message = deliver(make_message())
    message.state, message.sent_at = MessageState.QUEUED, None
    jobs.start_again(
        rules.delivery_key(message.event_key),
        services.DELIVER,
        {"event_key": message.event_key},
        at=NOON,
    )

    deliver(message)

    first, second = postman.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_two_messages_have_two_message_ids(postman: Postman) -> None:
    make_message()
    deliver(make_message())

    assert len({letter["Message-ID"] for letter in postman.letters}) == 2


def test_a_message_that_has_left_does_not_leave_again(postman: Postman) -> None:
    message = deliver(make_message())
    payload = {"event_key": message.event_key}
    jobs.enqueue(services.DELIVER, payload, at=NOON)

    deliver(message)

    assert len(postman.letters) == 1


def test_files_are_made_when_the_message_leaves(postman: Postman) -> None:
    @services.attachment_maker("test.programme")
    def make(values: dict[str, Any], language: str) -> Attachment:
        return Attachment("ohjelma.pdf", "application/pdf", f"{values} {language}".encode())

    deliver(make_message(attachments=[{"maker": "test.programme", "id": 7}], language="fi"))

    [file] = list(postman.letters[0].iter_attachments())
    assert (file.get_filename(), file.get_content_type()) == ("ohjelma.pdf", "application/pdf")
    assert file.get_content() == b"{'id': 7} fi"


def test_a_final_no_parks_the_message_at_once(postman: Postman) -> None:
    postman.answer_to_recipient = "550 no such user"

    message = deliver(make_message())

    assert (message.state, message.error) == (
        MessageState.PARKED,
        "The mail server said 550 no such user",
    )


def test_a_no_for_now_is_tried_again(postman: Postman) -> None:
    postman.answer_to_recipient = "451 try later"

    first = deliver(make_message()).state
    postman.answer_to_recipient = "250 OK"
    jobs.run_due(at=NOON + jobs.BACK_OFF[0] * 20)

    db.session.expire_all()
    states = [first, *db.session.scalars(sa.select(Message.state))]
    assert states == [MessageState.QUEUED, MessageState.SENT]
    assert len(postman.letters) == 1


def test_a_message_that_never_leaves_is_parked_where_it_is_seen(app: Flask) -> None:
    use(app, mail_url="smtp://127.0.0.1:9")
    message = deliver(make_message())
    at = NOON

    for wait in jobs.BACK_OFF:
        at += wait * 2
        jobs.run_due(at=at)

    db.session.expire_all()
    assert message.state is MessageState.PARKED
    assert "refused" in (message.error or "")


def test_a_token_is_in_no_log(
    postman: Postman, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_message()

    def echo(*_: object, **__: object) -> None:
        raise OSError(f"could not send: {token_of(message)}")

    monkeypatch.setattr("tourbook.messages.emails.post.to_server", echo)
    with caplog.at_level(logging.DEBUG):
        deliver(message)

    assert token_of(message) not in caplog.text
    assert "could not send" in caplog.text
    assert rules.STRUCK in caplog.text


def test_without_a_server_letters_are_files(app: Flask, tmp_path: Path) -> None:
    message = deliver(make_message())

    [path] = (tmp_path / "outbox").iterdir()
    assert path.name == f"{message.id}.eml"
    assert token_of(message) in path.read_text(encoding="utf-8").replace("=\n", "")
    assert message.state is MessageState.SENT


def test_an_address_that_is_none_is_parked(app: Flask) -> None:
    message = deliver(make_message(to="not an address"))

    assert message.state is MessageState.PARKED
    assert "no mailbox" in (message.error or "")


def test_a_missing_template_is_tried_again_and_names_no_value(app: Flask) -> None:
    message = deliver(make_message(kind="accounts/nothing"))

    assert message.state is MessageState.QUEUED


def test_a_header_cannot_be_smuggled_in_by_a_name(app: Flask) -> None:
    message = make_message(
        values={"name": "A\nBcc: x@example.org", "link": "", "until": NOON.isoformat()}
    )
    words = worded(message, base_url="http://localhost", zone="Europe/Helsinki")

    made = letters.letter(message, words, [], sender="tourbook <t@example.org>")

    assert "Bcc" not in made


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ '2027-03-02' | day }}", "Tue 2 March 2027"),
        ("{{ '2027-03-02T12:00:00+00:00' | hour }}", "14:00"),
        ("{{ '2027-03-02T12:00:00+00:00' | moment }}", "Tue 2 March 2027, 14:00 EET"),
        ("{{ 123450 | money }}", "€1,234.50"),
        ("{{ {'en': 'Lake', 'fi': 'Järvi'} | text }}", "Lake"),
        ("{{ 'FI' | country }}", "Finland"),
        ("{{ _('%(n)s places', n=3) }}", "3 places"),
    ],
)
def test_values_are_read_as_json_keeps_them(template: str, shown: str) -> None:
    made = environment("en", "Europe/Helsinki").from_string(template)

    assert made.render() == shown
