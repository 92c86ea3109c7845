"""What is wrong with this installation, in sentences."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa

from tourbook.config import Settings
from tourbook.core import schema
from tourbook.core.db import db
from tourbook.core.jobs import Job, JobState
from tourbook.messages import queries as messages
from tourbook.messages.emails import post


@dataclass(frozen=True)
class Finding:
    good: bool
    sentence: str


def findings(settings: Settings) -> Iterator[Finding]:
    """All that was looked at, in the order in which to put it right."""
    yield Finding(True, f"Instance folder: {settings.instance}")
    yield from of_settings(settings)
    reached = list(of_database())
    yield from reached
    if all(finding.good for finding in reached):
        yield from of_work()
    yield of_mail(settings)


def of_settings(settings: Settings) -> Iterator[Finding]:
    secure = settings.base_url.startswith("https://")
    if settings.production and not secure:
        yield Finding(False, "TOURBOOK_BASE_URL must begin with https:// in production.")
    if settings.production and settings.mail_from.endswith("@localhost>"):
        yield Finding(False, "TOURBOOK_MAIL_FROM is not set: nobody can answer to localhost.")
    if settings.production and not settings.redis_url:
        yield Finding(
            True, "TOURBOOK_REDIS_URL is not set: each web process counts sign-ins by itself."
        )


def of_database() -> Iterator[Finding]:
    try:
        current = schema.is_current()
    except sa.exc.SQLAlchemyError as error:
        yield Finding(False, f"The database cannot be reached ({type(error).__name__}).")
        return
    finally:
        db.session.rollback()
    name = db.engine.url.render_as_string(hide_password=True)
    yield Finding(True, f"Database: {name}")
    if not current:
        yield Finding(False, "The database is not up to date: run `tourbook upgrade`.")


def of_work() -> Iterator[Finding]:
    parked = db.session.scalar(
        sa.select(sa.func.count()).select_from(Job).where(Job.state == JobState.PARKED)
    )
    if parked:
        yield Finding(False, f"{parked} jobs were given up; see the messages page and the log.")
    lost = messages.parked_count()
    if lost:
        yield Finding(False, f"{lost} messages were not delivered; see /desk/messages.")
    db.session.rollback()


def of_mail(settings: Settings) -> Finding:
    if not post.is_server(settings.mail_url):
        folder = settings.instance / "outbox"
        return Finding(not settings.production, f"No mail server is set: letters go to {folder}.")
    url = urlsplit(settings.mail_url)
    try:
        with post.connected(url, post.own_name(settings.base_url)) as server:
            server.noop()
    except (post.NotTaken, smtplib.SMTPException, OSError) as error:
        return Finding(
            False, f"The mail server {url.hostname} does not answer as it should: {error}"
        )
    return Finding(True, f"Mail server: {url.hostname}")
