"""Who is on duty on the days of a departure."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.access import departure_or_404
from tourbook.departures.forms import DutyForm
from tourbook.departures.models import Departure
from tourbook.departures.queries.duty import contacts_of
from tourbook.departures.rules.duty import EVERY_DAY
from tourbook.departures.services import duty as services
from tourbook.web.access import roles
from tourbook.web.forms import given

bp = Blueprint("duty_contacts", __name__, url_prefix="/desk/departures/<int:departure_id>/duty")


def day_words(departure: Departure) -> dict[int, str]:
    last = (departure.last_day - departure.first_day).days + 1
    return {
        EVERY_DAY: _("All days"),
        **{number: _("Day %(number)d", number=number) for number in range(1, last + 1)},
    }


@bp.route("", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def show(departure_id: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    words = day_words(departure)
    form = DutyForm()
    form.day.choices = [(str(number), label) for number, label in words.items()]
    if form.validate_on_submit():
        services.name(
            departure,
            int(given(form.day.data)),
            who=given(form.person.data),
            phone=given(form.phone.data),
            at=clock.now(),
            actor=me().actor,
        )
        db.session.commit()
        flash(_("The contact is kept and shown to hosts and participants."))
        return redirect(url_for("duty_contacts.show", departure_id=departure_id))
    return render_template(
        "departures/duty.html",
        departure=departure,
        form=form,
        contacts=contacts_of(departure_id),
        words=words,
    )


@bp.post("/<int:day_number>/remove")
@roles(Role.ORGANISER)
def remove(departure_id: int, day_number: int) -> ResponseReturnValue:
    departure = departure_or_404(departure_id)
    services.remove(departure, day_number, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The contact is removed."))
    return redirect(url_for("duty_contacts.show", departure_id=departure_id))
