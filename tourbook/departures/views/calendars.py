"""Departures as calendar files, for the organiser."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import starmap

from flask import Response

from tourbook.core.formats import day as day_in_words
from tourbook.core.zones import midnight
from tourbook.departures.models import DatedItem, Departure, DepartureStatus
from tourbook.documents.calendar import CalendarEvent, EventStatus, to_ics
from tourbook.web.addresses import outside
from tourbook.web.exports import attachment
from tourbook.web.filters import text
from tourbook.web.languages import current_language

ICS = "text/calendar; charset=utf-8"
STATUS = {
    DepartureStatus.DRAFT: EventStatus.TENTATIVE,
    DepartureStatus.CANCELLED: EventStatus.CANCELLED,
}


def status_of(departure: Departure) -> EventStatus:
    return STATUS.get(departure.status, EventStatus.CONFIRMED)


def calendar_file(
    events: Iterable[CalendarEvent], name: str, filename: str, *, at: datetime
) -> Response:
    content = to_ics(events, name=name, language=current_language(), at=at)
    return attachment(content, ICS, f"{filename}.ics")


def events_of_list(departures: Iterable[Departure]) -> list[CalendarEvent]:
    """One event for each departure, from its first midnight to its last."""
    return [
        CalendarEvent(
            uid=f"departure-{departure.id}@tourbook",
            starts=midnight(departure.first_day, departure.zone),
            ends=midnight(departure.last_day + timedelta(days=1), departure.zone),
            summary=text(departure.version.package.name),
            zone=departure.zone,
            description=day_in_words(departure.first_day, current_language(), departure.zone),
            status=status_of(departure),
            url=outside("departures.show", departure_id=departure.id),
        )
        for departure in departures
    ]


def events_of_departure(departure: Departure, items: Sequence[DatedItem]) -> list[CalendarEvent]:
    """One event for each part of the programme."""
    return list(starmap(event_of, ((departure, item) for item in items)))


def event_of(departure: Departure, item: DatedItem) -> CalendarEvent:
    place = item.place
    return CalendarEvent(
        uid=f"dated-item-{item.id}@tourbook",
        starts=item.starts_at,
        ends=item.ends_at,
        summary=text(item.title),
        zone=departure.zone,
        location=f"{place.name}, {place.address}".rstrip(", ") if place else "",
        geo=(place.lat, place.lon) if place else None,
        description=text(departure.version.package.name),
        status=status_of(departure),
        url=outside("departures.show", departure_id=departure.id),
    )
