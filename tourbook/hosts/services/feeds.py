"""Addresses at which a host's own calendar program reads its slots and visits."""

from datetime import datetime

from sqlalchemy import select

from tourbook.core import audit, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts.models import CalendarFeed

PURPOSE = "calendar_feed"
#: An organisation has no more open addresses than this.
MOST_FEEDS = 50


def make(
    organisation_id: int, *, name: str, language: str, at: datetime, actor: Actor
) -> CalendarFeed:
    """A new address; its token is derived, never kept."""
    open_ones = select(CalendarFeed.id).where(
        CalendarFeed.organisation_id == organisation_id, CalendarFeed.ended_at.is_(None)
    )
    if len(db.session.scalars(open_ones).all()) >= MOST_FEEDS:
        raise Refused("You have as many calendar addresses as there can be. End one first.")
    salt, digest = tokens.issue(PURPOSE)
    feed = CalendarFeed(
        organisation_id=organisation_id,
        name=name,
        language=language,
        token_salt=salt,
        token_hash=digest,
        created_at=at,
    )
    db.session.add(feed)
    db.session.flush()
    after = {"organisation_id": organisation_id, "name": name}
    audit.record("hosts.make_calendar_feed", feed, at=at, actor=actor, after=after)
    return feed


def token_of(feed: CalendarFeed) -> str:
    return tokens.derive(feed.token_salt, PURPOSE)


def by_token(token: str) -> CalendarFeed | None:
    """The feed of an address that was not ended."""
    return db.session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.token_hash == tokens.digest(token), CalendarFeed.ended_at.is_(None)
        )
    ).one_or_none()


def end(feed: CalendarFeed, *, at: datetime, actor: Actor) -> None:
    """From now on the address leads nowhere."""
    if feed.ended_at is not None:
        raise Refused("This address has ended already.")
    feed.ended_at = at
    db.session.flush()
    audit.record("hosts.end_calendar_feed", feed, at=at, actor=actor, after={"name": feed.name})
