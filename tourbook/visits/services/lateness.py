"""Telling hosts that a group runs late: each that follows on the day, once for each word of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import DatedItem, Departure, DepartureStatus, ServiceRequest
from tourbook.departures.queries.duty import on_duty
from tourbook.departures.rules.duty import Duty
from tourbook.departures.rules.selling import local_day
from tourbook.departures.services import letters
from tourbook.messages import services as messages
from tourbook.messages.services import Recipient
from tourbook.visits.models import LateNotice
from tourbook.visits.queries import runsheet as queries
from tourbook.visits.rules import lateness as rules

#: Only of departures that go can a group be late.
RUNNING = (DepartureStatus.OPEN, DepartureStatus.CLOSED)
#: Said of a day before, it is a change of the programme and not lateness.
AHEAD = timedelta(hours=18)


def tell(
    departure: Departure,
    since: DatedItem,
    minutes: int,
    *,
    words: str = "",
    at: datetime,
    by: str,
    actor: Actor,
) -> LateNotice:
    """Keep the word and mail the hosts of this stop and of those after it on the day.

    A new word takes the place of the one before; whoever was told then is told anew.

    Raises:
        Refused: the departure does not run today, or this was said already.
    """
    db.session.execute(
        sa.select(Departure.id).where(Departure.id == departure.id).with_for_update()
    )
    check_running(departure, since, at=at)
    day = local_day(departure, since.starts_at)
    earlier = queries.notices(departure.id, day)
    rules.check_new(minutes, since.starts_at, words, earlier)
    items = queries.items_of(departure.id, since.day_number)
    first = min([since.starts_at, *(one.since for one in earlier[-1:])])
    told_of = rules.following(items, first)
    requests = queries.agreed_on(told_of)
    notice = LateNotice(
        departure_id=departure.id,
        day=day,
        minutes=minutes,
        from_item_id=since.id,
        words=words,
        told={},
        at=at,
        by=by[:200],
    )
    db.session.add(notice)
    db.session.flush()
    late = rules.Late(minutes, since.starts_at, words, at, by)
    notice.told = mail(departure, notice, requests, late, again=bool(earlier))
    after = {"minutes": minutes, "from": since.starts_at, "hosts": len(notice.told)}
    audit.record("visits.tell_late", notice, at=at, actor=actor, after=after)
    db.session.flush()
    return notice


def check_running(departure: Departure, since: DatedItem, *, at: datetime) -> None:
    if departure.status not in RUNNING:
        raise Refused("This departure does not run, so nobody waits for the group.")
    if since.dropped_at is not None:
        raise Refused("This stop was dropped from the programme.")
    if since.starts_at - at > AHEAD:
        raise Refused("This stop is not today. Change the programme instead.")
    if since.ends_at + AHEAD < at:
        raise Refused("This stop is over.")


def mail(
    departure: Departure,
    notice: LateNotice,
    requests: Mapping[int, ServiceRequest],
    late: rules.Late,
    *,
    again: bool,
) -> dict[str, list[str]]:
    """Write to each host once for all its stops; by host, the times that it was told."""
    ordered = sorted(requests.values(), key=lambda one: (one.starts_at, one.id))
    people = letters.people_of(one.organisation for one in ordered)
    duty = on_duty(departure.id, day_number_of(departure, notice))
    by_host: dict[int, list[ServiceRequest]] = {}
    for request in ordered:
        by_host.setdefault(request.organisation_id, []).append(request)
    told: dict[str, list[str]] = {}
    for organisation_id, theirs in by_host.items():
        readers = {
            person.email: person
            for request in theirs
            for person in letters.of_request(request, people)
        }
        for person in readers.values():
            messages.send(
                "visits/late",
                to=person,
                values=values_for(person, departure, theirs, late, duty, again=again),
                event_key=f"visits.late:{notice.id}:{organisation_id}",
                at=notice.at,
                about=departure,
            )
        if readers:
            told[theirs[0].organisation.name] = [when(one, late) for one in theirs]
    return told


def day_number_of(departure: Departure, notice: LateNotice) -> int:
    return (notice.day - departure.first_day).days + 1


def when(request: ServiceRequest, late: rules.Late) -> str:
    expected = rules.expected(request.dated_item.starts_at, late)
    return (expected or request.dated_item.starts_at).isoformat()


def values_for(
    person: Recipient,
    departure: Departure,
    requests: Sequence[ServiceRequest],
    late: rules.Late,
    duty: Duty | None,
    *,
    again: bool,
) -> dict[str, object]:
    """What a host must know: its own stops and nobody else's."""
    return {
        "package": departure.version.package.name.get(person.language),
        "organisation": requests[0].organisation.name,
        "zone": departure.zone,
        "minutes": late.minutes,
        "again": again,
        "words": late.words,
        "visits": [
            {
                "title": one.component.name.get(person.language),
                "planned": one.dated_item.starts_at.isoformat(),
                "expected": when(one, late),
            }
            for one in requests
        ],
        "duty": f"{duty.name}, {duty.phone}" if duty else "",
    }
