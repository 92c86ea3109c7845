"""How a delegation that is not here yet comes in: its leader asks, the organisers invite."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.bookings.forms import AccessForm
from tourbook.bookings.services import asking as services
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.web.access import public
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.limits import limiter

bp = Blueprint("joining", __name__, url_prefix="/join")


@bp.route("", methods=["GET", "POST"])
@public
@limiter.limit("5 per hour", methods=["POST"])
def ask() -> ResponseReturnValue:
    form = AccessForm()
    form.country.choices = [("", _("Choose")), *formats.countries(current_language())]
    if form.validate_on_submit():
        services.ask_for_access(
            name=given(form.name.data),
            email=given(form.email.data),
            delegation=given(form.delegation.data),
            country=given(form.country.data),
            message=form.message.data or "",
            at=clock.now(),
        )
        db.session.commit()
        return redirect(url_for("joining.asked"))
    return render_template("bookings/join.html", form=form)


@bp.get("/asked")
@public
def asked() -> ResponseReturnValue:
    return render_template("bookings/joined.html")
