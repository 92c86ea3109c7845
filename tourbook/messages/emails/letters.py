"""A message in the form that mail servers carry."""

from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from tourbook.core import tokens
from tourbook.messages import rules
from tourbook.messages.emails.wording import Worded
from tourbook.messages.models import Message
from tourbook.messages.services import Attachment


class NotAnAddress(ValueError):
    """The mailbox cannot be written in a letter."""


def letter(
    message: Message,
    worded: Worded,
    attachments: Iterable[Attachment],
    *,
    sender: str,
    reply_to: str = "",
) -> EmailMessage:
    """The letter; made twice for one message, it carries the same Message-ID."""
    made = EmailMessage(policy=SMTP)
    made["Message-ID"] = f"<{identity(message)}@{domain_of(sender)}>"
    made["Date"] = format_datetime(message.created_at)
    made["From"] = address(*parseaddr(sender))
    made["To"] = address(message.to_name, message.to_email)
    if reply_to:
        made["Reply-To"] = address(*parseaddr(reply_to))
    made["Subject"] = worded.subject
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = message.language
    made.set_content(worded.body)
    for file in attachments:
        kind, _slash, subkind = file.mime.partition("/")
        made.add_attachment(
            file.content, maintype=kind, subtype=subkind.split(";")[0], filename=file.filename
        )
    return made


def identity(message: Message) -> str:
    """The same for the same message of this system, and told by nothing else."""
    return tokens.derive(f"{message.id}|{message.event_key}", "message-id")


def domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def address(name: str, mailbox: str) -> Address:
    try:
        return Address(display_name=rules.one_line(name), addr_spec=mailbox)
    except (ValueError, IndexError) as error:  # the parser raises either
        raise NotAnAddress(f"{mailbox!r} is no mailbox that a letter can be sent to.") from error
