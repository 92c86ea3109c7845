"""Changing a visit of a planned departure: look at the day first, then decide, then undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.accounts.access import me
from tourbook.core import clock, formats, zones
from tourbook.core.db import db
from tourbook.core.formats import hour
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.departures import access
from tourbook.departures.forms import ChangeForm, ConfirmChangeForm
from tourbook.departures.models import Change, ChangeKind, DatedItem, Departure
from tourbook.departures.queries import changes as queries
from tourbook.departures.rules import requests as planned
from tourbook.departures.rules.changes.differences import face_of
from tourbook.departures.rules.changes.parts import (
    Face,
    Part,
    Wish,
    as_it_is,
    of_alternative,
    of_component,
)
from tourbook.departures.services import changes
from tourbook.departures.services.changes.audience import Told, audience
from tourbook.departures.services.changes.drawing import Drawn
from tourbook.hosts.models import Component
from tourbook.packages.rules.checks.problems import Clock, Length, Tongue
from tourbook.web import filters
from tourbook.web.access import roles
from tourbook.web.filters import text
from tourbook.web.forms import given, refusal_in_words
from tourbook.web.languages import current_language
from tourbook.web.timeline import Day, Item

bp = Blueprint("changes", __name__, url_prefix="/desk/changes")

KINDS = {
    ChangeKind.MOVED: _l("Move it to another time"),
    ChangeKind.PLAN_B: _l("Take plan B"),
    ChangeKind.SWAPPED: _l("Visit something else instead"),
    ChangeKind.DROPPED: _l("Leave it out"),
}
DONE = {
    ChangeKind.MOVED: _l("Moved"),
    ChangeKind.PLAN_B: _l("Plan B taken"),
    ChangeKind.SWAPPED: _l("Swapped"),
    ChangeKind.DROPPED: _l("Left out"),
}
TOLD = {
    Told.ASKED: _l("is asked whether it can receive the group"),
    Told.ASKED_ANEW: _l("is told of the new time and asked whether it suits"),
    Told.KEPT: _l("is told of the new time, which lies within its slot"),
    Told.CALLED_OFF: _l("is told that the group does not come, and its time is free"),
    Told.DRIVES: _l("is told what changes around its drives"),
    Told.DRAFTED: _l("is not asked yet: a request is drafted"),
}


@dataclass(frozen=True)
class Shown:
    """A change in the list of its departure."""

    change: Change
    before: str
    after: str
    #: waiting, told or undone.
    state: str
    #: Until when it can be undone; None: it cannot.
    until: datetime | None


@bp.route("/items/<int:item_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def item(item_id: int) -> ResponseReturnValue:
    """The choice and, once it is made, the day before and after; the yes comes with a POST."""
    dated = access.item_or_404(item_id)
    plans, others = plans_of(dated), others_of(dated)
    form = choice_form(dated, plans, others)
    confirm = ConfirmChangeForm(revision=dated.revision)
    drawn = draw(dated, form, plans, others)
    if drawn is not None and confirm.validate_on_submit():
        try:
            change = make(drawn, confirm)
            db.session.commit()
            flash_made(change)
            return redirect(url_for("changes.of_departure", departure_id=dated.departure_id))
        except Refused as refusal:
            db.session.rollback()
            confirm.refuse(refusal)
            dated = access.item_or_404(item_id)
            confirm.revision.data = str(dated.revision)
            drawn = draw(dated, form, plans_of(dated), others_of(dated))
    return render_template(
        "departures/changes/item.html",
        item=dated,
        departure=dated.departure,
        form=form,
        confirm=confirm,
        can_change=can_change(dated),
        drawn=drawn,
        shown=preview(drawn) if drawn is not None else None,
        has_plans=bool(plans),
        has_others=bool(others),
    )


def can_change(dated: DatedItem) -> bool:
    return (
        dated.departure.status in planned.PLANNED
        and dated.dropped_at is None
        and dated.starts_at > clock.now()
    )


def plans_of(dated: DatedItem) -> dict[str, Face]:
    """What was thought of beforehand, by the key of the choice."""
    found = {}
    plan_b = dated.component.plan_b if dated.component is not None else None
    if plan_b is not None and plan_b.retired_at is None:
        found["plan"] = of_component(plan_b)
    for one in queries.alternatives(dated):
        if one.component is None or one.component.retired_at is None:
            found[f"item-{one.id}"] = of_alternative(one)
    return found


def others_of(dated: DatedItem) -> list[Component]:
    """What could be visited instead; what the host itself has offered comes first."""
    offered = queries.offered_for(dated)
    known = {one.id for one in offered}
    return [*offered, *(one for one in queries.components_like(dated) if one.id not in known)]


def choice_form(
    dated: DatedItem, plans: Mapping[str, Face], others: Sequence[Component]
) -> ChangeForm:
    form = ChangeForm(
        request.args, starts_at=zones.clock_time(dated.starts_at, dated.departure.zone)
    )
    wanted = {ChangeKind.PLAN_B: bool(plans), ChangeKind.SWAPPED: bool(others)}
    form.what.choices = [(kind.value, word) for kind, word in KINDS.items() if wanted.get(kind, 1)]
    form.plan.choices = [(key, named(face)) for key, face in plans.items()]
    form.component.choices = [("", _("Choose"))] + [
        (str(one.id), named(of_component(one))) for one in others
    ]
    return form


def named(face: Face) -> str:
    """`Fire station, Example Rescue (1 h 30 min)`."""
    host = f", {face.component.organisation.name}" if face.component else ""
    return f"{text(face.title)}{host} ({formats.length(face.minutes)})"


def draw(
    dated: DatedItem, form: ChangeForm, plans: Mapping[str, Face], others: Sequence[Component]
) -> Drawn | None:
    """What was chosen, looked at; None while nothing is chosen or it cannot be."""
    if "what" not in request.args or not form.validate():
        return None
    try:
        wish = wish_of(dated, form, plans, others)
        return changes.draw(dated, wish, at=clock.now())
    except Refused as refusal:
        form.form_errors.append(refusal_in_words(refusal))
        return None


def wish_of(
    dated: DatedItem, form: ChangeForm, plans: Mapping[str, Face], others: Sequence[Component]
) -> Wish:
    kind = ChangeKind(given(form.what.data))
    starts_at = None
    if form.starts_at.data is not None:
        starts_at = zones.moment_of(form.starts_at.data, dated.departure.zone)
    if kind is ChangeKind.MOVED and starts_at is None:
        raise Refused("Give the day and the time to which the visit moves.")
    if kind is ChangeKind.PLAN_B:
        return Wish(kind, starts_at, plans.get(form.plan.data or "") or next(iter(plans.values())))
    if kind is ChangeKind.SWAPPED:
        chosen = [one for one in others if str(one.id) == form.component.data]
        if not chosen:
            raise Refused("Choose what is visited instead.")
        return Wish(kind, starts_at, of_component(chosen[0]))
    return Wish(kind, starts_at if kind is ChangeKind.MOVED else None)


def make(drawn: Drawn, confirm: ConfirmChangeForm) -> Change:
    return changes.make(
        drawn.item,
        drawn.wish,
        revision=int(given(confirm.revision.data)),
        reason=confirm.reason.data or "",
        despite=confirm.despite.data,
        at=clock.now(),
        actor=me().actor,
    )


def flash_made(change: Change) -> None:
    until = hour(changes.until(change), current_language(), change.departure.zone)
    flash(
        _(
            "The visit is changed. You can undo it until %(time)s; then those it touches are told.",
            time=until,
        )
    )


def preview(drawn: Drawn) -> dict[str, Any]:
    """The change in words: both days, the problems, and who is told."""
    changed = {part.item.id for part in drawn.touched}
    return {
        "before": days_of(drawn.before, frozenset(), drawn.item.departure),
        "after": days_of(drawn.after, changed, drawn.item.departure),
        "problems": [
            (concern.weight.value, sentence(concern.sentence, concern.values))
            for concern in drawn.concerns
        ],
        "told": [
            (listener.organisation.name, TOLD[listener.what], listener.reachable)
            for listener in audience(drawn)
        ],
        "travellers": drawn.item.departure.seats_taken,
    }


def days_of(
    parts: Sequence[Part], changed: frozenset[int] | set[int], departure: Departure
) -> list[Day]:
    """Parts as days of a timeline; what is changed says so."""
    language, zone = current_language(), departure.zone
    found: dict[date, list[Item]] = {}
    for part in parts:
        day = zones.local_day(part.starts_at, zone)
        found.setdefault(day, []).append(
            Item(
                kind=part.kind.value,
                title=text(part.title),
                starts=hour(part.starts_at, language, zone),
                ends=hour(part.ends_at, language, zone),
                place=part.place.name if part.place else "",
                note=note_of(part) if part.item.id in changed else "",
                optional=part.item.optional,
            )
        )
    return [Day(title=formats.day(day, language), items=found[day]) for day in sorted(found)]


def note_of(part: Part) -> str:
    was = as_it_is(part.item)
    if part.dropped:
        return str(_("Left out"))
    if part.title != was.title:
        return str(_("Instead of %(visit)s", visit=text(was.title)))
    language, zone = current_language(), part.item.departure.zone
    return str(_("Until now at %(time)s", time=hour(was.starts_at, language, zone)))


def sentence(words: str, values: Mapping[str, object]) -> str:
    return str(_(words) % {name: said(value) for name, value in values.items()})


def said(value: object) -> object:
    """A value of a sentence as the reader writes such things."""
    match value:
        case Texts():
            return text(value)
        case Clock():
            return f"{value // 60 % 24:02d}:{value % 60:02d}"
        case Length():
            return formats.length(value)
        case Tongue():
            return filters.language_name(value)
        case date():
            return filters.day(value)
        case tuple():
            return ", ".join(str(said(part)) for part in value)
        case _:
            return value


@bp.get("/departures/<int:departure_id>")
@roles(Role.ORGANISER)
def of_departure(departure_id: int) -> ResponseReturnValue:
    departure = access.departure_or_404(departure_id)
    made = queries.changes_of(departure)
    waiting = [change.tell_at for change in made if state_of(change) == "waiting"]
    until = max(waiting, default=None)
    if until is not None and (until < clock.now() or departure.status not in planned.PLANNED):
        until = None
    return render_template(
        "departures/changes/list.html",
        departure=departure,
        shown=[shown_change(change, departure, until) for change in made],
        done=DONE,
    )


def state_of(change: Change) -> str:
    return "undone" if change.undone_at else "told" if change.told_at else "waiting"


def shown_change(change: Change, departure: Departure, until: datetime | None) -> Shown:
    key, state = change.dated_item_id, state_of(change)
    return Shown(
        change,
        in_words(change.before, key, departure),
        in_words(change.after, key, departure),
        state,
        until if state == "waiting" else None,
    )


def in_words(rows: Mapping[str, Any], item_id: int, departure: Departure) -> str:
    """`Fire station, Tue 1 June 2027, 10:00-11:30`; a dash where it is left out."""
    face = next((face_of(row) for row in rows["items"] if row["id"] == item_id), None)
    if face is None:
        return "–"  # noqa: RUF001
    period = formats.period(face.starts_at, face.ends_at, current_language(), departure.zone)
    return f"{text(face.title)}, {period}"


@bp.post("/<int:change_id>/undo")
@roles(Role.ORGANISER)
def undo(change_id: int) -> ResponseReturnValue:
    change = access.change_or_404(change_id)
    changes.undo(change, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The change is undone. Everything is as it was, and nobody was told."))
    return redirect(url_for("changes.of_departure", departure_id=change.departure_id))
