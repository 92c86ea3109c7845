"""Reminding those who owe something of it, and nobody else: one mail for all that a person owes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from tourbook.core import jobs, zones
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.departures.services import letters
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link, token_link
from tourbook.messages.services import Recipient
from tourbook.visits.queries import deadlines as queries
from tourbook.visits.queries import reminders as people
from tourbook.visits.queries.deadlines import Head
from tourbook.visits.queries.reminders import Guest
from tourbook.visits.rules.deadlines import Owner, owed
from tourbook.visits.rules.reminders import STEPS, event_of
from tourbook.visits.rules.tasks import Task, tasks

AHEAD = timedelta(days=STEPS[0])
#: Mails leave between these hours of the day in Finland.
FIRST_HOUR, LAST_HOUR = 7, 18


@dataclass(frozen=True)
class Thing:
    """A task that has reached a step, and the departure it belongs to."""

    head: Head
    task: Task
    event: str


@dataclass
class Post:
    """All that goes to one mailbox."""

    to: Recipient
    #: Each thing with the link to where it is done.
    things: list[tuple[Thing, dict[str, str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Mailboxes:
    """Whom to write to, by what they owe it for."""

    organisers: list[Recipient]
    leaders: Mapping[int, list[Recipient]]
    guests: Mapping[int, Guest]
    hosts: Mapping[int, list[Recipient]]


@jobs.periodic("visits.remind", every=timedelta(hours=1))
def remind_due(payload: dict[str, Any], at: datetime) -> None:
    """By day, remind everybody of what has come nearer since he was last told."""
    if FIRST_HOUR <= zones.clock_time(at, ZONE).hour < LAST_HOUR:
        remind(at=at)


def remind(*, at: datetime) -> int:
    """Write to each mailbox that owes something it was not told of at this step; how many."""
    today = zones.local_day(at, ZONE)
    posts = posts_of(things_due(today))
    told = people.told_before(posts.keys())
    sent = 0
    for mailbox, post in posts.items():
        events = {thing.event for thing, _link in post.things}
        new = events - told.get(mailbox, set())
        if new:
            send(post, new, today=today, at=at)
            sent += 1
    db.session.flush()
    return sent


def things_due(today: date) -> list[Thing]:
    """What is open and has reached a step, over all departures that are still to come.

    A host that was asked with a day to answer by is reminded by the request itself.
    """
    until = today + AHEAD
    found = []
    for trip in queries.trips_ahead(today, until):
        answering = {site.stop.key for site in trip.sites if site.answer_by is not None}
        for task in tasks(owed(trip.sites, trip.groups, today, until)):
            event = event_of(task, today)
            reminded = task.owner is Owner.HOST and task.stops[0].key in answering
            if event is not None and not reminded:
                found.append(Thing(trip.head, task, event))
    return found


def posts_of(things: Iterable[Thing]) -> dict[str, Post]:
    """The things of each mailbox, whatever the roles of its owner are."""
    listed = list(things)
    boxes = mailboxes_for(listed)
    posts: dict[str, Post] = {}
    for thing in listed:
        link = link_of(thing, boxes)
        for to in owners_of(thing.task, boxes):
            post = posts.setdefault(to.email.strip().lower(), Post(to))
            post.things.append((thing, link))
    return posts


def mailboxes_for(things: Iterable[Thing]) -> Mailboxes:
    owed = [thing.task for thing in things]
    owners = {task.owner for task in owed}
    groups = {task.group.id for task in owed if task.group and task.owner is Owner.LEADER}
    persons = {task.person.id for task in owed if task.person and task.owner is Owner.PARTICIPANT}
    asked = {task.organisation_id for task in owed if task.owner is Owner.HOST}
    hosts = people.hosts({key for key in asked if key is not None}) if asked else []
    return Mailboxes(
        organisers=letters.organisers() if Owner.ORGANISER in owners else [],
        leaders=people.leaders_of(groups) if groups else {},
        guests=people.guests(persons) if persons else {},
        hosts=letters.people_of(hosts) if hosts else {},
    )


def owners_of(task: Task, boxes: Mailboxes) -> list[Recipient]:
    """Those who owe it, and nobody else."""
    if task.owner is Owner.ORGANISER:
        return boxes.organisers
    if task.owner is Owner.HOST:
        return boxes.hosts.get(task.organisation_id or 0, [])
    if task.owner is Owner.LEADER:
        return boxes.leaders.get(task.group.id, []) if task.group else []
    guest = boxes.guests.get(task.person.id) if task.person else None
    return [guest.to] if guest else []


def link_of(thing: Thing, boxes: Mailboxes) -> dict[str, str]:
    """Where it is done: each owner has an own page for it."""
    task = thing.task
    if task.owner is Owner.PARTICIPANT and task.person:
        salt = boxes.guests[task.person.id].token_salt
        return token_link("/p/{token}/details", salt, "participant")
    if task.owner is Owner.LEADER and task.group:
        return page_link(f"/bookings/{task.group.id}/participants")
    if task.owner is Owner.HOST:
        return page_link("/host/requests")
    return page_link(f"/desk/departures/{thing.head.id}/deadlines")


def send(post: Post, new: set[str], *, today: date, at: datetime) -> None:
    """One mail with all that the person owes, told because of what is new in it."""
    digest = sha256("\n".join(sorted(new)).encode()).hexdigest()[:32]
    events = sorted({thing.event for thing, _link in post.things})
    messages.send(
        people.KIND,
        to=post.to,
        values={
            "name": post.to.name,
            "late": sum(thing.task.day < today for thing, _link in post.things),
            "trips": trips_in_words(post, today),
            "events": events,
        },
        event_key=f"visits.remind:{digest}",
        at=at,
    )


def trips_in_words(post: Post, today: date) -> list[dict[str, Any]]:
    """The things by departure and the page where they are done, as the mail's template wants."""
    language = post.to.language
    parts: dict[tuple[object, ...], dict[str, Any]] = {}
    for thing, link in post.things:
        key = (thing.head.id, *sorted(link.values()))
        part = parts.setdefault(
            key,
            {
                "package": thing.head.package.get(language),
                "first_day": thing.head.first_day.isoformat(),
                "link": link,
                "things": [],
            },
        )
        part["things"].append(in_words(thing.task, today, language))
    return list(parts.values())


def in_words(task: Task, today: date, language: str) -> dict[str, Any]:
    return {
        "what": task.what.value,
        "owner": task.owner.value,
        "fields": sorted(one.value for one in task.missing),
        "person": task.person.name if task.person else "",
        "unnamed": task.unnamed,
        "day": task.day.isoformat(),
        "late": task.day < today,
        "stop": task.stops[0].title.get(language),
        "more": len({stop.key for stop in task.stops}) - 1,
    }
