"""The run sheet of a day on one sheet of paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from tourbook.bookings.forms import DIET_LABELS, NEED_LABELS
from tourbook.bookings.rules.needs import Counts
from tourbook.bookings.rules.programmes import SENDER
from tourbook.core import formats
from tourbook.core.languages import known
from tourbook.departures.models import Departure
from tourbook.documents import pdf
from tourbook.visits.forms.runsheet import KINDS, NOTES
from tourbook.visits.rules.runsheet import Host, Sheet, Spot, Stop

PDF = "application/pdf"
TEMPLATE = "visits/runsheet.typ"


def runsheet(
    departure: Departure, sheet: Sheet, *, driver: bool, language: str, at: datetime
) -> bytes:
    """The sheet as it is now; a driver's leaves out what the group eats."""
    data = content(departure, sheet, driver=driver, language=language, at=at)
    return pdf.render_in_child(TEMPLATE, data, language=known(language))


def content(
    departure: Departure, sheet: Sheet, *, driver: bool, language: str, at: datetime
) -> dict[str, Any]:
    printed = formats.moment(at, language, sheet.zone)
    return {
        "title": departure.version.package.name.get(language),
        "subtitle": _(
            "Day %(number)d: %(day)s", number=sheet.day_number, day=formats.day(sheet.day, language)
        ),
        "sender": SENDER,
        "footer": _("Run sheet, as it was on %(moment)s", moment=printed),
        "facts": facts(sheet, driver=driver),
        "words": {"time": _("Time"), "what": _("Stop"), "who": _("Place and contact")},
        "stops": [stop_data(sheet, stop, language) for stop in sheet.stops],
    }


def facts(sheet: Sheet, *, driver: bool) -> list[list[str]]:
    groups = ", ".join(f"{name} ({places})" for name, places in sheet.groups)
    found = [[_("People"), f"{sheet.people}: {groups}" if groups else "0"]]
    if sheet.duty:
        found.append([_("On duty"), f"{sheet.duty.name}, {sheet.duty.phone}"])
    if sheet.late and sheet.late.minutes:
        found.append([_("Late"), _("About %(minutes)d minutes", minutes=sheet.late.minutes)])
    if sheet.diets and not driver:
        found.append([_("Diets"), in_words(sheet.diets, DIET_LABELS)])
    if sheet.needs:
        found.append([_("Needs"), in_words(sheet.needs, NEED_LABELS)])
    return found


def in_words(wishes: Counts, labels: Mapping[Any, Any]) -> str:
    """Counts as a line: "Vegan 2, Halal 1"."""
    counted: Sequence[tuple[str, int]] = [
        *((str(labels[code]), number) for code, number in wishes.codes),
        *wishes.words,
    ]
    return ", ".join(f"{words} {number}" for words, number in counted)


def stop_data(sheet: Sheet, stop: Stop, language: str) -> dict[str, Any]:
    late = sheet.expected(stop)
    starts = formats.hour(stop.starts_at, language, sheet.zone)
    ends = formats.hour(stop.ends_at, language, sheet.zone)
    return {
        "time": f"{starts}\N{EN DASH}{ends}",
        "late": _("now %(time)s", time=formats.hour(late, language, sheet.zone)) if late else "",
        "kind": str(KINDS[stop.kind]),
        "title": stop.title.get(language),
        "optional": _("optional") if stop.optional else "",
        "bring": [
            *(str(NOTES[note]) for note in stop.notes),
            *([stop.words.get(language)] if stop.words else []),
        ],
        "place": stop.spot.name if stop.spot else "",
        "address": where(stop.spot) if stop.spot else "",
        "host": host_line(stop.host) if stop.host else "",
        "agreed": "" if stop.host is None or stop.host.agreed else _("The host has not said yes."),
    }


def where(spot: Spot) -> str:
    """The address, and whether one gets in without a step."""
    return ", ".join(
        part for part in (spot.address, _("step-free") if spot.step_free else "") if part
    )


def host_line(host: Host) -> str:
    phone = host.phone.replace(" ", "\N{NO-BREAK SPACE}")
    return ", ".join(part for part in (host.name, host.person, phone, host.email) if part)
