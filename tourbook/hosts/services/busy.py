"""Busy times of hosts' own calendars: from a file at once, from an address every hour."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts.models import AwayKind, AwayTime, BusyFeed
from tourbook.hosts.rules.busy import Busy, busy_times
from tourbook.hosts.services.away import component_of
from tourbook.hosts.services.fetching import Wire, check_address, fetch

READ = "hosts.read_busy_feed"
EVERY = timedelta(hours=1)
#: An organisation has no more calendars than this.
MOST_FEEDS = 20


def add_file(
    organisation_id: int,
    *,
    name: str,
    component_id: int | None,
    content: bytes,
    at: datetime,
    actor: Actor,
) -> BusyFeed:
    """Keep a calendar file's busy times."""
    times = busy_times(content, at)
    feed = new_feed(organisation_id, name=name, component_id=component_id, at=at)
    put_times(feed, times, at=at)
    audit.record("hosts.add_busy_file", feed, at=at, actor=actor, after=told(feed))
    return feed


def replace_file(feed: BusyFeed, content: bytes, *, at: datetime, actor: Actor) -> None:
    """Take the busy times of a newer file instead."""
    if feed.address:
        raise Refused("This calendar is read from its address.")
    put_times(feed, busy_times(content, at), at=at)
    audit.record("hosts.replace_busy_file", feed, at=at, actor=actor, after=told(feed))


def add_address(
    organisation_id: int,
    *,
    name: str,
    component_id: int | None,
    address: str,
    at: datetime,
    actor: Actor,
) -> BusyFeed:
    """Keep an address; it is fetched only once an administrator has allowed it."""
    check_address(address)
    feed = new_feed(organisation_id, name=name, component_id=component_id, at=at)
    feed.address = address.strip()
    db.session.flush()
    audit.record("hosts.add_busy_address", feed, at=at, actor=actor, after=told(feed))
    return feed


def new_feed(
    organisation_id: int, *, name: str, component_id: int | None, at: datetime
) -> BusyFeed:
    if component_id is not None:
        component_of(organisation_id, component_id)
    known = select(BusyFeed.id).where(BusyFeed.organisation_id == organisation_id)
    if len(db.session.scalars(known).all()) >= MOST_FEEDS:
        raise Refused("You have as many calendars as there can be. Remove one first.")
    feed = BusyFeed(
        organisation_id=organisation_id, name=name, component_id=component_id, created_at=at
    )
    db.session.add(feed)
    db.session.flush()
    return feed


def put_times(feed: BusyFeed, times: Sequence[Busy], *, at: datetime) -> None:
    """These busy times instead of the ones that were."""
    clear(feed)
    rows = [
        {
            "organisation_id": feed.organisation_id,
            "component_id": feed.component_id,
            "feed_id": feed.id,
            "kind": AwayKind.BUSY,
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "note": "",
        }
        for one in times
    ]
    if rows:
        db.session.execute(insert(AwayTime), rows)
    feed.read_at, feed.fault = at, ""
    db.session.flush()


def clear(feed: BusyFeed) -> None:
    db.session.execute(
        delete(AwayTime)
        .where(AwayTime.feed_id == feed.id)
        .execution_options(synchronize_session="fetch")
    )


def remove(feed: BusyFeed, *, at: datetime, actor: Actor) -> None:
    """Forget a calendar and its busy times."""
    audit.record("hosts.remove_busy_feed", feed, at=at, actor=actor, before=told(feed))
    clear(feed)
    db.session.delete(feed)
    db.session.flush()


def allow(feed: BusyFeed, *, at: datetime, actor: Actor) -> None:
    """Let an address be fetched, from now on every hour."""
    if not feed.address:
        raise Refused("A file needs no leave.")
    if feed.allowed_at is not None:
        raise Refused("This address is allowed already.")
    check_address(feed.address)
    feed.allowed_at, feed.allowed_by = at, actor.label
    db.session.flush()
    audit.record("hosts.allow_busy_feed", feed, at=at, actor=actor, after=told(feed))
    jobs.enqueue(READ, {"feed_id": feed.id}, at=at)


def revoke(feed: BusyFeed, *, at: datetime, actor: Actor) -> None:
    """Fetch an address no more; what it gave is forgotten."""
    if feed.allowed_at is None:
        raise Refused("This address is not allowed.")
    before = told(feed)
    feed.allowed_at, feed.allowed_by, feed.fault = None, "", ""
    clear(feed)
    db.session.flush()
    audit.record(
        "hosts.revoke_busy_feed", feed, at=at, actor=actor, before=before, after=told(feed)
    )


def told(feed: BusyFeed) -> dict[str, object]:
    """The calendar as the audit log keeps it: of an address its host, for the rest is a secret."""
    names = ("organisation_id", "component_id", "name", "allowed_at", "allowed_by")
    host = urlsplit(feed.address).hostname if feed.address else ""
    return {**{name: getattr(feed, name) for name in names}, "host": host}


@jobs.periodic("hosts.read_busy_feeds", every=EVERY)
def read_all(payload: dict[str, Any], at: datetime) -> None:
    """One job for each allowed address, so that a slow one holds up no other."""
    allowed = select(BusyFeed.id).where(BusyFeed.allowed_at.is_not(None), BusyFeed.address != "")
    stretch = int(at.timestamp() // EVERY.total_seconds())
    for feed_id in db.session.scalars(allowed.order_by(BusyFeed.id)):
        jobs.enqueue(READ, {"feed_id": feed_id}, at=at, dedupe_key=f"{READ}:{feed_id}@{stretch}")


@jobs.handler(READ, slow=True)
def read_one(payload: dict[str, Any], at: datetime) -> Callable[[], None] | None:
    return prepare(int(payload["feed_id"]), Wire(), at)


def prepare(feed_id: int, wire: Wire, at: datetime) -> Callable[[], None] | None:
    """Fetch and read an address; hands back what writes its times, or why there are none."""
    feed = db.session.get(BusyFeed, feed_id)
    if feed is None or feed.allowed_at is None or not feed.address:
        return None
    address = feed.address
    db.session.rollback()
    try:
        times = busy_times(fetch(address, wire), at)
    except Refused as refused:
        why = refused.sentence
        return lambda: note_fault(feed_id, address, why)
    return lambda: note_times(feed_id, address, times, at)


def still_allowed(feed_id: int, address: str) -> BusyFeed | None:
    """The feed, unless it was removed or revoked while it was being read."""
    feed = db.session.get(BusyFeed, feed_id, with_for_update={"of": BusyFeed})
    same = feed is not None and feed.allowed_at is not None and feed.address == address
    return feed if same else None


def note_fault(feed_id: int, address: str, why: str) -> None:
    feed = still_allowed(feed_id, address)
    if feed is not None:
        feed.fault = why


def note_times(feed_id: int, address: str, times: Sequence[Busy], at: datetime) -> None:
    feed = still_allowed(feed_id, address)
    if feed is not None:
        put_times(feed, times, at=at)
