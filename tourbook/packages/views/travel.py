"""Ways between places: measured by hand, asked from a routing server, or only estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.jobs import Job
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory.models import Place, TravelMode, TravelSource, TravelTime
from tourbook.packages import queries
from tourbook.packages.access import draft_or_404
from tourbook.packages.forms.travel import MODES, STATES, NewWayForm, WayFilter, WayForm
from tourbook.packages.queries import outlines
from tourbook.packages.queries import travel as ways
from tourbook.packages.queries.travel import Way
from tourbook.packages.rules import travel as rules
from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import Leg, Spot
from tourbook.packages.services import routing, travel
from tourbook.packages.views import wording
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of_rows

bp = Blueprint("package_travel", __name__, url_prefix="/desk/travel")


@dataclass(frozen=True)
class ShownLeg:
    """How long a way is by one mode, and who says so."""

    #: None where it is too far to walk.
    minutes: int | None
    kilometres: float
    #: typed, routed, estimated or too_far.
    source: str

    @property
    def time(self) -> str:
        return "" if self.minutes is None else wording.length(self.minutes)


def shown(leg: Leg, source: TravelSource) -> ShownLeg:
    return ShownLeg(leg.minutes, kilometres(leg), source)


def kilometres(leg: Leg) -> float:
    return round(leg.metres / 1000, 1)


def estimated(one: Spot, other: Spot, mode: TravelMode, limits: Limits) -> ShownLeg:
    leg = rules.leg_between(one, other, mode, limits, {})
    if rules.is_too_far_to_walk(leg, mode, limits):
        return ShownLeg(None, kilometres(leg), "too_far")
    return ShownLeg(leg.minutes, kilometres(leg), "estimated")


def source_words() -> dict[str, str]:
    return {
        "typed": _("typed"),
        "routed": _("routing server"),
        "estimated": _("estimated"),
        "too_far": _("too far to walk"),
    }


def legs_of(way: Way, times: Sequence[TravelTime], limits: Limits) -> dict[str, ShownLeg]:
    """By mode; where nothing is measured, the estimate that the checks go by."""
    one, other = outlines.spot_of(way.first), outlines.spot_of(way.second)
    found = {mode.value: estimated(one, other, mode, limits) for mode in TravelMode}
    return found | {
        time.mode.value: shown(Leg(time.minutes, time.metres), time.source) for time in times
    }


@bp.get("/")
@roles(Role.ORGANISER, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = WayFilter(request.args)
    found = ways.ways(
        words="" if form.q.errors else form.q.data or "",
        state=form.state.data if form.state.data in dict(STATES) else "",
        used=bool(form.used.data),
    )
    if export_wanted():
        return export_ways(found)
    page = page_of_rows(found)
    return render_template(
        "packages/travel/index.html",
        form=form,
        page=page,
        rows=with_legs([Way(*row) for row in page.items]),
        modes=MODES,
        source_words=source_words(),
        narrowed=any(request.args.get(name) for name in ("q", "state", "used")),
        has_server=routing.has_server(),
    )


def with_legs(found: Sequence[Way]) -> list[tuple[Way, dict[str, ShownLeg]]]:
    times = ways.times_of([(way.first.id, way.second.id) for way in found])
    limits = outlines.limits_on(clock.today())
    return [(way, legs_of(way, times[way.first.id, way.second.id], limits)) for way in found]


def export_ways(found: sa.Select[Any]) -> ResponseReturnValue:
    rows = with_legs(
        [Way(one, other, drafts) for one, other, drafts in db.session.execute(found).unique()]
    )
    words, modes = source_words(), dict(MODES)
    header = [
        _("From which place"),
        _("To which place"),
        _("How the group travels"),
        _("Minutes"),
        _("Kilometres"),
        _("Source"),
        _("Drafts"),
    ]
    cells = [
        (
            full_name(way.first),
            full_name(way.second),
            str(modes[mode]),
            leg.minutes,
            leg.kilometres,
            words[leg.source],
            way.drafts,
        )
        for way, legs in rows
        for mode, leg in legs.items()
    ]
    return export(cells, header, "travel")


def full_name(place: Place) -> str:
    return f"{place.name}, {place.municipality.name.get(current_language())}"


@bp.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def new() -> ResponseReturnValue:
    form = NewWayForm()
    places = {place.id: place for place in queries.places()}
    choices = [(str(key), full_name(place)) for key, place in places.items()]
    form.one.choices = form.other.choices = [("", _("Choose")), *choices]
    if form.validate_on_submit():
        one, other = (places[key] for key in form.place_ids)
        try:
            write_down(form, one, other)
            return redirect(url_for(".show", first_id=one.id, second_id=other.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/travel/new.html", form=form)


def write_down(form: WayForm, one: Place, other: Place) -> None:
    travel.write_down(
        one,
        other,
        mode=form.travel_mode,
        minutes=given(form.minutes.data),
        metres=form.metres,
        at=clock.now(),
        actor=me().actor,
    )
    db.session.commit()
    flash(_("The way is written down. It counts from now on in every draft."))


@bp.route("/<int:first_id>/<int:second_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def show(first_id: int, second_id: int) -> ResponseReturnValue:
    """One pair of places, either way: what is known of it and a form to write down more."""
    way = way_or_404(first_id, second_id)
    times = ways.times_of([(way.first.id, way.second.id)])[way.first.id, way.second.id]
    form = WayForm()
    if form.validate_on_submit():
        try:
            write_down(form, way.first, way.second)
            return redirect(url_for(".show", first_id=way.first.id, second_id=way.second.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/travel/show.html",
        form=form,
        way=way,
        names=(full_name(way.first), full_name(way.second)),
        legs=legs_of(way, times, outlines.limits_on(clock.today())),
        times={time.mode.value: time for time in times},
        modes=MODES,
        source_words=source_words(),
    )


def way_or_404(first_id: int, second_id: int) -> Way:
    if first_id == second_id:
        abort(404)
    low, high = sorted((first_id, second_id))
    return Way(db.get_or_404(Place, low), db.get_or_404(Place, high), 0)


@bp.post("/times/<int:time_id>/remove")
@roles(Role.ORGANISER, Role.ADMIN)
def remove(time_id: int) -> ResponseReturnValue:
    time = db.get_or_404(TravelTime, time_id)
    first_id, second_id = time.first_place_id, time.second_place_id
    travel.remove(time, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The measured time is removed. The way is estimated again."))
    return redirect(url_for(".show", first_id=first_id, second_id=second_id))


@bp.get("/drafts/<int:version_id>")
@roles(Role.ORGANISER, Role.ADMIN)
def of_draft(version_id: int) -> ResponseReturnValue:
    """The transfers of a draft, and how far asking the routing server is."""
    version = draft_or_404(version_id)
    state = asking_of(routing.job_of(version))
    if "HX-Request" in request.headers:
        return render_template("packages/travel/progress.html", version=version, state=state)
    outline = outlines.outline_of(version, today=clock.today())
    return render_template(
        "packages/travel/draft.html",
        version=version,
        transfers=rules.transfers(outline),
        sources=sources_of(version_id),
        modes=dict(MODES),
        in_words=wording.length,
        source_words=source_words(),
        state=state,
        has_server=routing.has_server(),
    )


def sources_of(version_id: int) -> dict[tuple[int, int, str], str]:
    """Who says how long the measured ways of a draft are, by lower key, higher key and mode."""
    return {
        (time.first_place_id, time.second_place_id, time.mode.value): time.source.value
        for time in ways.of_draft(version_id)
    }


@dataclass(frozen=True)
class Asking:
    """How far asking the routing server is, in words."""

    finished: bool = True
    failed: bool = False
    done: int | None = None
    total: int | None = None
    sentence: str = ""


def asking_of(job: Job | None) -> Asking:
    if job is None:
        return Asking()
    outcome = job.payload.get("outcome")
    if outcome is None:
        done, total = job.payload.get("progress", (None, None))
        return Asking(finished=False, done=done, total=total)
    if "sentence" in outcome:
        said: str = outcome["sentence"]
        return Asking(failed=True, sentence=_(said, **outcome["values"]))
    sentence = _(
        "%(filled)d pairs of places are known now. What was typed by hand stayed as it was.",
        filled=outcome["filled"],
    )
    if outcome["unknown"]:
        sentence += " " + _(
            "For %(unknown)d pairs the server knows no road.", unknown=outcome["unknown"]
        )
    return Asking(sentence=sentence)


@bp.post("/drafts/<int:version_id>/ask")
@roles(Role.ORGANISER, Role.ADMIN)
def ask(version_id: int) -> ResponseReturnValue:
    version = draft_or_404(version_id)
    routing.ask(version, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The routing server is being asked."))
    return redirect(url_for(".of_draft", version_id=version_id))
