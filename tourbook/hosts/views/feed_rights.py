"""Which addresses of hosts' calendars may be fetched: an administrator says so."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.hosts.models import BusyFeed
from tourbook.hosts.queries.feeds import busy_feeds
from tourbook.hosts.services import busy as services
from tourbook.web.access import roles
from tourbook.web.paging import page_of_rows

bp = Blueprint("feed_rights", __name__, url_prefix="/desk/calendar-rights")


@bp.get("/")
@roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    found = busy_feeds(None, at=clock.now(), only_addresses=True)
    return render_template("hosts/busy/rights.html", page=page_of_rows(found))


@bp.post("/<int:feed_id>/allow")
@roles(Role.ADMIN)
def allow(feed_id: int) -> ResponseReturnValue:
    services.allow(db.get_or_404(BusyFeed, feed_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The address is allowed. It is read within a few minutes."))
    return redirect(url_for("feed_rights.index"))


@bp.post("/<int:feed_id>/revoke")
@roles(Role.ADMIN)
def revoke(feed_id: int) -> ResponseReturnValue:
    services.revoke(db.get_or_404(BusyFeed, feed_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The address is not read any more."))
    return redirect(url_for("feed_rights.index"))
