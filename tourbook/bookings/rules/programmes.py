"""The programme of a departure as its papers tell it: for PDF and for calendars."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from tourbook.core import formats
from tourbook.core.languages import in_language
from tourbook.departures.models import DatedItem, Departure, DepartureStatus
from tourbook.directory.models import Place
from tourbook.documents.calendar import CalendarEvent, EventStatus

SENDER = "tourbook"


def kind_word(kind: str, language: str) -> str:
    words = {
        "programme": in_language(language, "Visit"),
        "transport": in_language(language, "Transport"),
        "lodging": in_language(language, "Overnight stay"),
        "meal": in_language(language, "Meal"),
        "side": in_language(language, "Side programme"),
    }
    return words[kind]


def paper(departure: Departure, items: Sequence[DatedItem], language: str) -> dict[str, Any]:
    """The data of the programme as a PDF; holds no moment, so the same programme is the same."""
    version = departure.version
    return {
        "title": version.package.name.get(language),
        "subtitle": dates(departure, language),
        "sender": SENDER,
        "footer": in_language(
            language, "Programme, version %(number)d of the package", number=version.number
        ),
        "intro": version.package.summary.get(language),
        "facts": [
            [in_language(language, "Dates"), dates(departure, language)],
            [in_language(language, "Times"), zone_note(departure, language)],
        ],
        "words": {
            "time": in_language(language, "Time"),
            "what": in_language(language, "Programme"),
            "where": in_language(language, "Place"),
        },
        "days": [day(departure, number, of_day, language) for number, of_day in by_day(items)],
        "notes": notes(departure, language),
    }


def dates(departure: Departure, language: str) -> str:
    first = formats.day(departure.first_day, language)
    if departure.first_day == departure.last_day:
        return first
    return f"{first} \N{EN DASH} {formats.day(departure.last_day, language)}"


def zone_note(departure: Departure, language: str) -> str:
    return in_language(language, "Local time (%(zone)s)", zone=departure.zone)


def by_day(items: Iterable[DatedItem]) -> list[tuple[int, list[DatedItem]]]:
    return [(number, list(of_day)) for number, of_day in groupby(items, lambda i: i.day_number)]


def heading(departure: Departure, number: int, first: DatedItem, language: str) -> str:
    when = formats.day(first.starts_at, language, departure.zone)
    return in_language(language, "Day %(number)d: %(day)s", number=number, day=when)


def day(
    departure: Departure, number: int, items: Sequence[DatedItem], language: str
) -> dict[str, Any]:
    return {
        "heading": heading(departure, number, items[0], language),
        "items": [entry(departure, item, language) for item in items],
    }


def entry(departure: Departure, item: DatedItem, language: str) -> dict[str, Any]:
    return {
        "starts": formats.hour(item.starts_at, language, departure.zone),
        "ends": formats.hour(item.ends_at, language, departure.zone),
        "kind": item.kind.value,
        "kind_word": kind_word(item.kind, language),
        "title": item.title.get(language),
        "text": item.text.get(language),
        "place": place_name(item.place, language),
        "address": item.place.address if item.place else "",
        "notes": [in_language(language, "Optional")] if item.optional else [],
    }


def place_name(place: Place | None, language: str) -> str:
    if place is None:
        return ""
    town = place.municipality.name.get(language)
    return place.name if town in place.name else f"{place.name}, {town}"


def notes(departure: Departure, language: str) -> dict[str, Any] | None:
    included = departure.version.included.get(language)
    left_out = departure.version.not_included.get(language)
    lines = []
    if included:
        lines.append(in_language(language, "Included: %(text)s", text=included))
    if left_out:
        lines.append(in_language(language, "Not included: %(text)s", text=left_out))
    if not lines:
        return None
    return {"heading": in_language(language, "Good to know"), "items": lines}


def data_hash(data: Mapping[str, Any]) -> str:
    written = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def events(
    departure: Departure, items: Iterable[DatedItem], language: str, *, firm: bool
) -> list[CalendarEvent]:
    """Each item as an event of a calendar; tentative while the places are only held."""
    status = EventStatus.CONFIRMED if firm else EventStatus.TENTATIVE
    if departure.status is DepartureStatus.CANCELLED:
        status = EventStatus.CANCELLED
    return [
        CalendarEvent(
            uid=f"item-{item.id}@tourbook",
            starts=item.starts_at,
            ends=item.ends_at,
            summary=item.title.get(language),
            zone=departure.zone,
            location=location(item.place, language),
            description=item.text.get(language),
            geo=(item.place.lat, item.place.lon) if item.place else None,
            status=status,
        )
        for item in items
    ]


def location(place: Place | None, language: str) -> str:
    if place is None:
        return ""
    return ", ".join(part for part in (place_name(place, language), place.address) if part)
