"""Asking the hosts of a departure: for each item the slots that fit, the best first."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.formats import day, hour
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures import queries, services
from tourbook.departures.access import departure_or_404
from tourbook.departures.models import Departure, ServiceRequest
from tourbook.departures.rules.fitting import Fit, Fitting, Why
from tourbook.departures.views.departures import tell_asked
from tourbook.web.access import roles
from tourbook.web.fields import RadioField
from tourbook.web.filters import text
from tourbook.web.forms import Form
from tourbook.web.languages import current_language

bp = Blueprint("departure_asking", __name__, url_prefix="/desk/departures")

#: Answers beside the slots: ask as it is drafted, or do not ask now.
AS_DRAFTED, NOT_NOW = "drafted", "later"

REASONS = {
    Why.RETIRED: _l("It is no longer offered."),
    Why.PARTY_LARGE: _l("The host takes at most %(most)d people, and the group has %(pax)d."),
    Why.PARTY_SMALL: _l("The host takes at least %(least)d people, and the group has %(pax)d."),
    Why.LANGUAGE: _l("The host speaks no language of the group, and no interpreter is planned."),
    Why.STEPS: _l("The group needs a way without steps, and this place has steps."),
    Why.BUDGET: _l("The host takes no more visits in this month or year."),
    Why.NO_SLOTS: _l("The host offers no times on this day. It is asked for the time itself."),
    Why.CLOSED: _l("The host has closed its times on this day."),
    Why.AWAY: _l("The host is away at this time or wants no visits then."),
    Why.TAKEN: _l("The time is taken: room is left for %(left)d, and the group has %(pax)d."),
    Why.PAST: _l("The times of this day have passed."),
}


def reason(fit: Fit) -> str:
    """Why nothing fits, as a sentence; empty where something does."""
    return str(REASONS[fit.why]) % dict(fit.values) if fit.why else ""


def slot_in_words(slot: Fitting, zone: str) -> str:
    language = current_language()
    values = {
        "starts": hour(slot.starts_at, language, zone),
        "ends": hour(slot.ends_at, language, zone),
        "left": slot.left,
    }
    if slot.keeps_time:
        return str(_("%(starts)s to %(ends)s, room for %(left)d", **values))
    if slot.clashes_with is not None:
        return str(
            _(
                "%(starts)s to %(ends)s, room for %(left)d; the visit moves there, but the group"
                " is at %(other)s then",
                **values,
                other=text(slot.clashes_with),
            )
        )
    return str(_("%(starts)s to %(ends)s, room for %(left)d; the visit moves there", **values))


def choices(request: ServiceRequest, fit: Fit) -> list[tuple[str, str]]:
    zone = request.departure.zone
    found = [(str(one.slot_id), slot_in_words(one, zone)) for one in fit.fits]
    known = {value for value, _words in found}
    if request.slot_id is None or str(request.slot_id) not in known:
        language = current_language()
        starts, ends = (hour(at, language, zone) for at in (request.starts_at, request.ends_at))
        found.append(
            (AS_DRAFTED, _("%(starts)s to %(ends)s, as drafted", starts=starts, ends=ends))
        )
    return [*found, (NOT_NOW, _("Do not ask now"))]


def usual(request: ServiceRequest, fit: Fit) -> str:
    """What is chosen unless somebody chooses: the draft's own slot if it fits, else the best."""
    fitting = [one.slot_id for one in fit.fits]
    if request.slot_id in fitting:
        return str(request.slot_id)
    if fit.best is not None:
        return str(fit.best.slot_id)
    return AS_DRAFTED if fit.why is Why.NO_SLOTS else NOT_NOW


def form_for(drafts: Mapping[str, ServiceRequest], fits: Mapping[int, Fit]) -> Any:
    """A question for each draft."""
    fields = {}
    for name, request in drafts.items():
        fit = fits.get(request.dated_item_id, Fit(why=Why.NO_SLOTS))
        language = current_language()
        fields[name] = RadioField(
            _(
                "%(day)s: %(title)s, %(host)s",
                day=day(request.starts_at, language, request.departure.zone),
                title=text(request.dated_item.title),
                host=request.organisation.name,
            ),
            choices=choices(request, fit),
            default=usual(request, fit),
            description=reason(fit),
        )
    return type("AskForm", (Form,), fields)()


def chosen(form: Any, drafts: Mapping[str, ServiceRequest]) -> dict[int, int | None]:
    """By request that shall be asked: the slot, None for as it is drafted."""
    answers = {name: form[name].data for name in drafts}
    return {
        drafts[name].id: None if answer == AS_DRAFTED else int(answer)
        for name, answer in answers.items()
        if answer != NOT_NOW
    }


def drafts_of(departure: Departure) -> dict[str, ServiceRequest]:
    """Drafts by the name of their question, in the order of the programme."""
    found = sorted(queries.drafts_of(departure), key=lambda one: (one.starts_at, one.id))
    return {f"request_{one.id}": one for one in found}


@bp.route("/<int:departure_id>/slots", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def choose(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    items = queries.items_of(departure)
    drafts = drafts_of(departure)
    fits = queries.fits_of(departure, items, at=clock.now())
    form = form_for(drafts, fits)
    if form.validate_on_submit():
        try:
            choices = chosen(form, drafts)
            asked = services.ask_chosen(departure, choices, at=clock.now(), actor=me().actor)
            db.session.commit()
            tell_asked(asked)
            return redirect(url_for("departures.show", departure_id=departure_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/choose.html",
        departure=departure_or_404(departure_id),
        form=form,
        names=list(drafts),
    )
