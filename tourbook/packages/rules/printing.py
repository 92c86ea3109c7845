"""A draft or a version as its papers tell it: for paper, for PDF and for calendars."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from tourbook.core import formats, zones
from tourbook.core.formats import ZONE
from tourbook.core.languages import in_language
from tourbook.core.refused import Refused
from tourbook.directory.models import Place
from tourbook.documents.calendar import CalendarEvent, EventStatus
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Day, Item, Version, VersionStatus
from tourbook.packages.rules.outline import DAY_MINUTES

SENDER = "tourbook"


def kind_word(kind: ComponentKind, language: str) -> str:
    words = {
        ComponentKind.PROGRAMME: in_language(language, "Visit"),
        ComponentKind.TRANSPORT: in_language(language, "Transport"),
        ComponentKind.LODGING: in_language(language, "Overnight stay"),
        ComponentKind.MEAL: in_language(language, "Meal"),
        ComponentKind.SIDE: in_language(language, "Side programme"),
    }
    return words[kind]


def paper(version: Version, language: str) -> dict[str, Any]:
    """The data of the programme's PDF. It holds no moment: the same version gives the same file."""
    is_draft = version.status is VersionStatus.DRAFT
    return {
        "title": version.package.name.get(language),
        "subtitle": subtitle(version, language),
        "sender": in_language(language, "Draft: it may still change") if is_draft else SENDER,
        "mark": in_language(language, "Draft") if is_draft else "",
        "footer": in_language(
            language, "Programme, version %(number)d of the package", number=version.number
        ),
        "intro": version.package.summary.get(language),
        "facts": facts(version, language),
        "words": {
            "time": in_language(language, "Time"),
            "what": in_language(language, "Programme"),
            "where": in_language(language, "Place"),
        },
        "days": [day_of_paper(version, day, language) for day in version.days],
        "notes": good_to_know(version, language),
    }


def subtitle(version: Version, language: str) -> str:
    number = in_language(language, "Version %(number)d", number=version.number)
    if version.trial_day is None:
        return number
    trial = formats.day(version.trial_day, language)
    return in_language(language, "%(version)s, on trial from %(day)s", version=number, day=trial)


def facts(version: Version, language: str) -> list[list[str]]:
    sizes = f"{version.party_min}\N{EN DASH}{version.party_max}"
    spoken = ", ".join(formats.language_name(code, language) for code in version.languages)
    rows = [
        [in_language(language, "Party"), sizes],
        [in_language(language, "Languages of the group"), spoken],
        [in_language(language, "Times"), in_language(language, "Local time (%(zone)s)", zone=ZONE)],
    ]
    if version.step_free:
        rows.append(
            [in_language(language, "Access"), in_language(language, "Every stop without steps")]
        )
    return rows


def heading(version: Version, day: Day, language: str) -> str:
    """`Day 2: On the lake`, and the date where a day is on trial."""
    number = in_language(language, "Day %(number)d", number=day.number)
    title = day.title.get(language)
    words = f"{number}: {title}" if title and title != number else number
    shown = date_of(version, day)
    return words if shown is None else f"{words}, {formats.day(shown, language)}"


def date_of(version: Version, day: Day) -> date | None:
    if version.trial_day is None:
        return None
    return version.trial_day + timedelta(days=day.number - 1)


def day_of_paper(version: Version, day: Day, language: str) -> dict[str, Any]:
    titles = titles_of(version, language)
    return {
        "heading": heading(version, day, language),
        "items": [entry(item, titles, language) for item in day.items],
    }


def titles_of(version: Version, language: str) -> dict[str, str]:
    """By lineage, to name what an alternative stands in for."""
    return {item.lineage: item.title.get(language) for day in version.days for item in day.items}


def entry(item: Item, titles: Mapping[str, str], language: str) -> dict[str, Any]:
    place = place_of(item)
    return {
        "starts": shown(item.starts_minute, language),
        "ends": shown(item.ends_minute, language),
        "kind": item.kind.value,
        "kind_word": kind_word(item.kind, language),
        "title": item.title.get(language),
        "text": item.text.get(language),
        "place": place_name(place, language),
        "address": place.address if place else "",
        "notes": all_notes(item, titles, language),
    }


def shown(minute: int, language: str) -> str:
    past = minute % DAY_MINUTES
    return formats.time_of_day(time(past // 60, past % 60), language)


def all_notes(item: Item, titles: Mapping[str, str], language: str) -> list[str]:
    optional = [in_language(language, "Optional")] if item.optional else []
    return [*optional, *notes(item, titles, language)]


def notes(item: Item, titles: Mapping[str, str], language: str) -> Iterator[str]:
    """What is special about an item: who takes part, what it stands in for, who interprets."""
    if item.track:
        yield in_language(language, "Part %(track)s of the group", track=item.track)
    if item.alternative_to:
        instead = titles.get(item.alternative_to, "")
        yield in_language(language, "In place of %(item)s, if need be", item=instead)
    if item.interpreters:
        names = ", ".join(formats.language_name(code, language) for code in item.interpreters)
        yield in_language(language, "Interpreted into: %(languages)s", languages=names)


def place_of(item: Item) -> Place | None:
    return item.place or (item.component.place if item.component else None)


def place_name(place: Place | None, language: str) -> str:
    if place is None:
        return ""
    town = place.municipality.name.get(language)
    return place.name if town in place.name else f"{place.name}, {town}"


def good_to_know(version: Version, language: str) -> dict[str, Any] | None:
    learnt = [f"{each.code}: {each.text.get(language)}" for each in version.objectives]
    lines = []
    if learnt:
        lines.append(in_language(language, "What participants learn:") + "\n" + "\n".join(learnt))
    if included := version.included.get(language):
        lines.append(in_language(language, "Included: %(text)s", text=included))
    if left_out := version.not_included.get(language):
        lines.append(in_language(language, "Not included: %(text)s", text=left_out))
    if not lines:
        return None
    return {"heading": in_language(language, "Good to know"), "items": lines}


def check_dated(version: Version) -> date:
    """The first day of the visit on trial; a calendar without days would be empty."""
    if version.trial_day is None:
        raise Refused(
            "No day is on trial, so there is nothing to put into a calendar. Choose a day on trial"
            " in the settings of the version."
        )
    return version.trial_day


def events(version: Version, language: str) -> list[CalendarEvent]:
    """Each item that takes place as an event, tentative for as long as the visit is on trial."""
    first_day = check_dated(version)
    titles = titles_of(version, language)
    return [
        event(version, day, item, first_day, titles, language)
        for day in version.days
        for item in day.items
        if not item.alternative_to
    ]


def event(
    version: Version,
    day: Day,
    item: Item,
    first_day: date,
    titles: Mapping[str, str],
    language: str,
) -> CalendarEvent:
    midnight = datetime.combine(first_day + timedelta(days=day.number - 1), time())
    place = place_of(item)
    said = [item.text.get(language), *all_notes(item, titles, language)]
    where = (place_name(place, language), place.address if place else "")
    return CalendarEvent(
        uid=f"{item.lineage}-{version.id}@tourbook",
        starts=zones.moment_of(midnight + timedelta(minutes=item.starts_minute), ZONE),
        ends=zones.moment_of(midnight + timedelta(minutes=item.ends_minute), ZONE),
        summary=item.title.get(language),
        location=", ".join(part for part in where if part),
        description="\n".join(part for part in said if part),
        geo=(place.lat, place.lon) if place else None,
        status=EventStatus.TENTATIVE,
        sequence=version.revision,
    )
