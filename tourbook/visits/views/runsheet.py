"""The run sheet of a day: for the organiser, and by link for a guide or a driver."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.accounts.access import me
from tourbook.bookings.forms import DIET_LABELS, NEED_LABELS
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures.access import departure_or_404
from tourbook.departures.models import Departure
from tourbook.departures.rules.selling import local_day
from tourbook.visits.access import guide_or_404, link_or_404, run_link_or_404
from tourbook.visits.forms.runsheet import KINDS, NOTES, STAGES, LateForm, LinkForm
from tourbook.visits.models import RunLink
from tourbook.visits.papers import runsheet as papers
from tourbook.visits.queries import runsheet as queries
from tourbook.visits.rules.rollcall import usual_stage
from tourbook.visits.rules.runsheet import Sheet, day_shown
from tourbook.visits.services import lateness, rollcall, runlinks
from tourbook.web.access import by_token, roles
from tourbook.web.addresses import outside
from tourbook.web.exports import attachment
from tourbook.web.filters import hour, text
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.limits import limiter

bp = Blueprint("run_sheets", __name__)

#: A page behind a link is kept by no cache on the way.
PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the sheet, and what that person may."""

    departure: Departure
    #: Empty for the organiser.
    token: str = ""
    driver: bool = False

    def url(self, page: str, **values: Any) -> str:
        """The address of `sheet`, `paper` or `late` for this reader."""
        if self.token:
            return url_for(f"run_sheets.{page}_by_link", token=self.token, **values)
        return url_for(f"run_sheets.{page}", departure_id=self.departure.id, **values)

    def roll_url(self, item_id: int, stage: str) -> str:
        if self.token:
            return url_for("roll_calls.guide", token=self.token, item_id=item_id, stage=stage)
        return url_for(
            "roll_calls.call", departure_id=self.departure.id, item_id=item_id, stage=stage
        )


@bp.get("/desk/departures/<int:departure_id>/run")
@roles(Role.ORGANISER)
def sheet(departure_id: int) -> ResponseReturnValue:
    return page(Reader(departure_or_404(departure_id)))


@bp.get("/g/<token>")
@by_token
@limiter.limit("60 per minute")
def sheet_by_link(token: str) -> ResponseReturnValue:
    return page(reader_of(token, link_or_404(token)))


def reader_of(token: str, link: RunLink) -> Reader:
    return Reader(link.departure, token, link.driver)


def page(
    reader: Reader, *, late_form: LateForm | None = None, link_form: LinkForm | None = None
) -> ResponseReturnValue:
    departure = reader.departure
    days = queries.days_of(departure.id)
    shown = queries.sheet(departure, day_of(reader, days))
    runs = departure.status in lateness.RUNNING and not reader.driver and bool(shown.stops)
    links = [] if reader.token else queries.links_of(departure.id)
    response = render_template(
        "visits/run/show.html",
        reader=reader,
        departure=departure,
        sheet=shown,
        days=[(number, reader.url("sheet", day=number)) for number in days],
        late_form=(late_form or with_stops(LateForm(), shown)) if runs else None,
        link_form=None if reader.token else link_form or LinkForm(),
        links=[
            (link, outside("run_sheets.sheet_by_link", token=runlinks.token_of(link)))
            for link in links
        ],
        can_call=departure.status in rollcall.RUNNING and not reader.driver and shown.named,
        usual_stage=usual_stage,
        kinds=KINDS,
        note_words=NOTES,
        stages=STAGES,
        diets=DIET_LABELS,
        needs=NEED_LABELS,
    )
    return response, 200, PRIVATE


def day_of(reader: Reader, days: list[int]) -> int:
    departure = reader.departure
    today = local_day(departure, clock.now())
    return day_shown(request.args.get("day", ""), days, first_day=departure.first_day, today=today)


def with_stops(form: LateForm, shown: Sheet) -> LateForm:
    """The form with the stops of the day; the next one is chosen."""
    form.since.choices = [
        ("", _("Choose")),
        *(
            (str(stop.item_id), f"{hour(stop.starts_at, shown.zone)} {text(stop.title)}")
            for stop in shown.stops
        ),
    ]
    ahead = [stop for stop in shown.stops if stop.starts_at >= clock.now()]
    if ahead:
        form.since.data = str(ahead[0].item_id)
    return form


@bp.get("/desk/departures/<int:departure_id>/run.pdf")
@roles(Role.ORGANISER)
def paper(departure_id: int) -> ResponseReturnValue:
    return on_paper(Reader(departure_or_404(departure_id)))


@bp.get("/g/<token>/run.pdf")
@by_token
@limiter.limit("20 per minute")
def paper_by_link(token: str) -> ResponseReturnValue:
    return on_paper(reader_of(token, link_or_404(token)))


def on_paper(reader: Reader) -> ResponseReturnValue:
    departure = reader.departure
    shown = queries.sheet(departure, day_of(reader, queries.days_of(departure.id)))
    content = papers.runsheet(
        departure, shown, driver=reader.driver, language=current_language(), at=clock.now()
    )
    response = attachment(content, papers.PDF, f"run-sheet-{shown.day}.pdf")
    response.headers.update(PRIVATE)
    return response


@bp.post("/desk/departures/<int:departure_id>/run/late")
@roles(Role.ORGANISER)
def late(departure_id: int) -> ResponseReturnValue:
    reader = Reader(departure_or_404(departure_id))
    return told(reader, by=me().name, actor=me().actor)


@bp.post("/g/<token>/late")
@by_token
@limiter.limit("20 per minute")
def late_by_link(token: str) -> ResponseReturnValue:
    link = guide_or_404(token)
    actor = Actor(None, f"{link.name} (by link)")
    return told(reader_of(token, link), by=link.name, actor=actor)


def told(reader: Reader, *, by: str, actor: Actor) -> ResponseReturnValue:
    """Do what the form of lateness says, or show it again with what is wrong."""
    departure = reader.departure
    number = day_of(reader, queries.days_of(departure.id))
    items = {str(item.id): item for item in queries.items_of(departure.id, number)}
    form = LateForm()
    form.since.choices = [
        ("", _("Choose")),
        *(
            (key, f"{hour(item.starts_at, departure.zone)} {text(item.title)}")
            for key, item in items.items()
        ),
    ]
    if form.validate_on_submit():
        try:
            notice = lateness.tell(
                departure,
                items[given(form.since.data)],
                given(form.minutes.data),
                words=form.words.data or "",
                at=clock.now(),
                by=by,
                actor=actor,
            )
            db.session.commit()
            hosts = len(notice.told)
            flash(ngettext("%(num)d host is told.", "%(num)d hosts are told.", hosts))
            return redirect(reader.url("sheet", day=number), 303)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return page(reader, late_form=form)


@bp.post("/desk/departures/<int:departure_id>/run/links")
@roles(Role.ORGANISER)
def make_link(departure_id: int) -> ResponseReturnValue:
    reader = Reader(departure_or_404(departure_id))
    form = LinkForm()
    if not form.validate_on_submit():
        return page(reader, link_form=form)
    runlinks.make(
        reader.departure,
        name=given(form.name.data),
        driver=form.who.data == "driver",
        at=clock.now(),
        actor=me().actor,
    )
    db.session.commit()
    flash(_("The link is made. Copy it and send it to its reader."))
    return redirect(reader.url("sheet", _anchor="links"), 303)


@bp.post("/desk/departures/<int:departure_id>/run/links/<int:link_id>/end")
@roles(Role.ORGANISER)
def end_link(departure_id: int, link_id: int) -> ResponseReturnValue:
    runlinks.end(run_link_or_404(departure_id, link_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The link is ended. It opens nothing any more."))
    return redirect(url_for("run_sheets.sheet", departure_id=departure_id, _anchor="links"), 303)
