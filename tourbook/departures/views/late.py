"""Leave to book a departure after its last safe day."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.departures.access import departure_or_404
from tourbook.departures.forms import LateForm
from tourbook.departures.rules import requests
from tourbook.departures.rules.selling import local_day
from tourbook.departures.services import late as services
from tourbook.web.access import roles
from tourbook.web.forms import given

bp = Blueprint("late_bookings", __name__, url_prefix="/desk/departures/<int:departure_id>/late")


@bp.route("", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def show(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    form = LateForm()
    if form.validate_on_submit():
        try:
            services.give(
                departure,
                given(form.until.data),
                reason=given(form.reason.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The departure can be booked later."))
            return redirect(url_for("late_bookings.show", departure_id=departure_id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            departure = departure_or_404(departure_id)
    safe = services.safe_days([departure_id])[departure_id]
    return render_template(
        "departures/late.html",
        departure=departure,
        form=form,
        safe=safe,
        passed=safe is not None and safe.day < local_day(departure, clock.now()),
        leave=services.leave_of(departure),
        planned=departure.status in requests.PLANNED,
    )


@bp.post("/withdraw")
@roles(Role.ORGANISER)
def withdraw(departure_id: int) -> ResponseReturnValue:
    services.withdraw(departure_or_404(departure_id), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The permission to book late has ended."))
    return redirect(url_for("late_bookings.show", departure_id=departure_id))
