"""The worker's part: each waiting message leaves once.

The letter is made and handed over without the database's write lock; only then is the message
marked as sent, in the transaction that marks the job as done. A worker that dies between the
server's answer and that commit leaves the job to another, which hands the letter over again: it
carries the same Message-ID, made from the message and this system's key, by which mail systems
show one letter. With files for letters the second writes over the first.
"""

from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app

from tourbook.config import Settings
from tourbook.core import jobs
from tourbook.core.jobs import Finish
from tourbook.messages import queries, rules, services
from tourbook.messages.emails import post
from tourbook.messages.emails.letters import NotAnAddress, letter
from tourbook.messages.emails.wording import Worded, worded
from tourbook.messages.models import Message


class NotDelivered(Exception):
    """Says why, with each token struck out."""


def give_up(payload: dict[str, Any], error: str) -> None:
    services.park(payload["event_key"], error)


@jobs.handler(services.DELIVER, slow=True, parked=give_up)
def deliver(payload: dict[str, Any], at: datetime) -> Finish | None:
    message = queries.waiting(payload["event_key"])
    if message is None:
        return None
    settings: Settings = current_app.extensions["tourbook.settings"]
    words = worded(
        message,
        base_url=settings.base_url,
        zone=settings.zone,
        signature=settings.mail_signature,
    )
    try:
        hand_over(message, words, settings)
    except (post.Refused, NotAnAddress) as refusal:
        return partial(services.park, message.event_key, rules.struck(str(refusal), words.tokens))
    except Exception as error:
        sentence = rules.struck(f"{type(error).__name__}: {error}", words.tokens)
        raise NotDelivered(sentence) from None
    return partial(
        services.mark_sent,
        message.id,
        subject=rules.struck(words.subject, words.tokens),
        body=rules.struck(words.body, words.tokens),
        at=at,
    )


def hand_over(message: Message, words: Worded, settings: Settings) -> None:
    files = [services.attachment(order, message.language) for order in message.attachments]
    made = letter(message, words, files, sender=settings.mail_from, reply_to=settings.mail_reply_to)
    if post.is_server(settings.mail_url):
        post.to_server(made, settings.mail_url, base_url=settings.base_url)
    else:
        post.to_file(made, settings.instance / "outbox" / f"{message.id}.eml")
