"""Papers of a draft or a version: the programme to print, as a PDF and as a calendar file."""

from datetime import datetime

from tourbook.core.languages import known
from tourbook.documents import pdf
from tourbook.documents.calendar import to_ics
from tourbook.packages.models import Version
from tourbook.packages.rules import printing
from tourbook.web import timeline

TEMPLATE = "packages/programme.typ"
PDF = "application/pdf"
ICS = "text/calendar; charset=utf-8"


def programme(version: Version, language: str) -> bytes:
    """The PDF. It takes a fraction of a second, so nobody has to wait for a job."""
    data = printing.paper(version, known(language))
    return pdf.render_in_child(TEMPLATE, data, language=known(language))


def calendar(version: Version, language: str, *, at: datetime) -> bytes:
    """The calendar file of the days on trial; refused where no day is."""
    language = known(language)
    name = version.package.name.get(language)
    return to_ics(printing.events(version, language), name=name, language=language, at=at)


def file_name(version: Version, language: str, ending: str) -> str:
    return f"{version.package.slug}-{version.number}-{language}.{ending}"


def days(version: Version, language: str) -> list[timeline.Day]:
    """The programme for the timeline of a page that is printed."""
    titles = printing.titles_of(version, language)
    return [
        timeline.Day(
            printing.heading(version, day, language),
            [
                timeline.Item(
                    kind=item.kind.value,
                    title=item.title.get(language),
                    starts=printing.shown(item.starts_minute, language),
                    ends=printing.shown(item.ends_minute, language),
                    place=printing.place_name(printing.place_of(item), language),
                    text=item.text.get(language),
                    note=". ".join(printing.notes(item, titles, language)),
                    optional=item.optional,
                )
                for item in day.items
            ],
        )
        for day in version.days
    ]
