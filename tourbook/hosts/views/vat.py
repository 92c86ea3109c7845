"""The dated VAT rates that prices are shown with."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.hosts import queries
from tourbook.hosts.forms import CATEGORIES, VatRateForm
from tourbook.hosts.models import VatCategory
from tourbook.hosts.services import rates as services
from tourbook.web.access import roles
from tourbook.web.forms import given

bp = Blueprint("vat", __name__, url_prefix="/desk/vat-rates")


@bp.route("/", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    form = VatRateForm()
    if form.validate_on_submit():
        try:
            services.add_vat_rate(
                VatCategory(given(form.category.data)),
                valid_from=given(form.valid_from.data),
                basis_points=form.basis_points(),
                source=given(form.source.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The VAT rate is added."))
            return redirect(url_for(".index"))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "hosts/vat.html", form=form, rates=queries.vat_rates(), categories=CATEGORIES
    )
