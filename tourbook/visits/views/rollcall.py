"""Calling the roll at a stop: by the organiser, and by a guide through a link.

A GET changes nothing, for mail scanners open links. A device that has lost the network keeps its
marks and sends them later, many in one message; without a script each button is sent by itself.
"""

from uuid import uuid4

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures.models import DatedItem
from tourbook.visits.access import guide_or_404, item_of_departure_or_404
from tourbook.visits.forms.runsheet import STAGES
from tourbook.visits.models import CallStage
from tourbook.visits.queries import rollcall as queries
from tourbook.visits.rules import rollcall as rules
from tourbook.visits.rules.rollcall import Line
from tourbook.visits.services import rollcall as services
from tourbook.web.access import by_token, roles
from tourbook.web.forms import refusal_in_words
from tourbook.web.limits import limiter

bp = Blueprint("roll_calls", __name__)

STAGE = "<any(boarding, site):stage>"
#: A page with names behind a link is kept by no cache on the way.
PRIVATE = {"Cache-Control": "no-store"}


@bp.route(
    f"/desk/departures/<int:departure_id>/items/<int:item_id>/roll/{STAGE}",
    methods=["GET", "POST"],
)
@roles(Role.ORGANISER)
def call(departure_id: int, item_id: int, stage: str) -> ResponseReturnValue:
    item = item_of_departure_or_404(departure_id, item_id)
    back = url_for("run_sheets.sheet", departure_id=departure_id, day=item.day_number)
    return called(item, CallStage(stage), by=me().name, actor=me().actor, back=back)


@bp.route(f"/g/<token>/items/<int:item_id>/roll/{STAGE}", methods=["GET", "POST"])
@by_token
@limiter.limit("120 per minute")
def guide(token: str, item_id: int, stage: str) -> ResponseReturnValue:
    link = guide_or_404(token)
    item = item_of_departure_or_404(link.departure_id, item_id)
    back = url_for("run_sheets.sheet_by_link", token=token, day=item.day_number)
    actor = Actor(None, f"{link.name} (by link)")
    return called(item, CallStage(stage), by=link.name, actor=actor, back=back)


def called(
    item: DatedItem, stage: CallStage, *, by: str, actor: Actor, back: str
) -> ResponseReturnValue:
    if request.method in ("GET", "HEAD"):
        return told(item, stage) if wants_json() else page(item, stage, back)
    at = clock.now()
    try:
        given = (
            rules.read(sent(), received_at=at)
            if request.is_json
            else rules.pressed(
                request.form.get("mark", ""),
                roll_of(item, stage),
                form_key=request.form.get("key", ""),
                at=at,
            )
        )
        kept = services.call(item, stage, given, received_at=at, by=by, actor=actor)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        if not request.is_json:
            raise
        return {"message": refusal_in_words(refusal)}, 409
    stranger = _("A mark was left out: the person is not of this group.") if kept.strangers else ""
    if request.is_json:
        return told(item, stage, kept=kept, message=stranger)
    if stranger:
        flash(stranger, "warning")
    return redirect(request.path, 303)


def sent() -> object:
    """What the message holds; nothing of one that cannot be read, or is nested without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def roll_of(item: DatedItem, stage: CallStage) -> list[Line]:
    return rules.lines(queries.people_of(item.departure_id), queries.marks_at(item.id, stage))


def told(
    item: DatedItem,
    stage: CallStage,
    *,
    kept: services.Kept | None = None,
    message: str = "",
) -> Response:
    """How the roll stands, for the script: by participant the mark that counts."""
    response = jsonify(
        kept=list(kept.keys) if kept else [],
        refused=list(kept.strangers) if kept else [],
        message=message,
        people={line.person.id: line.mark or "" for line in roll_of(item, stage)},
    )
    response.headers.update(PRIVATE)
    return response


def page(item: DatedItem, stage: CallStage, back: str) -> ResponseReturnValue:
    roll = roll_of(item, stage)
    shown = render_template(
        "visits/roll/show.html",
        item=item,
        stage=stage,
        stages=[(label, address(one), one is stage) for one, label in STAGES.items()],
        zone=item.departure.zone,
        roll=roll,
        counts=rules.counts(roll),
        key=str(uuid4()),
        back=back,
        can_call=item.departure.status in services.RUNNING and item.dropped_at is None,
    )
    return shown, 200, PRIVATE


def address(stage: CallStage) -> str:
    """This page for another stage."""
    assert request.endpoint is not None
    return url_for(request.endpoint, **{**(request.view_args or {}), "stage": stage.value})


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
