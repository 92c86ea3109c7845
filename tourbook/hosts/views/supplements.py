"""What is added to a component's price where it is wanted."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import access
from tourbook.hosts.forms import SupplementForm
from tourbook.hosts.services import supplements as services
from tourbook.hosts.views.sides import Sides, side_url

sides = Sides("supplements", __name__)


@sides.page("/components/<int:component_id>/supplements/new", methods=("GET", "POST"))
def new(component_id: int) -> ResponseReturnValue:
    component = access.component_or_404(component_id)
    form = SupplementForm()
    if form.validate_on_submit():
        try:
            services.add_supplement(component, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The supplement is added."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/supplements/new.html", form=form, component=component)


@sides.page("/supplements/<int:supplement_id>/edit", methods=("GET", "POST"))
def edit(supplement_id: int) -> ResponseReturnValue:
    supplement = access.supplement_or_404(supplement_id)
    component = supplement.component
    form = SupplementForm(obj=supplement)
    if form.validate_on_submit():
        try:
            services.change_supplement(supplement, form.facts(), at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("The supplement is saved."))
            return redirect(side_url("components.show", component_id=component.id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("hosts/supplements/edit.html", form=form, component=component)


@sides.page("/supplements/<int:supplement_id>/remove", methods=("POST",))
def remove(supplement_id: int) -> ResponseReturnValue:
    supplement = access.supplement_or_404(supplement_id)
    component_id = supplement.component_id
    services.remove_supplement(supplement, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The supplement is removed."))
    return redirect(side_url("components.show", component_id=component_id))
