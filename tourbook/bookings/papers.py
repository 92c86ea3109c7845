"""Papers of a visit: the programme as a PDF that is kept as issued, and as a calendar file."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from tourbook.bookings import queries
from tourbook.bookings.models import Paper
from tourbook.bookings.rules import programmes
from tourbook.bookings.services.notices import PROGRAMME_JOB, PROGRAMME_MAKER
from tourbook.core import formats, jobs
from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.core.jobs import Finish, JobState
from tourbook.core.languages import LANGUAGES, known
from tourbook.departures.models import DatedItem, Departure
from tourbook.documents import pdf
from tourbook.documents.calendar import to_ics
from tourbook.messages.services import Attachment, attachment_maker
from tourbook.web.timeline import Day, Item

KIND = "programme"
TEMPLATE = "departures/programme.typ"
PDF = "application/pdf"
ICS = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Programme:
    """How far the programme in one language is: there, being made, failed, or not asked for."""

    language: str
    data: dict[str, Any]
    data_hash: str
    paper: Paper | None
    job_state: JobState | None

    @property
    def ready(self) -> bool:
        return self.paper is not None

    @property
    def failed(self) -> bool:
        return not self.ready and self.job_state is JobState.PARKED

    @property
    def being_made(self) -> bool:
        return not self.ready and self.job_state in (JobState.WAITING, JobState.RUNNING)


def programme(
    departure: Departure, language: str, items: Sequence[DatedItem] | None = None
) -> Programme:
    """The programme as it is now, in a language."""
    language = known(language)
    shown = queries.programme(departure) if items is None else items
    data = programmes.paper(departure, shown, language)
    data_hash = programmes.data_hash(data)
    paper = queries.paper(departure.id, KIND, language, data_hash)
    job = None if paper else queries.paper_job(job_key(departure.id, language, data_hash))
    return Programme(language, data, data_hash, paper, job.state if job else None)


def in_all_languages(departure: Departure, items: Sequence[DatedItem]) -> list[Programme]:
    return [programme(departure, language, items) for language in LANGUAGES]


def job_key(departure_id: int, language: str, data_hash: str) -> str:
    return f"{PROGRAMME_JOB}:{departure_id}:{language}:{data_hash[:40]}"


def order(departure: Departure, language: str, *, at: datetime) -> None:
    """Have the programme made, unless it is there or on its way."""
    wanted = programme(departure, language)
    if wanted.ready or wanted.being_made:
        return
    key = job_key(departure.id, wanted.language, wanted.data_hash)
    payload = {"departure_id": departure.id, "language": wanted.language}
    jobs.start_again(key, PROGRAMME_JOB, payload, at=at)


@jobs.handler(PROGRAMME_JOB, slow=True)
def make_programme(payload: dict[str, Any], at: datetime) -> Finish | None:
    """Make the paper if it is not there; the same programme is issued once."""
    departure = db.session.get(Departure, payload["departure_id"])
    if departure is None:
        return None
    wanted = programme(departure, payload["language"])
    if wanted.ready:
        return None
    content = rendered(wanted, at)
    values = {
        "departure_id": departure.id,
        "kind": KIND,
        "language": wanted.language,
        "data_hash": wanted.data_hash,
        "file_hash": hashlib.sha256(content).hexdigest(),
        "content": content,
        "made_at": at,
    }
    return partial(keep, values)


def rendered(wanted: Programme, at: datetime | None) -> bytes:
    return pdf.render_in_child(TEMPLATE, wanted.data, language=wanted.language, issued=at)


def keep(values: dict[str, Any]) -> None:
    """Issue the paper under the next number, unless another worker has just done so."""
    last = db.session.scalar(
        sa.select(sa.func.max(Paper.version)).where(
            Paper.departure_id == values["departure_id"],
            Paper.kind == values["kind"],
            Paper.language == values["language"],
        )
    )
    db.session.execute(insert_once(Paper), [values | {"version": (last or 0) + 1}])


@attachment_maker(PROGRAMME_MAKER)
def programme_attachment(values: dict[str, Any], language: str) -> Attachment:
    """The programme for a message: as issued, or made on the spot."""
    departure = db.session.get_one(Departure, values["departure_id"])
    wanted = programme(departure, language)
    content = wanted.paper.content if wanted.paper else rendered(wanted, None)
    return Attachment(file_name(departure, wanted.language, "pdf"), PDF, content)


def file_name(departure: Departure, language: str, ending: str) -> str:
    slug = departure.version.package.slug
    return f"{slug}-{departure.first_day.isoformat()}-{language}.{ending}"


def calendar(departure: Departure, language: str, *, firm: bool, at: datetime) -> bytes:
    """The programme as a calendar file."""
    language = known(language)
    events = programmes.events(departure, queries.programme(departure), language, firm=firm)
    name = departure.version.package.name.get(language)
    return to_ics(events, name=name, language=language, at=at)


def days(departure: Departure, items: Sequence[DatedItem], language: str) -> list[Day]:
    """The programme for the timeline of a page."""
    return [
        Day(
            title=programmes.heading(departure, number, of_day[0], language),
            items=[item_of(departure, item, language) for item in of_day],
        )
        for number, of_day in programmes.by_day(items)
    ]


def item_of(departure: Departure, item: DatedItem, language: str) -> Item:
    return Item(
        kind=item.kind.value,
        title=item.title.get(language),
        starts=formats.hour(item.starts_at, language, departure.zone),
        ends=formats.hour(item.ends_at, language, departure.zone),
        place=programmes.location(item.place, language),
        text=item.text.get(language),
        optional=item.optional,
    )
