"""Addresses of hosts' slots for their own calendar programs, and what stands there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES, N_, in_language, plural_in
from tourbook.core.refused import Refused
from tourbook.documents.calendar import CalendarEvent, EventStatus, to_ics
from tourbook.hosts import access, queries
from tourbook.hosts.forms.busy import CalendarFeedForm
from tourbook.hosts.models import CalendarFeed, Component
from tourbook.hosts.queries.feeds import (
    MOST_SLOTS,
    calendar_feeds,
    changed_at,
    names_of,
    series_of_slots,
)
from tourbook.hosts.queries.timetable import timetable
from tourbook.hosts.queries.visits import released_between, visits_between
from tourbook.hosts.rules.calendars import Entry, Shown
from tourbook.hosts.rules.visits import Visit
from tourbook.hosts.services import feeds as services
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.web.access import by_token
from tourbook.web.addresses import outside
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.limits import limiter
from tourbook.web.paging import page_of

#: What a feed shows: a month back, and a good year ahead.
BACK, AHEAD = timedelta(days=31), timedelta(days=400)
#: How often a calendar program should look again.
REFRESH = timedelta(hours=1)
#: A change later than another has the higher sequence: minutes from here on.
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = {
    Shown.OPEN: N_("Open"),
    Shown.CLOSED: N_("Closed"),
    Shown.BLOCKED: N_("Blocked"),
    Shown.REQUESTED: N_("Requested"),
    Shown.TAKEN: N_("Taken"),
}
STATUS = {
    Shown.TAKEN: EventStatus.CONFIRMED,
    Shown.REQUESTED: EventStatus.TENTATIVE,
}

sides = Sides("calendars", __name__)
bp = Blueprint("calendar_feed", __name__)


@sides.page("/calendars")
def index() -> ResponseReturnValue:
    page = page_of(calendar_feeds(access.own()))
    return render_template(
        "hosts/feeds/index.html",
        page=page,
        addresses={one.id: address_of(one) for one in page.items if one.ended_at is None},
        offering=queries.offering(access.own()),
    )


def address_of(feed: CalendarFeed) -> str:
    return outside("calendar_feed.show", token=services.token_of(feed))


@sides.page("/organisations/<int:organisation_id>/calendars/new", methods=("GET", "POST"))
def new(organisation_id: int) -> ResponseReturnValue:
    organisation = access.organisation_or_404(organisation_id)
    form = CalendarFeedForm()
    language = current_language()
    form.language.choices = [(one, formats.language_name(one, language)) for one in LANGUAGES]
    if request.method == "GET":
        form.language.data = language
    if form.validate_on_submit():
        try:
            services.make(
                organisation.id,
                name=given(form.name.data),
                language=given(form.language.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The address is made. Copy it into your calendar program."))
            return redirect(side_url("calendars.index"))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/feeds/new.html", form=form, organisation=organisation)


@sides.page("/calendars/<int:feed_id>/end", methods=("POST",))
def end(feed_id: int) -> ResponseReturnValue:
    services.end(access.calendar_or_404(feed_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The address has ended. Whoever used it sees nothing any more."))
    return redirect(side_url("calendars.index"))


@bp.get("/calendar/<token>.ics")
@by_token
@limiter.limit("60 per minute")
def show(token: str) -> ResponseReturnValue:
    """A host's slots and visits: when, what and how many, and no word of who comes."""
    feed = services.by_token(token)
    if feed is None:
        abort(404)
    at = clock.now()
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    events = list(events_of(feed, midnight - BACK, midnight + AHEAD))
    response = Response(content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(tag(feed, events))
    if not request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.data = to_ics(
            events,
            name=in_language(feed.language, N_("Slots")) + f", {feed.organisation.name}",
            language=feed.language,
            at=max((one.modified for one in events if one.modified), default=feed.created_at),
            refresh=REFRESH,
        )
    return response.make_conditional(request)


def tag(feed: CalendarFeed, events: Sequence[CalendarEvent]) -> str:
    """Tells one state of the calendar from another without writing it down."""
    said = repr((feed.language, feed.organisation.name, events))
    return sha256(said.encode()).hexdigest()[:32]


def events_of(feed: CalendarFeed, start: datetime, end: datetime) -> Iterator[CalendarEvent]:
    own = frozenset([feed.organisation_id])
    found = timetable(start, end, own=own, most=MOST_SLOTS).entries
    offered = names_of(feed.organisation_id)
    visits = visits_between(own, start, end)
    changes = last_changes(feed, visits, start, end)
    for entry in found:
        yield of_slot(entry, offered[entry.slot.component_id], feed.language, changes)
    shown = {entry.slot.slot_id for entry in found}
    for visit in visits:
        if visit.slot_id not in shown:
            yield of_visit(visit, offered[visit.component_id], feed.language)


def last_changes(
    feed: CalendarFeed, visits: Sequence[Visit], start: datetime, end: datetime
) -> Mapping[int, datetime]:
    """When each slot, its series or a visit on it was last changed, by the slot's id.

    A visit that is off counts too: a calendar must not seem to grow older when a slot is free.
    """
    slots, series = changed_at(feed.organisation_id)
    found = dict(slots)
    for slot_id, series_id in series_of_slots(feed.organisation_id, start, end).items():
        if series_id in series:
            found[slot_id] = max(series[series_id], found.get(slot_id, COUNTED_FROM))
    held = [(one.slot_id, one.changed_at) for one in visits if one.slot_id and one.changed_at]
    given_back = released_between(feed.organisation_id, start, end)
    for slot_id, at in (*held, *given_back.items()):
        found[slot_id] = max(at, found.get(slot_id, COUNTED_FROM))
    return found


def of_slot(
    entry: Entry, component: Component, language: str, changes: Mapping[int, datetime]
) -> CalendarEvent:
    slot, modified = entry.slot, changes.get(entry.slot.slot_id)
    return CalendarEvent(
        uid=f"slot-{slot.slot_id}@tourbook",
        starts=slot.starts_at,
        ends=slot.ends_at,
        all_day=slot.all_day,
        summary=summary(entry.shown, component, slot.taken, language),
        location=location(component),
        status=STATUS.get(entry.shown, EventStatus.TENTATIVE),
        busy=entry.shown in STATUS,
        sequence=sequence(modified),
        modified=modified,
    )


def of_visit(visit: Visit, component: Component, language: str) -> CalendarEvent:
    """A visit at a time that is no slot."""
    shown = Shown.TAKEN if visit.agreed else Shown.REQUESTED
    return CalendarEvent(
        uid=f"visit-{visit.request_id}@tourbook",
        starts=visit.starts_at,
        ends=visit.ends_at,
        summary=summary(shown, component, visit.pax, language),
        location=location(component),
        status=STATUS[shown],
        sequence=sequence(visit.changed_at),
        modified=visit.changed_at,
    )


def sequence(modified: datetime | None) -> int:
    """Grows with each change (RFC 5545, 3.8.7.4)."""
    return int((modified - COUNTED_FROM) / timedelta(minutes=1)) if modified else 0


def summary(shown: Shown, component: Component, persons: int, language: str) -> str:
    said = f"{in_language(language, WORDS[shown])}: {component.name.get(language)}"
    if not persons:
        return said
    people = plural_in(language, "%(n)d person", "%(n)d persons", persons)
    return f"{said}, {people}"


def location(component: Component) -> str:
    place = component.place
    return ", ".join(filter(None, (place.name, place.address))) if place else ""
