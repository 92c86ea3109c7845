"""How early a draft itself wants something, whatever its hosts ask for."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.hosts.forms.sites import LeadsForm
from tourbook.packages.access import draft_or_404
from tourbook.packages.services import leads as services
from tourbook.web.access import roles
from tourbook.web.fields import HiddenField, Regexp
from tourbook.web.forms import given

bp = Blueprint("package_leads", __name__, url_prefix="/desk/packages/versions")


class VersionLeadsForm(LeadsForm):
    revision = HiddenField(validators=[Regexp(r"^[0-9]{1,9}$")])


@bp.route("/<int:version_id>/lead-times", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def edit(version_id: int) -> ResponseReturnValue:
    version = draft_or_404(version_id)
    form = VersionLeadsForm(data={"revision": str(version.revision)})
    if request.method == "GET":
        form.show(version.leads)
    if form.validate_on_submit():
        try:
            services.set_leads(
                version,
                form.leads(),
                revision=int(given(form.revision.data)),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The lead times are saved."))
            return redirect(url_for("package_versions.settings", version_id=version_id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/leads.html", form=form, version=version)
