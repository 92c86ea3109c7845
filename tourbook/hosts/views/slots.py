"""When components can be had: lists, and making, closing and withdrawing slots."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.accounts.access import me
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.forms import any_of, chosen, chosen_id
from tourbook.documents.calendar import CalendarEvent, EventStatus, to_ics
from tourbook.hosts import access, queries, rules
from tourbook.hosts.forms import STATES, CloseForm, EditSlotForm, RowsForm, SlotFilter, SlotForm
from tourbook.hosts.models import Slot, SlotState
from tourbook.hosts.services import slots as services
from tourbook.hosts.services.slots import RowsRefused, Wanted
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.hosts.views.stands import Stand, stands_of
from tourbook.web.exports import attachment, export, export_wanted
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

#: Rows on a page of a week or a month, which are seldom more.
IN_SPAN = 100

sides = Sides("slots", __name__)


@sides.page("/slots")
def index() -> ResponseReturnValue:
    form = SlotFilter(request.args)
    language = current_language()
    offered = queries.on_offer(access.own(), language=language)
    form.component.choices = any_of((str(one.id), one.name.get(language)) for one in offered)
    view = chosen(form.view)
    first, last = rules.span(view, form.first.data, form.last.data, clock.today())
    state = chosen(form.state)
    starts, until = services.bounds(first, last or rules.FAR)
    found = queries.slots(
        component_id=chosen_id(form.component),
        own=access.own(),
        state=SlotState(state) if state else None,
        starts=starts,
        until=until if last else None,
    )
    if request.args.get("format") == "ics":
        return calendar(db.session.scalars(found))
    if export_wanted():
        slots = db.session.scalars(found).all()
        stands = stands_of(slots)
        return export([row_of(slot, stands[slot.id]) for slot in slots], header(), "slots")
    page = page_of(found, per_page=IN_SPAN) if view else page_of(found)
    return render_template(
        "hosts/slots/index.html",
        page=page,
        days=by_day(page.items),
        stands=stands_of(page.items),
        form=form,
        view=view,
        first=first,
        last=last,
        before=rules.before(view, first),
        after=last + timedelta(days=1) if last else first,
    )


def local_day(slot: Slot) -> date:
    return formats.local(slot.starts_at).date()


def by_day(slots: Sequence[Slot]) -> list[tuple[date, list[Slot]]]:
    return [(day, list(found)) for day, found in groupby(slots, key=local_day)]


def header() -> list[str]:
    return [
        _("Component"),
        _("Organisation"),
        _("Starts"),
        _("Ends"),
        _("Persons at most"),
        _("Taken"),
        _("One group at a time"),
        _("State"),
    ]


def row_of(slot: Slot, stand: Stand) -> tuple[object, ...]:
    """A slot in a spreadsheet, in local time."""
    return (
        slot.component.name.get(current_language()),
        slot.component.organisation.name,
        formats.local(slot.starts_at).replace(tzinfo=None),
        formats.local(slot.ends_at).replace(tzinfo=None),
        slot.capacity,
        slot.taken,
        _("yes") if slot.exclusive else _("no"),
        stand.word,
    )


def calendar(slots: Iterable[Slot]) -> Response:
    """The list as a calendar file."""
    content = to_ics(
        [event_of(slot) for slot in slots],
        name=_("Slots"),
        language=current_language(),
        at=clock.now(),
    )
    return attachment(content, "text/calendar; charset=utf-8", "slots.ics")


def event_of(slot: Slot) -> CalendarEvent:
    place = slot.component.place
    held = EventStatus.CONFIRMED if slot.taken else EventStatus.TENTATIVE
    return CalendarEvent(
        uid=f"slot-{slot.id}@{request.host}",
        starts=slot.starts_at,
        ends=slot.ends_at,
        summary=slot.component.name.get(current_language()),
        location=", ".join(filter(None, (place.name, place.address))) if place else "",
        description=_(
            "%(state)s, %(taken)d of %(capacity)d persons",
            state=STATES[slot.state],
            taken=slot.taken,
            capacity=slot.capacity,
        ),
        geo=(place.lat, place.lon) if place else None,
        status=EventStatus.CANCELLED if slot.state is SlotState.WITHDRAWN else held,
    )


@sides.page("/slots/<int:slot_id>")
def show(slot_id: int) -> ResponseReturnValue:
    slot = access.slot_or_404(slot_id)
    return render_template(
        "hosts/slots/show.html",
        slot=slot,
        stand=stands_of([slot])[slot.id],
        past=slot.starts_at <= clock.now(),
    )


@sides.page("/components/<int:component_id>/slots/new", methods=("GET", "POST"))
def new(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = SlotForm()
    if request.method == "GET":
        form.minutes.data = component.duration_minutes
        form.capacity.data = component.party_max
    if form.validate_on_submit():
        try:
            timing = form.timing()
            slot = services.add_slot(
                component,
                starts_at=timing.starts_at,
                ends_at=timing.ends_at,
                capacity=given(form.capacity.data),
                exclusive=bool(form.exclusive.data),
                all_day=timing.all_day,
                note=form.note.data or "",
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The slot is made."))
            return redirect(side_url("slots.show", slot_id=slot.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/slots/new.html", form=form, component=component)


@sides.page("/components/<int:component_id>/slots/many", methods=("GET", "POST"))
def many(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = RowsForm()
    if request.method == "GET":
        for row in form.rows.values():
            row.minutes.data, row.capacity.data = component.duration_minutes, component.party_max
    if form.validate_on_submit():
        try:
            count = services.add_slots(
                component,
                wanted_in(form),
                exclusive=bool(form.exclusive.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(ngettext("%(num)d slot is made.", "%(num)d slots are made.", count))
            return redirect(side_url("slots.index", component=component.id))
        except RowsRefused as refused:
            for number, refusal in refused.rows.items():
                form.rows[number].refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/slots/many.html", form=form, component=component)


def wanted_in(form: RowsForm) -> dict[int, Wanted]:
    """The rows that are filled in, as slots.

    Raises:
        RowsRefused: some have a time that does not exist.
    """
    found: dict[int, Wanted] = {}
    refused: dict[int, Refused] = {}
    for number, row in form.filled.items():
        try:
            timing = rules.single(
                given(row.day.data), given(row.starts.data), given(row.minutes.data)
            )
            found[number] = Wanted(timing, given(row.capacity.data))
        except Refused as refusal:
            refused[number] = refusal
    if refused:
        raise RowsRefused(refused)
    return found


@sides.page("/slots/<int:slot_id>/edit", methods=("GET", "POST"))
def edit(slot_id: int) -> ResponseReturnValue:
    slot = access.slot_or_404(slot_id)
    form = EditSlotForm()
    if request.method == "GET":
        shown = formats.local(slot.starts_at)
        form.day.data, form.starts.data = shown.date(), shown.time()
        form.minutes.data = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
        form.all_day.data, form.capacity.data = slot.all_day, slot.capacity
        form.exclusive.data, form.note.data = slot.exclusive, slot.note
    if form.validate_on_submit():
        try:
            services.change_slot(
                slot,
                form.timing(),
                capacity=given(form.capacity.data),
                exclusive=bool(form.exclusive.data),
                note=form.note.data or "",
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The slot is changed."))
            return redirect(side_url("slots.show", slot_id=slot.id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template("hosts/slots/edit.html", form=form, slot=slot, component=slot.component)


@sides.page("/components/<int:component_id>/slots/close", methods=("GET", "POST"))
def close_many(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form, slots = CloseForm(), None
    if form.validate_on_submit():
        first, last = given(form.first_day.data), given(form.last_day.data)
        try:
            if form.save.data:
                count = services.close_between(
                    component, first, last, at=clock.now(), actor=me().actor
                )
                db.session.commit()
                flash(_("The slots are closed: %(count)d.", count=count))
                return redirect(side_url("slots.index", component=component.id))
            slots = services.open_between(component, first, last, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "hosts/slots/close.html",
        form=form,
        component=component,
        slots=slots,
        stands=stands_of(slots or []),
    )


def change(slot_id: int, verb: Callable[..., None], told: str) -> ResponseReturnValue:
    slot = access.slot_or_404(slot_id)
    verb(slot, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(told)
    return redirect(side_url("slots.show", slot_id=slot_id))


@sides.page("/slots/<int:slot_id>/close", methods=("POST",))
def close(slot_id: int) -> ResponseReturnValue:
    return change(slot_id, services.close, _("The slot is closed."))


@sides.page("/slots/<int:slot_id>/open", methods=("POST",))
def open_again(slot_id: int) -> ResponseReturnValue:
    return change(slot_id, services.open_again, _("The slot is open again."))


@sides.page("/slots/<int:slot_id>/withdraw", methods=("POST",))
def withdraw(slot_id: int) -> ResponseReturnValue:
    return change(slot_id, services.withdraw, _("The slot is withdrawn."))
