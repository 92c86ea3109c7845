"""What a component costs."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import access
from tourbook.hosts.forms import RateForm
from tourbook.hosts.services import rates as services
from tourbook.hosts.views.sides import Sides, side_url

sides = Sides("rates", __name__)


@sides.page("/components/<int:component_id>/rates/new", methods=("GET", "POST"))
def new(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = RateForm()
    if request.method == "GET":
        form.pax_from.data, form.pax_to.data = component.party_min, component.party_max
    if form.validate_on_submit():
        try:
            services.add_rate(component, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The rate is added."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/rates/new.html", form=form, component=component)


@sides.page("/rates/<int:rate_id>/edit", methods=("GET", "POST"))
def edit(rate_id: int) -> ResponseReturnValue:
    rate = access.rate_or_404(rate_id)
    component = rate.component
    form = RateForm(obj=rate)
    if form.validate_on_submit():
        try:
            services.change_rate(rate, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The rate is saved."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/rates/edit.html", form=form, component=component)


@sides.page("/rates/<int:rate_id>/remove", methods=("POST",))
def remove(rate_id: int) -> ResponseReturnValue:
    rate = access.rate_or_404(rate_id)
    component_id = rate.component_id
    services.remove_rate(rate, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The rate is removed."))
    return redirect(side_url("components.show", component_id=component_id))
