"""What is due: of one departure, person by person and site by site, and over all departures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.access import departure_or_404
from tourbook.departures.models import DatedItem
from tourbook.departures.rules.leads import safe_day
from tourbook.departures.rules.selling import local_day
from tourbook.hosts.forms.sites import LEADS
from tourbook.hosts.models import LeadKind
from tourbook.visits.forms.deadlines import (
    ANY,
    COLOURS,
    TONES,
    DueFilter,
    MissingFilter,
    days_in_words,
    in_words,
    owner_in_words,
    what_in_words,
)
from tourbook.visits.queries import deadlines as queries
from tourbook.visits.queries.deadlines import Head, Trip
from tourbook.visits.queries.due import due_this_week
from tourbook.visits.rules import deadlines as rules
from tourbook.visits.rules.deadlines import MARKED, Cell, Colour, Deadline, Row, Site
from tourbook.visits.rules.tasks import Task
from tourbook.visits.services import deadlines as services
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.filters import day, text
from tourbook.web.paging import page_of_list

bp = Blueprint("deadlines", __name__)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its words: of which stop, what is missing, and until when."""

    label: str
    tone: str
    word: str
    missing: str
    until: str


@bp.get("/desk/departures/<int:departure_id>/deadlines")
@roles(Role.ORGANISER)
def show(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    today = local_day(departure, clock.now())
    trip = queries.trip(departure)
    if export_wanted():
        name = f"deadlines-{departure_id}"
        return export(deadline_rows(trip, today), deadline_header(), name)
    form = MissingFilter(request.args)
    rows = rules.matrix(trip.sites, trip.groups, today)
    counts = rules.counts(rows)
    todo = [one for site in trip.sites for one in rules.of_organiser(site, today)]
    columns: Sequence[int] = range(len(trip.sites))
    if form.missing.data:
        todo = [one for one in todo if one.is_open]
        rows = [row for row in rows if row.colour is not Colour.DONE]
        columns = [n for n in columns if any(is_open(row.cells[n]) for row in rows)]
    heads = {number: head_of(trip.sites[number]) for number in columns}
    words: dict[tuple[int, Cell], ShownCell] = {}
    return render_template(
        "visits/deadlines/show.html",
        departure=departure,
        form=form,
        today=today,
        safe=safe_day(site.stop for site in trip.sites),
        counts=counts,
        todo=sorted((one for one in todo if not is_settled(one)), key=rules.order),
        settled=sorted(filter(is_settled, todo), key=rules.order),
        heads=list(heads.values()),
        rows=[(row, shown_cells(row, heads, words)) for row in rows],
        people=sum(group.places for group in trip.groups),
        marked=MARKED,
        colours=COLOURS,
        tones=TONES,
        leads=LEADS,
        what=what_in_words,
        owner=owner_in_words,
        days=days_in_words,
    )


def is_settled(due: Deadline) -> bool:
    """Done, and nothing that a person could still undo."""
    return not due.is_open and due.what not in MARKED


def is_open(cell: Cell) -> bool:
    return cell.colour is not Colour.DONE


def head_of(site: Site) -> tuple[str, str]:
    """A site's name and the day of the visit."""
    return text(site.stop.title), day(site.stop.day)


def shown_cells(
    row: Row, heads: Mapping[int, tuple[str, str]], words: dict[tuple[int, Cell], ShownCell]
) -> list[ShownCell]:
    """The cells of these columns; what recurs on the page is put into `words` once."""
    found = []
    for number, head in heads.items():
        key = (number, row.cells[number])
        if key not in words:
            words[key] = shown(key[1], head[0])
        found.append(words[key])
    return found


def shown(cell: Cell, label: str) -> ShownCell:
    return ShownCell(
        label,
        TONES[cell.colour],
        str(COLOURS[cell.colour]),
        in_words(cell.missing),
        "" if cell.day is None else _("by %(day)s", day=day(cell.day)),
    )


def deadline_header() -> list[str]:
    return [
        _("Stop"),
        _("Host"),
        _("Day of the visit"),
        _("Kind"),
        _("What is due"),
        _("Due on"),
        _("Who owes it"),
        _("Delegation"),
        _("Participant"),
        _("State"),
    ]


def deadline_rows(trip: Trip, today: date) -> list[list[object]]:
    return [
        [
            one.stop.title,
            one.stop.host,
            one.stop.day,
            str(LEADS[one.what]),
            what_in_words(one),
            one.day,
            owner_in_words(one, one.stop.host),
            one.group.name if one.group else "",
            one.person.name if one.person else "",
            str(COLOURS[one.colour]),
        ]
        for one in rules.deadlines(trip.sites, trip.groups, today)
    ]


@bp.post("/desk/departures/<int:departure_id>/deadlines/<int:item_id>/<what>/done")
@roles(Role.ORGANISER)
def mark_done(departure_id: int, item_id: int, what: str) -> ResponseReturnValue:
    item = item_or_404(departure_id, item_id)
    services.mark_done(item, kind_or_404(what), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("It is marked as done."))
    return redirect(url_for("deadlines.show", departure_id=departure_id))


@bp.post("/desk/departures/<int:departure_id>/deadlines/<int:item_id>/<what>/undo")
@roles(Role.ORGANISER)
def mark_open(departure_id: int, item_id: int, what: str) -> ResponseReturnValue:
    item = item_or_404(departure_id, item_id)
    services.mark_open(item, kind_or_404(what), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("It is no longer marked as done."))
    return redirect(url_for("deadlines.show", departure_id=departure_id))


def item_or_404(departure_id: int, item_id: int) -> DatedItem:
    item = db.session.get(DatedItem, item_id)
    if item is None or item.departure_id != departure_id:
        abort(404)
    return item


def kind_or_404(what: str) -> LeadKind:
    if what not in {kind.value for kind in LeadKind}:
        abort(404)
    return LeadKind(what)


@bp.get("/desk/due")
@roles(Role.ORGANISER)
def due() -> ResponseReturnValue:
    """What is due within a week or late, over all departures."""
    today = clock.today()
    every = due_this_week(today)
    form = DueFilter(request.args)
    heads = {head.id: head for head, _task in every}
    form.departure.choices = [ANY, *((str(key), title_of(head)) for key, head in heads.items())]
    form.validate()
    found = [one for one in every if wanted(form, *one)]
    if export_wanted():
        return export([due_row(*one) for one in found], due_header(), "due")
    return render_template(
        "visits/deadlines/due.html",
        form=form,
        page=page_of_list(found),
        today=today,
        narrowed=any(field.data for field in form),
        colours=COLOURS,
        tones=TONES,
        what=what_in_words,
        owner=owner_in_words,
        days=days_in_words,
    )


def title_of(head: Head) -> str:
    return f"{day(head.first_day)}, {text(head.package)}"


def wanted(form: DueFilter, head: Head, task: Task) -> bool:
    """Whether the filter lets it through; a choice that does not exist narrows nothing."""
    return (
        form.departure.data in (None, "", str(head.id))
        and form.owner.data in (None, "", task.owner)
        and form.what.data in (None, "", task.what)
        and (not form.late.data or task.colour is Colour.RED)
    )


def due_header() -> list[str]:
    return [
        _("Departure"),
        _("First day"),
        _("What is due"),
        _("Stops"),
        _("Who owes it"),
        _("Delegation"),
        _("Due on"),
        _("State"),
    ]


def due_row(head: Head, task: Task) -> list[object]:
    return [
        head.package,
        head.first_day,
        what_in_words(task),
        ", ".join(text(stop.title) for stop in task.stops),
        owner_in_words(task, task.stops[0].host),
        task.group.name if task.group else "",
        task.day,
        str(COLOURS[task.colour]),
    ]
