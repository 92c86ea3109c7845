"""Busy times of hosts' own calendars."""

from contextlib import closing

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Organisation
from tourbook.hosts import access, queries
from tourbook.hosts.forms.busy import ADDRESS, BusyForm, NewerFileForm
from tourbook.hosts.models import BusyFeed
from tourbook.hosts.queries.feeds import busy_feeds
from tourbook.hosts.rules.busy import MOST_BYTES
from tourbook.hosts.services import busy as services
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of_rows

sides = Sides("busy", __name__)


@sides.page("/busy")
def index() -> ResponseReturnValue:
    offering = queries.offering(access.own())
    return render_template(
        "hosts/busy/index.html",
        page=page_of_rows(busy_feeds(access.own(), at=clock.now())),
        offering=offering,
        form=NewerFileForm(),
    )


@sides.page("/organisations/<int:organisation_id>/busy/new", methods=("GET", "POST"))
def new(organisation_id: int) -> ResponseReturnValue:
    organisation = access.organisation_or_404(organisation_id)
    form = BusyForm()
    language = current_language()
    offered = queries.on_offer(frozenset([organisation.id]), language=language)
    form.component.choices = [
        ("", _("All that the organisation offers")),
        *((str(one.id), one.name.get(language)) for one in offered),
    ]
    if form.validate_on_submit():
        try:
            keep(organisation, form)
            db.session.commit()
            flash(_("The calendar is kept."))
            return redirect(side_url("busy.index"))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template("hosts/busy/new.html", form=form, organisation=organisation)


def keep(organisation: Organisation, form: BusyForm) -> BusyFeed:
    name = given(form.name.data)
    component_id = int(form.component.data) if form.component.data else None
    at, actor = clock.now(), me().actor
    if form.source.data == ADDRESS:
        return services.add_address(
            organisation.id,
            name=name,
            component_id=component_id,
            address=form.address.data or "",
            at=at,
            actor=actor,
        )
    return services.add_file(
        organisation.id,
        name=name,
        component_id=component_id,
        content=uploaded(form),
        at=at,
        actor=actor,
    )


def uploaded(form: BusyForm | NewerFileForm) -> bytes:
    """What was given as a file, no more of it than is read anyway.

    Raises:
        Refused: no file was given.
    """
    if not form.file.data:
        raise Refused("Choose a calendar file.")
    with closing(form.file.data) as upload:
        content: bytes = upload.read(MOST_BYTES + 1)
    return content


@sides.page("/busy/<int:feed_id>/replace", methods=("POST",))
def replace(feed_id: int) -> ResponseReturnValue:
    feed = access.busy_or_404(feed_id)
    services.replace_file(feed, uploaded(NewerFileForm()), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The newer file is read."))
    return redirect(side_url("busy.index"))


@sides.page("/busy/<int:feed_id>/remove", methods=("POST",))
def remove(feed_id: int) -> ResponseReturnValue:
    services.remove(access.busy_or_404(feed_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The calendar is removed, and its busy times with it."))
    return redirect(side_url("busy.index"))
